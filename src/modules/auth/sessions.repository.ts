import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import mongoose, { type ClientSession, type Model } from 'mongoose';
import type { Session } from './session.schema.js';

/** Exchanges of one session that come closer than this are remembered as one. Unit: ms. */
export const STEP_MS = 100;

/**
 * A sign-in does not wait for the journal, which falls behind while databases are created. A session that a failing
 * primary loses is refused, and its person signs in again (ADR-0040). Only for what is safe to lose.
 */
const AT_ONCE = { w: 1, j: false };

const EXCHANGES = { $ifNull: ['$exchanges', []] };

@Injectable()
export class SessionsRepository {
  constructor(@InjectModel('Session') private readonly sessions: Model<Session>) {}

  async insert(session: Session): Promise<void> {
    await this.sessions.collection.insertOne(
      { ...session, _id: session._id as never },
      { writeConcern: AT_ONCE },
    );
  }

  /**
   * One generation further, if it is still at `generation`: of two at once, one wins. Remembers when each
   * generation since `remembered` was exchanged; those exchanged within STEP_MS are one entry, so that the row
   * stays small however often a client asks.
   */
  async advance(
    { id, generation }: { id: string; generation: number },
    { now, remembered }: { now: Date; remembered: Date },
    { expires_at, ip, user_agent }: Pick<Session, 'expires_at' | 'ip' | 'user_agent'>,
  ): Promise<Session | null> {
    const known = { $filter: { input: EXCHANGES, cond: { $gte: ['$$this.at', remembered] } } };
    const isNew = { $lte: [{ $max: '$exchanges.at' }, new Date(now.getTime() - STEP_MS)] };
    const added = [{ generation, at: now }];
    const client = {
      ...(ip === undefined ? {} : { ip }),
      ...(user_agent === undefined ? {} : { user_agent }),
    };
    return this.sessions
      .findOneAndUpdate(
        { _id: id, generation, expires_at: mongoose.trusted({ $gt: now }) },
        [
          { $set: { exchanges: { $cond: [isNew, { $concatArrays: [known, added] }, EXCHANGES] } } },
          { $set: { generation: generation + 1, rotated_at: now, expires_at, ...literals(client) } },
        ],
        { returnDocument: 'after', updatePipeline: true },
      )
      .lean<Session>();
  }

  async find(id: string, session?: ClientSession): Promise<Session | null> {
    return this.sessions
      .findById(id)
      .session(session ?? null)
      .lean<Session>();
  }

  /** The newest first. */
  async list(userId: string, now: Date, limit: number): Promise<Session[]> {
    return this.sessions
      .find({ user_id: userId, expires_at: mongoose.trusted({ $gt: now }) })
      .sort({ created_at: -1 })
      .limit(limit)
      .lean<Session[]>();
  }

  /** Null when the account has no such session. */
  async remove(userId: string, id: string, session: ClientSession): Promise<Session | null> {
    return this.sessions.findOneAndDelete({ _id: id, user_id: userId }, { session }).lean<Session>();
  }

  /** Sign-ins that are not in their log yet. */
  async listUnrecorded(
    which: { ids: string[] } | { before: Date } | { userId: string; but: string | undefined },
    limit: number,
    session?: ClientSession,
  ): Promise<Session[]> {
    return this.sessions
      .find({ unrecorded: mongoose.trusted({ $exists: true }), ...filterOf(which) })
      .sort({ created_at: 1 })
      .limit(limit)
      .session(session ?? null)
      .lean<Session[]>();
  }

  /** False when somebody else has recorded it, or it ended. */
  async markRecorded(id: string, session: ClientSession): Promise<boolean> {
    const result = await this.sessions.updateOne(
      { _id: id, unrecorded: mongoose.trusted({ $exists: true }) },
      { $unset: { unrecorded: 1 } },
      { session },
    );
    return result.modifiedCount === 1;
  }

  async removeAllOf(userIds: readonly string[], session: ClientSession): Promise<void> {
    await this.sessions.deleteMany({ user_id: mongoose.trusted({ $in: [...userIds] }) }, { session });
  }

  async removeOthers(userId: string, kept: string | undefined, session: ClientSession): Promise<void> {
    const others = kept === undefined ? {} : { _id: mongoose.trusted({ $ne: kept }) };
    await this.sessions.deleteMany({ user_id: userId, ...others }, { session });
  }
}

/** A pipeline reads a text that begins with `$` as a field. */
const literals = (texts: Record<string, string>): Record<string, object> =>
  Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, { $literal: text }]));

function filterOf(
  which: { ids: string[] } | { before: Date } | { userId: string; but: string | undefined },
): Record<string, unknown> {
  if ('ids' in which) return { _id: mongoose.trusted({ $in: which.ids }) };
  if ('before' in which) return { created_at: mongoose.trusted({ $lt: which.before }) };
  const { userId, but } = which;
  return { user_id: userId, ...(but === undefined ? {} : { _id: mongoose.trusted({ $ne: but }) }) };
}
