import { AppError } from '../../common/errors/app-error.js';

/** A strong or weak entity tag (RFC 9110, section 8.8.3). */
const TAG = /^(W\/)?"([\x21\x23-\x7e\x80-\xff]*)"$/;
const MAX_TAGS = 20;

const WEAK =
  'A weak entity tag (W/) matches nothing. A proxy that compresses answers, such as nginx with gzip, makes tags weak: send it without W/';

/**
 * The revisions `If-Match` allows, or undefined for any. Weak tags are compared strongly, so they match
 * nothing (RFC 9110, section 13.1.1); who sends no other is told why.
 * @param changed how the route says that another request was first
 * @throws AppError request.invalid naming the header; `changed`
 */
export function ifMatch(
  header: string | undefined,
  changed: 'resource.changed' | 'document.changed' = 'resource.changed',
): string[] | undefined {
  if (header === undefined || header.trim() === '*') return undefined;
  const strong = tags(header, 'If-Match').filter(({ weak }) => !weak);
  if (strong.length === 0) throw new AppError(changed, { errors: { 'If-Match': WEAK } });
  return strong.map(({ value }) => value);
}

/**
 * Whether `If-None-Match` names the revision (RFC 9110, section 13.1.2).
 * @throws AppError request.invalid naming the header
 */
export function isKnown(header: string | undefined, revision: string): boolean {
  if (header === undefined) return false;
  return header.trim() === '*' || tags(header, 'If-None-Match').some(({ value }) => value === revision);
}

/**
 * Whether a PUT may only create.
 * @throws AppError request.invalid naming the header
 */
export function isCreation(header: string | undefined): boolean {
  if (header === undefined) return false;
  if (header.trim() === '*') return true;
  throw invalidRequest('If-None-Match', 'must be * on PUT');
}

function tags(header: string, name: string): { weak: boolean; value: string }[] {
  const parts = header.split(',').map((part) => TAG.exec(part.trim()));
  if (parts.length > MAX_TAGS) throw invalidRequest(name, `must name at most ${MAX_TAGS} entity tags`);
  return parts.map((found) => {
    if (!found) throw invalidRequest(name, 'must be * or a list of entity tags such as "3f2a9c0d1e4b"');
    return { weak: found[1] !== undefined, value: found[2] };
  });
}

function invalidRequest(name: string, message: string): AppError {
  return new AppError('request.invalid', { errors: { [name]: `${name} ${message}` } });
}
