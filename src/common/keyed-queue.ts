import { AppError } from './errors/app-error.js';
import { requestScope } from './request-scope.js';

interface Line {
  readonly key: string;
  busy: number;
  waiting: Set<() => void>;
}

/** A place at a key, until it is left. */
export interface Turn {
  /** Another one was before it. */
  hasWaited: boolean;
  leave: () => void;
}

export interface KeyedQueueOptions {
  /** How much work on one key runs at once; the rest waits in order of arrival. */
  atOnce?: number;
  /** How much may wait on one key. */
  maxWaiting?: number;
  /** Milliseconds one waits at most; without it, and besides, as long as the request has time. */
  waitMs?: number;
  /** What is thrown when the line is too long. */
  toError?: () => AppError;
}

/**
 * Takes turns at one key on this instance. Transactions that change one row at once would only conflict and try
 * again until their time is up; one that waits for another learns its outcome instead. A request whose time is
 * up leaves the line.
 */
export class KeyedQueue {
  private readonly lines = new Map<string, Line>();
  private readonly atOnce: number;
  private readonly maxWaiting: number;
  private readonly waitMs: number | undefined;
  private readonly toError: () => AppError;

  constructor({ atOnce = 1, maxWaiting = 200, waitMs, toError = unavailable }: KeyedQueueOptions = {}) {
    this.atOnce = atOnce;
    this.maxWaiting = maxWaiting;
    this.waitMs = waitMs;
    this.toError = toError;
  }

  /**
   * @param work is told whether another was before it
   * @throws AppError service.unavailable, or the error given, when too many wait already; request.not_done
   */
  async run<T>(key: string, work: (hasWaited: boolean) => Promise<T>): Promise<T> {
    const { hasWaited, leave } = await this.enter(key);
    try {
      return await work(hasWaited);
    } finally {
      leave();
    }
  }

  /** Waits for a turn; the caller leaves what it entered. @throws as run() */
  async enter(key: string): Promise<Turn> {
    const line = this.lines.get(key) ?? { key, busy: 0, waiting: new Set() };
    this.lines.set(key, line);
    const hasWaited = line.busy >= this.atOnce;
    if (hasWaited) await this.wait(line);
    else line.busy++;
    return { hasWaited, leave: () => this.leave(line) };
  }

  private leave(line: Line): void {
    const [next] = line.waiting;
    if (next) next();
    else if (--line.busy === 0) this.lines.delete(line.key);
  }

  /** Resolves with the place of one that is done. */
  private wait(line: Line): Promise<void> {
    if (line.waiting.size >= this.maxWaiting) throw this.toError();
    const signal = requestScope()?.signal;
    if (signal?.aborted) throw signal.reason;
    return new Promise((resolve, reject) => {
      const timer = this.waitMs === undefined ? undefined : setTimeout(giveUp, this.waitMs, this.toError);
      const settle = () => {
        line.waiting.delete(enter);
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
      };
      const enter = () => (settle(), resolve());
      const onAbort = () => giveUp(() => signal!.reason as Error);
      function giveUp(reason: () => Error): void {
        settle();
        reject(reason());
      }
      line.waiting.add(enter);
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  }
}

const unavailable = (): AppError => new AppError('service.unavailable', { retryAfter: 1 });
