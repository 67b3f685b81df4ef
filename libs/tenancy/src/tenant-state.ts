import type { OpenDatabase } from './open-database.js';
import type { TenantDb } from './tenant-db.js';
import type { FenceMode, TenantMode } from './tenancy.options.js';
import { WaitQueue } from './wait-queue.js';

/** A tenant's open handle: one key on one database. Not `tenant.slot` any more: closed when idle. */
export interface Slot {
  readonly tenant: TenantState;
  readonly database: OpenDatabase;
  readonly db: TenantDb;
  leases: number;
}

export interface Fence {
  mode: FenceMode;
  /** `fence()` was called: only the `lift()` of that caller takes it away, not a `dispose()` that ends. */
  claimed: boolean;
  readonly waiting: WaitQueue;
}

/** What is known of one key now. It lives while it has a slot, a lease, a fence or a caller. */
export class TenantState {
  slot: Slot | undefined = undefined;
  fence: Fence | undefined = undefined;
  /** The one resolve-and-open under way, shared by every caller. */
  opening: Promise<void> | undefined = undefined;
  /** Goes up when knowledge is dropped: an answer asked for in an older epoch is stale. */
  epoch = 0;
  reads = 0;
  writes = 0;
  /** Callers on their way to a lease; of these, `parked` stand at the fence. */
  callers = 0;
  parked = 0;
  readonly drains = new WaitQueue();
  /** Who waits because the tenant has as many leases as it may have; of these, `promised` have been called. */
  readonly turns = new WaitQueue();
  promised = 0;
  /** While there is a line: milliseconds between two who leave, and when the last one did. */
  turnMs = 0;
  turnedAt = 0;

  constructor(readonly key: string) {}

  active(mode: FenceMode): number {
    return mode === 'all' ? this.reads + this.writes : this.writes;
  }

  /** Leases held, and those that a waiting caller was told to take. */
  get claimed(): number {
    return this.reads + this.writes + this.promised;
  }

  stops(mode: TenantMode): boolean {
    return this.fence !== undefined && (this.fence.mode === 'all' || mode === 'write');
  }

  /** A caller is about to take the slot, so it is not for eviction. */
  get isExpected(): boolean {
    return this.callers > this.parked;
  }

  get isForgettable(): boolean {
    return (
      this.slot === undefined &&
      this.fence === undefined &&
      this.opening === undefined &&
      this.callers === 0 &&
      this.reads + this.writes + this.drains.size === 0
    );
  }
}
