import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import type { Connection } from 'mongoose';

/** Creates the collections and indexes of the master database before the first request. */
@Injectable()
export class MasterIndexes implements OnModuleInit {
  constructor(@InjectConnection() private readonly connection: Connection) {}

  /** Uniqueness is decided by these indexes, so a boot that cannot make them fails. */
  async onModuleInit(): Promise<void> {
    await Promise.all(
      Object.values(this.connection.models).map(async (model) => {
        await model.createCollection();
        await model.createIndexes();
      }),
    );
  }
}
