import type { FastifyReply } from 'fastify';
import type { Quota } from '../errors/app-error.js';

/**
 * Adds a quota to the fields of draft-ietf-httpapi-ratelimit-headers-10: what is allowed, and what is left of it.
 * @param resetSeconds until all of it is there again
 */
export function tellQuota(
  reply: FastifyReply,
  { name, limit, windowSeconds }: Quota,
  remaining: number,
  resetSeconds: number,
): void {
  append(reply, 'ratelimit-policy', `"${name}";q=${limit};w=${windowSeconds}`);
  append(reply, 'ratelimit', `"${name}";r=${remaining};t=${Math.ceil(resetSeconds)}`);
}

/** Both fields are lists (RFC 9651, section 3.1): a request may be under several quotas. */
function append(reply: FastifyReply, field: string, item: string): void {
  const present = reply.getHeader(field);
  reply.header(field, present === undefined ? item : `${String(present)}, ${item}`);
}
