import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { archiveKey } from './backup-env.js';
import type { Env } from './env.js';

/**
 * The signing secret. Without SECRET_KEY outside production one is made and kept under DATA_DIR, so that
 * tokens survive a restart; two processes that start at once agree, because the file is created exclusively.
 */
export function signingSecret(env: Env): string {
  return (
    env.SECRET_KEY ?? keptSecret(env.DATA_DIR, 'secret.key', () => randomBytes(48).toString('base64url'))
  );
}

/** The keys that wrap those of archives, the newest first; only the first one wraps. Kept as the signing secret is. */
export function archiveKeys(env: Env): Buffer[] {
  const made = () => randomBytes(32).toString('base64');
  const newest = env.ARCHIVE_KEY ?? keptSecret(env.DATA_DIR, 'archive.key', made);
  const all = [newest, ...(env.ARCHIVE_KEY_PREVIOUS === undefined ? [] : [env.ARCHIVE_KEY_PREVIOUS])];
  return all.map((text) => archiveKey(text)!);
}

function keptSecret(folder: string, name: string, make: () => string): string {
  const file = join(folder, name);
  mkdirSync(folder, { recursive: true });
  try {
    writeFileSync(file, make(), { flag: 'wx', mode: 0o600 });
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
