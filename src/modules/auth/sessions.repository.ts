import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import mongoose, { type ClientSession, type Model } from 'mongoose';
import type { Session } from './session.schema.js';

@Injectable()
export class SessionsRepository {
  constructor(@InjectModel('Session') private readonly sessions: Model<Session>) {}

  async insert(session: Session): Promise<void> {
    await this.sessions.create([session]);
  }

  /** One generation further, if it is still at `generation`: of two at once, one wins. */
  async advance(
    { id, generation }: { id: string; generation: number },
    now: Date,
    change: Pick<Session, 'expires_at' | 'ip' | 'user_agent'>,
  ): Promise<Session | null> {
    return this.sessions
      .findOneAndUpdate(
        { _id: id, generation, expires_at: mongoose.trusted({ $gt: now }) },
        { $inc: { generation: 1 }, $set: { ...change, rotated_at: now } },
        { returnDocument: 'after' },
      )
      .lean<Session>();
  }

  async find(id: string): Promise<Session | null> {
    return this.sessions.findById(id).lean<Session>();
  }

  /** The newest first. */
  async list(userId: string, now: Date, limit: number): Promise<Session[]> {
    return this.sessions
      .find({ user_id: userId, expires_at: mongoose.trusted({ $gt: now }) })
      .sort({ created_at: -1 })
      .limit(limit)
      .lean<Session[]>();
  }

  /** False when the account has no such session. */
  async remove(userId: string, id: string, session: ClientSession): Promise<boolean> {
    const result = await this.sessions.deleteOne({ _id: id, user_id: userId }, { session });
    return result.deletedCount === 1;
  }

  async removeOthers(userId: string, kept: string | undefined, session: ClientSession): Promise<void> {
    const others = kept === undefined ? {} : { _id: mongoose.trusted({ $ne: kept }) };
    await this.sessions.deleteMany({ user_id: userId, ...others }, { session });
  }
}
