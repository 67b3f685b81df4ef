import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkFreeSpace, layoutOf, prepareDbPath, remember, rotateLog } from './data-dir.js';
import { takeOwnership } from './owner-lock.js';
import { cacheDirOf } from './options.js';

let path: string;
beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), 'rowhouse-data-dir-'));
});
afterEach(() => rm(path, { recursive: true, force: true, maxRetries: 10 }));

describe('rotateLog', () => {
  it('keeps one older file', async () => {
    const dir = layoutOf(path);
    expect(await rotateLog(dir, 5)).toBe(false);
    await writeFile(dir.logPath, 'small');
    expect(await rotateLog(dir, 6)).toBe(false);
    expect(await rotateLog(dir, 5)).toBe(true);
    await writeFile(dir.logPath, 'newer');
    expect(await rotateLog(dir, 5)).toBe(true);
    expect(await readFile(`${dir.logPath}.1`, 'utf8')).toBe('newer');
    await expect(stat(dir.logPath)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('checkFreeSpace', () => {
  const MB = 1024 * 1024;

  it('says before the first start what it needs, and of which disk', async () => {
    const dir = layoutOf(path);
    await checkFreeSpace(dir, 320 * MB);
    await expect(checkFreeSpace(dir, 320 * MB - 1)).rejects.toThrow(
      `The disk of ${path} has only 319 MB left and the database needs 320 MB for its first start; free some space, or choose another directory.`,
    );
  });

  it('needs less once the journal is laid out', async () => {
    const dir = layoutOf(path);
    await mkdir(join(dir.dbPath, 'journal'), { recursive: true });
    await checkFreeSpace(dir, 100 * MB);
    await expect(checkFreeSpace(dir, 100 * MB - 1)).rejects.toThrow(
      /only 99 MB left and the database needs 100 MB;/,
    );
  });
});

describe('what is remembered', () => {
  it('is read again, and a broken file is as good as none', async () => {
    const dir = layoutOf(path);
    expect(await prepareDbPath(dir)).toEqual({});
    await remember(dir, { port: 1234, version: '8.2.0' });
    expect(await prepareDbPath(dir)).toEqual({ port: 1234, version: '8.2.0' });
    await writeFile(join(path, 'rowhouse-mongodb.json'), '{"po');
    expect(await prepareDbPath(dir)).toEqual({});
  });
});

describe('takeOwnership', () => {
  const lockFile = () => join(path, 'owner.json');

  it('refuses a second owner and is free again after release', async () => {
    const lock = await takeOwnership(path);
    await expect(takeOwnership(path)).rejects.toMatchObject({ code: 'data_in_use' });
    await lock.release();
    await (await takeOwnership(path)).release();
  });

  it.each([
    ['a process that is gone', JSON.stringify({ pid: 2 ** 22 + 1, identity: 'x' })],
    ['another life of a pid that runs', JSON.stringify({ pid: process.pid, identity: 'boot/1' })],
    ['half a file', '{"pid":'],
  ])('takes over from %s', async (_who, text) => {
    await writeFile(lockFile(), text);
    const lock = await takeOwnership(path);
    expect(JSON.parse(await readFile(lockFile(), 'utf8')).pid).toBe(process.pid);
    await lock.release();
  });

  it('goes to one of many that find it stale', async () => {
    await writeFile(lockFile(), JSON.stringify({ pid: 2 ** 22 + 1, identity: 'x' }));
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => takeOwnership(path)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});

describe('cacheDirOf', () => {
  it('is the given one, else below XDG_CACHE_HOME', () => {
    expect(cacheDirOf({ cacheDir: '/c' })).toBe('/c');
    expect(cacheDirOf({ env: { XDG_CACHE_HOME: '/x' } })).toBe('/x/rowhouse/mongodb');
    expect(cacheDirOf({ env: {} })).toMatch(/\.cache\/rowhouse\/mongodb$/);
  });
});
