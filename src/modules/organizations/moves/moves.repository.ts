import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Document } from 'mongodb';
import mongoose, { type ClientSession, type Model } from 'mongoose';
import type { Move, MovePhase } from './move.schema.js';

/** Of moves that an earlier version began: credentials are changed with the request since. */
const SECRETS = { hash: 1, email: 1 } as const;
/** sanitizeFilter is on: an operator in a filter must be marked as ours. */
const UNFINISHED = () => mongoose.trusted({ $nin: ['done', 'failed'] as MovePhase[] });

/** The rows of moves. Every change of a running move shows the lease it runs under. */
@Injectable()
export class MovesRepository {
  constructor(@InjectModel('Move') private readonly moves: Model<Move>) {}

  async insert(move: Move, session: ClientSession): Promise<void> {
    await this.moves.create([move], { session });
  }

  async find(id: string): Promise<Move | null> {
    return this.moves.findById(id).lean<Move>();
  }

  async listOf(orgId: string, limit: number): Promise<Move[]> {
    return this.moves.find({ org_id: orgId }).sort({ created_at: -1 }).limit(limit).lean<Move[]>();
  }

  /** Moves whose instance has stopped renewing its lease. */
  async listAbandoned(): Promise<string[]> {
    const rows = await this.moves.collection
      .find({ phase: { $nin: ['done', 'failed'] }, $expr: { $lt: ['$lease_until', '$$NOW'] } } as Document, {
        projection: { _id: 1 },
      })
      .toArray();
    return rows.map((row) => String(row._id));
  }

  /** Takes an abandoned move, or renews a lease that is held. False when somebody else holds it. */
  async lease(id: string, owner: string, ms: number): Promise<boolean> {
    const result = await this.moves.collection.updateOne(
      {
        _id: id,
        phase: { $nin: ['done', 'failed'] },
        $or: [{ lease_owner: owner }, { $expr: { $lt: ['$lease_until', '$$NOW'] } }],
      } as Document,
      [{ $set: { lease_owner: owner, lease_until: { $add: ['$$NOW', ms] } } }],
    );
    return result.matchedCount === 1;
  }

  /** Lets go of a move, so that another instance takes it up at once. */
  async release(id: string, owner: string): Promise<void> {
    const filter = { _id: id, lease_owner: owner, phase: UNFINISHED() };
    await this.moves.updateOne(filter, { $set: { lease_until: new Date(0) } });
  }

  /** False when the lease was lost: the move then belongs to somebody else. */
  async save(id: string, owner: string, change: Partial<Move>): Promise<boolean> {
    const result = await this.moves.updateOne(
      { _id: id, lease_owner: owner, phase: UNFINISHED() },
      { $set: { ...change, updated_at: new Date() } },
    );
    return result.matchedCount === 1;
  }

  /** Ends a move inside the transaction that made it true. */
  async enter(
    id: string,
    owner: string,
    phase: MovePhase,
    session: ClientSession,
    error?: string,
  ): Promise<boolean> {
    const result = await this.moves.updateOne(
      { _id: id, lease_owner: owner, phase: UNFINISHED() },
      { $set: { phase, updated_at: new Date(), ...(error ? { error } : {}) }, $unset: SECRETS as object },
      { session },
    );
    return result.matchedCount === 1;
  }

  /** Takes the moves of an organization out of everybody's hands: it is being deleted. */
  async cancelAll(orgId: string, session: ClientSession): Promise<void> {
    await this.moves.updateMany(
      { org_id: orgId, phase: UNFINISHED() },
      {
        $set: { phase: 'failed', error: 'organization deleted', updated_at: new Date() },
        $unset: { ...SECRETS, lease_owner: 1 } as object,
      },
      { session },
    );
  }

  async removeOf(orgId: string, session: ClientSession): Promise<void> {
    await this.moves.deleteMany({ org_id: orgId }, { session });
  }
}
