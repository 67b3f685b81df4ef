import { LRUCache } from 'lru-cache';
import { lruOf } from '../common/lru.js';
import type { ChangeFeed } from './change-feed.js';

interface Flight<V> {
  value: Promise<V | null>;
  stale: boolean;
}

/** What was invalidated while a row was read whose key is not known yet. */
interface Watch {
  keys: Set<string>;
  all: boolean;
}

/** How many rows, or how much of them by a size of each. */
type Limits<V extends object> = { max: number } | { maxSize: number; sizeCalculation: (row: V) => number };

/**
 * Rows kept in memory as long as the change feed vouches for them. A hit costs no database round trip;
 * without the feed every read goes to the database.
 */
export class CoherentCache<V extends object> {
  private readonly rows: LRUCache<string, V>;
  private readonly flights = new Map<string, Flight<V>>();
  private readonly watches = new Set<Watch>();
  private hits = 0;
  private misses = 0;

  constructor(
    private readonly feed: ChangeFeed,
    private readonly load: (key: string) => Promise<V | null>,
    { name, ...limits }: Limits<V> & { name?: string },
  ) {
    this.rows = 'max' in limits ? lruOf(limits.max) : new LRUCache(limits);
    feed.onGap(() => this.clear());
    if (name !== undefined)
      feed.show(name, () => ({ size: this.rows.size, hits: this.hits, misses: this.misses }));
  }

  /** The row if it is in memory and may be trusted. */
  peek(key: string): V | undefined {
    return this.feed.coherent ? this.rows.get(key) : undefined;
  }

  /** The row, at once when it is in memory. Concurrent misses share one load. */
  get(key: string): V | null | Promise<V | null> {
    const row = this.peek(key);
    if (row !== undefined) {
      this.hits++;
      return row;
    }
    this.misses++;
    return (this.flights.get(key) ?? this.depart(key)).value;
  }

  /**
   * A row that is looked for by something else than its key. It is kept under its key unless that was invalidated
   * while it was read.
   */
  async take(load: () => Promise<V | null>, keyOf: (row: V) => string): Promise<V | null> {
    const watch: Watch = { keys: new Set(), all: !this.feed.coherent };
    this.watches.add(watch);
    try {
      const row = await load();
      if (row === null) return null;
      const key = keyOf(row);
      if (!watch.all && !watch.keys.has(key)) this.rows.set(key, row);
      return row;
    } finally {
      this.watches.delete(watch);
    }
  }

  /** Forgets a row, also one that is being read at this moment. */
  invalidate(key: string): void {
    this.rows.delete(key);
    for (const { keys } of this.watches) keys.add(key);
    const flight = this.flights.get(key);
    if (flight) {
      flight.stale = true;
      this.flights.delete(key);
    }
  }

  clear(): void {
    this.rows.clear();
    for (const watch of this.watches) watch.all = true;
    for (const key of [...this.flights.keys()]) this.invalidate(key);
  }

  private depart(key: string): Flight<V> {
    const flight: Flight<V> = { stale: !this.feed.coherent, value: Promise.resolve(null) };
    flight.value = this.load(key)
      .then((row) => {
        if (row !== null && !flight.stale) this.rows.set(key, row);
        return row;
      })
      .finally(() => {
        if (this.flights.get(key) === flight) this.flights.delete(key);
      });
    this.flights.set(key, flight);
    return flight;
  }
}
