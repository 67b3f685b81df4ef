import type { Admission } from './admission.js';
import { assertTenantKey } from './names.js';
import type { Telemetry } from './telemetry.js';
import { TenancyClosedError, TenantDrainTimeoutError, TenantFenceLiftedError } from './tenancy.errors.js';
import type { FenceMode } from './tenancy.options.js';
import type { TenantLookup } from './tenant-lookup.js';
import type { Fence, TenantState } from './tenant-state.js';
import { WaitQueue } from './wait-queue.js';

/** Stops a tenant's new leases and waits for the old ones. */
export class Fences {
  readonly #admission: Admission;
  readonly #lookup: TenantLookup;
  readonly #telemetry: Telemetry;

  constructor(admission: Admission, lookup: TenantLookup, telemetry: Telemetry) {
    this.#admission = admission;
    this.#lookup = lookup;
    this.#telemetry = telemetry;
  }

  async raise(key: string, mode: FenceMode, drainMs: number): Promise<void> {
    assertTenantKey(key);
    this.#admission.assertOpen();
    const tenant = this.#admission.tenantOf(key);
    const fence = this.#fenceOf(tenant, mode);
    fence.claimed = true;
    await this.#drain(tenant, mode, drainMs, fence);
  }

  lift(key: string): void {
    const tenant = this.#admission.tenants.get(key);
    if (tenant?.fence !== undefined) this.#remove(tenant, tenant.fence);
  }

  has(key: string): boolean {
    return this.#admission.tenants.get(key)?.fence !== undefined;
  }

  /** Nobody new comes in while it drains, and the next one asks the registry again. */
  async dispose(key: string, drainMs: number): Promise<void> {
    this.#lookup.forget(key);
    const tenant = this.#admission.tenants.get(key);
    if (tenant === undefined) return;
    const fence = tenant.fence ?? this.#fenceOf(tenant, 'all');
    try {
      await this.#drain(tenant, 'all', drainMs, fence);
      this.#admission.forget(tenant);
    } finally {
      if (!fence.claimed && tenant.fence === fence) this.#remove(tenant, fence);
    }
  }

  /** The factory closes: what waits at a fence is rejected. */
  turnAway(): void {
    for (const tenant of this.#admission.tenants.values()) {
      tenant.fence?.waiting.rejectAll(new TenancyClosedError());
    }
  }

  #fenceOf(tenant: TenantState, mode: FenceMode): Fence {
    if (tenant.fence !== undefined) {
      if (mode === 'all') tenant.fence.mode = mode;
      return tenant.fence;
    }
    this.#telemetry.fenced++;
    tenant.fence = { mode, claimed: false, waiting: new WaitQueue() };
    if (this.#telemetry.hears('fence')) this.#telemetry.emit('fence', () => ({ key: tenant.key, mode }));
    return tenant.fence;
  }

  #remove(tenant: TenantState, fence: Fence): void {
    const { key } = tenant;
    tenant.fence = undefined;
    this.#telemetry.fenced--;
    this.#lookup.forget(key);
    this.#admission.forget(tenant);
    fence.waiting.wakeAll();
    tenant.drains.wakeAll();
    if (this.#telemetry.hears('lift')) this.#telemetry.emit('lift', () => ({ key }));
  }

  async #drain(tenant: TenantState, mode: FenceMode, drainMs: number, fence: Fence): Promise<void> {
    const deadline = performance.now() + drainMs;
    while (tenant.active(mode) > 0) {
      await tenant.drains.wait(
        deadline - performance.now(),
        () => new TenantDrainTimeoutError(tenant.key, tenant.active(mode)),
      );
      if (tenant.fence !== fence) throw new TenantFenceLiftedError(tenant.key);
    }
  }
}
