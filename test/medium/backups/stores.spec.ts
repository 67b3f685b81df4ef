import { createServer, type Server } from 'node:http';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from '@20minutes/s3rver';
import { readEnv } from '../../../src/config/env.js';
import type { BackupStore } from '../../../src/modules/backups/stores/backup-store.js';
import { openStore } from '../../../src/modules/backups/stores/open-store.js';

const BYTES = Buffer.from([0, 255, 10, 13, ...Buffer.from('ä')]);
let folder: string;
let s3: S3rver;
let endpoint: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rowhouse-stores-'));
  s3 = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory: join(folder, 's3'),
    configureBuckets: [{ name: 'backups', configs: [] }],
  });
  const { port } = await s3.run();
  endpoint = `http://127.0.0.1:${port}`;
});
afterAll(async () => {
  await s3.close();
  rmSync(folder, { recursive: true, force: true });
});

const bucket = (more: Record<string, string> = {}): BackupStore =>
  openStore(
    readEnv({
      BACKUP_STORE: 's3://backups/of/acme',
      BACKUP_S3_ENDPOINT: endpoint,
      BACKUP_S3_ACCESS_KEY_ID: 'S3RVER',
      BACKUP_S3_SECRET_ACCESS_KEY: 'S3RVER',
      ...more,
    }),
  )!;
const folderStore = (): BackupStore =>
  openStore(readEnv({ BACKUP_STORE: `file://${join(folder, 'kept')}` }))!;

describe.each([
  ['a folder', folderStore],
  ['a bucket', () => bucket()],
])('%s', (_what, open) => {
  it('keeps objects until they are removed', async () => {
    const sut = open();
    await sut.put('r/o/b/1/2', BYTES);
    expect((await sut.get('r/o/b/1/2')).equals(BYTES)).toBe(true);
    await sut.put('r/o/b/1/2', Buffer.alloc(0));
    expect((await sut.get('r/o/b/1/2')).length).toBe(0);
    await sut.remove('r/o/b/1/2');
    await sut.remove('r/o/b/1/2');
    await expect(sut.get('r/o/b/1/2')).rejects.toMatchObject({ name: 'StoreFailure', kind: 'missing' });
  });
});

describe('a folder', () => {
  it('is read by its user alone, and left without empty folders', async () => {
    const sut = folderStore();
    await sut.put('r/o/b/1/0', BYTES);
    expect(statSync(join(folder, 'kept/r/o/b/1/0')).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'kept/r')).mode & 0o777).toBe(0o700);
    await sut.put('r/p/b/1/0', BYTES);
    await sut.remove('r/o/b/1/0');
    expect(readdirSync(join(folder, 'kept/r'))).toEqual(['p']);
  });

  it('that cannot be written is said', async () => {
    writeFileSync(join(folder, 'file'), '');
    const sut = openStore(readEnv({ BACKUP_STORE: `file://${join(folder, 'file')}` }))!;
    await expect(sut.put('a', BYTES)).rejects.toMatchObject({ name: 'StoreFailure' });
  });
});

describe('a bucket', () => {
  it.each([
    ['a wrong secret', { BACKUP_S3_SECRET_ACCESS_KEY: 'wrong' }],
    ['a bucket that is not there', { BACKUP_STORE: 's3://nowhere/x' }],
    ['a service that is not there', { BACKUP_S3_ENDPOINT: 'http://127.0.0.1:9' }],
  ])('with %s keeps nothing, and names no secret', async (_what, settings) => {
    const failure = await bucket(settings)
      .put('r/1', BYTES)
      .catch((error: Error) => error);
    expect(failure).toMatchObject({ name: 'StoreFailure', kind: 'away' });
    expect(JSON.stringify([(failure as Error).message])).not.toMatch(/wrong|S3RVER/);
  });

  it('whose service is overloaded for a moment is asked again', async () => {
    let asked = 0;
    const busy: Server = createServer((request, reply) => {
      request.resume();
      reply.writeHead(++asked < 3 ? 503 : 200).end();
    });
    await new Promise<void>((resolve) => busy.listen(0, '127.0.0.1', resolve));
    const { port } = busy.address() as AddressInfo;
    await bucket({ BACKUP_S3_ENDPOINT: `http://127.0.0.1:${port}` }).put('r/1', BYTES);
    expect(asked).toBe(3);
    busy.close();
  });
});
