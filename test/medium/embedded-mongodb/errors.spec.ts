import { chmod, mkdir, open, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { EmbeddedMongodbError } from '@rowhouse/embedded-mongodb';
import { cleanUp, newDir, processesNaming, start, startInChild } from './helpers.js';

afterEach(cleanUp);

/** The error of a start: one message, never a stack. */
async function errorOf(starting: Promise<unknown>): Promise<EmbeddedMongodbError> {
  const error = await starting.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(EmbeddedMongodbError);
  expect((error as Error).message).toMatch(/^[^\n]+\.$/);
  return error as EmbeddedMongodbError;
}

async function script(lines: string): Promise<string> {
  const path = join(await newDir(), 'mongod');
  await writeFile(path, `#!/bin/sh\n${lines}\n`);
  await chmod(path, 0o755);
  return path;
}

const answersVersion = (version: string) => `[ "$1" = --version ] && echo "db version v${version}" && exit 0`;

/** The checksum that WiredTiger keeps of a file's first block. */
function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

describe('a data directory that cannot be used', () => {
  it('refuses the files of another user', async () => {
    const dataDir = await newDir();
    await writeFile(join(dataDir, 'thesis.txt'), 'mine');
    const error = await errorOf(start(dataDir));
    expect(error.code).toBe('data_foreign');
    expect(error.message).toContain('thesis.txt');
    expect(await readFile(join(dataDir, 'thesis.txt'), 'utf8')).toBe('mine');
  });

  it('refuses data of a newer MongoDB that it has seen itself', async () => {
    const dataDir = await newDir();
    await writeFile(join(dataDir, 'rowhouse-mongodb.json'), '{"port":1,"version":"99.1.0"}');
    const error = await errorOf(start(dataDir));
    expect(error.code).toBe('data_newer');
    expect(error.message).toContain('99.1.0');
  });

  it('tells from the words of mongod that the files have a newer format', async () => {
    const dataDir = await newDir();
    await (await start(dataDir)).stop();
    const file = await open(join(dataDir, 'db', '_mdb_catalog.wt'), 'r+');
    const block = Buffer.alloc(4096);
    await file.read(block, 0, block.length, 0);
    block.writeUInt16LE(99, 4);
    block.writeUInt32LE(0, 8);
    block.writeUInt32LE(crc32c(block), 8);
    await file.write(block, 0, block.length, 0);
    await file.close();
    expect((await errorOf(start(dataDir))).code).toBe('data_newer');
    expect(await processesNaming(dataDir)).toEqual([]);
  });

  it('names the process that uses it, be it another or this one', async () => {
    const dataDir = await newDir();
    const { child } = await startInChild(dataDir);
    const error = await errorOf(start(dataDir));
    expect(error.code).toBe('data_in_use');
    expect(error.message).toContain(`process ${child.pid}`);

    const own = await newDir();
    await start(own);
    expect((await errorOf(start(own))).message).toContain(`this process (pid ${process.pid})`);
  });

  it('lets one of many simultaneous starts win', async () => {
    const dataDir = await newDir();
    const results = await Promise.allSettled([start(dataDir), start(dataDir), start(dataDir)]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('says that a path is not a directory', async () => {
    const path = join(await newDir(), 'file');
    await writeFile(path, '');
    expect((await errorOf(start(path))).code).toBe('start_failed');
  });
});

describe('a binary that cannot be used', () => {
  it('says that it is missing', async () => {
    const error = await errorOf(start(await newDir(), { binary: '/nowhere/mongod' }));
    expect(error.code).toBe('binary_missing');
    expect(error.message).toContain('/nowhere/mongod');
  });

  it('says that it does not run', async () => {
    const binary = await script('echo "libfoo.so.1: cannot open shared object file" >&2; exit 127');
    const error = await errorOf(start(await newDir(), { binary }));
    expect(error.code).toBe('binary_broken');
    expect(error.message).toContain('libfoo.so.1');
  });

  it('says that it is too old', async () => {
    const binary = await script(answersVersion('5.0.9'));
    const error = await errorOf(start(await newDir(), { binary }));
    expect(error.code).toBe('binary_broken');
    expect(error.message).toContain('5.0.9');
  });
});

describe('a mongod that does not start', () => {
  it.each([
    ['disk_full', 'echo "error 28: No space left on device" >&2; exit 14'],
    ['too_many_files', 'echo "accept: Too many open files" >&2; kill -ABRT $$'],
    ['start_failed', 'exit 3'],
  ])('gives %s', async (code, lines) => {
    const dataDir = await newDir();
    const binary = await script(`${answersVersion('8.2.0')}\n${lines}`);
    expect((await errorOf(start(dataDir, { binary }))).code).toBe(code);
    await mkdir(join(dataDir, 'usable-again'));
    expect((await errorOf(start(dataDir, { binary }))).code).toBe(code);
  });

  it('says that the given port is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    const error = await errorOf(start(await newDir(), { port }));
    server.close();
    expect(error.code).toBe('port_in_use');
    expect(error.message).toContain(String(port));
  });
});
