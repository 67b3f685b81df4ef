import { Injectable } from '@nestjs/common';
import { InjectConnection, InjectModel } from '@nestjs/mongoose';
import type { Erasable } from '@rowhouse/verify/audit-log';
import type { Filter } from 'mongodb';
import mongoose, { type ClientSession, type Connection, type Model, Types } from 'mongoose';
import { ANCHORS, type AuditAnchor, type ChainEnd, newAnchor, signAnchor } from './audit-anchor.js';
import type { AuditKey } from './audit-keys.service.js';
import type { AuditContent, AuditRow } from './audit.schema.js';
import { hashOf } from './chain.js';

export type NewEntry = Omit<AuditContent, '_id' | 'n' | 'prev' | 'key'>;

/** The end of a chain as versions without anchors kept it: a row of the log with n = 0. */
interface FormerHead {
  chain: string;
  n: 0;
  count: number;
  last: string;
}

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

  /** The first entry of a chain that cannot exist yet: nothing is read. */
  async begin(entry: NewEntry, key: AuditKey, session: ClientSession): Promise<void> {
    const row = hashed(entry, newAnchor(entry.chain), key);
    await this.raw.insertOne(row, { session });
    await this.anchors.insertOne(signAnchor(after(newAnchor(entry.chain), row), key), { session });
  }

  /**
   * Takes the end of the chain: every other transaction that appends to it conflicts.
   * @returns the anchor as it was; null when there is none
   */
  async take(chain: string, session: ClientSession): Promise<AuditAnchor | null> {
    return this.anchors.findOneAndUpdate(
      { _id: chain },
      { $inc: { count: 1 } },
      { session, returnDocument: 'before' },
    );
  }

  /** Appends to an end that was taken before. */
  async append(entry: NewEntry, end: ChainEnd, key: AuditKey, session: ClientSession): Promise<AuditRow> {
    const row = hashed(entry, end, key);
    await this.raw.insertOne(row, { session });
    const anchor = signAnchor(after(end, row), key);
    await this.anchors.replaceOne({ _id: entry.chain }, anchor, { session, upsert: true });
    return row;
  }

  /** Entries of one chain behind a place, in order. */
  async listAfter(chain: string, after: number, limit: number): Promise<AuditRow[]> {
    return this.raw
      .find({ chain, n: { $gt: Math.max(after, 0) } })
      .sort({ n: 1 })
      .limit(limit)
      .toArray();
  }

  /** The end of a chain; null: it has none. */
  anchorOf(chain: string): Promise<AuditAnchor | null> {
    return this.anchors.findOne({ _id: chain });
  }

  /** The chains that exist, and how many entries each has. */
  ends(): AsyncIterable<{ chain: string; count: number }> {
    return this.anchors
      .find({}, { projection: { count: 1 }, batchSize: 500 })
      .map(({ _id: chain, count }) => ({ chain, count }));
  }

  /** How many entries each of these chains has; one that has none is absent. */
  async counts(chains: readonly string[]): Promise<Map<string, number>> {
    const rows = await this.anchors
      .find({ _id: { $in: [...chains] } }, { projection: { count: 1 } })
      .toArray();
    return new Map(rows.map(({ _id, count }) => [_id, count]));
  }

  /** When an entry was made; undefined: there is none at this place. */
  async momentOf(chain: string, place: number): Promise<Date | undefined> {
    return (await this.raw.findOne({ chain, n: place }, { projection: { at: 1 } }))?.at;
  }

  /** The place of the first entry at or after a moment; undefined: there is none. */
  async firstSince(chain: string, moment: Date): Promise<number | undefined> {
    // Entries of a chain are in the order of their moments, but for clocks of instances that differ.
    const row = await this.raw.findOne(
      { chain, n: { $gt: 0 }, at: { $gte: moment } },
      { sort: { n: 1 }, projection: { n: 1 } },
    );
    return row?.n;
  }

  /** How many entries a chain has. */
  async endOf(chain: string): Promise<number> {
    return (await this.anchors.findOne({ _id: chain }, { projection: { count: 1 } }))?.count ?? 0;
  }

  /** The last entry that is there, for a chain whose anchor is not. */
  async lastOf(chain: string, session: ClientSession): Promise<AuditRow | null> {
    return this.raw.findOne({ chain, n: { $gt: 0 } }, { session, sort: { n: -1 } });
  }

  /**
   * Chains of a version without anchors get one as they are; their entries keep their hashes. Safe to repeat.
   * @param connection of the migration
   */
  async anchorFormer(connection: Connection, key: AuditKey, signal: AbortSignal): Promise<void> {
    const heads = connection.db!.collection<FormerHead>('audit_log');
    const anchors = connection.db!.collection<AuditAnchor>(ANCHORS);
    for await (const { chain, count, last } of heads.find({ n: 0 })) {
      if (signal.aborted) return;
      const anchor = signAnchor({ ...newAnchor(chain), count, last, keyed_from: count + 1 }, key);
      const { _id, ...content } = anchor;
      await anchors.updateOne({ _id }, { $setOnInsert: content }, { upsert: true });
      await heads.deleteOne({ chain, n: 0 });
    }
  }

  /** Whether a chain has begun. */
  async hasEnd(chain: string, session?: ClientSession): Promise<boolean> {
    return (await this.anchors.findOne({ _id: chain }, { session, projection: { _id: 1 } })) !== null;
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
  async read(chain: string, each: (row: AuditRow) => Promise<void>): Promise<AuditAnchor | null> {
    const session = await this.connection.startSession({ snapshot: true });
    try {
      const anchor = await this.anchors.findOne({ _id: chain }, { session });
      const rows = this.raw.find<AuditRow>({ chain }, { session }).sort({ n: 1 });
      for await (const row of rows) await each(row);
      return anchor;
    } finally {
      await session.endSession();
    }
  }

  /** Entries that a person made, and entries about them, each in the order of their ids. */
  ofPerson(
    id: string,
  ): Record<'own' | 'about', (after: AuditRow | undefined, limit: number) => Promise<AuditRow[]>> {
    const list = (of: Filter<AuditRow>) => (after: AuditRow | undefined, limit: number) =>
      this.raw
        .find({ ...of, n: { $gt: 0 }, ...(after === undefined ? {} : { _id: { $gt: after._id } }) })
        .sort({ _id: 1 })
        .limit(limit)
        .toArray();
    return { own: list({ actor_id: id }), about: list({ target_id: id, target_type: 'user' }) };
  }

  /** Unless it was changed meanwhile. */
  async replace(before: AuditRow, { _id, ...after }: AuditRow): Promise<void> {
    const same = { hash: before.hash, 'erased.mac': before.erased?.mac ?? { $exists: false } };
    await this.raw.replaceOne({ _id, ...same }, after);
  }

  /** Takes values out of a row that is not genuine. */
  async strip({ _id }: AuditRow, names: readonly Erasable[]): Promise<void> {
    const isAddress = names.includes('ip');
    await this.raw.updateOne(
      { _id },
      {
        ...(names.includes('details') ? { $set: { details: {} } } : {}),
        ...(isAddress ? { $unset: { ip: true, client_request_id: true } } : {}),
      },
    );
  }

  /** Past mongoose, whose casting would change what was hashed. */
  private get raw() {
    return this.connection.collection<AuditRow>(this.entries.collection.collectionName);
  }

  private get anchors() {
    return this.connection.collection<AuditAnchor>(ANCHORS);
  }
}

function hashed(entry: NewEntry, { count, last }: ChainEnd, { n: number, key }: AuditKey): AuditRow {
  const content = { _id: new Types.ObjectId(), ...entry, n: count + 1, prev: last, key: number };
  return { ...content, hash: hashOf(content, key) };
}

const after = (end: ChainEnd, { n, hash }: AuditRow): ChainEnd => ({ ...end, count: n, last: hash });

function conditions({ chain, action, from, to }: AuditFilter) {
  const at = { ...(from ? { $gte: from } : {}), ...(to ? { $lt: to } : {}) };
  return {
    ...(chain === undefined ? {} : { chain }),
    ...(action === undefined ? {} : { action }),
    ...(from || to ? { at: mongoose.trusted(at) } : {}),
  };
}
