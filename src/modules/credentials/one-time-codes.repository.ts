import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import mongoose, { type ClientSession, type Model } from 'mongoose';
import type { OneTimeCode } from './one-time-code.schema.js';
import type { CodePurpose } from './one-time-codes.types.js';

@Injectable()
export class OneTimeCodesRepository {
  constructor(@InjectModel('OneTimeCode') private readonly codes: Model<OneTimeCode>) {}

  /** Takes the place of an older code of the same purpose and account. */
  async put(code: OneTimeCode, session?: ClientSession): Promise<void> {
    await this.codes.replaceOne({ _id: code._id }, code, { upsert: true, session });
  }

  async find(hash: string, now: Date): Promise<OneTimeCode | null> {
    return this.codes.findOne({ hash, expires_at: after(now) }).lean<OneTimeCode>();
  }

  /** Of two transactions that take one code, the second conflicts and then finds none. */
  async take(hash: string, now: Date, session: ClientSession): Promise<OneTimeCode | null> {
    return this.codes.findOneAndDelete({ hash, expires_at: after(now) }, { session }).lean<OneTimeCode>();
  }

  async isYounger(id: string, moment: Date, session?: ClientSession): Promise<boolean> {
    const found = await this.codes.exists({ _id: id, created_at: after(moment) }).session(session ?? null);
    return found !== null;
  }

  async countOpen(purpose: CodePurpose, userId: string, now: Date, session: ClientSession): Promise<number> {
    return this.codes.countDocuments({ user_id: userId, purpose, expires_at: after(now) }).session(session);
  }

  async removeSince(
    purpose: CodePurpose,
    userId: string,
    moment: Date,
    session: ClientSession,
  ): Promise<void> {
    const since = mongoose.trusted({ $gte: moment });
    await this.codes.deleteMany({ user_id: userId, purpose, created_at: since }, { session });
  }

  async removeAllOf(userIds: readonly string[], kept: CodePurpose, session: ClientSession): Promise<void> {
    const whose = mongoose.trusted({ $in: [...userIds] });
    await this.codes.deleteMany({ user_id: whose, purpose: mongoose.trusted({ $ne: kept }) }, { session });
  }

  async removeOf(userId: string, purposes: readonly CodePurpose[], session?: ClientSession): Promise<void> {
    const purpose = mongoose.trusted({ $in: [...purposes] });
    await this.codes.deleteMany({ user_id: userId, purpose }, { session });
  }
}

const after = (moment: Date) => mongoose.trusted({ $gt: moment });
