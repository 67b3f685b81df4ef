import { AppError } from './errors/app-error.js';
import { requestScope } from './request-scope.js';

interface Line {
  busy: number;
  waiting: Set<() => void>;
}

export interface KeyedQueueOptions {
  /** How much work on one key runs at once; the rest waits in order of arrival. */
  atOnce?: number;
  /** How much may wait on one key. */
  maxWaiting?: number;
}

/**
 * Takes turns at one key on this instance. Transactions that change one row at once would only conflict and try
 * again until their time is up; whoever waits for another one learns its outcome instead. A request whose time is
 * up leaves the line.
 */
export class KeyedQueue {
  private readonly lines = new Map<string, Line>();
  private readonly atOnce: number;
  private readonly maxWaiting: number;

  constructor({ atOnce = 1, maxWaiting = 200 }: KeyedQueueOptions = {}) {
    this.atOnce = atOnce;
    this.maxWaiting = maxWaiting;
  }

  /**
   * @param work is told whether somebody was before it
   * @throws AppError service.unavailable when too many wait already; request.not_done
   */
  async run<T>(key: string, work: (hasWaited: boolean) => Promise<T>): Promise<T> {
    const line = this.lines.get(key) ?? { busy: 0, waiting: new Set() };
    this.lines.set(key, line);
    const mustWait = line.busy >= this.atOnce;
    if (mustWait) await this.wait(line);
    else line.busy++;
    try {
      return await work(mustWait);
    } finally {
      const [next] = line.waiting;
      if (next) next();
      else if (--line.busy === 0) this.lines.delete(key);
    }
  }

  /** Resolves with the place of somebody who has done. */
  private wait(line: Line): Promise<void> {
    if (line.waiting.size >= this.maxWaiting) throw new AppError('service.unavailable', { retryAfter: 1 });
    const signal = requestScope()?.signal;
    if (signal?.aborted) throw signal.reason;
    return new Promise((resolve, reject) => {
      const leave = () => {
        line.waiting.delete(enter);
        reject(signal!.reason as Error);
      };
      const enter = () => {
        line.waiting.delete(enter);
        signal?.removeEventListener('abort', leave);
        resolve();
      };
      line.waiting.add(enter);
      signal?.addEventListener('abort', leave, { once: true });
    });
  }
}
