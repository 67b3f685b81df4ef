import { assertTenantKey } from './names.js';
import { SlotPool } from './slot-pool.js';
import type { Telemetry } from './telemetry.js';
import {
  TenancyClosedError,
  TenancyError,
  TenantBusyError,
  TenantFencedError,
  TenantMigratingError,
} from './tenancy.errors.js';
import type { ResolvedTenancyOptions, TenantMode } from './tenancy.options.js';
import { createTenantDb, revokeTenantDb, type TenantDb } from './tenant-db.js';
import type { Target } from './target.js';
import type { TenantLookup } from './tenant-lookup.js';
import { TenantState, type Slot } from './tenant-state.js';
import { WaitQueue } from './wait-queue.js';

/** How much the newest turn counts in the average. */
const TURN_WEIGHT = 0.2;

/** Who gets a lease: fence, then open handle, then registry and pool; again from the top after each wait. */
export class Admission {
  isClosed = false;
  /** Prepares a database before its handle opens; every caller waits `setUpWaitMs` at most. */
  setUp: ((db: TenantDb) => Promise<unknown>) | undefined = undefined;
  setUpWaitMs = 0;
  /** Woken when no lease is held. */
  readonly drains = new WaitQueue();
  readonly tenants = new Map<string, TenantState>();
  readonly pool: SlotPool;
  readonly #options: ResolvedTenancyOptions;
  readonly #lookup: TenantLookup;
  readonly #telemetry: Telemetry;

  constructor(options: ResolvedTenancyOptions, lookup: TenantLookup, telemetry: Telemetry) {
    this.#options = options;
    this.#lookup = lookup;
    this.#telemetry = telemetry;
    const { maxOpen, acquireTimeoutMs } = options;
    this.pool = new SlotPool({
      maxOpen,
      acquireTimeoutMs,
      telemetry,
      onClosed: (slot) => {
        if (slot.tenant.slot === slot) slot.tenant.slot = undefined;
        this.forgetUnused(slot.tenant);
      },
    });
  }

  /** The hot path: an open handle, no fence, nothing to wait for. */
  enterNow(key: string, mode: TenantMode): Slot | undefined {
    const tenant = this.tenants.get(key);
    if (tenant === undefined || tenant.fence !== undefined || this.isClosed || !this.#trusts())
      return undefined;
    const { slot } = tenant;
    if (slot === undefined || tenant.claimed >= this.#options.maxLeases) return undefined;
    this.#telemetry.counters.hits++;
    return this.#take(tenant, slot, mode);
  }

  async enter(key: string, mode: TenantMode): Promise<Slot> {
    try {
      assertTenantKey(key);
      this.assertOpen();
      this.#lookup.assertNotRefused(key);
      this.#telemetry.counters.misses++;
      return await this.#admit(this.tenantOf(key), mode);
    } catch (error) {
      if (error instanceof TenancyError) this.#countRefusal(key, error);
      throw error;
    }
  }

  readonly leave = (slot: Slot, mode: TenantMode): void => {
    const { tenant } = slot;
    this.#telemetry.leased--;
    if (mode === 'read') tenant.reads--;
    else tenant.writes--;
    this.pool.release(slot);
    if (tenant.turns.size > 0) {
      this.#measureTurn(tenant);
      this.#callNext(tenant);
    }
    if (tenant.drains.size > 0) tenant.drains.wakeAll();
    if (tenant.slot === undefined) this.forgetUnused(tenant);
    if (this.#telemetry.leased === 0 && this.drains.size > 0) this.drains.wakeAll();
  };

  /** Runs `work` on the tenant's database without opening its handle. A fence waits for it as for a write. */
  async maintain<T>(key: string, work: (db: TenantDb) => Promise<T>): Promise<T> {
    assertTenantKey(key);
    const tenant = this.tenantOf(key);
    const target = await this.#find(tenant);
    return this.#occupy(tenant, target, work);
  }

  /** Drops what is known of the tenant; leases that are held go on with what they have. */
  forget(tenant: TenantState): void {
    tenant.epoch++;
    tenant.opening = undefined;
    const { slot } = tenant;
    tenant.slot = undefined;
    if (slot !== undefined) this.pool.retire(slot);
    this.forgetUnused(tenant);
  }

  tenantOf(key: string): TenantState {
    let tenant = this.tenants.get(key);
    if (tenant === undefined) {
      tenant = new TenantState(key);
      this.tenants.set(key, tenant);
    }
    return tenant;
  }

  forgetUnused(tenant: TenantState): void {
    if (tenant.isForgettable && this.tenants.get(tenant.key) === tenant) this.tenants.delete(tenant.key);
  }

  assertOpen(): void {
    if (this.isClosed) throw new TenancyClosedError();
  }

  async #admit(tenant: TenantState, mode: TenantMode): Promise<Slot> {
    let deadline: number | undefined;
    tenant.callers++;
    try {
      for (;;) {
        this.assertOpen();
        if (tenant.stops(mode) || this.#wouldSetUp(tenant)) {
          deadline ??= performance.now() + this.#options.fenceWaitMs;
          await this.#waitAtFence(tenant, deadline - performance.now());
        } else if (tenant.claimed >= this.#options.maxLeases) {
          await this.#waitForTurn(tenant);
        } else if (tenant.slot !== undefined) {
          if (this.#trusts()) return this.#take(tenant, tenant.slot, mode);
          const slot = await this.#confirm(tenant);
          if (slot !== undefined && tenant.slot === slot && !tenant.stops(mode))
            return this.#take(tenant, slot, mode);
        } else {
          await this.#openOnce(tenant);
        }
      }
    } finally {
      tenant.callers--;
      this.#callNext(tenant); // a caller that was called may have left its place
      this.#settle(tenant);
    }
  }

  #trusts(): boolean {
    const { trusted } = this.#options;
    return trusted === undefined || trusted();
  }

  /** The open slot, if the registry still says the same; otherwise it is forgotten. */
  async #confirm(tenant: TenantState): Promise<Slot | undefined> {
    const { slot, epoch } = tenant;
    const answer = await this.#lookup.ask(tenant.key);
    if (tenant.epoch !== epoch) return undefined;
    let isSame = false;
    try {
      isSame = slot?.database.is(this.#lookup.judge(tenant.key, answer)) === true;
      return isSame ? slot : undefined;
    } finally {
      if (tenant.epoch === epoch && !isSame) this.forget(tenant);
    }
  }

  /** To open it would write to it, and that is fenced off. */
  #wouldSetUp(tenant: TenantState): boolean {
    return this.setUp !== undefined && tenant.slot === undefined && tenant.stops('write');
  }

  async #find(tenant: TenantState): Promise<Target> {
    const deadline = performance.now() + this.#options.fenceWaitMs;
    tenant.callers++;
    try {
      for (;;) {
        this.assertOpen();
        if (tenant.stops('write')) {
          await this.#waitAtFence(tenant, deadline - performance.now());
          continue;
        }
        const { epoch } = tenant;
        const answer = await this.#lookup.ask(tenant.key);
        if (tenant.epoch === epoch && !tenant.stops('write')) return this.#lookup.judge(tenant.key, answer);
      }
    } finally {
      tenant.callers--;
      this.#settle(tenant);
    }
  }

  async #occupy<T>(tenant: TenantState, target: Target, work: (db: TenantDb) => Promise<T>): Promise<T> {
    const database = this.pool.borrow(target);
    const db = createTenantDb(tenant.key, database);
    tenant.writes++;
    this.#telemetry.leased++;
    try {
      return await work(db);
    } finally {
      tenant.writes--;
      this.#telemetry.leased--;
      revokeTenantDb(db);
      this.pool.giveBack(database);
      this.#callNext(tenant);
      if (tenant.drains.size > 0) tenant.drains.wakeAll();
      this.forgetUnused(tenant);
      if (this.#telemetry.leased === 0 && this.drains.size > 0) this.drains.wakeAll();
    }
  }

  async #waitAtFence(tenant: TenantState, ms: number): Promise<void> {
    tenant.parked++;
    this.#telemetry.parked++;
    this.#callNext(tenant);
    this.#settle(tenant);
    try {
      await tenant.fence?.waiting.wait(ms, () => new TenantFencedError(tenant.key));
    } finally {
      tenant.parked--;
      this.#telemetry.parked--;
    }
  }

  /**
   * In order of arrival behind the tenant's own leases, so that no tenant has the whole pool of connections. Who
   * would wait too long is refused at once.
   */
  async #waitForTurn(tenant: TenantState): Promise<void> {
    const { leaseWaitMs } = this.#options;
    const busy = () => new TenantBusyError(tenant.key);
    if ((tenant.turns.size + 1) * tenant.turnMs > leaseWaitMs) throw busy();
    this.#telemetry.parked++;
    try {
      await tenant.turns.wait(leaseWaitMs, busy);
      tenant.promised--;
    } finally {
      this.#telemetry.parked--;
      if (tenant.turns.size === 0) tenant.turnMs = tenant.turnedAt = 0;
    }
  }

  /** A free place goes to the first in line. */
  #callNext(tenant: TenantState): void {
    if (tenant.turns.size === 0 || tenant.claimed >= this.#options.maxLeases) return;
    tenant.promised++;
    tenant.turns.wakeFirst();
  }

  #measureTurn(tenant: TenantState): void {
    const now = performance.now();
    if (tenant.turnedAt > 0) {
      const ms = now - tenant.turnedAt;
      tenant.turnMs = tenant.turnMs === 0 ? ms : tenant.turnMs + (ms - tenant.turnMs) * TURN_WEIGHT;
    }
    tenant.turnedAt = now;
  }

  async #openOnce(tenant: TenantState): Promise<void> {
    const { epoch } = tenant;
    const opening = (tenant.opening ??= this.#startOpening(tenant));
    try {
      await (this.setUp === undefined ? opening : this.#waitForSetUp(tenant, opening));
    } catch (error) {
      // An older epoch's failure is as stale as its answer: the caller asks again.
      if (tenant.epoch === epoch) throw error;
    }
  }

  #startOpening(tenant: TenantState): Promise<void> {
    const opening = this.#open(tenant).finally(() => {
      if (tenant.opening === opening) tenant.opening = undefined;
      // Those who asked for it may have gone meanwhile.
      this.#settle(tenant);
    });
    return opening;
  }

  /** The set-up goes on when a caller gives up. */
  async #waitForSetUp(tenant: TenantState, opening: Promise<void>): Promise<void> {
    const patience = new WaitQueue();
    const ended = opening.finally(() => patience.wakeAll());
    await Promise.race([
      ended,
      patience.wait(this.setUpWaitMs, () => new TenantMigratingError(tenant.key)).then(() => ended),
    ]);
  }

  async #open(tenant: TenantState): Promise<void> {
    const { epoch } = tenant;
    const answer = await this.#lookup.ask(tenant.key);
    if (tenant.epoch !== epoch) return;
    const target = this.#lookup.judge(tenant.key, answer);
    if (this.setUp !== undefined) {
      // A fence that was raised meanwhile: the caller waits at it.
      if (tenant.stops('write')) return;
      await this.#prepare(tenant, target, this.setUp);
      if (tenant.epoch !== epoch) return;
    }
    await this.pool.reserve(tenant.key);
    if (tenant.epoch !== epoch || this.isClosed) return this.pool.cancel();
    tenant.slot = this.pool.open(tenant, target);
  }

  // What failed is not tried again by the next request, but by one of the next second.
  async #prepare(
    tenant: TenantState,
    target: Target,
    setUp: (db: TenantDb) => Promise<unknown>,
  ): Promise<void> {
    const { epoch } = tenant;
    try {
      await this.#occupy(tenant, target, setUp);
    } catch (error) {
      if (error instanceof TenancyError && tenant.epoch === epoch)
        this.#lookup.refuse(tenant.key, () => error);
      throw error;
    }
  }

  #take(tenant: TenantState, slot: Slot, mode: TenantMode): Slot {
    this.pool.take(slot);
    this.#telemetry.leased++;
    if (mode === 'read') tenant.reads++;
    else tenant.writes++;
    return slot;
  }

  // A caller has gone or stands at the fence: its tenant's slot may be evicted now.
  #settle(tenant: TenantState): void {
    if (tenant.slot !== undefined) this.pool.rest(tenant.slot);
    else this.forgetUnused(tenant);
  }

  #countRefusal(key: unknown, error: TenancyError): void {
    this.#telemetry.counters.refusals++;
    if (this.#telemetry.hears('refuse')) this.#telemetry.emit('refuse', () => ({ key, code: error.code }));
  }
}
