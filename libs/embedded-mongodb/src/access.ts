import { randomBytes } from 'node:crypto';
import { chmod, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DataDir } from './data-dir.js';

/** What a protected mongod is reached with. */
export interface Access {
  /** The file mongod takes its key from; it is also the password of mongod's own user `__system`. */
  keyFile: string;
  key: string;
  /** The account that the connection string names. */
  user: string;
  password: string;
}

const USER = 'rowhouse';
/** mongod refuses keys over 1024 characters, and characters outside base64. */
const KEY_BYTES = 96;
const PASSWORD_BYTES = 32;
const OWNER_ONLY = 0o600;

/**
 * The secrets of a protected data directory, made when they are absent. A directory that was protected once
 * stays so: opened without it, its accounts would have no effect.
 * @param wanted whether this start asks for protection
 */
export async function accessOf(dir: DataDir, wanted: boolean): Promise<Access | undefined> {
  const keyFile = join(dir.path, 'keyfile');
  const existing = await secretIn(keyFile);
  if (!wanted && existing === undefined) return undefined;
  const key = existing ?? (await makeSecret(keyFile, randomBytes(KEY_BYTES).toString('base64')));
  const file = credentialsFileOf(dir);
  const password =
    (await secretIn(file)) ?? (await makeSecret(file, randomBytes(PASSWORD_BYTES).toString('base64url')));
  return { keyFile, key, user: USER, password };
}

/** Holds the password of the account `rowhouse`, and nothing else. */
export function credentialsFileOf(dir: DataDir): string {
  return join(dir.path, 'password');
}

/** Narrowed at each start: mongod refuses a key that others can read, as a restored copy may be. */
async function secretIn(path: string): Promise<string | undefined> {
  try {
    await chmod(path, OWNER_ONLY);
    return (await readFile(path, 'utf8')).trim() || undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** In one step, so that a start that is killed leaves the whole secret or none. */
async function makeSecret(path: string, secret: string): Promise<string> {
  const draft = `${path}.tmp`;
  await rm(draft, { force: true }); // the mode is that of a new file
  await writeFile(draft, `${secret}\n`, { mode: OWNER_ONLY });
  await rename(draft, path);
  return secret;
}
