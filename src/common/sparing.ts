import { setImmediate as nextTurn } from 'node:timers/promises';

/** Milliseconds of work after which others have a turn. */
const TURN_MS = 10;

/** What work of this kind has taken of this turn of the event loop. Milliseconds. */
let usedMs = 0;
let line: Promise<void> = Promise.resolve();

/**
 * A turn of the event loop for one piece of work, in order of arrival: the pieces of many requests in one turn would
 * add up.
 */
export function ownTurn(): Promise<void> {
  line = line.then(() => nextTurn());
  return line;
}

/**
 * The result of work that cannot be cut. When other such work has used up this turn, it waits for a turn of its own;
 * when it took long, its result waits for a turn of others.
 * @throws what the work throws, or a promise that rejects with it
 */
export function sparing<T>(work: () => T): T | Promise<T> {
  return usedMs < TURN_MS ? measured(work) : ownTurn().then(() => measured(work));
}

function measured<T>(work: () => T): T | Promise<T> {
  const since = performance.now();
  try {
    const result = work();
    return performance.now() - since < TURN_MS ? result : nextTurn(result);
  } finally {
    if (usedMs === 0) setImmediate(() => (usedMs = 0));
    usedMs += performance.now() - since;
  }
}
