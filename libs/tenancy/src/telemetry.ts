import { EventEmitter } from 'node:events';
import type { FenceMode } from './tenancy.options.js';
import type { TenancyErrorCode } from './tenancy.errors.js';

/** What happens, by event name. Nothing is built for an event nobody listens to. */
export interface TenancyEvents {
  open: [{ key: string; database: string }];
  evict: [{ key: string; database: string; reason: 'lru' | 'retired' }];
  refuse: [{ key: unknown; code: TenancyErrorCode }];
  fence: [{ key: string; mode: FenceMode }];
  lift: [{ key: string }];
  invalidate: [{ key: string }];
  /** A write of `run` ended under another term: the database may have been left, or dropped, before it. */
  late: [{ key: string; database: string }];
}

/** A snapshot for metrics; the counters only go up. */
export interface TenancyStats {
  /** Open tenant handles, at most `maxOpen`. */
  open: number;
  /** Keys of which something is held: an open handle, a lease, a fence or a caller. */
  known: number;
  /** Leases held now. */
  leased: number;
  /** Acquires that wait now, at a fence or for a free handle. */
  waiting: number;
  /** Keys under a fence now. */
  fenced: number;
  /** Acquires served by an open handle. */
  hits: number;
  /** Acquires that had to wait for a resolve, a handle or a fence. */
  misses: number;
  /** Questions to the registry. */
  resolves: number;
  /** Handles closed to make room. */
  evictions: number;
  /** Handles closed because their tenant was invalidated, lifted or disposed of. */
  retirements: number;
  /** Refusals out of the negative cache, without a question to the registry. */
  negativeHits: number;
  /** Acquires that ended in a `TenancyError`. */
  refusals: number;
}

type Counter = 'hits' | 'misses' | 'resolves' | 'evictions' | 'retirements' | 'negativeHits' | 'refusals';

export class Telemetry {
  readonly events = new EventEmitter<TenancyEvents>();
  readonly counters: Record<Counter, number> = {
    hits: 0,
    misses: 0,
    resolves: 0,
    evictions: 0,
    retirements: 0,
    negativeHits: 0,
    refusals: 0,
  };
  leased = 0;
  parked = 0;
  fenced = 0;

  emit<K extends keyof TenancyEvents>(name: K, payload: () => TenancyEvents[K][0]): void {
    const event = payload();
    for (const listener of this.events.rawListeners(name)) {
      try {
        Reflect.apply(listener, this.events, [event]);
      } catch (error) {
        // A listener's bug must not break a lease half-way; it surfaces as an uncaught exception.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }

  hears(name: keyof TenancyEvents): boolean {
    return this.events.listenerCount(name) > 0;
  }
}
