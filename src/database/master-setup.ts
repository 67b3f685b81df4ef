import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import type { Db, IndexDescription, MongoServerError } from 'mongodb';
import type { Connection, Schema } from 'mongoose';
import { Env } from '../config/env.js';
import { withBootConnection } from './boot-connection.js';
import { MasterMigrations } from './master-migrations.js';

const NAMESPACE_EXISTS = 48;

/** Brings master to the layout of this program before the first request: migrations, collections, indexes. */
@Injectable()
export class MasterSetup implements OnModuleInit {
  constructor(
    private readonly env: Env,
    @InjectConnection() private readonly connection: Connection,
    private readonly migrations: MasterMigrations,
  ) {}

  /** Uniqueness is decided by these indexes, so a boot that cannot make them fails. */
  async onModuleInit(): Promise<void> {
    await withBootConnection(this.env, async (boot) => {
      await this.migrations.run(boot);
      // Side by side, on the few sockets of the boot connection.
      await Promise.all(
        Object.values(this.connection.models).map(({ collection, schema }) =>
          makeCollection(boot.db!, collection.collectionName, schema),
        ),
      );
    });
  }
}

/** A collection is made with its first index, or by itself when it has none. */
async function makeCollection(master: Db, name: string, schema: Schema): Promise<void> {
  const indexes = schema.indexes().map(([key, options]) => ({ ...options, key }) as IndexDescription);
  if (indexes.length > 0) {
    await master.collection(name).createIndexes(indexes);
    return;
  }
  try {
    await master.createCollection(name);
  } catch (error) {
    if ((error as MongoServerError).code !== NAMESPACE_EXISTS) throw error;
  }
}
