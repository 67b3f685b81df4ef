import { AppError } from './errors/app-error.js';

/** Work that waits for one key on this instance; each takes some ten milliseconds. */
const MAX_WAITING = 200;

interface Line {
  waiting: number;
  last: Promise<unknown>;
}

/**
 * Work on one key, one after the other on this instance: transactions that change one row at once would only
 * conflict, and try again until their time is up.
 */
export class Lines {
  private readonly lines = new Map<string, Line>();

  /** @throws AppError service.unavailable when too many wait already */
  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const line = this.lines.get(key) ?? { waiting: 0, last: Promise.resolve() };
    if (line.waiting >= MAX_WAITING) throw new AppError('service.unavailable', { retryAfter: 1 });
    line.waiting++;
    this.lines.set(key, line);
    const own = line.last.then(work);
    line.last = own.catch(() => undefined); // the next one does not fail with it
    try {
      return await own;
    } finally {
      if (--line.waiting === 0) this.lines.delete(key);
    }
  }
}
