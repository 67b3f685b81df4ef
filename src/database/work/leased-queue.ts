import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { backoff } from './backoff.js';
import type { Clock } from './clock.js';
import { PeriodicTask, type TaskStats } from './periodic-task.js';
import type { QueueRow, QueueRows } from './queue-rows.js';

/** The longest pause before a row whose handling threw is tried again. */
const LONGEST_MS = 3_600_000;

/** Unit of all times: milliseconds. */
export interface LeasedQueueOptions<Row extends QueueRow> {
  /** What the log calls it; unique in the process. */
  name: string;
  rows: QueueRows<Row>;
  /** Rows this instance works on at once. */
  atOnce: number;
  /** Longer than the handling of a row can take: nobody else begins the same row meanwhile. */
  lease: number;
  /** The queue is woken by the change feed; this often it looks for what the feed missed, and what is due again. */
  poll: number;
  /** How long a stopping service waits before it cuts off what is under way. */
  grace: number;
  /** Cuts off what is under way; its handling then fails. */
  cut?: () => void;
  /**
   * Does what the row asks for, and ends or postpones it through `rows`. It may have been done before, by an
   * instance that died before it wrote so. A row whose handling throws is postponed.
   */
  handle: (row: Row) => Promise<void>;
}

/** Works off rows that are due, at least once each, on any number of instances. */
export class LeasedQueue<Row extends QueueRow> {
  private readonly log: Logger;
  private readonly owner = randomUUID();
  private readonly running = new Set<Promise<void>>();
  private readonly poll: PeriodicTask;
  private pausedUntil = -Infinity;
  private done = 0;
  private failed = 0;

  constructor(
    private readonly clock: Clock,
    private readonly options: LeasedQueueOptions<Row>,
  ) {
    this.log = new Logger(options.name);
    const { name, poll: every } = options;
    this.poll = new PeriodicTask(clock, { name, every, first: 0, run: (signal) => this.takeDue(signal) });
  }

  get name(): string {
    return this.options.name;
  }

  /** Of the looks for rows. */
  get stats(): TaskStats {
    return this.poll.stats;
  }

  /** For metrics; the counts only go up. */
  get rowStats(): { done: number; failed: number; running: number } {
    return { done: this.done, failed: this.failed, running: this.running.size };
  }

  start(): this {
    this.poll.start();
    return this;
  }

  /** There may be a row that is due. */
  wake(): void {
    this.poll.wake();
  }

  /** Begins no row for so long, or at once again. What is under way goes on. */
  pause(ms: number): void {
    this.pausedUntil = this.clock.monotonic() + ms;
  }

  /** Begins no row, waits for those under way, and leaves the rest to others at once. May be called again. */
  async stop(): Promise<void> {
    await this.poll.stop();
    if (this.running.size > 0) {
      const ended = Promise.allSettled([...this.running]);
      const over = new AbortController();
      await Promise.race([ended, this.clock.sleep(this.options.grace, over.signal)]);
      over.abort();
      if (this.running.size > 0) this.options.cut?.();
      await ended;
    }
    await this.options.rows.releaseAll(this.owner).catch(() => undefined); // the leases end by themselves
  }

  private async takeDue(signal: AbortSignal): Promise<void> {
    const { rows, atOnce, lease } = this.options;
    while (!signal.aborted && this.running.size < atOnce && this.clock.monotonic() >= this.pausedUntil) {
      const row = await rows.take(this.owner, lease);
      if (row === null) return;
      const run: Promise<void> = this.handle(row).finally(() => {
        this.running.delete(run);
        this.poll.wake();
      });
      this.running.add(run);
    }
  }

  private async handle(row: Row): Promise<void> {
    const { rows, handle } = this.options;
    try {
      await handle(row);
      this.done++;
    } catch (error) {
      this.failed++;
      const reason = (error as Error).message;
      this.log.warn(`row ${String(row._id)}, try ${row.attempts}: ${reason}`);
      await rows.postpone(row, backoff(row.attempts, LONGEST_MS), { reason }).catch(() => undefined); // as stop()
    }
  }
}
