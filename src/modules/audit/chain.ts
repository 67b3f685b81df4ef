import { createHash, createHmac } from 'node:crypto';

/** What the first entry of a chain follows. */
export const GENESIS = '0'.repeat(64);

/** Characters of a text in the details; what is longer is cut. */
const MAX_TEXT = 500;
const MAX_DEPTH = 4;
const MAX_KEYS = 50;
const SECRET = /password|passwd|secret|token|hash|authorization|cookie|credential/i;

/**
 * HMAC-SHA-256 of the entry before it and of the content in canonical form: sorted keys, dates as ISO text.
 * @param key undefined for an entry of a version that had no key: SHA-256
 */
export function hashOf(content: { prev: string }, key?: Buffer): string {
  const hash = key === undefined ? createHash('sha256') : createHmac('sha256', key);
  return hash.update(content.prev).update(canonicalJson(content)).digest('hex');
}

/** The same text for equal values, in whatever order their keys were set; what is undefined is absent. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/** Details as they are stored: plain JSON of limited size, and nothing under a name that secrets have. */
export function plainDetails(details: Record<string, unknown>): Record<string, unknown> {
  return plain(JSON.parse(JSON.stringify(details)), 1) as Record<string, unknown>;
}

function plain(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return value.toWellFormed().slice(0, MAX_TEXT).toWellFormed();
  if (typeof value !== 'object' || value === null) return value;
  if (depth > MAX_DEPTH) return '…';
  if (Array.isArray(value)) return value.slice(0, MAX_KEYS).map((one) => plain(one, depth + 1));
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, MAX_KEYS)
      .map(([key, one]) => [key.toWellFormed(), SECRET.test(key) ? '***' : plain(one, depth + 1)]),
  );
}
