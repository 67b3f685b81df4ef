import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { lruOf } from '../../common/lru.js';
import { BackgroundWork } from '../../database/work/background-work.js';
import type { PeriodicTask } from '../../database/work/periodic-task.js';
import { RateLimitsRepository } from './rate-limits.repository.js';

const WINDOW_MS = 60_000;
/** The counts of the instances meet this often, and earlier after a tenth of the limit on one of them. */
const EXCHANGE_MS = 1000;
const EARLIER_AFTER = 0.1;
/** Organizations with a limit and requests of this minute: about 150 bytes each. */
const MAX_COUNTED = 50_000;

interface Window {
  /** Requests of all instances, as of the last exchange. */
  shared: number;
  /** Requests of this instance that the others do not know of, and those on their way to them. */
  unsent: number;
  sending: number;
  /** Of the monotonic clock; a guess until the first exchange. */
  endsAt: number;
  exchanged: boolean;
}

/** Of a plan's requests: what is left of this minute, and whether one more may pass. */
export interface Admission {
  granted: boolean;
  remaining: number;
  resetSeconds: number;
}

/**
 * Requests per minute and organization, over all instances, without a database round trip per request. One
 * instance alone is exact. Of several, each may let pass what the others have not told yet: at most a tenth of
 * the limit, and what comes in while the counts are exchanged.
 */
@Injectable()
export class PlanRequestsService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger(PlanRequestsService.name);
  private readonly windows = lruOf<Window>(MAX_COUNTED);
  private unsent = new Set<string>();
  private readonly task: PeriodicTask;

  constructor(
    private readonly counts: RateLimitsRepository,
    private readonly work: BackgroundWork,
  ) {
    this.task = work.periodic({ name: 'plan requests', every: EXCHANGE_MS, run: () => this.exchange() });
  }

  onApplicationBootstrap(): void {
    this.task.start();
  }

  /** What was counted here outlives the instance. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.task.stop();
    await this.exchange();
  }

  /** Counts a request, if the minute has room for it. */
  admit(organizationId: string, limit: number): Admission {
    const now = this.work.clock.monotonic();
    const window = this.windowOf(organizationId, now);
    const used = window.shared + window.unsent + window.sending;
    const resetSeconds = (window.endsAt - now) / 1000;
    if (used >= limit) return { granted: false, remaining: 0, resetSeconds };
    window.unsent++;
    this.unsent.add(organizationId);
    if (!window.exchanged || window.unsent >= limit * EARLIER_AFTER) this.task.wake();
    return { granted: true, remaining: limit - used - 1, resetSeconds };
  }

  private windowOf(organizationId: string, now: number): Window {
    const present = this.windows.get(organizationId);
    if (present !== undefined && now < present.endsAt) return present;
    const window = { shared: 0, unsent: 0, sending: 0, endsAt: now + WINDOW_MS, exchanged: false };
    this.windows.set(organizationId, window);
    return window;
  }

  private async exchange(): Promise<void> {
    if (this.unsent.size === 0) return;
    const sent = new Map<string, Window>();
    for (const id of this.unsent) {
      const window = this.windows.get(id);
      if (window === undefined) continue;
      window.sending = window.unsent;
      window.unsent = 0;
      sent.set(id, window);
    }
    this.unsent = new Set();
    try {
      const points = new Map([...sent].map(([id, window]) => [keyOf(id), window.sending]));
      const counts = await this.counts.addAll(points, WINDOW_MS);
      const now = this.work.clock.monotonic();
      for (const [id, window] of sent) {
        const count = counts.get(keyOf(id));
        if (count === undefined) continue;
        window.shared = count.used;
        window.endsAt = now + count.leftMs;
        window.exchanged = true;
      }
    } catch (error) {
      this.log.warn(`requests were counted on this instance only: ${(error as Error).message}`);
      for (const [id, window] of sent) {
        window.unsent += window.sending;
        this.unsent.add(id);
      }
    }
    for (const window of sent.values()) window.sending = 0;
  }
}

const keyOf = (organizationId: string): string => `plan-requests:${organizationId}`;
