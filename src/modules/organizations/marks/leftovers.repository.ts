import { Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import type { MongoServerError } from 'mongodb';
import type { ClientSession, Connection } from 'mongoose';
import type { LeftoverRow } from './leftovers.types.js';

const DUPLICATE_KEY = 11000;

/** Databases that the registry does not account for, kept for an operator. */
@Injectable()
export class LeftoversRepository {
  constructor(@InjectConnection() private readonly connection: Connection) {}

  /** @returns false when it was known already */
  async insert(row: LeftoverRow): Promise<boolean> {
    try {
      await this.rows.insertOne(row);
      return true;
    } catch (error) {
      if ((error as MongoServerError).code === DUPLICATE_KEY) return false;
      throw error;
    }
  }

  async find(database: string, session?: ClientSession): Promise<LeftoverRow | null> {
    return this.rows.findOne({ _id: database }, { session });
  }

  /** In the order of the names, behind `after`. */
  async list(
    { status, after = '' }: { status?: LeftoverRow['status']; after?: string },
    limit: number,
  ): Promise<LeftoverRow[]> {
    const filter = { _id: { $gt: after }, ...(status === undefined ? {} : { status }) };
    return this.rows.find(filter).sort({ _id: 1 }).limit(limit).toArray();
  }

  async countOpen(): Promise<number> {
    return this.rows.countDocuments({ status: 'open' });
  }

  async names(): Promise<Set<string>> {
    const rows = await this.rows.find({}, { projection: { _id: 1 } }).toArray();
    return new Set(rows.map(({ _id }) => _id));
  }

  async ignore(database: string, session: ClientSession): Promise<void> {
    await this.rows.updateOne({ _id: database }, { $set: { status: 'ignored' } }, { session });
  }

  async settle(database: string, session?: ClientSession): Promise<void> {
    await this.rows.deleteOne({ _id: database }, { session });
  }

  async remove(databases: string[], before: Date): Promise<void> {
    await this.rows.deleteMany({ _id: { $in: databases }, first_seen: { $lte: before } });
  }

  private get rows() {
    return this.connection.collection<LeftoverRow>('leftovers');
  }
}
