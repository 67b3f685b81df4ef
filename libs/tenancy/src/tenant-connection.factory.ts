import type { EventEmitter } from 'node:events';
import { Admission } from './admission.js';
import { Fences } from './fences.js';
import { OpenDatabase } from './open-database.js';
import { Telemetry, type TenancyEvents, type TenancyStats } from './telemetry.js';
import { TenancyClosedError, TenantDrainTimeoutError, TenantTermEndedError } from './tenancy.errors.js';
import {
  withDefaults,
  type FenceMode,
  type ResolvedTenancyOptions,
  type TenancyOptions,
  type TenantMode,
} from './tenancy.options.js';
import { createTenantDb, type TenantDb } from './tenant-db.js';
import { TenantLease } from './tenant-lease.js';
import { TenantLookup } from './tenant-lookup.js';
import { WaitQueue } from './wait-queue.js';

// Longer than any request should hold a lease; at twice it a move keeps its writers waiting twice as long.
const DRAIN_MS = 5000;

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
  readonly #options: ResolvedTenancyOptions;
  readonly #telemetry = new Telemetry();
  readonly #lookup: TenantLookup;
  readonly #admission: Admission;
  readonly #fences: Fences;
  readonly #drains = new WaitQueue();
  #closing: Promise<void> | undefined = undefined;

  constructor(options: TenancyOptions) {
    this.#options = withDefaults(options);
    this.#lookup = new TenantLookup(this.#options, this.#telemetry);
    this.#admission = new Admission(this.#options, this.#lookup, this.#telemetry);
    this.#fences = new Fences(this.#admission, this.#lookup, this.#telemetry);
    this.events = this.#telemetry.events;
    this.keyFromRequest = this.#options.keyFromRequest;
  }

  /** A lease on the tenant; whoever acquires releases. Prefer `run`. */
  acquire(key: string, mode: TenantMode = 'write'): Promise<TenantLease> {
    const slot = this.#admission.enterNow(key, mode);
    if (slot !== undefined) return Promise.resolve(new TenantLease(slot, mode, this.#leave));
    return this.#admission.enter(key, mode).then((entered) => new TenantLease(entered, mode, this.#leave));
  }

  /** Runs `fn` on the tenant's database and gives the lease back when it has ended, well or badly. */
  async run<T>(
    key: string,
    fn: (db: TenantDb) => Promise<T> | T,
    options?: { mode?: TenantMode },
  ): Promise<T> {
    const mode = options?.mode ?? 'write';
    const slot = this.#admission.enterNow(key, mode) ?? (await this.#admission.enter(key, mode));
    const { term } = this.#options;
    const began = mode === 'write' ? term?.() : undefined;
    try {
      const result = await fn(slot.db);
      if (mode === 'write' && term?.() !== began) throw new TenantTermEndedError(key);
      return result;
    } catch (error) {
      if (mode === 'write' && term?.() !== began && this.#telemetry.hears('late')) {
        this.#telemetry.emit('late', () => ({ key, database: slot.db.name }));
      }
      throw error;
    } finally {
      this.#leave(slot, mode);
    }
  }

  /**
   * A maintenance handle for provisioning, copies and sweeps: the name is checked, and that is all. It
   * holds no lease, so no fence waits for it; it has no models.
   */
  open(database: string): TenantDb {
    this.#admission.assertOpen();
    this.#lookup.assertDatabase(database);
    return createTenantDb('', new OpenDatabase(this.#options.connection, database, true));
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
  async idle(database: string, drainMs: number = DRAIN_MS): Promise<void> {
    const { pool } = this.#admission;
    const deadline = performance.now() + drainMs;
    while (pool.isOpen(database)) {
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
    this.#fences.turnAway();
    this.#admission.pool.waiting.rejectAll(new TenancyClosedError());
    for (const { turns } of this.#admission.tenants.values()) turns.rejectAll(new TenancyClosedError());
    for (const tenant of [...this.#admission.tenants.values()]) this.#admission.forget(tenant);
    while (this.#telemetry.leased > 0) {
      await this.#drains.wait(drainMs, () => new TenantDrainTimeoutError('*', this.#telemetry.leased));
    }
  }

  readonly #leave: Admission['leave'] = (slot, mode) => {
    this.#admission.leave(slot, mode);
    if (this.#telemetry.leased === 0 && this.#drains.size > 0) this.#drains.wakeAll();
  };
}
