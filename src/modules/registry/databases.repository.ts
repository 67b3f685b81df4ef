import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import mongoose, { type ClientSession, type Model } from 'mongoose';
import type { DatabaseRow } from './organization.schema.js';

/** sanitizeFilter is on: an operator in a filter must be marked as ours. */
const NOT_SPENT = mongoose.trusted({ $nin: ['dropped' as const, 'left' as const] });
const GOING = mongoose.trusted({ $in: ['dropping' as const, 'dropped' as const] });

/** The registry of database names. A name that was used once is never used again (C-06). */
@Injectable()
export class DatabasesRepository {
  constructor(@InjectModel('Database') private readonly databases: Model<DatabaseRow>) {}

  /** Of a database that is marked in the same transaction. @throws MongoServerError 11000 when the name was ever used */
  async claim(
    row: Pick<DatabaseRow, '_id' | 'org_id' | 'slug' | 'generation' | 'state'>,
    now: Date,
    session?: ClientSession,
  ): Promise<void> {
    await this.databases.create([{ ...row, created_at: now, marked: true }], { session });
  }

  /** Notes that what is in it is archived. False when it is being dropped; a drop that begins meanwhile conflicts. */
  async noteArchived(database: string, session: ClientSession): Promise<boolean> {
    const state = mongoose.trusted({ $in: ['building' as const, 'active' as const, 'kept' as const] });
    const change = { $set: { archived_at: new Date() } };
    const { matchedCount } = await this.databases.updateOne({ _id: database, state }, change, { session });
    return matchedCount === 1;
  }

  /** Databases that organizations live in, in the order of their names behind `after`. */
  async listActive(after: string, limit: number): Promise<DatabaseRow[]> {
    return this.databases
      .find({ _id: mongoose.trusted({ $gt: after }), state: 'active' })
      .sort({ _id: 1 })
      .limit(limit)
      .lean<DatabaseRow[]>();
  }

  /** The highest generation a slug ever had; 0 for a slug never used. */
  async lastGeneration(slug: string): Promise<number> {
    const row = await this.databases
      .findOne({ slug })
      .sort({ generation: -1 })
      .select('generation')
      .lean<DatabaseRow>();
    return row?.generation ?? 0;
  }

  async find(database: string): Promise<DatabaseRow | null> {
    return this.databases.findById(database).lean<DatabaseRow>();
  }

  async nameUsed(database: string): Promise<boolean> {
    return (await this.databases.exists({ _id: database })) !== null;
  }

  async setState(database: string, state: DatabaseRow['state'], session?: ClientSession): Promise<void> {
    const dropped = state === 'dropped' ? { dropped_at: new Date() } : {};
    await this.databases.updateOne({ _id: database }, { $set: { state, ...dropped } }, { session });
  }

  /** The organization has left it, and may want it back. */
  async keep(database: string, leftAt: Date, until: Date, session: ClientSession): Promise<void> {
    const kept = { state: 'kept' as const, left_at: leftAt, kept_until: until };
    await this.databases.updateOne({ _id: database, state: 'active' }, { $set: kept }, { session });
  }

  /** The newest first. */
  async listKept(orgId: string, session?: ClientSession): Promise<DatabaseRow[]> {
    return this.databases
      .find({ org_id: orgId, state: 'kept' }, null, { session })
      .sort({ generation: -1 })
      .lean<DatabaseRow[]>();
  }

  /** Databases that have been kept as long as they were to be. */
  async listOutlived(now: Date, limit: number): Promise<string[]> {
    const over = mongoose.trusted({ $lte: now });
    const rows = await this.databases
      .find({ state: 'kept', kept_until: over })
      .limit(limit)
      .lean<DatabaseRow[]>();
    return rows.map((row) => row._id);
  }

  /** All but the newest ones are dropped by the next sweep. */
  async endKeepingAllBut(newest: number, orgId: string, session: ClientSession): Promise<void> {
    const over = (await this.listKept(orgId, session)).slice(newest);
    for (const { _id } of over) await this.endKeeping(_id, session);
  }

  /** kept → dropping. False when another instance did it, or the organization is being deleted. */
  async endKeeping(database: string, session?: ClientSession): Promise<boolean> {
    const change = { $set: { state: 'dropping' as const } };
    const result = await this.databases.updateOne({ _id: database, state: 'kept' }, change, { session });
    return result.modifiedCount === 1;
  }

  /** What a late writer had left is dropped as well; another one would have to say so again. */
  async setDroppedAgain(database: string): Promise<void> {
    const change = { $set: { dropped_at: new Date() }, $unset: { late_writer_at: 1 } };
    await this.databases.updateOne({ _id: database, state: 'dropped' }, change);
  }

  /** Databases in use that are older than marks, in the order of their names behind `after`. */
  async listUnmarked(after: string, limit: number): Promise<DatabaseRow[]> {
    const behind = mongoose.trusted({ $gt: after });
    const unmarked = mongoose.trusted({ $ne: true });
    return this.databases
      .find({ _id: behind, state: 'active', marked: unmarked })
      .sort({ _id: 1 })
      .limit(limit)
      .lean<DatabaseRow[]>();
  }

  /**
   * Takes a name that is spent, or was never used. @throws MongoServerError 11000 when the registry accounts for it
   */
  async take(
    row: Pick<DatabaseRow, '_id' | 'org_id' | 'slug' | 'generation' | 'state'>,
    session: ClientSession,
  ): Promise<void> {
    const { _id, ...given } = row;
    const spent = mongoose.trusted({ $in: ['dropped' as const, 'left' as const] });
    await this.databases.updateOne(
      { _id, state: spent },
      {
        $set: { ...given, created_at: new Date(), marked: true },
        $unset: { dropped_at: 1, late_writer_at: 1 },
      },
      { session, upsert: true },
    );
  }

  /** False when the database is not in use any more: a deletion or a move has begun. */
  async setMarked(database: string, session?: ClientSession): Promise<boolean> {
    const change = { $set: { marked: true } };
    const result = await this.databases.updateOne({ _id: database, state: 'active' }, change, { session });
    return result.matchedCount === 1;
  }

  /** A write may have reached this database after it was dropped. */
  async noteLateWriter(database: string): Promise<void> {
    await this.databases.updateOne({ _id: database, state: GOING }, { $set: { late_writer_at: new Date() } });
  }

  /** The same for every database an organization had. */
  async noteLateWriters(orgId: string): Promise<void> {
    await this.databases.updateMany(
      { org_id: orgId, state: GOING },
      { $set: { late_writer_at: new Date() } },
    );
  }

  async listOf(orgId: string): Promise<DatabaseRow[]> {
    return this.databases.find({ org_id: orgId, state: NOT_SPENT }).lean<DatabaseRow[]>();
  }

  /** Everything that these organizations ever had, the oldest first. */
  async listEver(orgIds: readonly string[]): Promise<DatabaseRow[]> {
    return this.databases
      .find({ org_id: mongoose.trusted({ $in: [...orgIds] }) })
      .sort({ created_at: 1, _id: 1 })
      .lean<DatabaseRow[]>();
  }

  /**
   * Databases being built or dropped for at least `ms` that no unfinished move and no organization accounts
   * for: the instance that worked on them is gone.
   */
  async listUnfinished(ms: number): Promise<string[]> {
    const rows = await this.databases.aggregate<{ _id: string }>([
      {
        $match: { state: { $in: ['building', 'dropping'] }, created_at: { $lt: new Date(Date.now() - ms) } },
      },
      { $lookup: { from: 'moves', localField: 'org_id', foreignField: 'org_id', as: 'moves' } },
      { $match: { moves: { $not: { $elemMatch: { phase: { $nin: ['done', 'failed'] } } } } } },
      { $lookup: { from: 'builds', localField: '_id', foreignField: 'to', as: 'builds' } },
      { $match: { builds: { $not: { $elemMatch: { phase: 'filling' } } } } },
      { $project: { _id: 1 } },
    ]);
    return rows.map((row) => row._id);
  }

  /** The registered state of each of these names; a name that is absent is unknown. */
  async statesOf(names: string[]): Promise<Map<string, DatabaseRow['state']>> {
    const rows = await this.databases.find({ _id: mongoose.trusted({ $in: names }) }).lean<DatabaseRow[]>();
    return new Map(rows.map((row) => [row._id, row.state]));
  }

  async markAllDropping(orgId: string, session: ClientSession): Promise<void> {
    await this.databases.updateMany(
      { org_id: orgId, state: NOT_SPENT },
      { $set: { state: 'dropping' } },
      { session },
    );
  }
}
