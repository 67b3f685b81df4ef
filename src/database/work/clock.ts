import { Injectable } from '@nestjs/common';

/** A moment by two clocks: the monotonic one stands still while a machine sleeps, the wall clock may be set back. */
export interface Moment {
  readonly monotonic: number;
  readonly wall: number;
}

/** Longer ago than any lease lasts. */
export const NEVER: Moment = { monotonic: -Infinity, wall: -Infinity };

/** The time of background work. Tests give another one, and move it. Unit of everything: milliseconds. */
export abstract class Clock {
  /** Never goes back; counts from no particular moment. */
  abstract monotonic(): number;

  /** Since 1970. */
  abstract wall(): number;

  /** Calls `run` once; does not keep the process alive. @returns cancels it */
  abstract after(ms: number, run: () => void): () => void;

  moment(): Moment {
    return { monotonic: this.monotonic(), wall: this.wall() };
  }

  /** The longer of what the two clocks say. */
  since({ monotonic, wall }: Moment): number {
    return Math.max(this.monotonic() - monotonic, this.wall() - wall);
  }

  /** Ends early when the signal is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        cancel();
        signal?.removeEventListener('abort', end);
        resolve();
      };
      const cancel = this.after(signal?.aborted ? 0 : ms, end);
      signal?.addEventListener('abort', end, { once: true });
    });
  }
}

/** setTimeout takes 31 bits; a longer delay would fire at once. 24 days. */
const MAX_DELAY_MS = 2 ** 31 - 1;

@Injectable()
export class SystemClock extends Clock {
  monotonic(): number {
    return performance.now();
  }

  wall(): number {
    return Date.now();
  }

  after(ms: number, run: () => void): () => void {
    const timer = setTimeout(run, Math.min(Math.max(ms, 0), MAX_DELAY_MS)).unref();
    return () => clearTimeout(timer);
  }
}
