import { dictionary } from '@zxcvbn-ts/language-common';
import { AppError } from '../../common/errors/app-error.js';

const MIN_CHARACTERS = 8;
/** NIST SP 800-63B-4 asks for at least 64 characters; more than this is a way to keep the server busy. */
const MAX_BYTES = 1024;

export interface PasswordContext {
  organizationName?: string;
  email?: string;
  /** Only the length counts: S2 documents no strength rule outside production (C-13). */
  lengthOnly?: boolean;
}

const COMMON = new Set(dictionary['passwords-common']);

/**
 * The one password policy (D3): length, a list of common passwords, and the words an attacker
 * tries first. No composition rules.
 */
export function checkPassword(password: string, context: PasswordContext): void {
  const text = password.normalize('NFKC');
  const refuse = (message: string): never => {
    throw new AppError('user.password_weak', { errors: { password: message } });
  };
  if ([...text].length < MIN_CHARACTERS) refuse(`Password must have at least ${MIN_CHARACTERS} characters`);
  if (Buffer.byteLength(text) > MAX_BYTES) refuse(`Password must have at most ${MAX_BYTES} bytes`);
  if (context.lengthOnly) return;
  const lower = text.toLowerCase();
  const words = [context.organizationName, context.email, context.email?.split('@')[0]];
  if (COMMON.has(lower) || words.some((word) => word?.normalize('NFKC').toLowerCase() === lower)) {
    refuse('Password is too weak');
  }
}
