import { Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import type { Timestamp } from 'mongodb';
import { type Connection, Types } from 'mongoose';
import { asOf } from '../../database/past/moment.js';

/** What the registry said at a moment. */
@Injectable()
export class PastOrganizationsRepository {
  constructor(@InjectConnection() private readonly connection: Connection) {}

  /** The database an organization lived in; null when there was no such organization. */
  async databaseAt(id: string, at: Timestamp): Promise<string | null> {
    const reply = await this.connection.db!.command({
      find: 'organizations',
      filter: { _id: new Types.ObjectId(id), lifecycle: { $ne: 'deleting' } },
      projection: { collection_name: 1 },
      limit: 1,
      singleBatch: true,
      readConcern: asOf(at),
    });
    const [row] = (reply['cursor'] as { firstBatch: { collection_name: string }[] }).firstBatch;
    return row?.collection_name ?? null;
  }
}
