import { setTimeout as sleep } from 'node:timers/promises';
import { stretched } from './stretched.js';

/** Milliseconds after which it is not expected any more. */
const PATIENCE_MS = 30_000;

/** Looks until it is so. @param ms on a quiet machine @throws with `what` when it does not become so in time */
export async function until(
  done: () => boolean | Promise<boolean>,
  ms: number = PATIENCE_MS,
  what = done.toString(),
): Promise<void> {
  const deadline = performance.now() + stretched(ms);
  while (!(await done())) {
    if (performance.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await sleep(10);
  }
}
