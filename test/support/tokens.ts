import { createHmac } from 'node:crypto';

export type Claims = Record<string, unknown>;

const encode = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

/** The header of a token, as it is written. */
export const headerOf = (token: string): string =>
  Buffer.from(token.split('.')[0], 'base64url').toString('utf8');

export const claimsOf = (token: string): Claims =>
  JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString('utf8')) as Claims;

/** A token signed with a key of the caller's choice; header and claims may be any text. */
export function forge(
  header: unknown,
  claims: unknown,
  key: string,
  hash: 'sha256' | 'sha384' | 'sha512' = 'sha256',
): string {
  const signed = `${encode(header)}.${encode(claims)}`;
  return `${signed}.${createHmac(hash, key).update(signed).digest('base64url')}`;
}
