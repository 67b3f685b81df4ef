import { LRUCache } from 'lru-cache';
import { assertTenantDatabase } from './names.js';
import type { Telemetry } from './telemetry.js';
import { TenantUnavailableError, UnknownTenantError } from './tenancy.errors.js';
import type { ResolvedTenancyOptions, TenantRecord } from './tenancy.options.js';

interface Refusal {
  unavailable: boolean;
  until: number;
}

/** Asks the registry, checks its answer, and remembers for a while who is not to be let in. */
export class TenantLookup {
  readonly #options: ResolvedTenancyOptions;
  readonly #telemetry: Telemetry;
  readonly #refusals: LRUCache<string, Refusal>;

  constructor(options: ResolvedTenancyOptions, telemetry: Telemetry) {
    this.#options = options;
    this.#telemetry = telemetry;
    this.#refusals = new LRUCache({ max: options.negativeMax });
  }

  ask(key: string): TenantRecord | null | Promise<TenantRecord | null> {
    this.#telemetry.counters.resolves++;
    return this.#options.resolve(key);
  }

  /** The database to open; the refusals it throws are remembered. */
  judge(key: string, answer: TenantRecord | null): string {
    if (answer == null || answer.available === false) {
      const unavailable = answer != null;
      const { negativeTtlMs } = this.#options;
      if (negativeTtlMs > 0)
        this.#refusals.set(key, { unavailable, until: performance.now() + negativeTtlMs });
      throw refusalOf(key, unavailable);
    }
    this.assertDatabase(answer.database);
    return answer.database;
  }

  assertDatabase(name: unknown): asserts name is string {
    assertTenantDatabase(name, this.#options.databaseName, this.#options.connection.name);
  }

  assertNotRefused(key: string): void {
    const refusal = this.#refusals.get(key);
    if (refusal === undefined) return;
    if (refusal.until <= performance.now()) {
      this.#refusals.delete(key);
      return;
    }
    this.#telemetry.counters.negativeHits++;
    throw refusalOf(key, refusal.unavailable);
  }

  forget(key: string): void {
    this.#refusals.delete(key);
  }
}

function refusalOf(key: string, unavailable: boolean): Error {
  return unavailable ? new TenantUnavailableError(key) : new UnknownTenantError(key);
}
