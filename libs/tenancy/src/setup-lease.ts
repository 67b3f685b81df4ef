import { setTimeout as sleep } from 'node:timers/promises';
import { SetupLeaseLostError, type SetupStore } from './setup-record.js';

/** How often a lease is renewed before it would end. */
const RENEWALS = 3;

/** Renews a lease that was taken, until `end`. `signal` is aborted when it may have gone to another process. */
export class SetupLease {
  readonly signal: AbortSignal;
  readonly #store: SetupStore;
  readonly #leaseMs: number;
  readonly #lost = new AbortController();
  readonly #ended = new AbortController();
  readonly #renewing: Promise<void>;

  constructor(store: SetupStore, leaseMs: number) {
    this.#store = store;
    this.#leaseMs = leaseMs;
    this.signal = this.#lost.signal;
    this.#renewing = this.#keep(performance.now());
  }

  async end(): Promise<void> {
    this.#ended.abort();
    await this.#renewing;
    // A lease that cannot be given back ends by itself.
    await this.#store.release().catch(() => undefined);
  }

  async #keep(taken: number): Promise<void> {
    let renewedAt = taken;
    while (await this.#pause()) {
      const now = performance.now();
      // A server that does not answer is asked again until the lease would be over.
      const isOurs = await this.#store
        .renew(this.#leaseMs)
        .catch(() => performance.now() - renewedAt < this.#leaseMs && undefined);
      if (isOurs === true) renewedAt = now;
      if (isOurs === false) return this.#lost.abort(new SetupLeaseLostError());
    }
  }

  async #pause(): Promise<boolean> {
    const { signal } = this.#ended;
    return sleep(this.#leaseMs / RENEWALS, true, { signal, ref: false }).catch(() => false);
  }
}
