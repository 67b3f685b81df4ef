import { setImmediate as nextTurn } from 'node:timers/promises';

/** Milliseconds of work after which others have a turn. */
const TURN_MS = 10;

/** The result of work that cannot be cut; when it took long, after a turn of others. @throws what the work throws */
export function sparing<T>(work: () => T): T | Promise<T> {
  const since = performance.now();
  const result = work();
  return performance.now() - since < TURN_MS ? result : nextTurn(result);
}
