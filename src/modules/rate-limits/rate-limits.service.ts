import { createHmac } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { lruOf } from '../../common/lru.js';
import { Env } from '../../config/env.js';
import { signingSecret } from '../../config/secret.js';
import { type Count, RateLimitsRepository } from './rate-limits.repository.js';
import type { Limit, Taken } from './rate-limits.types.js';

/** Used up keys that are remembered: about 200 bytes each. */
const MAX_CLOSED = 20_000;
/** A point may come back on another instance, so a key that gives back is looked up again after this. */
const RECHECK_MS = 1000;

interface Waiter {
  resolve: (taken: Taken) => void;
  reject: (error: unknown) => void;
}

/** A key whose points are used up, as this instance knows it. Times of performance.now(). */
interface Closed {
  until: number;
  resetsAt: number;
  window: Date;
}

/**
 * Points per window, counted in the database: exact over all instances and restarts. Requests for one key that
 * come at once share an update, and a key that is used up costs none until its window ends.
 */
@Injectable()
export class RateLimitsService {
  private readonly log = new Logger(RateLimitsService.name);
  private readonly secret: Buffer;
  private readonly waiting = new Map<string, Waiter[]>();
  private readonly closed = lruOf<Closed>(MAX_CLOSED);

  constructor(
    private readonly counts: RateLimitsRepository,
    env: Env,
  ) {
    this.secret = createHmac('sha256', signingSecret(env)).update('rowhouse/rate-limits/v1').digest();
  }

  /** A key that tells nobody whose it is. */
  keyOf(kind: string, ...subject: string[]): string {
    const mac = createHmac('sha256', this.secret).update(JSON.stringify([kind, ...subject]));
    return `${kind}:${mac.digest('base64url')}`;
  }

  /** Takes a point, if there is one. A failing database fails the request: nobody passes uncounted. */
  async take(limit: Limit, key: string): Promise<Taken> {
    const closed = this.closed.get(key);
    const now = performance.now();
    if (closed !== undefined && now < closed.until) {
      return {
        granted: false,
        remaining: 0,
        resetSeconds: (closed.resetsAt - now) / 1000,
        window: closed.window,
      };
    }
    return new Promise((resolve, reject) => {
      const id = `${limit.limit} ${key}`;
      const waiter = { resolve, reject };
      const queue = this.waiting.get(id);
      if (queue) queue.push(waiter);
      else void this.serve(limit, key, id, [waiter]);
    });
  }

  /**
   * Gives a point back; one that cannot be given back returns with the end of its window.
   * @param knownUntil marks the subject as known until then
   */
  async giveBack(key: string, { window }: Taken, knownUntil?: Date): Promise<void> {
    try {
      await this.counts.giveBack(key, window, knownUntil);
      this.closed.delete(key);
    } catch (error) {
      this.log.warn(`a point was not given back: ${(error as Error).message}`);
    }
  }

  private async serve(limit: Limit, key: string, id: string, queue: Waiter[]): Promise<void> {
    this.waiting.set(id, queue);
    while (queue.length > 0) {
      const batch = queue.splice(0);
      try {
        const count = await this.counts.take({
          key,
          points: batch.length,
          limit: limit.limit,
          knownLimit: limit.knownLimit,
          windowMs: limit.windowSeconds * 1000,
        });
        if (count.granted < batch.length) this.close(limit, key, count);
        batch.forEach((waiter, i) => waiter.resolve(share(limit, count, i)));
      } catch (error) {
        for (const waiter of batch) waiter.reject(error);
      }
    }
    this.waiting.delete(id);
  }

  private close({ givesBack }: Limit, key: string, { leftMs, window }: Count): void {
    const now = performance.now();
    const holdMs = givesBack ? Math.min(leftMs, RECHECK_MS) : leftMs;
    this.closed.set(key, { until: now + holdMs, resetsAt: now + leftMs, window });
  }
}

/** The `i`th of those who asked together gets one of the granted points, or none. */
function share({ limit }: Limit, { granted, used, leftMs, window }: Count, i: number): Taken {
  return {
    granted: i < granted,
    remaining: Math.max(0, limit - (used - granted + Math.min(i + 1, granted))),
    resetSeconds: leftMs / 1000,
    window,
  };
}
