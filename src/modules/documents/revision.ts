import { randomUUID } from 'node:crypto';
import { textOf } from './bson-fields.js';

/** The revision of a document that carries none of ours. */
export const NO_REVISION = '0';
/** What a revision may look like, so that it fits an ETag. */
export const REVISION = /^[\w-]{1,64}$/;

/** 48 random bits: two writes of one document share a revision once in 2^48. */
export function newRevision(): string {
  const uuid = randomUUID();
  return uuid.slice(0, 8) + uuid.slice(9, 13);
}

/** @param document as BSON */
export function revisionOf(document: Buffer): string {
  const own = textOf(document, '_rev');
  return own !== undefined && REVISION.test(own) ? own : NO_REVISION;
}
