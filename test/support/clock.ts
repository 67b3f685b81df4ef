import { setImmediate as turn } from 'node:timers/promises';
import { Clock } from '../../src/database/work/clock.js';

interface Timer {
  at: number;
  run: () => void;
  real?: NodeJS.Timeout;
}

const START = Date.parse('2030-01-01T00:00:00Z');

/** A clock that tests move. It stands still between two moves, or flows and can be moved on besides. */
export class TestClock extends Clock {
  private offset = 0;
  private slept = 0;
  private readonly timers = new Set<Timer>();

  private constructor(private readonly flows: boolean) {
    super();
  }

  /** For classes without a database. */
  static standing(): TestClock {
    return new TestClock(false);
  }

  /** For a whole service: what it does with the database takes real time. */
  static flowing(): TestClock {
    return new TestClock(true);
  }

  monotonic(): number {
    return (this.flows ? performance.now() : 0) + this.offset;
  }

  wall(): number {
    return (this.flows ? Date.now() : START) + this.offset + this.slept;
  }

  after(ms: number, run: () => void): () => void {
    const timer: Timer = { at: this.monotonic() + Math.max(ms, 0), run };
    this.timers.add(timer);
    this.arm(timer);
    return () => this.drop(timer);
  }

  /** When the next timer fires, in milliseconds from now. */
  get next(): number | undefined {
    const first = this.first();
    return first && first.at - this.monotonic();
  }

  /** Moves on, and lets everything that is due by then happen in its order. */
  async advance(ms: number): Promise<void> {
    await turn();
    const end = this.offset + ms;
    for (let due = this.first(); due; due = this.first()) {
      const wait = Math.max(0, due.at - this.monotonic());
      if (this.offset + wait > end) break;
      this.offset += wait;
      this.fire(due);
      await turn();
    }
    this.offset = end;
    for (const timer of this.timers) this.arm(timer);
  }

  /** The machine sleeps: the wall clock goes on, the monotonic one and all timers stand still. */
  sleepMachine(ms: number): void {
    this.slept += ms;
  }

  private first(): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.timers) if (!first || timer.at < first.at) first = timer;
    return first;
  }

  private arm(timer: Timer): void {
    if (!this.flows) return;
    clearTimeout(timer.real);
    timer.real = setTimeout(() => this.fire(timer), Math.max(0, timer.at - this.monotonic())).unref();
  }

  private fire(timer: Timer): void {
    this.drop(timer);
    timer.run();
  }

  private drop(timer: Timer): void {
    clearTimeout(timer.real);
    this.timers.delete(timer);
  }
}
