import { Injectable } from '@nestjs/common';
import { InjectConnection, InjectModel } from '@nestjs/mongoose';
import mongoose, { type ClientSession, type Connection, type Model, Types } from 'mongoose';
import type { AuditContent, AuditHead, AuditRow } from './audit.schema.js';
import { GENESIS, hashOf } from './chain.js';

type NewEntry = Omit<AuditContent, '_id' | 'n' | 'prev'>;

export interface AuditFilter {
  chain?: string;
  action?: string;
  from?: Date;
  to?: Date;
}

/** sanitizeFilter is on: an operator in a filter must be marked as ours. */
const ENTRIES = mongoose.trusted({ $gt: 0 });

@Injectable()
export class AuditRepository {
  constructor(
    @InjectModel('Audit') private readonly entries: Model<AuditRow>,
    @InjectConnection() private readonly connection: Connection,
  ) {}

  /** The first entry of a chain that cannot exist yet: one round trip, and no reading. */
  async begin(entry: NewEntry, session: ClientSession): Promise<void> {
    const row = hashed(entry, 1, GENESIS);
    await this.raw.insertMany([headOf(row), row], { session });
  }

  /** Conflicts with every other transaction that appends to the chain. */
  async append(entry: NewEntry, session: ClientSession): Promise<void> {
    const { chain } = entry;
    const head = (await this.raw.findOneAndUpdate(
      { chain, n: 0 },
      { $inc: { count: 1 }, $setOnInsert: { last: GENESIS } },
      { session, upsert: true, returnDocument: 'after' },
    )) as AuditHead | null;
    const row = hashed(entry, head!.count, head!.last);
    await this.raw.bulkWrite(
      [
        { insertOne: { document: row } },
        { updateOne: { filter: { chain, n: 0 }, update: { $set: { last: row.hash } } } },
      ],
      { session },
    );
  }

  /** One chain, newest first. @param before only entries below this place */
  async listChain(filter: AuditFilter, before: number | undefined, limit: number): Promise<AuditRow[]> {
    const n = before === undefined ? ENTRIES : mongoose.trusted({ $gt: 0, $lt: before });
    return this.entries
      .find({ ...conditions(filter), n })
      .sort({ n: -1 })
      .limit(limit)
      .lean<AuditRow[]>();
  }

  /** All chains, newest first. @param before only entries made before the one of this id */
  async listAll(filter: AuditFilter, before: string | undefined, limit: number): Promise<AuditRow[]> {
    const older = before === undefined ? {} : { _id: mongoose.trusted({ $lt: new Types.ObjectId(before) }) };
    return this.entries
      .find({ ...conditions(filter), ...older, n: ENTRIES })
      .sort({ _id: -1 })
      .limit(limit)
      .lean<AuditRow[]>();
  }

  /** Reads a whole chain as it was at one moment: its end first, then its entries in order. */
  async read(chain: string, each: (row: AuditRow) => void): Promise<AuditHead | null> {
    const session = await this.connection.startSession({ snapshot: true });
    try {
      const head = (await this.raw.findOne({ chain, n: 0 }, { session })) as AuditHead | null;
      const rows = this.raw.find<AuditRow>({ chain, n: { $ne: 0 } }, { session }).sort({ n: 1 });
      for await (const row of rows) each(row);
      return head;
    } finally {
      await session.endSession();
    }
  }

  /** Past mongoose, whose casting would change what was hashed. */
  private get raw() {
    return this.connection.collection<AuditRow | AuditHead>(this.entries.collection.collectionName);
  }
}

function hashed(entry: NewEntry, n: number, prev: string): AuditRow {
  const content = { _id: new Types.ObjectId(), ...entry, n, prev };
  return { ...content, hash: hashOf(content) };
}

const headOf = ({ chain, hash }: AuditRow): AuditHead => ({ chain, n: 0, count: 1, last: hash });

function conditions({ chain, action, from, to }: AuditFilter) {
  const at = { ...(from ? { $gte: from } : {}), ...(to ? { $lt: to } : {}) };
  return {
    ...(chain === undefined ? {} : { chain }),
    ...(action === undefined ? {} : { action }),
    ...(from || to ? { at: mongoose.trusted(at) } : {}),
  };
}
