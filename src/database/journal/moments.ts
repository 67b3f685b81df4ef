import { Timestamp } from 'mongodb';

/** A resume token begins with the moment it stands for: a type byte, seconds, operation; all in hexadecimal. */
export const timeOfToken = (token: string): Timestamp =>
  new Timestamp({ t: parseInt(token.slice(2, 10), 16), i: parseInt(token.slice(10, 18), 16) });

const LAST = 2 ** 32 - 1;

/** The beginning of a second since 1970. */
export const secondMoment = (t: number): Timestamp => new Timestamp({ t, i: 0 });

/** The newest moment before one. */
export const momentBefore = ({ t, i }: Timestamp): Timestamp =>
  i > 0 ? new Timestamp({ t, i: i - 1 }) : new Timestamp({ t: t - 1, i: LAST });

/**
 * ChangeStreamFatalError, ChangeStreamHistoryLost, InvalidResumeToken, FailedToParse, BSONObjectTooLarge,
 * CappedPositionLost.
 */
const OVER = new Set<unknown>([280, 286, 260, 9, 10334, 136]);

/** It cannot be gone on with: what happened since is not known. */
export const isStreamOver = (error: unknown): boolean => OVER.has((error as { code?: unknown }).code);
