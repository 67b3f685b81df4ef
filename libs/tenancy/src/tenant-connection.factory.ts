import type { EventEmitter } from 'node:events';
import type { Schema } from 'mongoose';
import { Admission } from './admission.js';
import { AmbientTenant } from './ambient-tenant.js';
import { forEachKey, type EachTenantOptions, type EachTenantReport } from './each-tenant.js';
import { Fences } from './fences.js';
import { OpenDatabase } from './open-database.js';
import { Telemetry, type TenancyEvents, type TenancyStats } from './telemetry.js';
import {
  TenancyClosedError,
  TenancyMisconfiguredError,
  TenantDrainTimeoutError,
  TenantTermEndedError,
} from './tenancy.errors.js';
import {
  atLeast,
  withDefaults,
  type FenceMode,
  type ResolvedTenancyOptions,
  type TenancyOptions,
  type TenantMode,
} from './tenancy.options.js';
import { createTenantDb, type TenantDb } from './tenant-db.js';
import { TenantLease } from './tenant-lease.js';
import { TenantLookup } from './tenant-lookup.js';
import { TenantModels, type TenantModel } from './tenant-models.js';
import { TenantSetup } from './tenant-setup.js';
import type { TenantMigrationResult, TenantMigrationStatus } from './tenant-setup.options.js';

// Longer than any request should hold a lease; at twice it a move keeps its writers waiting twice as long.
const DRAIN_MS = 5000;
const CONCURRENCY = 4;

/**
 * Hands out tenant databases on one connection.
 *
 * @example
 * ```ts
 * import { createConnection } from 'mongoose';
 * import { TenantConnectionFactory } from '@rowhouse/tenancy';
 *
 * const connection = await createConnection('mongodb://127.0.0.1:27017/master_db').asPromise();
 * const tenants = new TenantConnectionFactory({
 *   connection,
 *   resolve: (key) => (key === 'acme' ? { database: 'org_acme' } : null),
 * });
 * const users = await tenants.run('acme', (db) => db.collection('users').countDocuments(), { mode: 'read' });
 * console.log(users);
 * await tenants.close();
 * await connection.close();
 * ```
 */
export class TenantConnectionFactory {
  /** `open`, `evict`, `refuse`, `fence`, `lift`, `invalidate`, `late`. */
  readonly events: EventEmitter<TenancyEvents>;
  /** The option of that name, for `TenantInterceptor`. */
  readonly keyFromRequest: TenancyOptions['keyFromRequest'];
  /** @internal For `TenantInterceptor`; only with the option `ambient`. */
  readonly ambient: AmbientTenant | undefined;
  readonly #options: ResolvedTenancyOptions;
  readonly #telemetry = new Telemetry();
  readonly #lookup: TenantLookup;
  readonly #admission: Admission;
  readonly #fences: Fences;
  readonly #models = new TenantModels();
  readonly #setup: TenantSetup | undefined;
  readonly #stopping = new AbortController();
  #closing: Promise<void> | undefined = undefined;

  constructor(options: TenancyOptions) {
    this.#options = withDefaults(options);
    this.#lookup = new TenantLookup(this.#options, this.#telemetry);
    this.#admission = new Admission(this.#options, this.#lookup, this.#telemetry);
    this.#fences = new Fences(this.#admission, this.#lookup, this.#telemetry);
    this.events = this.#telemetry.events;
    const { keyFromRequest, ambient, setup } = this.#options;
    this.keyFromRequest = keyFromRequest;
    this.ambient = ambient ? new AmbientTenant() : undefined;
    this.#setup = setup && new TenantSetup(setup, this.#models);
    if (this.#setup?.onOpen === true) {
      const { signal } = this.#stopping;
      this.#admission.setUp = (db) => this.#setup?.run(db, signal) ?? Promise.resolve();
      this.#admission.setUpWaitMs = this.#setup.waitMs;
    }
  }

  /**
   * The tenant of the running request, message, `run` or `forEachTenant`, by `AsyncLocalStorage`. Of two nested
   * ones it is the inner one's.
   *
   * @throws NoTenantError outside of them, and in work that outlives its lease
   * @throws TenancyMisconfiguredError without the option `ambient`
   */
  current(): TenantDb {
    if (this.ambient === undefined)
      throw new TenancyMisconfiguredError('current() needs the option ambient.');
    return this.ambient.current;
  }

  /** A lease on the tenant; the caller releases what it acquires. Prefer `run`. */
  acquire(key: string, mode: TenantMode = 'write'): Promise<TenantLease> {
    const slot = this.#admission.enterNow(key, mode);
    if (slot !== undefined) return Promise.resolve(new TenantLease(slot, mode, this.#admission.leave));
    return this.#admission
      .enter(key, mode)
      .then((entered) => new TenantLease(entered, mode, this.#admission.leave));
  }

  /** Runs `fn` on the tenant's database and gives the lease back when it has ended, well or badly. */
  async run<T>(
    key: string,
    fn: (db: TenantDb) => Promise<T> | T,
    options?: { mode?: TenantMode },
  ): Promise<T> {
    const mode = options?.mode ?? 'write';
    const slot = this.#admission.enterNow(key, mode) ?? (await this.#admission.enter(key, mode));
    const began = this.#options.term?.();
    const scope = this.ambient?.scope(slot.db);
    try {
      const result = await (scope === undefined ? fn(slot.db) : scope.run(() => fn(slot.db)));
      if (this.#isTermOver(began, mode)) throw new TenantTermEndedError(key);
      return result;
    } catch (error) {
      if (!this.#isTermOver(began, mode)) throw error;
      if (mode === 'write' && this.#telemetry.hears('late')) {
        this.#telemetry.emit('late', () => ({ key, database: slot.db.name }));
      }
      // A refusal tells of the database that the tenant may have left: "not found", of a document that moved.
      throw error instanceof TenantTermEndedError ? error : new TenantTermEndedError(key, { cause: error });
    } finally {
      scope?.end();
      this.#admission.leave(slot, mode);
    }
  }

  /**
   * Runs `work` on each tenant, with a lease like that of `run`. A tenant that fails is reported and stops nothing.
   * Handles that are idle make room for those of the sweep, as always.
   *
   * @returns when all are done, or those under way when `signal` ended it
   * @throws what the keys or `onProgress` throw; TenancyMisconfiguredError without `keys` and without `list`
   */
  async forEachTenant(
    work: (db: TenantDb) => unknown,
    options: EachTenantOptions = {},
  ): Promise<EachTenantReport> {
    const { mode } = options;
    return this.#forEachKey((key) => this.run(key, work, { mode }), options);
  }

  /**
   * A model that every tenant has in its own database: `define('User', schema).of(db)`. `TenancyModule.forFeature`
   * does it for injected ones. A name has one schema.
   *
   * @throws TenancyMisconfiguredError when the name has another schema
   */
  define<T>(name: string, schema: Schema<T>): TenantModel<T> {
    return this.#models.define(name, schema, () => this.current());
  }

  /**
   * Brings the tenant's database up to date (option `setup`): `onCreate`, migrations in the order of their numbers,
   * collections and indexes. One process at a time does it; the others wait. What is recorded as done is not done
   * again, and what was interrupted goes on. A fence waits for it.
   *
   * @throws TenantMigrationError when a step fails (`cause`): the steps before it are recorded and stay
   * @throws the reason of `signal`, when it ends the wait for another process
   */
  async migrate(key: string, options: { signal?: AbortSignal } = {}): Promise<TenantMigrationResult> {
    const setup = this.#needSetup();
    const signals = [this.#stopping.signal, ...(options.signal === undefined ? [] : [options.signal])];
    const result = await this.#admission.maintain(key, (db) => setup.run(db, AbortSignal.any(signals)));
    this.#lookup.forget(key); // it may have been refused because its migration failed
    return result;
  }

  /** `migrate` for each tenant. A tenant that fails is reported and stops nothing. */
  async migrateAll(options: EachTenantOptions = {}): Promise<EachTenantReport> {
    this.#needSetup();
    return this.#forEachKey((key) => this.migrate(key, { signal: options.signal }), options);
  }

  /** What is recorded in the tenant's database, and what `migrate` would do. Changes nothing. */
  async migrations(key: string): Promise<TenantMigrationStatus> {
    const setup = this.#needSetup();
    return this.#admission.maintain(key, (db) => setup.status(db));
  }

  /**
   * A maintenance handle for provisioning, copies and sweeps: the name is checked, and that is all. It
   * holds no lease, so no fence waits for it; it has no models.
   */
  open(database: string, options?: { cluster?: string }): TenantDb {
    this.#admission.assertOpen();
    return createTenantDb('', new OpenDatabase(this.#lookup.target(database, options?.cluster), true));
  }

  /**
   * From now on matching acquires wait. Resolves when the matching leases have ended; rejects with
   * `TenantDrainTimeoutError` after `drainMs` (default 5000) and leaves the fence standing. A second
   * call on a fenced key joins its fence and can only make it stricter.
   */
  fence(key: string, options?: { mode?: FenceMode; drainMs?: number }): Promise<void> {
    return this.#fences.raise(key, options?.mode ?? 'write', options?.drainMs ?? DRAIN_MS);
  }

  /** Waiting acquires go on, and ask the registry again: the database may have changed. */
  lift(key: string): void {
    this.#fences.lift(key);
  }

  isFenced(key: string): boolean {
    return this.#fences.has(key);
  }

  /** Forgets what is known of the key. Leases that are held keep working; the next acquire asks the registry. */
  invalidate(key: string): void {
    this.#lookup.forget(key);
    const tenant = this.#admission.tenants.get(key);
    if (tenant !== undefined) this.#admission.forget(tenant);
    if (this.#telemetry.hears('invalidate')) this.#telemetry.emit('invalidate', () => ({ key }));
  }

  /** `invalidate` for every key: the registry may have changed unheard. */
  invalidateAll(): void {
    for (const key of [...this.#admission.tenants.keys()]) this.invalidate(key);
  }

  /** Drains the tenant (5 s at most) while new acquires wait, and closes its handle. */
  dispose(key: string): Promise<void> {
    return this.#fences.dispose(key, DRAIN_MS);
  }

  /**
   * Resolves when no lease is left on a database that its tenant has moved away from (`lift` or
   * `invalidate` came first), so that it can be dropped. Rejects with `TenantDrainTimeoutError` after `drainMs`.
   */
  async idle(database: string, drainMs: number = DRAIN_MS, options?: { cluster?: string }): Promise<void> {
    const { pool } = this.#admission;
    const target = { name: database, cluster: options?.cluster ?? '' };
    const deadline = performance.now() + drainMs;
    while (pool.isOpen(target)) {
      await pool.closings.wait(deadline - performance.now(), () => new TenantDrainTimeoutError(database, 1));
    }
  }

  stats(): TenancyStats {
    const { counters, leased, parked, fenced } = this.#telemetry;
    const { pool, tenants } = this.#admission;
    return {
      open: pool.size,
      known: tenants.size,
      leased,
      waiting: parked + pool.waiting.size,
      fenced,
      ...counters,
    };
  }

  /**
   * Refuses new acquires, waits for the leases to end (`drainMs`, default 5000, then
   * `TenantDrainTimeoutError`) and frees every handle. The base connection stays open: its owner closes it.
   */
  close(drainMs: number = DRAIN_MS): Promise<void> {
    return (this.#closing ??= this.#shutDown(drainMs));
  }

  async #shutDown(drainMs: number): Promise<void> {
    this.#admission.isClosed = true;
    this.#stopping.abort(new TenancyClosedError());
    this.#fences.turnAway();
    this.#admission.pool.waiting.rejectAll(new TenancyClosedError());
    for (const { turns } of this.#admission.tenants.values()) turns.rejectAll(new TenancyClosedError());
    for (const tenant of [...this.#admission.tenants.values()]) this.#admission.forget(tenant);
    while (this.#telemetry.leased > 0) {
      await this.#admission.drains.wait(
        drainMs,
        () => new TenantDrainTimeoutError('*', this.#telemetry.leased),
      );
    }
  }

  /** Reads go on while the term is not known. */
  #isTermOver(began: number | undefined, mode: TenantMode): boolean {
    const now = this.#options.term?.();
    return mode === 'write' ? now !== began : !Object.is(now, began);
  }

  #needSetup(): TenantSetup {
    if (this.#setup === undefined) throw new TenancyMisconfiguredError('migrate() needs the option setup.');
    return this.#setup;
  }

  async #forEachKey(
    work: (key: string) => Promise<unknown>,
    options: EachTenantOptions,
  ): Promise<EachTenantReport> {
    const { signal, onProgress } = options;
    const concurrency = atLeast(1, 'concurrency', options.concurrency ?? CONCURRENCY);
    const keys = options.keys ?? (await this.#options.list?.());
    if (keys === undefined) throw new TenancyMisconfiguredError('Neither keys nor the option list is given.');
    return forEachKey(keys, work, { concurrency, signal, onProgress });
  }
}
