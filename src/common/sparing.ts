import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds of work after which others have a turn. */
const TURN_MS = 10;
/** Milliseconds of the event loop that turns take before they rest: fewer than a timer can tell are not worth one. */
const WORK_MS = 2;
/** So many times as long as they worked: turns take a third of the loop's time, and of a core, at the most. */
const REST = 2;
/** Milliseconds. A loop that others keep busy must not stop what takes turns. */
const MAX_REST_MS = 40;

/** What work of this kind has taken of this turn of the event loop. Milliseconds. */
let usedMs = 0;
/** What turns have taken of the event loop since they last rested. Milliseconds. */
let workedMs = 0;
let line: Promise<void> = Promise.resolve();

/**
 * A turn of the event loop for one piece of work, in order of arrival: the pieces of many requests in one turn would
 * add up. After some turns all of them rest, in proportion to how long the loop took for them: what they cause
 * (garbage, writes to sockets, the database's and the client's work on the same machine) counts as well as what
 * they do.
 */
export function ownTurn(): Promise<void> {
  line = line.then(turn);
  return line;
}

/** Holds a place in a line while nothing is done, so that others have the machine. */
export const rest = (ms: number): Promise<void> => sleep(ms);

async function turn(): Promise<void> {
  if (workedMs >= WORK_MS) {
    const restMs = Math.min(workedMs * REST, MAX_REST_MS);
    workedMs = 0;
    await sleep(restMs);
  }
  await nextTurn();
  const since = performance.now();
  setImmediate(() => (workedMs += performance.now() - since));
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
