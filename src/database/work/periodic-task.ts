import { AsyncResource } from 'node:async_hooks';
import { Logger } from '@nestjs/common';
import { backoff } from './backoff.js';
import type { Clock } from './clock.js';

/** The longest pause between two tries of a task that is done once. */
const LONGEST_MS = 60_000;

/** Unit of all times: milliseconds. */
export interface PeriodicTaskOptions {
  /** What the log calls it; unique in the process. */
  name: string;
  /** From the end of a turn to the next one. Absent: the task is over after the first turn that does not fail. */
  every?: number;
  /** From the start to the first turn; `every` by default. */
  first?: number;
  /** Each pause, the first too, is longer by up to this share of it at random: instances do not come all at once. */
  jitter?: number;
  /** A wake is followed by a turn after a random part of this; at once by default. */
  wakeWithin?: number;
  /**
   * One turn. It may be cut off at any moment by the end of the process, and run on several instances at once: what
   * must happen once takes a lease or a row of its own.
   * @param signal aborted when the service stops: end soon, the service waits for it
   */
  run: (signal: AbortSignal) => Promise<void>;
}

/** For metrics; the counts only go up. Unit of all times: milliseconds. */
export interface TaskStats {
  done: number;
  failed: number;
  /** Turns that failed since the last one that did not. */
  inARow: number;
  /** All turns together. */
  tookMs: number;
  /** How late the last turn began. */
  lagMs: number;
  /** Since the last turn that did not fail, or since the start; undefined when it is not active. */
  sinceDoneMs: number | undefined;
}

/**
 * Work that is done again and again in the background. Turns never overlap; one that fails is logged once and tried
 * again after a pause that doubles, up to `every`. A task does not keep the process alive.
 */
export class PeriodicTask {
  private readonly log: Logger;
  private readonly stopping = new AbortController();
  /** Turns run in the context of the start, not of the request that wakes them: they outlive it. */
  private readonly context = new AsyncResource('PeriodicTask');
  private isStarted = false;
  private isWoken = false;
  private failures = 0;
  private done = 0;
  private failed = 0;
  private tookMs = 0;
  private lagMs = 0;
  private dueAt = 0;
  private doneAt = 0;
  private cancel?: () => void;
  private turn?: Promise<void>;

  constructor(
    private readonly clock: Clock,
    private readonly options: PeriodicTaskOptions,
  ) {
    this.log = new Logger(options.name);
  }

  get name(): string {
    return this.options.name;
  }

  get stats(): TaskStats {
    const { done, failed, failures: inARow, tookMs, lagMs, doneAt } = this;
    const sinceDoneMs = this.isActive ? this.clock.monotonic() - doneAt : undefined;
    return { done, failed, inARow, tookMs, lagMs, sinceDoneMs };
  }

  /** Started and not stopped. */
  get isActive(): boolean {
    return this.isStarted && !this.stopping.signal.aborted;
  }

  start(): this {
    if (this.isStarted) return this;
    this.isStarted = true;
    this.doneAt = this.clock.monotonic();
    const { first, every = 0 } = this.options;
    this.schedule(this.spread(first ?? every));
    return this;
  }

  /**
   * Asks for a turn before its time. Any number of wakes before a turn are one; one during a turn asks for another.
   * A task whose last turn failed keeps its pause.
   */
  wake(): void {
    if (!this.isActive || this.isWoken) return;
    this.isWoken = true;
    if (this.turn === undefined && this.failures === 0) this.schedule(this.wakePause());
  }

  /** Begins no other turn, and waits for the one under way. May be called again. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.cancel?.();
    await this.turn;
  }

  private schedule(ms: number): void {
    this.cancel?.();
    if (!this.isActive) return;
    this.dueAt = this.clock.monotonic() + ms;
    this.cancel = this.clock.after(ms, () => this.begin());
  }

  private begin(): void {
    this.isWoken = false;
    this.turn = this.context
      .runInAsyncScope(() => this.attempt())
      .then((pause) => {
        this.turn = undefined;
        if (pause !== undefined) this.schedule(pause);
      });
  }

  /** @returns the pause until the next turn; undefined when there is to be none */
  private async attempt(): Promise<number | undefined> {
    const { every, run } = this.options;
    const since = this.clock.monotonic();
    this.lagMs = Math.max(0, since - this.dueAt);
    try {
      await run(this.stopping.signal);
      this.failures = 0;
      this.done++;
      this.doneAt = this.clock.monotonic();
      if (every === undefined) return undefined;
      return this.isWoken ? this.wakePause() : this.spread(every);
    } catch (error) {
      if (!this.isActive) return undefined;
      this.failed++;
      const pause = backoff(++this.failures, every ?? LONGEST_MS);
      this.log.warn(
        `${reasonOf(error)} (failure ${this.failures} in a row, next try in ${Math.ceil(pause)} ms)`,
      );
      return pause;
    } finally {
      this.tookMs += this.clock.monotonic() - since;
    }
  }

  private wakePause(): number {
    return Math.random() * (this.options.wakeWithin ?? 0);
  }

  private spread(ms: number): number {
    return ms * (1 + Math.random() * (this.options.jitter ?? 0));
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
