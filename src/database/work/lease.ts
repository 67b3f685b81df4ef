import { type Clock, type Moment, NEVER } from './clock.js';
import { PeriodicTask } from './periodic-task.js';

/** Unit of all: milliseconds. */
export interface LeaseTimes {
  /** How long others wait for an instance that was killed or frozen, after its last beat. */
  lasts: number;
  beat: number;
  /** Nothing is done under the lease this long before it may end: a write takes its time as well. */
  margin: number;
}

export interface LeaseOptions {
  /** What the log calls it. */
  name: string;
  times: LeaseTimes;
  /** Lets it last from now on, by the server's clock. @returns false: another instance has it */
  renew: (ms: number) => Promise<boolean>;
  /** When it was taken, read before the database was asked; absent: it is taken by the first renewal. */
  takenAt?: Moment;
  /** It is taken, or taken again after it had run out: others may have worked meanwhile. */
  onTaken?: () => void;
}

/** Another instance has the lease by now, or is to have it. */
export class LeaseLost extends Error {
  constructor(name?: string) {
    super(name === undefined ? 'the lease was lost' : `the lease of ${name} was lost`);
  }
}

/**
 * The right of one instance to work on something, renewed while it lasts. Every step of the work asks for it: it is
 * trusted by both clocks, and counted from the moment a renewal was sent, because the server's clock started no earlier.
 */
export class Lease {
  private readonly lost = new AbortController();
  private readonly beat: PeriodicTask;
  private renewedAt: Moment;

  constructor(
    private readonly clock: Clock,
    private readonly options: LeaseOptions,
  ) {
    this.renewedAt = options.takenAt ?? NEVER;
    const { name, times, takenAt } = options;
    // The row may have been written by the clock of this instance: the server's is asked at once.
    const first = takenAt === undefined ? times.beat : 0;
    this.beat = new PeriodicTask(clock, { name, first, every: times.beat, run: () => this.renew() });
  }

  /** Aborted when the lease was lost, given up or cancelled: whatever is done under it ends then. */
  get signal(): AbortSignal {
    return this.lost.signal;
  }

  /** It may be worked under now. */
  get isHeld(): boolean {
    const { lasts, margin } = this.options.times;
    return !this.lost.signal.aborted && this.clock.since(this.renewedAt) < lasts - margin;
  }

  /** Renews it from now on. */
  start(): this {
    this.beat.start();
    return this;
  }

  /** @throws LeaseLost, and whatever it was cancelled for */
  assertHeld(): void {
    this.lost.signal.throwIfAborted();
    if (!this.isHeld) throw new LeaseLost(this.options.name);
  }

  /** @throws what the renewal throws: the lease is then as it was */
  async renew(): Promise<void> {
    const { times, renew, onTaken } = this.options;
    const sentAt = this.clock.moment();
    const isOurs = await renew(times.lasts);
    if (this.lost.signal.aborted) return;
    if (!isOurs) return this.cancel();
    if (this.clock.since(this.renewedAt) >= times.lasts) onTaken?.();
    this.renewedAt = sentAt;
  }

  /** Waits, and holds the lease. @throws LeaseLost, and whatever it was cancelled for */
  async pause(ms: number): Promise<void> {
    this.assertHeld();
    await this.clock.sleep(ms, this.signal);
    this.assertHeld();
  }

  /** Makes the work end at its next step. */
  cancel(reason: Error = new LeaseLost(this.options.name)): void {
    this.lost.abort(reason);
  }

  /** Renews it no more, and waits for a renewal under way: what is released afterwards stays released. */
  async end(): Promise<void> {
    this.cancel();
    await this.beat.stop();
  }
}
