import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import mongoose, { type ClientSession, type Model } from 'mongoose';
import type { ImpersonationRow } from './impersonation.schema.js';
import type { Session } from './session.schema.js';

/** Impersonations, each with its row among the sessions of the account it is about. */
@Injectable()
export class ImpersonationsRepository {
  constructor(
    @InjectModel('Impersonation') private readonly rows: Model<ImpersonationRow>,
    @InjectModel('Session') private readonly sessions: Model<Session>,
  ) {}

  async insert(row: ImpersonationRow, ver: number, session: ClientSession): Promise<void> {
    const { _id, user_id, organization_id, created_at, expires_at } = row;
    await this.rows.create([row], { session });
    const times = { created_at, rotated_at: created_at, expires_at };
    const scope = { organization_id: organization_id ?? undefined, kind: 'impersonation' as const };
    // It has no refresh token: generation 0 is one that none names.
    await this.sessions.create([{ _id, user_id, ver, generation: 0, ...times, ...scope }], { session });
  }

  /** Newest first. @param after a row of the page before */
  async list(after: ImpersonationRow | undefined, limit: number): Promise<ImpersonationRow[]> {
    const older = after && [
      { created_at: mongoose.trusted({ $lt: after.created_at }) },
      { created_at: after.created_at, _id: mongoose.trusted({ $lt: after._id }) },
    ];
    return this.rows
      .find(older ? { $or: older } : {})
      .sort({ created_at: -1, _id: -1 })
      .limit(limit)
      .lean<ImpersonationRow[]>();
  }

  async find(id: string): Promise<ImpersonationRow | null> {
    return this.rows.findById(id).lean<ImpersonationRow>();
  }

  /** Those whose session goes on: the account itself may have ended it. */
  async live(ids: string[]): Promise<Set<string>> {
    const found = await this.sessions
      .find({ _id: mongoose.trusted({ $in: ids }) }, { _id: 1 })
      .lean<{ _id: string }[]>();
    return new Set(found.map(({ _id }) => _id));
  }

  /** @returns the row when it went on until now */
  async end(id: string, now: Date, session: ClientSession): Promise<ImpersonationRow | null> {
    const row = await this.rows
      .findOneAndUpdate(
        {
          _id: id,
          ended_at: mongoose.trusted({ $exists: false }),
          expires_at: mongoose.trusted({ $gt: now }),
        },
        { $set: { ended_at: now } },
        { session },
      )
      .lean<ImpersonationRow>();
    if (row) await this.sessions.deleteOne({ _id: id }, { session });
    return row;
  }
}
