import { LRUCache } from 'lru-cache';
import { assertTenantDatabase } from './names.js';
import type { Target } from './target.js';
import type { Telemetry } from './telemetry.js';
import {
  type TenancyError,
  TenantSuspendedError,
  TenantUnavailableError,
  UnknownClusterError,
  UnknownTenantError,
} from './tenancy.errors.js';
import type { ResolvedTenancyOptions, TenantRecord } from './tenancy.options.js';

interface Refusal {
  /** Made anew for each caller, so that its stack is the caller's. */
  error: () => TenancyError;
  until: number;
}

/** Asks the registry, checks its answer, and remembers for a while which tenants are refused. */
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
  judge(key: string, answer: TenantRecord | null): Target {
    const error = refusalOf(key, answer);
    if (error !== undefined) throw this.refuse(key, error)();
    return this.target(answer?.database, answer?.cluster);
  }

  /** Remembers for `negativeTtlMs` that the tenant is refused. */
  refuse(key: string, error: () => TenancyError): () => TenancyError {
    const { negativeTtlMs } = this.#options;
    if (negativeTtlMs > 0) this.#refusals.set(key, { error, until: performance.now() + negativeTtlMs });
    return error;
  }

  target(name: unknown, cluster = ''): Target {
    const { clusters, databaseName } = this.#options;
    const connection = cluster === '' ? this.#options.connection : clusters[cluster];
    if (connection === undefined) throw new UnknownClusterError(cluster);
    assertTenantDatabase(name, databaseName, connection.name);
    return { name, cluster, connection };
  }

  assertNotRefused(key: string): void {
    const refusal = this.#refusals.get(key);
    if (refusal === undefined) return;
    if (refusal.until <= performance.now()) {
      this.#refusals.delete(key);
      return;
    }
    this.#telemetry.counters.negativeHits++;
    throw refusal.error();
  }

  forget(key: string): void {
    this.#refusals.delete(key);
  }
}

function refusalOf(key: string, answer: TenantRecord | null): (() => TenancyError) | undefined {
  if (answer == null) return () => new UnknownTenantError(key);
  if (answer.suspended === true) return () => new TenantSuspendedError(key);
  if (answer.available === false) return () => new TenantUnavailableError(key);
  return undefined;
}
