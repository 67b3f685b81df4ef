import { createHash, randomBytes } from 'node:crypto';

/** Lets secret scanners recognise a leaked one. */
const PREFIX = 'rwi_';
const BYTES = 32;

/** A code to be mailed, and what is stored of it. */
export function newCode(): { code: string; hash: string } {
  const code = PREFIX + randomBytes(BYTES).toString('base64url');
  return { code, hash: hashOf(code) };
}

/** 256 random bits need no slower hash. */
export const hashOf = (code: string): string =>
  createHash('sha256').update(`invitation\0${code}`).digest('hex');
