import type { TenantKeys, TenantMode } from './tenancy.options.js';

/** One tenant of a sweep is done, well or badly. */
export interface TenantProgress {
  key: string;
  /** What went wrong with this tenant. */
  error?: unknown;
  /** Tenants that went well so far. */
  done: number;
  /** Tenants that failed so far. */
  failed: number;
}

/** How `forEachTenant` and `migrateAll` go through the tenants. */
export interface EachTenantOptions {
  /** Whose turn it is. Default: the option `list`. */
  keys?: TenantKeys;
  /** Tenants worked on at once. Default 4. */
  concurrency?: number;
  /** What the leases are for. Default `'write'`; `migrateAll` always writes. */
  mode?: TenantMode;
  /** Stops: no tenant is begun any more, and those under way may end. */
  signal?: AbortSignal;
  /** Called after each tenant. What it throws ends the sweep. */
  onProgress?: (progress: TenantProgress) => void;
}

/** What became of a sweep. */
export interface EachTenantReport {
  /** Tenants that went well. */
  done: number;
  /** The others, in the order in which they failed. */
  failed: { key: string; error: unknown }[];
  /** Whether `signal` ended it before every tenant had its turn. */
  aborted: boolean;
}

/**
 * Each key once, `concurrency` at a time. A tenant's error is collected and the others go on; an error of the keys
 * themselves, or of `onProgress`, ends the sweep when those under way have ended, and rejects.
 */
export async function forEachKey(
  keys: TenantKeys,
  work: (key: string) => Promise<unknown>,
  {
    concurrency,
    signal,
    onProgress,
  }: Pick<EachTenantOptions, 'signal' | 'onProgress'> & { concurrency: number },
): Promise<EachTenantReport> {
  const report: EachTenantReport = { done: 0, failed: [], aborted: false };
  const source = new KeySource(keys);
  let isOver = false;
  const worker = async (): Promise<void> => {
    while (!isOver) {
      const key = await source.next();
      if (key === undefined) return;
      if (signal?.aborted === true) {
        report.aborted = true;
        return;
      }
      const progress: Pick<TenantProgress, 'key' | 'error'> = { key };
      try {
        await work(key);
        report.done++;
      } catch (error) {
        progress.error = error;
        report.failed.push({ key, error });
      }
      onProgress?.({ ...progress, done: report.done, failed: report.failed.length });
    }
  };
  const guarded = () =>
    worker().catch((error: unknown) => {
      isOver = true;
      throw error;
    });
  try {
    const workers = await Promise.allSettled(Array.from({ length: concurrency }, guarded));
    for (const ended of workers) if (ended.status === 'rejected') throw ended.reason;
    return report;
  } finally {
    await source.close();
  }
}

/** One key at a time: a cursor takes no two questions at once. */
class KeySource {
  readonly #iterator: Iterator<string> | AsyncIterator<string>;
  #turn: Promise<unknown> = Promise.resolve();
  #isDone = false;

  constructor(keys: TenantKeys) {
    this.#iterator = Symbol.asyncIterator in keys ? keys[Symbol.asyncIterator]() : keys[Symbol.iterator]();
  }

  next(): Promise<string | undefined> {
    const turn = this.#turn.then(async () => {
      if (this.#isDone) return undefined;
      const next: IteratorResult<string, unknown> = await this.#iterator.next();
      if (next.done !== true) return next.value;
      this.#isDone = true;
      return undefined;
    });
    this.#turn = turn.catch(() => (this.#isDone = true));
    return turn;
  }

  async close(): Promise<void> {
    if (!this.#isDone) await this.#iterator.return?.();
    this.#isDone = true;
  }
}
