import { Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import type { Collection, Filter } from 'mongodb';
import type { ClientSession, Connection } from 'mongoose';
import type { UsagePeriodRow } from './usage-period.schema.js';
import type { UsageQuery, UsageRecord } from './usage.types.js';

/** How far closing is. */
interface Closing {
  _id: 'periods';
  /** Hours since 1970: those before it are closed. */
  through: number;
  /** The last id of a record. */
  seq: number;
}

const CLOSING = 'periods' as const;

/** The records of closed hours. */
@Injectable()
export class UsagePeriodsRepository {
  constructor(@InjectConnection() private readonly connection: Connection) {}

  /** The first hour that is not closed. @param first for a registry that has closed none yet */
  async through(first: number): Promise<number> {
    const state = await this.state.findOneAndUpdate(
      { _id: CLOSING },
      { $setOnInsert: { through: first, seq: 0 } },
      { upsert: true, returnDocument: 'after' },
    );
    return state!.through;
  }

  /** What is closed, without beginning to. */
  async closed(): Promise<number | undefined> {
    return (await this.state.findOne({ _id: CLOSING }))?.through;
  }

  /** @returns the first of so many ids; undefined when the hour was closed by another instance */
  async takeIds(count: number, through: number, session: ClientSession): Promise<number | undefined> {
    const filter = { _id: CLOSING, through };
    const state = await this.state.findOneAndUpdate(filter, { $inc: { seq: count } }, { session });
    return state === null ? undefined : state.seq + 1;
  }

  async insert(rows: UsagePeriodRow[], session: ClientSession): Promise<void> {
    await this.rows.insertMany(rows, { session });
  }

  async setThrough(before: number, after: number): Promise<void> {
    await this.state.updateOne({ _id: CLOSING, through: before }, { $set: { through: after } });
  }

  /** Organizations that have a record of an hour: its closing was interrupted. */
  async organizationsOf(hour: Date): Promise<string[]> {
    const rows = await this.rows.find({ hour }, { projection: { org_id: 1 } }).toArray();
    return rows.map(({ org_id }) => org_id);
  }

  /** In the order of their ids. */
  async list({ organizationId, from, to, after, limit }: UsageQuery): Promise<UsageRecord[]> {
    const hour = { ...(from && { $gte: from }), ...(to && { $lt: to }) };
    const filter: Filter<UsagePeriodRow> = {
      _id: { $gt: after },
      ...(organizationId === undefined ? {} : { org_id: organizationId }),
      ...(Object.keys(hour).length === 0 ? {} : { hour }),
    };
    const rows = await this.rows.find(filter, { maxTimeMS: 4000 }).sort({ _id: 1 }).limit(limit).toArray();
    return rows.map(toRecord);
  }

  private get rows(): Collection<UsagePeriodRow> {
    return this.connection.db!.collection<UsagePeriodRow>('usage_periods');
  }

  private get state(): Collection<Closing> {
    return this.connection.db!.collection<Closing>('usage_closing');
  }
}

const toRecord = (row: UsagePeriodRow): UsageRecord => ({
  id: row._id,
  organizationId: row.org_id,
  hour: row.hour,
  requests: row.requests,
  documents: row.documents,
  bytes: row.bytes,
  activeMembers: row.active_members,
  seats: row.seats,
  storage: row.storage,
  late: row.late ?? null,
  closedAt: row.closed_at,
});
