import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';
import type { ResetRequest } from './reset-request.schema.js';

@Injectable()
export class ResetRequestsRepository {
  constructor(@InjectModel('ResetRequest') private readonly requests: Model<ResetRequest>) {}

  async put(email: string): Promise<void> {
    const update = { $setOnInsert: { created_at: new Date() } };
    await this.requests.updateOne({ _id: email }, update, { upsert: true });
  }

  async listOldest(limit: number): Promise<string[]> {
    const rows = await this.requests.find().sort({ created_at: 1 }).limit(limit).lean<ResetRequest[]>();
    return rows.map(({ _id }) => _id);
  }

  /** False when another instance has it. */
  async take(email: string, session: ClientSession): Promise<boolean> {
    const result = await this.requests.deleteOne({ _id: email }, { session });
    return result.deletedCount === 1;
  }
}
