import { availableParallelism } from 'node:os';
import { LRUCache } from 'lru-cache';
import { AppError } from '../../../common/errors/app-error.js';
import { FairQueue } from '../../../common/fair-queue.js';
import { KeyedQueue, type Turn } from '../../../common/keyed-queue.js';

/** Searches of one organization at once, as long as they are quick. */
const QUICK_AT_ONCE = 2;
/** A search through a collection whose searches take this long looks at many documents. Milliseconds. */
const SLOW_MS = 50;
/** How much of the slowest search is still counted after the next one: quick ones cannot hide the slow ones between. */
const MEMORY = 0.9;
/** Collections whose searches are remembered: about 100 bytes each. */
const MAX_KNOWN = 20_000;
/**
 * A search that waits holds no body. A client that is refused at once asks again at once: waiting slows a crowd
 * down to what it is.
 */
const MAX_WAITING = 1000;
const WAIT_MS = 1000;
/** What a slow search may wait for those of other organizations and take, of its request's deadline. */
const SLOW_TIME_MS = 4000;

/**
 * Turns of searches. Quick ones wait for two others of their organization at most. A slow one keeps a core of the
 * database busy for all of its time: one of each organization at once, and of all of them one less than there are
 * cores (one more for an organization that has none).
 */
export class SearchTurns {
  private readonly slowest = new LRUCache<string, number>({ max: MAX_KNOWN });
  private readonly quick = newLine(QUICK_AT_ONCE);
  private readonly slow = newLine(1);
  readonly all = new FairQueue({
    slots: Math.max(1, availableParallelism() - 1),
    maxWaiting: MAX_WAITING,
  });

  async enter(organizationId: string, collection: string): Promise<Turn> {
    const key = `${organizationId}/${collection}`;
    const turn = this.isSlow(key)
      ? await this.enterSlow(organizationId)
      : await this.quick.enter(organizationId);
    const since = performance.now();
    const leave = () => {
      this.learn(key, performance.now() - since);
      turn.leave();
    };
    return { hasWaited: turn.hasWaited, leave };
  }

  private async enterSlow(organizationId: string): Promise<Turn> {
    const own = await this.slow.enter(organizationId);
    try {
      const claim = { key: organizationId, deadline: performance.now() + SLOW_TIME_MS };
      return await new Promise<Turn>((resolve, reject) => {
        const held = () => new Promise<void>((leave) => resolve({ hasWaited: own.hasWaited, leave }));
        this.all.run(claim, held).then(own.leave, reject);
      });
    } catch (error) {
      own.leave();
      throw error;
    }
  }

  private isSlow(key: string): boolean {
    return (this.slowest.get(key) ?? 0) > SLOW_MS;
  }

  private learn(key: string, ms: number): void {
    this.slowest.set(key, Math.max(ms, (this.slowest.get(key) ?? 0) * MEMORY));
  }
}

function newLine(atOnce: number): KeyedQueue {
  const toError = () => new AppError('organization.overloaded', { retryAfter: WAIT_MS / 1000 });
  return new KeyedQueue({ atOnce, maxWaiting: MAX_WAITING, waitMs: WAIT_MS, toError });
}
