import { LRUCache } from 'lru-cache';
import { OpenDatabase } from './open-database.js';
import type { Telemetry } from './telemetry.js';
import { createTenantDb, revokeTenantDb } from './tenant-db.js';
import { TenantPoolExhaustedError } from './tenancy.errors.js';
import type { Target } from './target.js';
import type { Slot, TenantState } from './tenant-state.js';
import { WaitQueue } from './wait-queue.js';

interface SlotPoolOptions {
  maxOpen: number;
  acquireTimeoutMs: number;
  telemetry: Telemetry;
  onClosed: (slot: Slot) => void;
}

/**
 * At most `maxOpen` slots. Only idle ones stand in the LRU, so a leased one cannot be evicted; with
 * none idle, callers wait in line and a freed place goes to the first of them.
 */
export class SlotPool {
  readonly waiting = new WaitQueue();
  /** Woken whenever a slot is closed, or a database has no user left. */
  readonly closings = new WaitQueue();
  readonly #options: SlotPoolOptions;
  readonly #slots = new Set<Slot>();
  readonly #idle: LRUCache<Slot, Slot>;
  readonly #databases = new Map<string, OpenDatabase>();
  // Places promised to callers that have not opened their slot yet.
  #promised = 0;

  constructor(options: SlotPoolOptions) {
    this.#options = options;
    this.#idle = new LRUCache({ max: options.maxOpen });
  }

  get size(): number {
    return this.#slots.size;
  }

  /** A place for one slot, at once (`undefined`) or when one comes free; spend it with `open` or `cancel`. */
  reserve(key: string): Promise<void> | undefined {
    if (this.#takePlace()) return undefined;
    return this.waiting.wait(this.#options.acquireTimeoutMs, () => new TenantPoolExhaustedError(key));
  }

  isOpen(target: Pick<Target, 'cluster' | 'name'>): boolean {
    return this.#databases.has(idOf(target));
  }

  /** The database without a slot, which `maxOpen` does not count; give it back. */
  borrow(target: Target): OpenDatabase {
    const id = idOf(target);
    let database = this.#databases.get(id);
    if (database === undefined) {
      database = new OpenDatabase(target);
      this.#databases.set(id, database);
    }
    database.users++;
    return database;
  }

  giveBack(database: OpenDatabase): void {
    if (--database.users > 0) return;
    this.#databases.delete(idOf(database));
    database.free();
    if (this.closings.size > 0) this.closings.wakeAll();
  }

  cancel(): void {
    this.#promised--;
    this.#offer();
  }

  open(tenant: TenantState, target: Target): Slot {
    const database = this.borrow(target);
    this.#promised--;
    const slot: Slot = { tenant, database, db: createTenantDb(tenant.key, database), leases: 0 };
    this.#slots.add(slot);
    const { telemetry } = this.#options;
    if (telemetry.hears('open')) telemetry.emit('open', () => ({ key: tenant.key, database: target.name }));
    return slot;
  }

  take(slot: Slot): void {
    if (slot.leases++ === 0) this.#idle.delete(slot);
  }

  release(slot: Slot): void {
    if (--slot.leases === 0) this.rest(slot);
  }

  /** Puts an unused slot where it belongs: closed when its tenant has left it, else up for eviction. */
  rest(slot: Slot): void {
    if (slot.leases > 0 || !this.#slots.has(slot)) return;
    if (slot.tenant.slot !== slot) return this.#close(slot, 'retired');
    if (slot.tenant.isExpected) return;
    this.#idle.set(slot, slot);
    if (this.waiting.size > 0) this.#offer();
  }

  /** The tenant has left this slot: closed now, or by the last lease. */
  retire(slot: Slot): void {
    this.#idle.delete(slot);
    this.rest(slot);
  }

  #takePlace(): boolean {
    if (this.#slots.size + this.#promised >= this.#options.maxOpen && !this.#evict()) return false;
    this.#promised++;
    return true;
  }

  #offer(): void {
    while (this.waiting.size > 0 && this.#takePlace()) this.waiting.wakeFirst();
  }

  #evict(): boolean {
    const slot = this.#idle.pop();
    if (slot === undefined) return false;
    this.#close(slot, 'lru');
    return true;
  }

  #close(slot: Slot, reason: 'lru' | 'retired'): void {
    const { telemetry, onClosed } = this.#options;
    this.#slots.delete(slot);
    revokeTenantDb(slot.db);
    this.giveBack(slot.database);
    telemetry.counters[reason === 'lru' ? 'evictions' : 'retirements']++;
    onClosed(slot);
    if (telemetry.hears('evict')) {
      telemetry.emit('evict', () => ({ key: slot.tenant.key, database: slot.database.name, reason }));
    }
    if (reason === 'retired') this.#offer();
    if (this.closings.size > 0) this.closings.wakeAll();
  }
}

// No name of a database has a NUL.
function idOf({ cluster, name }: Pick<Target, 'cluster' | 'name'>): string {
  return `${cluster}\0${name}`;
}
