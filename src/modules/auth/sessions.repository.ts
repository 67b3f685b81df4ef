import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import mongoose, { type Model } from 'mongoose';
import type { Session } from './session.schema.js';

@Injectable()
export class SessionsRepository {
  constructor(@InjectModel('Session') private readonly sessions: Model<Session>) {}

  async insert(session: Session): Promise<void> {
    await this.sessions.create([session]);
  }

  /** One generation further, if it is still at `generation`: of two at once, one wins. */
  async advance(id: string, generation: number, now: Date, expiresAt: Date): Promise<Session | null> {
    return this.sessions
      .findOneAndUpdate(
        { _id: id, generation, expires_at: mongoose.trusted({ $gt: now }) },
        { $inc: { generation: 1 }, $set: { rotated_at: now, expires_at: expiresAt } },
        { returnDocument: 'after' },
      )
      .lean<Session>();
  }

  async find(id: string): Promise<Session | null> {
    return this.sessions.findById(id).lean<Session>();
  }

  async remove(id: string): Promise<void> {
    await this.sessions.deleteOne({ _id: id });
  }
}
