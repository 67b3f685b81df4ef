import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Env } from './env.js';

/**
 * The signing secret. Without SECRET_KEY outside production one is made and kept under DATA_DIR, so that
 * tokens survive a restart; two processes that start at once agree, because the file is created exclusively.
 */
export function signingSecret(env: Env): string {
  if (env.SECRET_KEY !== undefined) return env.SECRET_KEY;
  const file = join(env.DATA_DIR, 'secret.key');
  mkdirSync(env.DATA_DIR, { recursive: true });
  try {
    writeFileSync(file, randomBytes(48).toString('base64url'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(file, 'utf8').trim();
}

/** The secrets whose signatures are accepted, the newest first (D15); only the first one signs. */
export function signingSecrets(env: Env): string[] {
  const { SECRET_KEY_PREVIOUS: previous } = env;
  return [signingSecret(env), ...(previous === undefined ? [] : [previous])];
}
