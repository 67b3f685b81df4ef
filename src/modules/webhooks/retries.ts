const SECOND_MS = 1000;
const HOUR_MS = 3_600_000;

/** Tries end this long after the event, or after it was asked for again. */
export const GIVE_UP_MS = 72 * HOUR_MS;
/** An endpoint that has failed for so long is switched off. */
export const SWITCH_OFF_MS = 5 * 24 * HOUR_MS;

const FIRST_MS = 5 * SECOND_MS;
const GROWTH = 3;
const LONGEST_MS = 8 * HOUR_MS;
/** A receiver may ask for a longer pause, and is heard up to this. */
const LONGEST_ASKED_MS = 24 * HOUR_MS;

/** Failures of an endpoint in a row that a pause of all its deliveries begins with. */
const PATIENCE = 3;
const LONGEST_REST_MS = 60 * SECOND_MS;
const LONGEST_ASKED_REST_MS = HOUR_MS;

/**
 * Milliseconds from a failed try to the next one of the same delivery: 5 s, three times longer each time, 8 h at most,
 * each a fifth shorter or longer at random.
 * @param asked by Retry-After; 0: none
 */
export function retryPause(tries: number, asked: number): number {
  const base = Math.min(FIRST_MS * GROWTH ** Math.min(tries - 1, 20), LONGEST_MS);
  return Math.max(base * (0.8 + Math.random() * 0.4), Math.min(asked, LONGEST_ASKED_MS));
}

/**
 * Milliseconds in which an endpoint that fails gets nothing at all, so that events that pile up for it are not each
 * tried against a server that is away.
 */
export function restPause(failures: number, asked: number): number {
  const base =
    failures < PATIENCE ? 0 : Math.min(FIRST_MS * 2 ** Math.min(failures - PATIENCE, 10), LONGEST_REST_MS);
  return Math.max(base * (0.8 + Math.random() * 0.2), Math.min(asked, LONGEST_ASKED_REST_MS));
}

/** Milliseconds that Retry-After asks for: seconds or a date (RFC 9110, section 10.2.3); 0 for what is neither. */
export function retryAfter(header: string | undefined, now: number): number {
  if (header === undefined) return 0;
  if (/^\d{1,9}$/.test(header)) return Number(header) * SECOND_MS;
  const date = Date.parse(header);
  return Number.isNaN(date) ? 0 : Math.max(0, date - now);
}
