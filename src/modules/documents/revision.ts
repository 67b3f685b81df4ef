import { randomUUID } from 'node:crypto';
import type { StoredDocument } from './document.schema.js';

/** The revision of a document that carries none of ours. */
export const NO_REVISION = '0';
/** What a revision may look like, so that it fits an ETag. */
export const REVISION = /^[\w-]{1,64}$/;

/** 48 random bits: two writes of one document share a revision once in 2^48. */
export function newRevision(): string {
  const uuid = randomUUID();
  return uuid.slice(0, 8) + uuid.slice(9, 13);
}

export function revisionOf(document: StoredDocument): string {
  const { _rev } = document;
  return typeof _rev === 'string' && REVISION.test(_rev) ? _rev : NO_REVISION;
}
