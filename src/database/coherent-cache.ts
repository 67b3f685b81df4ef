import { LRUCache } from 'lru-cache';
import type { ChangeFeed } from './change-feed.js';

interface Flight<V> {
  value: Promise<V | null>;
  stale: boolean;
}

/**
 * Rows kept in memory as long as the change feed vouches for them. A hit costs no database round trip;
 * without the feed every read goes to the database.
 */
export class CoherentCache<V extends object> {
  private readonly rows: LRUCache<string, V>;
  private readonly flights = new Map<string, Flight<V>>();

  constructor(
    private readonly feed: ChangeFeed,
    private readonly load: (key: string) => Promise<V | null>,
    options: { max: number },
  ) {
    this.rows = new LRUCache(options);
    feed.onGap(() => this.clear());
  }

  /** The row, at once when it is in memory. Concurrent misses share one load. */
  get(key: string): V | null | Promise<V | null> {
    if (this.feed.coherent) {
      const row = this.rows.get(key);
      if (row !== undefined) return row;
    }
    return (this.flights.get(key) ?? this.depart(key)).value;
  }

  /** Forgets a row, also one that is being read at this moment. */
  invalidate(key: string): void {
    this.rows.delete(key);
    const flight = this.flights.get(key);
    if (flight) {
      flight.stale = true;
      this.flights.delete(key);
    }
  }

  clear(): void {
    this.rows.clear();
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
