import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';
import type { ReachedLimitRow } from './reached-limit.schema.js';

@Injectable()
export class ReachedLimitsRepository {
  constructor(@InjectModel('ReachedLimit') private readonly rows: Model<ReachedLimitRow>) {}

  /** @throws a duplicate key when it was told before */
  async insert(row: ReachedLimitRow, session: ClientSession): Promise<void> {
    await this.rows.collection.insertOne({ ...row, _id: row._id as never }, { session });
  }
}
