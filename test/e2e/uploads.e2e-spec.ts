import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { startTestApp, type TestApp } from '../support/app.js';
import { archiveOf, goldenArchive, goldenHashes, tarOf } from '../support/dumps.js';
import { joinAs, type Person, speaker } from '../support/people.js';
import { until } from '../support/smtp.js';

interface Reply {
  status: number;
  body: Record<string, unknown> & { id: string; errors?: { dump?: string } };
}

describe('uploaded dumps', () => {
  let sut: TestApp;
  let store: string;
  let owner: Person;
  let org: Awaited<ReturnType<TestApp['organization']>>;
  let serial = 0;
  beforeAll(async () => {
    store = mkdtempSync(join(tmpdir(), 'rowhouse-uploads-'));
    sut = await startTestApp({ BACKUP_STORE: `file://${store}`, BACKUP_UPLOAD_MAX_BYTES: '300000' });
  });
  beforeEach(async () => {
    org = await sut.organization(`Uploader ${++serial}`);
    owner = speaker(sut, org.id, org);
  });
  afterAll(async () => {
    await sut?.stop();
    rmSync(store, { recursive: true, force: true });
  });

  const upload = async (
    bytes: Buffer,
    { query = '', type = 'application/octet-stream', token = org.token } = {},
  ): Promise<Reply> => {
    const reply = await fetch(`${sut.url}/v1/backups/uploads${query}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': type, 'x-org-id': org.id },
      body: new Uint8Array(bytes),
    });
    return { status: reply.status, body: (await reply.json()) as Reply['body'] };
  };
  const databaseOf = async (): Promise<string> => {
    const row = await sut.master.collection('databases').findOne({ org_id: org.id, state: 'active' });
    return String(row!['_id' as never]);
  };
  const stored = (): number =>
    readdirSync(store, { recursive: true, withFileTypes: true }).filter(
      (one) => one.isFile() && one.parentPath.includes(org.id),
    ).length;
  const restore = async (id: string): Promise<void> => {
    const begun = await owner.call<{ id: string }>('POST', `/v1/backups/${id}/restore`, {});
    expect(begun.status).toBe(202);
    let last: Record<string, unknown> = {};
    await until(
      async () => {
        last = (await owner.call('GET', `/v1/operations/${begun.body.id}`)).body;
        return last['phase'] === 'done' || last['phase'] === 'failed';
      },
      30_000,
      'the restore',
    );
    expect([last['phase'], last['error']]).toEqual(['done', null]);
  };

  it('of the real mongodump are restored in place: archive, folder, packed or not', async () => {
    const dumps = {
      archive: goldenArchive('golden.archive'),
      packed: goldenArchive('golden.archive.gz'),
      folder: await tarOf('dir'),
      'packed folder': gzipSync(await tarOf('dir-gz')),
    };
    const { 'system.views': _, ...expected } = goldenHashes(); // it names the database
    for (const [name, bytes] of Object.entries(dumps)) {
      const { status, body } = await upload(bytes, { query: `?note=${encodeURIComponent(name)}` });
      expect([name, status, body]).toEqual([
        name,
        201,
        expect.objectContaining({ kind: 'uploaded', phase: 'done', note: name, collections: 7, progress: 1 }),
      ]);
      if (name === 'packed' || name === 'folder') {
        await restore(body.id);
        const hashes = await sut.client.db(await databaseOf()).command({ dbHash: 1 });
        expect([name, hashes['collections']]).toEqual([name, expect.objectContaining(expected)]);
      }
    }
    // As any other backup: one collection, and a copy that is an organization.
    const { items } = (await owner.call<{ items: Reply['body'][] }>('GET', '/v1/backups')).body;
    const body = { collection: 'orders', as: 'orders_of_golden' };
    const path = `/v1/backups/${items[0].id}`;
    expect((await owner.call('POST', `${path}/restore/collection`, { body })).status).toBe(200);
    const verified = await owner.call('POST', `${path}/verification`, {});
    expect(verified.status).toBe(202);
    await until(
      async () => (await owner.call('GET', path)).body['verification'] === 'intact',
      20_000,
      'the verification',
    );
    const copied = await owner.call('POST', `${path}/copies`, { body: { name: `Golden ${serial}` } });
    expect(copied.status).toBe(202);
    await until(
      async () =>
        (await owner.call('GET', `/v1/backups/copies/${String(copied.body['id'])}`)).body['phase'] ===
        'ready',
      30_000,
      'the copy',
    );
  }, 120_000);

  it('that are none, cut off, changed or unsafe are refused, and leave nothing', async () => {
    const golden = goldenArchive('golden.archive');
    const packed = goldenArchive('golden.archive.gz');
    const tar = await tarOf('dir');
    const changed = Buffer.from(golden);
    changed[Math.floor(golden.length / 2)] ^= 0x10;
    const one = { name: 'a', documents: [{ _id: 1 }] };
    const refused: Record<string, Buffer> = {
      nothing: Buffer.alloc(0),
      text: Buffer.from('hello, this is a dump'),
      zeros: Buffer.alloc(4096),
      json: Buffer.from('{"a":1}'),
      'gzip of nothing': gzipSync(Buffer.alloc(0)),
      'archive, cut in the head': golden.subarray(0, 40),
      'archive, cut': golden.subarray(0, golden.length - 500),
      'archive, cut at its end': golden.subarray(0, golden.length - 1),
      'packed, cut': packed.subarray(0, packed.length - 200),
      'packed, damaged': Buffer.concat([
        packed.subarray(0, 500),
        Buffer.alloc(500, 7),
        packed.subarray(1000),
      ]),
      'folder, cut': tar.subarray(0, 30_000),
      'archive, changed': changed,
      'a collection of the server': await archiveOf([one, { name: 'system.profile' }]),
      'buckets of nothing': await archiveOf([{ name: 'system.buckets.x', documents: [{ _id: 1 }] }]),
      'a name with a dollar': await archiveOf([{ name: 'a$b' }]),
      'a name with NUL': await archiveOf([{ name: 'a\0b' }]),
      'a name that is too long': await archiveOf([{ name: 'a'.repeat(230) }]),
      'an option of the engine': await archiveOf([
        { name: 'a', options: { storageEngine: { wiredTiger: { configString: 'x' } } } },
      ]),
      'an option that is another command': await archiveOf([{ name: 'a', options: { create: 'b' } }]),
      'a view that says it is none': await archiveOf([{ name: 'a', options: { viewOn: 'b', pipeline: [] } }]),
      'an index of the engine': await archiveOf([
        { name: 'a', indexes: [{ v: 2, key: { n: 1 }, name: 'n', storageEngine: {} }] },
      ]),
      'a bucket that is none': await archiveOf([
        { name: 'ts', type: 'timeseries', options: { timeseries: { timeField: 't' } } },
        { name: 'system.buckets.ts', documents: [{ _id: 1 }] },
      ]),
      'the same twice': await archiveOf([one, { name: 'a' }]),
      'a document without _id': await archiveOf([{ name: 'a', documents: [{ b: 1 }] }]),
      'bytes that are no document': await archiveOf([
        { name: 'a', documents: [Buffer.from([12, 0, 0, 0, 0x7f, 0x41, 0, 1, 1, 1, 1, 0])] },
      ]),
      'several databases': await archiveOf([one, { db: 'other', name: 'b' }]),
      'databases of the server': await archiveOf([{ db: 'admin', name: 'a', documents: [{ _id: 1 }] }]),
    };
    for (const [name, bytes] of Object.entries(refused)) {
      const { status, body } = await upload(bytes);
      expect([name, status, body['code'], typeof body.errors?.dump]).toEqual([
        name,
        400,
        'backup.dump_invalid',
        'string',
      ]);
    }
    const large = await archiveOf([
      { name: 'a', documents: Array.from({ length: 400 }, (_, n) => ({ _id: n, text: 'x'.repeat(1000) })) },
    ]);
    const { status, body } = await upload(gzipSync(large));
    expect([status, body['code']]).toEqual([413, 'backup.dump_too_large']);
    for (const type of ['application/json', 'text/plain', 'multipart/form-data; boundary=x'])
      expect([type, (await upload(golden, { type })).status]).toEqual([type, 415]);
    for (const query of ['?note=a&note=b', '?database=a/b', `?note=${'x'.repeat(201)}`, '?other=1'])
      expect([query, (await upload(golden, { query })).status]).toEqual([query, 400]);
    const list = await owner.call<{ items: object[] }>('GET', '/v1/backups');
    expect(list.body.items).toEqual([]);
    await until(() => Promise.resolve(stored() === 0), 20_000, 'nothing is left in the store');
    await until(
      async () => (await sut.master.collection('backups').countDocuments({ phase: 'running' })) === 0,
      10_000,
      'no row is left',
    );
  }, 120_000);

  it('name one of several databases, and what Rowhouse keeps itself is not taken', async () => {
    const dump = await archiveOf([
      { name: 'a', documents: [{ _id: 1 }], indexes: [{ v: 2, key: { n: 1 }, name: 'n' }] },
      { name: '_rowhouse', documents: [{ _id: 'mark', org_id: 'x' }] },
      { name: 'tmp.agg_out.1', documents: [{ _id: 1 }] },
      { db: 'other', name: 'b' },
    ]);
    const { status, body } = await upload(dump, { query: '?database=shop' });
    expect([status, body['collections'], body['documents_total']]).toEqual([201, 1, 1]);
    await restore(body.id);
    const names = (
      await sut.client
        .db(await databaseOf())
        .listCollections()
        .toArray()
    ).map(({ name }) => name);
    expect(names.filter((name) => name !== '_rowhouse')).toEqual(['a']);
    const mark = await sut.client
      .db(await databaseOf())
      .collection('_rowhouse')
      .findOne();
    expect(JSON.stringify(mark)).not.toContain('"x"');
  }, 60_000);

  it('are an owner’s, and end with the process that receives them', async () => {
    const golden = goldenArchive('golden.archive.gz');
    const member = await joinAs(sut, org.id, 'member');
    const other = await sut.organization(`Other ${serial}`);
    expect((await upload(golden, { token: member.token })).status).toBe(403);
    expect((await upload(golden, { token: 'x' })).status).toBe(401);
    const { body } = await upload(golden);
    const foreign = await sut.call('GET', `/v1/backups/${body.id}`, { token: other.token });
    expect(foreign.status).toBe(404);
    // As a killed process leaves it: parts in the store, a lease that ends, and no list of contents.
    await sut.master
      .collection<{ _id: string }>('backups')
      .updateOne(
        { _id: body.id },
        { $set: { phase: 'running', due: true, lease_owner: 'dead', lease_until: new Date(0) } },
      );
    await until(
      async () => (await owner.call('GET', `/v1/backups/${body.id}`)).body['phase'] === 'failed',
      20_000,
      'it is given up',
    );
    expect((await owner.call('GET', `/v1/backups/${body.id}`)).body['fault']).toBe('interrupted');
    expect(stored()).toBe(0);
    // Two at once, and a client that hangs up in the middle.
    const headers = { authorization: `Bearer ${org.token}`, 'content-type': 'application/gzip' };
    const cut = request(`${sut.url}/v1/backups/uploads`, { method: 'POST', headers });
    cut.on('error', () => undefined);
    cut.write(golden.subarray(0, 5000));
    await until(
      async () => (await sut.master.collection('backups').countDocuments({ phase: 'running' })) === 1,
      10_000,
      'it has begun',
    );
    cut.destroy();
    const [one, two] = await Promise.all([upload(golden), upload(golden)]);
    expect([one.status, two.status]).toEqual([201, 201]);
    await until(
      async () => (await sut.master.collection('backups').countDocuments({ phase: 'running' })) === 0,
      20_000,
      'the one that was cut off is gone',
    );
  }, 60_000);
});
