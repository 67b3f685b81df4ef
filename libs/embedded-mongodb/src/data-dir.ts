import { mkdir, readdir, readFile, rename, stat, statfs, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { EmbeddedMongodbError, firstLine } from './errors.js';
import { endProcess, processesOnDbPath } from './processes.js';

const MEGABYTE = 1024 * 1024;
/** mongod aborts when it cannot write its journal, so it is not started close to the edge. */
const LEAST_FREE_BYTES = 100 * MEGABYTE;
/** The first start lays two files of 100 MB out for the journal. */
const FIRST_FREE_BYTES = 320 * MEGABYTE;
/** Beyond this the log of mongod is moved aside; two files are kept. */
export const LOG_LIMIT_BYTES = 10 * 1024 * 1024;
const MARKER = 'rowhouse-mongodb.json';
const HARMLESS = new Set(['.gitignore', '.gitkeep', '.DS_Store', 'lost+found']);

/** What is remembered between starts. */
export interface Remembered {
  port?: number;
  version?: string;
}

/** The files of one embedded database. */
export interface DataDir {
  path: string;
  dbPath: string;
  logPath: string;
  /** What mongod prints before its log file is open. */
  outPath: string;
  pidPath: string;
}

/** The layout under a data directory. */
export function layoutOf(dataDir: string): DataDir {
  const path = resolve(dataDir);
  return {
    path,
    dbPath: join(path, 'db'),
    logPath: join(path, 'mongod.log'),
    outPath: join(path, 'mongod.out'),
    pidPath: join(path, 'mongod.pid'),
  };
}

/** Creates the directory, or refuses one that holds the files of another program. */
export async function openDataDir(dir: DataDir): Promise<void> {
  const names = await createAndList(dir.path);
  if (names.includes(MARKER)) return;
  const foreign = names.filter((name) => !HARMLESS.has(name) && !name.startsWith('owner.json'));
  if (foreign.length === 0) return;
  throw new EmbeddedMongodbError(
    'data_foreign',
    `The data directory ${dir.path} holds files that are not Rowhouse's (${foreign.slice(0, 3).join(', ')}); ` +
      'choose an empty directory.',
  );
}

async function createAndList(path: string): Promise<string[]> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
    return await readdir(path);
  } catch (error) {
    throw new EmbeddedMongodbError(
      'start_failed',
      `The data directory ${path} cannot be used (${firstLine(error)}); choose a directory that can be written.`,
      { cause: error },
    );
  }
}

/** Marks the directory as ours, before mongod writes its first file. */
export async function prepareDbPath(dir: DataDir): Promise<Remembered> {
  const remembered = await recall(dir);
  await remember(dir, remembered);
  await mkdir(dir.dbPath, { recursive: true, mode: 0o700 });
  return remembered;
}

/** What the last start kept. */
export async function recall(dir: DataDir): Promise<Remembered> {
  try {
    return JSON.parse(await readFile(join(dir.path, MARKER), 'utf8')) as Remembered;
  } catch {
    return {};
  }
}

/** Replaced in one step, so that a crash leaves the old or the new content. */
export async function remember(dir: DataDir, value: Remembered): Promise<void> {
  const marker = join(dir.path, MARKER);
  await writeFile(`${marker}.tmp`, `${JSON.stringify(value)}\n`);
  await rename(`${marker}.tmp`, marker);
}

/** Refuses to start on a disk that is nearly full. @param free bytes; absent: asked of the disk */
export async function checkFreeSpace(dir: DataDir, free?: number): Promise<void> {
  const isFirst = await stat(join(dir.dbPath, 'journal')).then(
    () => false,
    () => true,
  );
  const least = isFirst ? FIRST_FREE_BYTES : LEAST_FREE_BYTES;
  const left = free ?? (await freeBytes(dir.path));
  if (left >= least) return;
  const needs = `the database needs ${least / MEGABYTE} MB${isFirst ? ' for its first start' : ''}`;
  throw new EmbeddedMongodbError(
    'disk_full',
    `The disk of ${dir.path} has only ${Math.floor(left / MEGABYTE)} MB left and ${needs}; ` +
      'free some space, or choose another directory.',
  );
}

async function freeBytes(path: string): Promise<number> {
  const { bavail, bsize } = await statfs(path);
  return bavail * bsize;
}

/** Ends a mongod that an earlier, killed process left on this directory. The caller owns the directory. */
export async function endOrphans(dir: DataDir, log: (line: string) => void): Promise<void> {
  const users = await processesOnDbPath(dir.dbPath);
  const stranger = users.find(({ argv }) => !argv.includes(dir.pidPath));
  if (stranger) {
    throw new EmbeddedMongodbError(
      'data_in_use',
      `A mongod that Rowhouse did not start (pid ${stranger.pid}) is using ${dir.dbPath}; stop it first.`,
    );
  }
  // Its watcher, a fork of the shell that became mongod, shows the same command line behind "-c" and ends with it.
  const mongod = users.find(({ argv }) => argv[1] !== '-c');
  if (mongod) log(`Ending the mongod (pid ${mongod.pid}) that an earlier run left behind.`);
  await Promise.all(users.map(({ pid }) => endProcess(pid, 4_000)));
}

/** Moves a log of `limit` bytes or more aside; with the one kept before it, logs never exceed twice that. */
export async function rotateLog(dir: DataDir, limit: number): Promise<boolean> {
  const size = await stat(dir.logPath).then(
    (file) => file.size,
    () => 0,
  );
  if (size < limit) return false;
  await rename(dir.logPath, `${dir.logPath}.1`);
  return true;
}
