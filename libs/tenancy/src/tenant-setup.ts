import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { mongo } from 'mongoose';
import { SetupLease } from './setup-lease.js';
import { SetupStore, type SetupRecord } from './setup-record.js';
import { TenancyMisconfiguredError, TenantMigrationError } from './tenancy.errors.js';
import type { TenantDb } from './tenant-db.js';
import type { TenantModels } from './tenant-models.js';
import type {
  TenantMigration,
  TenantMigrationResult,
  TenantMigrationStatus,
  TenantSetupOptions,
} from './tenant-setup.options.js';
import { atLeast } from './tenancy.options.js';

/** Between two tries to take a lease that another process has. */
const RETRY_MS = 200;

/** One run on one tenant's database. */
interface Run {
  db: TenantDb;
  store: SetupStore;
  signal: AbortSignal;
  result: TenantMigrationResult;
}

/** Brings one tenant's database up to date: by one process at a time, each step once, from where it stopped. */
export class TenantSetup {
  readonly waitMs: number;
  readonly onOpen: boolean;
  readonly #leaseMs: number;
  readonly #onCreate: TenantSetupOptions['onCreate'];
  readonly #migrations: readonly TenantMigration[];
  readonly #models: TenantModels | undefined;

  constructor(options: TenantSetupOptions, models: TenantModels) {
    this.waitMs = atLeast(0, 'setup.waitMs', options.waitMs ?? 5000);
    this.#leaseMs = atLeast(1000, 'setup.leaseMs', options.leaseMs ?? 10_000);
    this.onOpen = options.onOpen ?? false;
    this.#onCreate = options.onCreate;
    this.#migrations = inOrder(options.migrations ?? []);
    this.#models = (options.indexes ?? true) ? models : undefined;
  }

  /** Costs one read when there is nothing to do. */
  async run(db: TenantDb, signal: AbortSignal): Promise<TenantMigrationResult> {
    const result: TenantMigrationResult = { created: false, applied: [], indexed: false };
    const store = new SetupStore(db, randomUUID());
    while (!this.#isDone(db, await SetupStore.read(db))) {
      signal.throwIfAborted();
      if (await store.take(this.#leaseMs)) {
        await this.#runLeased(db, store, signal, result);
        break;
      }
      await sleep(RETRY_MS, undefined, { signal }).catch(() => signal.throwIfAborted());
    }
    return result;
  }

  async status(db: TenantDb): Promise<TenantMigrationStatus> {
    const record = await SetupStore.read(db);
    this.#assertSame(db, record);
    const { number, name, at, error } = record?.started ?? {};
    const isStarted = number !== undefined && name !== undefined && at !== undefined;
    return {
      createdAt: record?.createdAt,
      applied: record?.migrations ?? [],
      pending: this.#pending(record).map((migration) => migration.number),
      started: isStarted ? { number, name, at, ...(error !== undefined && { error }) } : undefined,
    };
  }

  async #runLeased(
    db: TenantDb,
    store: SetupStore,
    caller: AbortSignal,
    result: TenantMigrationResult,
  ): Promise<void> {
    const lease = new SetupLease(store, this.#leaseMs);
    const signal = AbortSignal.any([caller, lease.signal]);
    try {
      // Read again: the one who had the lease before may have done it all.
      const record = await store.own();
      await this.#runAll({ db, store, signal, result }, record);
    } finally {
      await lease.end();
    }
  }

  async #runAll(run: Run, record: SetupRecord): Promise<void> {
    const { db, store, signal, result } = run;
    this.#assertSame(db, record);
    if (this.#onCreate !== undefined && record.createdAt === undefined) {
      await this.#step(run, 'onCreate', async () => {
        await this.#onCreate?.(db);
        await store.write({ $set: { createdAt: new Date() } });
      });
      result.created = true;
    }
    for (const migration of this.#pending(record)) {
      const saved = record.started?.number === migration.number ? record.started.saved : undefined;
      await this.#step(run, `${migration.number} ${migration.name}`, () => apply(run, migration, saved));
      result.applied.push(migration.number);
    }
    const indexes = this.#indexes();
    if (indexes === undefined || record.indexes === indexes) return;
    await this.#step(run, 'indexes', async () => {
      await this.#models?.createIndexes(db, signal);
      await store.write({ $set: { indexes } });
    });
    result.indexed = true;
  }

  async #step(run: Run, name: string, work: () => Promise<void>): Promise<void> {
    try {
      run.signal.throwIfAborted();
      await work();
    } catch (error) {
      throw new TenantMigrationError(run.db.key, name, error);
    }
  }

  #isDone(db: TenantDb, record: SetupRecord | null): boolean {
    this.#assertSame(db, record);
    return (
      (this.#onCreate === undefined || record?.createdAt !== undefined) &&
      this.#pending(record).length === 0 &&
      record?.indexes === (this.#indexes() ?? record?.indexes)
    );
  }

  #pending(record: SetupRecord | null): TenantMigration[] {
    const done = new Set(record?.migrations?.map(({ number }) => number));
    return this.#migrations.filter(({ number }) => !done.has(number));
  }

  /** A number that was given to another migration: to skip it and to run it would both be wrong. */
  #assertSame(db: TenantDb, record: SetupRecord | null): void {
    for (const { number, name } of record?.migrations ?? []) {
      const known = this.#migrations.find((migration) => migration.number === number);
      if (known !== undefined && known.name !== name) {
        const cause = new Error(`its database has ${JSON.stringify(name)} under this number`);
        throw new TenantMigrationError(db.key, `${number} ${known.name}`, cause);
      }
    }
  }

  /** What of the models decides about collections and indexes; `undefined` without any. */
  #indexes(): string | undefined {
    const described = this.#models?.describeIndexes();
    return described && createHash('sha256').update(described).digest('base64url');
  }
}

async function apply(run: Run, migration: TenantMigration, saved: unknown): Promise<void> {
  const { db, store, signal } = run;
  const { number, name } = migration;
  const began = performance.now();
  const finish = (session?: mongo.ClientSession) =>
    store.write(
      {
        $push: {
          migrations: { number, name, at: new Date(), ms: Math.round(performance.now() - began) },
        },
        $unset: { started: '' },
      },
      session,
    );
  const started = { number, name, at: new Date() };
  await store.write({ $set: { started: saved === undefined ? started : { ...started, saved } } });
  // In a transaction it would touch the record that the transaction writes, which then never commits.
  const save = async (state: unknown): Promise<void> => {
    if (migration.transaction === true) throw new Error('save() is not for a migration in a transaction');
    await store.write({ $set: { 'started.saved': state } });
  };
  try {
    if (migration.transaction !== true) {
      await migration.up({ db, signal, saved, save });
      signal.throwIfAborted();
      return await finish();
    }
    await db.transaction(async (session) => {
      await migration.up({ db, session, signal, saved, save });
      signal.throwIfAborted();
      await finish(session);
    });
  } catch (error) {
    const message = String(error instanceof Error ? error.message : error).slice(0, 1000);
    await store.write({ $set: { 'started.error': message } }).catch(() => undefined);
    throw error;
  }
}

function inOrder(migrations: readonly TenantMigration[]): readonly TenantMigration[] {
  const sorted = [...migrations].sort((a, b) => a.number - b.number);
  sorted.forEach(({ number, name, up }, i) => {
    atLeast(1, 'The number of a migration', number);
    if (number === sorted[i - 1]?.number)
      throw new TenancyMisconfiguredError(`Two migrations have the number ${number}.`);
    if (typeof name !== 'string' || name === '' || typeof up !== 'function')
      throw new TenancyMisconfiguredError(`Migration ${number} has no name, or no up().`);
  });
  return sorted;
}
