import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedMongodbError, systemCode } from './errors.js';
import { processIdentity } from './processes.js';

interface Owner {
  pid: number;
  identity: string;
}

/** The right of one process to run the database of a directory. */
export interface OwnerLock {
  release(): Promise<void>;
}

/**
 * Takes the directory, or refuses with the pid of the process that has it.
 * The lock names a life of a process, so a lock left by `kill -9` or a reboot is known to be stale.
 */
export async function takeOwnership(dataDir: string): Promise<OwnerLock> {
  const path = join(dataDir, 'owner.json');
  const own: Owner = { pid: process.pid, identity: (await processIdentity(process.pid)) ?? 'unknown' };
  const text = JSON.stringify(own);
  const draft = `${path}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  await writeFile(draft, text);
  try {
    for (let attempt = 0; attempt < 20; attempt++) {
      if (await linkNew(draft, path)) return { release: () => releaseIfOwn(path, text) };
      await removeIfStale(path, dataDir);
    }
  } finally {
    await rm(draft, { force: true });
  }
  throw new EmbeddedMongodbError(
    'data_in_use',
    `The data directory ${dataDir} is being taken by other processes at this moment; try again.`,
  );
}

/** The process that has the directory; undefined: none, or one that is gone. */
export async function ownerOf(dataDir: string): Promise<number | undefined> {
  const owner = parseOwner(await readFile(join(dataDir, 'owner.json'), 'utf8').catch(() => ''));
  return owner && (await processIdentity(owner.pid)) === owner.identity ? owner.pid : undefined;
}

/** A hard link appears with its content in one step and never replaces a file. */
async function linkNew(draft: string, path: string): Promise<boolean> {
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw error;
  }
}

async function removeIfStale(path: string, dataDir: string): Promise<void> {
  const seen = await readFile(path, 'utf8').catch(() => undefined);
  if (seen === undefined) return;
  const owner = parseOwner(seen);
  if (owner && (await processIdentity(owner.pid)) === owner.identity) {
    const who = owner.pid === process.pid ? `this process (pid ${owner.pid})` : `process ${owner.pid}`;
    throw new EmbeddedMongodbError(
      'data_in_use',
      `The data directory ${dataDir} is in use by ${who}; stop it, or choose another directory.`,
    );
  }
  // Renamed before it is removed: if a third process put a live lock there meanwhile, it goes back.
  const aside = `${path}.stale.${process.pid}`;
  await rename(path, aside).catch(() => undefined);
  const taken = await readFile(aside, 'utf8').catch(() => undefined);
  if (taken !== undefined && taken !== seen) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
}

function parseOwner(text: string): Owner | undefined {
  try {
    const value = JSON.parse(text) as Partial<Owner> | null;
    if (typeof value?.pid === 'number' && typeof value.identity === 'string') return value as Owner;
  } catch {
    // A half-written file of another tool owns nothing.
  }
  return undefined;
}

async function releaseIfOwn(path: string, text: string): Promise<void> {
  if ((await readFile(path, 'utf8').catch(() => undefined)) === text) await rm(path, { force: true });
}
