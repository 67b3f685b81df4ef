import type { TenantDb } from './tenant-db.js';
import type { Slot } from './tenant-state.js';
import type { TenantMode } from './tenancy.options.js';

/**
 * The right to use a tenant: while it is held the handle is not evicted, and a fence waits for it.
 *
 * @example
 * ```ts
 * import type { TenantConnectionFactory } from '@rowhouse/tenancy';
 *
 * export async function firstUser(tenants: TenantConnectionFactory): Promise<unknown> {
 *   const lease = await tenants.acquire('acme', 'read');
 *   try {
 *     return await lease.db.collection('users').findOne({});
 *   } finally {
 *     lease.release();
 *   }
 * }
 * ```
 */
export class TenantLease {
  readonly db: TenantDb;
  #slot: Slot | undefined;
  readonly #mode: TenantMode;
  readonly #leave: (slot: Slot, mode: TenantMode) => void;

  /** @internal Leases come from `acquire()`. */
  constructor(slot: Slot, mode: TenantMode, leave: (slot: Slot, mode: TenantMode) => void) {
    this.db = slot.db;
    this.#slot = slot;
    this.#mode = mode;
    this.#leave = leave;
  }

  /** Gives the tenant back; a second call does nothing. */
  release(): void {
    const slot = this.#slot;
    if (slot === undefined) return;
    this.#slot = undefined;
    this.#leave(slot, this.#mode);
  }

  [Symbol.dispose](): void {
    this.release();
  }
}
