import { Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import type { ClientSession, Connection } from 'mongoose';

export interface ErasureRow {
  /** Id of the account, which is gone. */
  _id: string;
  at: Date;
  /** Until everything of the person is erased. */
  email?: string;
  done_at?: Date;
}

/** Accounts that were deleted, and whether what is left of them is erased by now. */
@Injectable()
export class PersonErasuresRepository {
  constructor(@InjectConnection() private readonly connection: Connection) {}

  async insert(row: ErasureRow, session: ClientSession): Promise<void> {
    await this.rows.insertOne(row, { session });
  }

  async exists(id: string): Promise<boolean> {
    return (await this.rows.findOne({ _id: id }, { projection: { _id: 1 } })) !== null;
  }

  listOpen(): Promise<ErasureRow[]> {
    return this.rows.find({ done_at: { $exists: false } }, { sort: { at: 1 }, limit: 100 }).toArray();
  }

  async finish(id: string): Promise<void> {
    await this.rows.updateOne({ _id: id }, { $set: { done_at: new Date() }, $unset: { email: true } });
  }

  private get rows() {
    return this.connection.collection<ErasureRow>('erasures');
  }
}
