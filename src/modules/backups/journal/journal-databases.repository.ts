import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Collection, Timestamp } from 'mongodb';
import type { Model } from 'mongoose';
import type { Tx } from '../../../database/transactions.js';
import type { JournalDatabaseRow } from './journal.schema.js';

/** A database that is journaled from now on. */
export type NewJournalDatabase = Pick<JournalDatabaseRow, '_id' | 'org_id' | 'generation' | 'live' | 'born'>;

/** The databases that are journaled, and what each of them is restored from. */
@Injectable()
export class JournalDatabasesRepository {
  private readonly rows: Collection<JournalDatabaseRow>;

  constructor(@InjectModel('JournalDatabase') rows: Model<JournalDatabaseRow>) {
    this.rows = rows.collection as unknown as Collection<JournalDatabaseRow>;
  }

  find(database: string): Promise<JournalDatabaseRow | null> {
    return this.rows.findOne({ _id: database });
  }

  /** Once; a birth that is known later is added. */
  async add({ _id, born, live, ...row }: NewJournalDatabase, session?: Tx): Promise<void> {
    const fresh = { base_next: new Date(0), base_failures: 0, bytes_since: 0, live };
    const ofBirth = born === undefined ? {} : { born };
    await this.rows.updateOne(
      { _id },
      {
        $setOnInsert: { ...row, ...fresh, ...(born === undefined ? { needs_base: live } : {}) },
        ...(born === undefined ? {} : { $set: { ...ofBirth, needs_base: false } }),
      },
      { upsert: true, session },
    );
  }

  async known(names: readonly string[]): Promise<Set<string>> {
    const rows = await this.rows.find({ _id: { $in: [...names] } }, { projection: { _id: 1 } }).toArray();
    return new Set(rows.map(({ _id }) => _id));
  }

  async countBytes(database: string, bytes: number, session: Tx): Promise<void> {
    await this.rows.updateOne({ _id: database }, { $inc: { bytes_since: bytes } }, { session });
  }

  /** The organization lives in this one, and left the others. */
  async settle(orgId: string, database: string, now: Date, session: Tx): Promise<void> {
    const others = { org_id: orgId, _id: { $ne: database }, live: true };
    await this.rows.updateMany(
      others,
      { $set: { live: false, needs_base: false, left_at: now } },
      { session },
    );
    await this.rows.updateOne(
      { _id: database },
      [
        {
          $set: {
            live: true,
            needs_base: { $or: ['$needs_base', { $lte: [{ $ifNull: ['$born', '$base_at'] }, null] }] },
          },
        },
        { $unset: 'left_at' },
      ],
      { session },
    );
  }

  async leave(orgId: string, now: Date, session: Tx): Promise<void> {
    const change = { $set: { live: false, needs_base: false, left_at: now } };
    await this.rows.updateMany({ org_id: orgId, live: true }, change, { session });
  }

  /** Something is not known: each needs a base of a later moment. @param database absent: all of them */
  async needBases(session: Tx, database?: string): Promise<void> {
    const of = database === undefined ? {} : { _id: database };
    await this.rows.updateMany(
      { ...of, live: true },
      { $set: { needs_base: true, base_next: new Date(0) }, $unset: { base_pending: 1 } },
      { session },
    );
  }

  /** Those whose journal has become long, or old. */
  async needNewBases(bytes: number, before: Timestamp): Promise<void> {
    await this.rows.updateMany(
      {
        live: true,
        needs_base: false,
        $or: [
          { bytes_since: { $gt: bytes } },
          { base_at: { $lt: before }, bytes_since: { $gt: 0 } },
          { base_at: { $exists: false }, born: { $lt: before }, bytes_since: { $gt: 0 } },
        ],
      },
      { $set: { needs_base: true, base_next: new Date(0) } },
    );
  }

  listNeeding(now: Date, limit: number): Promise<JournalDatabaseRow[]> {
    return this.rows
      .find({ needs_base: true, base_next: { $lte: now }, base_pending: { $exists: false } })
      .limit(limit)
      .toArray();
  }

  listPending(): Promise<JournalDatabaseRow[]> {
    return this.rows.find({ base_pending: { $exists: true } }).toArray();
  }

  /** False when another instance asked for it already. */
  async ask({ _id }: JournalDatabaseRow, backup: string, session: Tx): Promise<boolean> {
    const open = { _id, live: true, needs_base: true, base_pending: { $exists: false } };
    const change = { $set: { base_pending: backup, bytes_since: 0 } };
    return (await this.rows.updateOne(open, change, { session })).matchedCount === 1;
  }

  async succeed({ _id, base_pending }: JournalDatabaseRow, at: Timestamp): Promise<void> {
    await this.rows.updateOne(
      { _id, base_pending },
      {
        $set: { base: base_pending, base_at: at, needs_base: false, base_failures: 0 },
        $unset: { base_pending: 1 },
      },
    );
  }

  /** It is asked for again then. */
  async fail({ _id, base_pending, base_failures }: JournalDatabaseRow, next: Date): Promise<void> {
    await this.rows.updateOne(
      { _id, base_pending },
      { $set: { base_next: next, base_failures: base_failures + 1 }, $unset: { base_pending: 1 } },
    );
  }

  /** Before anything older is removed. It never goes back. */
  async keepFrom(database: string, from: Timestamp): Promise<void> {
    await this.rows.updateOne({ _id: database }, { $max: { kept_from: from } });
  }

  listOf(orgId: string): Promise<JournalDatabaseRow[]> {
    return this.rows.find({ org_id: orgId }).toArray();
  }

  async *all(): AsyncGenerator<JournalDatabaseRow, void> {
    yield* this.rows.find();
  }

  async remove(database: string): Promise<void> {
    await this.rows.deleteOne({ _id: database, live: false });
  }
}
