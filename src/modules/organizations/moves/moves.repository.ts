import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Collection } from 'mongodb';
import mongoose, { type ClientSession, type Model } from 'mongoose';
import { LeaseRows } from '../../../database/work/lease-rows.js';
import type { Move, MovePhase } from './move.schema.js';

/** Of moves that an earlier version began: credentials are changed with the request since. */
const SECRETS = { hash: 1, email: 1 } as const;
const OVER: MovePhase[] = ['done', 'failed'];
/** sanitizeFilter is on: an operator in a filter must be marked as ours. */
const UNFINISHED = () => mongoose.trusted({ $nin: OVER });

/** The rows of moves. Every change of a running move shows the lease it runs under. */
@Injectable()
export class MovesRepository {
  /** Who works on which of those that are not over. */
  readonly leases: LeaseRows<Move>;

  constructor(@InjectModel('Move') private readonly moves: Model<Move>) {
    const rows = () => this.moves.collection as unknown as Collection<Move>;
    const fields = { owner: 'lease_owner', until: 'lease_until' };
    this.leases = new LeaseRows(rows, fields, { phase: { $nin: OVER } });
  }

  async insert(move: Move, session: ClientSession): Promise<void> {
    await this.moves.create([move], { session });
  }

  /** Moves that are not over, by phase. */
  async countOpen(): Promise<Map<MovePhase, number>> {
    const rows = await this.moves
      .aggregate<{ _id: MovePhase; count: number }>([
        { $match: { phase: { $nin: OVER } } },
        { $group: { _id: '$phase', count: { $sum: 1 } } },
      ])
      .option({ maxTimeMS: 1000 });
    return new Map(rows.map(({ _id, count }) => [_id, count]));
  }

  async find(id: string): Promise<Move | null> {
    return this.moves.findById(id).lean<Move>();
  }

  async listOf(orgId: string, limit: number): Promise<Move[]> {
    return this.moves.find({ org_id: orgId }).sort({ created_at: -1 }).limit(limit).lean<Move[]>();
  }

  /** Those that are not over, the newest first. */
  async listOpen(limit: number): Promise<Move[]> {
    return this.moves.find({ phase: UNFINISHED() }).sort({ created_at: -1 }).limit(limit).lean<Move[]>();
  }

  /** False when the lease was lost: the move then belongs to another instance. */
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
      { $set: { phase, updated_at: new Date(), ...(error ? { error } : {}) }, $unset: SECRETS },
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
        $unset: { ...SECRETS, lease_owner: 1 },
      },
      { session },
    );
  }

  async removeOf(orgId: string, session: ClientSession): Promise<void> {
    await this.moves.deleteMany({ org_id: orgId }, { session });
  }
}
