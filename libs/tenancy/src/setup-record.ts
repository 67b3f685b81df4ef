import type { mongo } from 'mongoose';
import type { AppliedMigration } from './tenant-setup.options.js';
import type { TenantDb } from './tenant-db.js';

/** Where a tenant's database says what it has. */
export const SETUP_COLLECTION = 'tenancy_setup';

/** The one record. Who took the lease last, and so has the highest term, may write to it. */
export interface SetupRecord {
  _id: 'setup';
  term: number;
  createdAt?: Date;
  migrations?: AppliedMigration[];
  started?: { number: number; name: string; at: Date; saved?: unknown; error?: string };
  indexes?: string;
}

interface LeaseRow {
  _id: 'lease';
  owner?: string;
  /** Goes up whenever the lease is taken. */
  term: number;
  until: Date;
}

const LONG_AGO = new Date(0);
const DUPLICATE_KEY = 11000;

/** Another process took the lease: what this one still writes to the record is refused. */
export class SetupLeaseLostError extends Error {
  constructor() {
    super('another process has the lease of this set-up');
  }
}

/** The record and the lease of a set-up in one tenant's database. The lease goes by the server's clock. */
export class SetupStore {
  readonly #db: TenantDb;
  readonly #owner: string;
  #term = 0;

  constructor(db: TenantDb, owner: string) {
    this.#db = db;
    this.#owner = owner;
  }

  static read(db: TenantDb): Promise<SetupRecord | null> {
    return db
      .collection<SetupRecord>(SETUP_COLLECTION)
      .findOne({ _id: 'setup' }, { readPreference: 'primary' });
  }

  /** Takes the lease if nobody has it. A free one is taken by one caller only. */
  async take(leaseMs: number): Promise<boolean> {
    await this.#createLease();
    const taken = await this.#leases().findOneAndUpdate(
      { _id: 'lease', $expr: { $lte: ['$until', '$$NOW'] } },
      [{ $set: { owner: this.#owner, term: { $add: ['$term', 1] }, until: later(leaseMs) } }],
      { returnDocument: 'after' },
    );
    this.#term = taken?.term ?? 0;
    return taken !== null;
  }

  /**
   * The record as it is now, with this run as its only writer.
   *
   * @throws SetupLeaseLostError when the lease was taken again meanwhile
   */
  async own(): Promise<SetupRecord> {
    try {
      const record = await this.#records().findOneAndUpdate(
        { _id: 'setup', $nor: [{ term: { $gte: this.#term } }] },
        { $set: { term: this.#term } },
        { upsert: true, returnDocument: 'after' },
      );
      if (record !== null) return record;
    } catch (error) {
      if (!isDuplicate(error)) throw error;
    }
    throw new SetupLeaseLostError();
  }

  async renew(leaseMs: number): Promise<boolean> {
    const renewed = await this.#leases().updateOne({ _id: 'lease', owner: this.#owner }, [
      { $set: { until: later(leaseMs) } },
    ]);
    return renewed.matchedCount === 1;
  }

  async release(): Promise<void> {
    await this.#leases().updateOne({ _id: 'lease', owner: this.#owner }, { $set: { until: LONG_AGO } });
  }

  /** @throws SetupLeaseLostError when the lease was taken by another run */
  async write(update: mongo.UpdateFilter<SetupRecord>, session?: mongo.ClientSession): Promise<void> {
    const filter = { _id: 'setup' as const, term: this.#term };
    const { matchedCount } = await this.#records().updateOne(filter, update, { session });
    if (matchedCount === 0) throw new SetupLeaseLostError();
  }

  async #createLease(): Promise<void> {
    const filter = { _id: 'lease' as const };
    try {
      await this.#leases().updateOne(
        filter,
        { $setOnInsert: { term: 0, until: LONG_AGO } },
        { upsert: true },
      );
    } catch (error) {
      if (!isDuplicate(error)) throw error;
    }
  }

  // A record that a crash takes back is a migration that is run twice.
  #records(): mongo.Collection<SetupRecord> {
    return this.#db.collection<SetupRecord>(SETUP_COLLECTION, { writeConcern: { w: 'majority' } });
  }

  #leases(): mongo.Collection<LeaseRow> {
    return this.#db.collection<LeaseRow>(SETUP_COLLECTION, { writeConcern: { w: 'majority' } });
  }
}

function isDuplicate(error: unknown): boolean {
  return (error as { code?: unknown }).code === DUPLICATE_KEY;
}

function later(ms: number): object {
  return { $dateAdd: { startDate: '$$NOW', unit: 'millisecond', amount: ms } };
}
