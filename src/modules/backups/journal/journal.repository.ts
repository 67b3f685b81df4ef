import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Collection, Timestamp } from 'mongodb';
import type { Model } from 'mongoose';
import type { Tx } from '../../../database/transactions.js';
import { SERVER_NOW } from '../../../database/work/server-time.js';
import type {
  JournalGapRow,
  JournalHomeRow,
  JournalObjectRow,
  JournalRow,
  Leftover,
} from './journal.schema.js';

const ID = 'cluster';
const MAJORITY = { writeConcern: { w: 'majority', journal: true } } as const;

/** What is committed at once. */
export interface JournalCommit {
  token: string;
  at: Timestamp;
  object?: JournalObjectRow;
}

/** How far the journal is, and what is in it. What is written shows the reign it is written under. */
@Injectable()
export class JournalRepository {
  private readonly rows: Collection<JournalRow>;
  private readonly objects: Collection<JournalObjectRow>;
  private readonly gaps: Collection<JournalGapRow>;
  private readonly homes: Collection<JournalHomeRow>;

  constructor(
    @InjectModel('Journal') rows: Model<JournalRow>,
    @InjectModel('JournalObject') objects: Model<JournalObjectRow>,
    @InjectModel('JournalGap') gaps: Model<JournalGapRow>,
    @InjectModel('JournalHome') homes: Model<JournalHomeRow>,
  ) {
    // By the driver: times of the cluster inside of lists stay what they are.
    this.rows = rows.collection as unknown as Collection<JournalRow>;
    this.objects = objects.collection as unknown as Collection<JournalObjectRow>;
    this.gaps = gaps.collection as unknown as Collection<JournalGapRow>;
    this.homes = homes.collection as unknown as Collection<JournalHomeRow>;
  }

  find(): Promise<JournalRow | null> {
    return this.rows.findOne({ _id: ID });
  }

  /** Takes the journal over. What the reign before may have left in the store without a row is noted. */
  async begin(reign: string): Promise<JournalRow> {
    const first = { reign: '', next: 1, reserved: 1, leftovers: [], saved_at: new Date() };
    await this.rows.updateOne({ _id: ID }, { $setOnInsert: first }, { upsert: true, ...MAJORITY });
    const left = { reign: '$reign', from: '$next', to: '$reserved', since: SERVER_NOW };
    const hasLeft = { $gt: ['$reserved', '$next'] };
    const row = await this.rows.findOneAndUpdate(
      { _id: ID },
      [
        {
          $set: {
            leftovers: { $cond: [hasLeft, { $concatArrays: ['$leftovers', [left]] }, '$leftovers'] },
            next: '$reserved',
            reign: { $literal: reign },
          },
        },
      ],
      { returnDocument: 'after', ...MAJORITY },
    );
    return row!;
  }

  /** Before an object is sent the row says that it may be there. False: it is another reign's by now. */
  async reserve(reign: string, reserved: number): Promise<boolean> {
    const { matchedCount } = await this.rows.updateOne({ _id: ID, reign }, { $set: { reserved } }, MAJORITY);
    return matchedCount === 1;
  }

  /** As {@link reserve}. */
  async start(reign: string, at: Timestamp, session: Tx): Promise<boolean> {
    const change = [
      {
        $set: {
          at: { $literal: at },
          since: { $ifNull: ['$since', at] },
          saved_at: SERVER_NOW,
          token: '$$REMOVE',
        },
      },
    ];
    const { matchedCount } = await this.rows.updateOne({ _id: ID, reign }, change, { session });
    return matchedCount === 1;
  }

  /** Nothing happened up to there. As {@link reserve}. */
  async advance(reign: string, { token, at }: JournalCommit): Promise<boolean> {
    const change = { $set: { token, at, saved_at: new Date() } };
    return (await this.rows.updateOne({ _id: ID, reign }, change)).matchedCount === 1;
  }

  /** As {@link reserve}. */
  async commit(reign: string, { token, at, object }: JournalCommit, session: Tx): Promise<boolean> {
    const next = object === undefined ? {} : { next: object._id + 1 };
    const change = { $set: { token, at, saved_at: new Date(), ...next } };
    const { matchedCount } = await this.rows.updateOne({ _id: ID, reign }, change, { session });
    if (matchedCount !== 1) return false;
    if (object !== undefined) await this.objects.insertOne(object, { session });
    return true;
  }

  /** It is out of the store for good. */
  async forgetLeftover({ reign, from }: Leftover): Promise<void> {
    await this.rows.updateOne({ _id: ID }, { $pull: { leftovers: { reign, from } } });
  }

  /** A gap that goes on has the id of its beginning. */
  async addGap(gap: JournalGapRow, session: Tx): Promise<void> {
    const { _id, to, to_wall, ...rest } = gap;
    await this.gaps.updateOne(
      { _id },
      { $setOnInsert: rest, $max: { to, to_wall } },
      { upsert: true, session },
    );
  }

  /** Those that concern a database, the newest first. */
  gapsOf(database: string): Promise<JournalGapRow[]> {
    return this.gaps
      .find({ $or: [{ database: { $exists: false } }, { database }] })
      .sort({ to: -1 })
      .toArray();
  }

  countGaps(): Promise<number> {
    return this.gaps.countDocuments();
  }

  /** Written once, however often. */
  async addHome(home: JournalHomeRow, session?: Tx): Promise<void> {
    const { _id, ...rest } = home;
    await this.homes.updateOne({ _id }, { $setOnInsert: rest }, { upsert: true, session });
  }

  /** Where an organization lived at a moment, as far as the journal knows. */
  async homeAt(orgId: string, at: Timestamp): Promise<string | null> {
    const [home] = await this.homes
      .find({ org_id: orgId, at: { $lte: at } })
      .sort({ at: -1 })
      .limit(1)
      .toArray();
    return home?.database ?? null;
  }

  /** What happened in a database after one moment and until another one, in order. */
  async objectsOf(database: string, after: Timestamp, until: Timestamp): Promise<JournalObjectRow[]> {
    const part = { database, to: { $gt: after }, from: { $lte: until } };
    return this.objects
      .find({ 'parts.database': database, parts: { $elemMatch: part } })
      .sort({ _id: 1 })
      .toArray();
  }

  /** The oldest ones whose end is before a moment. */
  async *objectsBefore(wall: Date): AsyncGenerator<JournalObjectRow, void> {
    yield* this.objects.find({ to_wall: { $lt: wall } }).sort({ _id: 1 });
  }

  async removeObject(id: number): Promise<void> {
    await this.objects.deleteOne({ _id: id });
  }

  /** With the last object of a database its gaps are nobody's question. */
  async removeGapsOf(database: string): Promise<void> {
    await this.gaps.deleteMany({ database });
  }

  /** Objects and their bytes in the store, for metrics. */
  async totals(): Promise<{ objects: number; bytes: number }> {
    const [row] = await this.objects
      .aggregate<{ objects: number; bytes: number }>([
        { $group: { _id: null, objects: { $sum: 1 }, bytes: { $sum: '$bytes' } } },
      ])
      .toArray();
    return { objects: row?.objects ?? 0, bytes: row?.bytes ?? 0 };
  }
}
