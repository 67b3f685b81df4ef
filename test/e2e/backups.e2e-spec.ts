import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { readArchive } from '@rowhouse/mongo-dump';
import { type CollectionInfo, Decimal128, Int32, Long, type Db } from 'mongodb';
import { startTestApp, type TestApp } from '../support/app.js';
import { problem } from '../support/problem.js';
import { joinAs, type Person, speaker } from '../support/people.js';
import { until } from '../support/smtp.js';

interface BackupBody extends Record<string, unknown> {
  id: string;
  phase: string;
  documents_done: number;
}

describe('backups of an organization', () => {
  let sut: TestApp;
  let store: string;
  let orgId: string;
  let owner: Person;
  let data: Db;
  beforeAll(async () => {
    store = mkdtempSync(join(tmpdir(), 'rowhouse-backups-'));
    sut = await startTestApp({ BACKUP_STORE: `file://${store}`, BACKUPS_PER_ORGANIZATION: '4' });
  });
  let serial = 0;
  beforeEach(async () => {
    const made = await sut.organization(`Archive ${++serial}`);
    orgId = made.id;
    owner = speaker(sut, orgId, made);
    data = sut.client.db(made.database);
  });
  afterAll(async () => {
    await sut?.stop();
    rmSync(store, { recursive: true, force: true });
  });

  const files = () =>
    readdirSync(store, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  const backup = async (body: object = {}): Promise<BackupBody> => {
    const asked = await owner.call<BackupBody>('POST', '/v1/backups', { body });
    expect([asked.status, asked.text]).toEqual([202, expect.any(String)]);
    expect(asked.headers.get('location')).toBe(`/v1/backups/${asked.body.id}`);
    return ended(asked.body.id);
  };
  const ended = async (id: string): Promise<BackupBody> => {
    let last: BackupBody | undefined;
    await until(
      async () => {
        last = (await owner.call<BackupBody>('GET', `/v1/backups/${id}`)).body;
        return last.phase === 'done' || last.phase === 'failed';
      },
      30_000,
      'the backup',
    );
    return last!;
  };
  const operationEnded = async (id: string): Promise<{ to: string }> => {
    let last: { phase: string; to: string; error: unknown } | undefined;
    await until(
      async () => {
        last = (await owner.call<typeof last & object>('GET', `/v1/operations/${id}`)).body;
        return last.phase === 'done' || last.phase === 'failed';
      },
      30_000,
      'the operation',
    );
    expect([last!.phase, last!.error]).toEqual(['done', null]);
    return last!;
  };
  const download = async (id: string, format: string): Promise<Buffer> => {
    const link = await owner.call<{ url: string }>('POST', `/v1/backups/${id}/links`);
    expect(link.status).toBe(201);
    const { pathname } = new URL(link.body.url);
    const reply = await fetch(`${sut.url}${pathname}?format=${format}`);
    expect([reply.status, reply.headers.get('content-type')]).toEqual([200, 'application/gzip']);
    return Buffer.from(await reply.arrayBuffer());
  };

  it('are made of one moment, shown, listed and handed out as mongorestore reads them', async () => {
    const own = (await data.listCollections().toArray())
      .map(({ name }) => name)
      .filter((name) => !name.startsWith('_rowhouse'));
    await data.createCollection('events', { timeseries: { timeField: 't', metaField: 'm' } });
    await data.collection('events').insertMany([{ t: new Date(0), m: 1, v: 2 }]);
    await data.createCollection('recent', { viewOn: 'orders', pipeline: [{ $match: { n: { $gt: 1 } } }] });
    await data.collection('orders').createIndex({ '2024': 1, a: -1 }, { unique: true, sparse: true });
    const values = {
      long: Long.fromString('9007199254740993'),
      int: new Int32(1),
      decimal: Decimal128.fromString('1.10'),
    };
    await data.collection<{ _id: unknown; [key: string]: unknown }>('orders').insertMany([
      { _id: 1, ...values },
      { _id: 'two', '2024': 2 },
    ]);
    await data.collection('größe & (x)').insertOne({ a: 1 });
    const made = await backup({ note: 'Before the import' });
    expect(made).toEqual({
      id: expect.any(String),
      kind: 'manual',
      phase: 'done',
      note: 'Before the import',
      at: expect.stringMatching(/Z$/),
      collections: 4 + own.length,
      documents_total: 4,
      documents_done: 4,
      progress: 1,
      bytes: expect.any(Number),
      stored_bytes: expect.any(Number),
      fault: null,
      verification: null,
      verified_at: null,
      created_by: owner.userId,
      created_at: expect.any(String),
      finished_at: expect.any(String),
      expires_at: null,
    });
    expect((await owner.call('GET', '/v1/backups')).body).toEqual({ items: [made], next_cursor: null });

    const collections = new Map<string, string>();
    const documents = new Map<string, Buffer[]>();
    const archive = gunzipSync(await download(made.id, 'archive'));
    for await (const event of readArchive(pieces(archive))) {
      if (event.kind === 'collection') collections.set(event.collection.name, event.collection.metadata);
      if (event.kind === 'documents')
        documents.set(event.store, [...(documents.get(event.store) ?? []), ...event.documents]);
    }
    expect([...collections.keys()].sort()).toEqual(
      ['events', 'größe & (x)', 'orders', 'recent', ...own].sort(),
    );
    expect(collections.get('orders')).toContain('"key":{"2024":{"$numberInt":"1"},"a":{"$numberInt":"-1"}}');
    const live = await data.collection('orders').find({}, { raw: true }).toArray();
    expect(documents.get('orders')).toEqual(live.map((one) => Buffer.from(one as unknown as Uint8Array)));
    expect(documents.get('system.buckets.events')).toHaveLength(1);

    const folder = mkdtempSync(join(tmpdir(), 'rowhouse-dump-'));
    writeFileSync(join(folder, 'dump.tar.gz'), await download(made.id, 'directory'));
    execFileSync('tar', ['-xzf', 'dump.tar.gz'], { cwd: folder });
    const dumped = join(folder, data.databaseName);
    const isOwn = (file: string) => own.some((name) => file.startsWith(`${name}.`));
    expect(
      readdirSync(dumped)
        .filter((file) => !isOwn(file))
        .sort(),
    ).toEqual([
      'events.metadata.json',
      'gr%C3%B6%C3%9Fe%20&%20%28x%29.bson',
      'gr%C3%B6%C3%9Fe%20&%20%28x%29.metadata.json',
      'orders.bson',
      'orders.metadata.json',
      'recent.metadata.json',
      'system.buckets.events.bson',
    ]);
    expect(readFileSync(join(dumped, 'orders.bson'))).toEqual(Buffer.concat(documents.get('orders')!));
    rmSync(folder, { recursive: true });

    const { body } = await owner.call<{ items: { action: string; target_id: string }[] }>('GET', '/v1/audit');
    expect(body.items.filter(({ target_id: id }) => id === made.id).map(({ action }) => action)).toEqual([
      'backup.link_created',
      'backup.link_created',
      'backup.requested',
    ]);
  });

  it('show one moment while writers keep two collections equal', async () => {
    await data.collection('a').insertOne({ n: 0 });
    await data.collection('b').insertOne({ n: 0 });
    let isOver = false;
    const writer = (async () => {
      while (!isOver)
        await sut.client.withSession((session) =>
          session.withTransaction(async () => {
            await data.collection('a').updateOne({}, { $inc: { n: 1 } }, { session });
            await data.collection('b').updateOne({}, { $inc: { n: 1 } }, { session });
          }),
        );
    })();
    const made = await backup();
    isOver = true;
    await writer;
    const seen: unknown[] = [];
    for await (const event of readArchive(pieces(gunzipSync(await download(made.id, 'archive')))))
      if (event.kind === 'documents') seen.push(event.documents[0].subarray(-5));
    expect(seen).toHaveLength(2);
    expect(seen[0]).toEqual(seen[1]);
  });

  it('are sealed in the store, and verified', async () => {
    await data.collection('secrets').insertOne({ canary: 'CANARY-5b1f-in-the-clear' });
    const made = await backup();
    const kept = files().map((one) => join(one.parentPath, one.name));
    expect(kept.length).toBeGreaterThanOrEqual(2);
    for (const path of kept) expect(readFileSync(path).includes('CANARY')).toBe(false);
    const verified = async () => {
      const asked = await owner.call('POST', `/v1/backups/${made.id}/verification`);
      expect([asked.status, asked.body['verification']]).toEqual([202, 'waiting']);
      let state: unknown;
      await until(
        async () => {
          state = (await owner.call('GET', `/v1/backups/${made.id}`)).body['verification'];
          return state !== 'waiting';
        },
        10_000,
        'the verification',
      );
      return state;
    };
    expect(await verified()).toBe('intact');
    const path = kept.find((one) => one.includes(made.id) && one.endsWith('/1'))!;
    const bytes = readFileSync(path);
    for (const changed of [Buffer.from(bytes).fill(bytes[9] ^ 1, 9, 10), bytes.subarray(0, -1)]) {
      writeFileSync(path, changed);
      expect(await verified()).toBe('damaged');
    }
    rmSync(path);
    expect(await verified()).toBe('damaged');
    const link = await owner.call<{ url: string }>('POST', `/v1/backups/${made.id}/links`);
    const reading = fetch(sut.url + new URL(link.body.url).pathname).then((reply) => reply.arrayBuffer());
    await expect(reading).rejects.toThrow(/terminated|fetch failed/); // never a file that looks whole
  });

  it('are restored exactly, as the next generation, which can be undone', async () => {
    await data.createCollection('events', { timeseries: { timeField: 't', metaField: 'm' } });
    await data.collection('events').insertMany([{ t: new Date(0), m: 1, v: 2 }]);
    await data.collection('events').createIndex({ m: 1, v: -1 });
    await data.createCollection('recent', { viewOn: 'orders', pipeline: [{ $match: { n: { $gt: 1 } } }] });
    await data.createCollection('log', { capped: true, size: 4096, max: 10 });
    await data.collection('log').insertMany([{ n: 2 }, { n: 1 }]);
    await data.createCollection('strict', {
      validator: { $jsonSchema: { required: ['a'] } },
      collation: { locale: 'de', strength: 2 },
    });
    await data.collection('strict').insertOne({ b: 1 }, { bypassDocumentValidation: true });
    await data.createCollection('clustered', { clusteredIndex: { key: { _id: 1 }, unique: true } });
    await data.collection('orders').createIndex({ '2024': 1, a: -1 }, { unique: true, sparse: true });
    await data.collection<{ _id: unknown }>('orders').insertMany([{ _id: 1 }, { _id: 'two' }]);
    const stateOf = async ({ databaseName }: Db) => {
      const db = sut.client.db(databaseName);
      const { collections } = await db.command({ dbHash: 1 });
      const infos = (await db.listCollections().toArray()).filter(
        ({ name }) => !/^(_rowhouse|system)/.test(name),
      );
      const specs = (infos as CollectionInfo[]).map(async ({ name, options, type }) => [
        name,
        type,
        options,
        type === 'view' ? [] : await db.collection(name).indexes(),
      ]);
      const hashes = Object.entries(collections as object).filter(
        ([name]) => !/^(_rowhouse|system.views)/.test(name),
      );
      return JSON.stringify([hashes.sort(), (await Promise.all(specs)).sort()]);
    };
    const before = await stateOf(data);
    const made = await backup();
    await data.collection('orders').insertOne({ later: true });
    await data.collection('log').drop();
    await data.collection('new').insertOne({ n: 1 });
    const preview = await owner.call<{ collections: Record<string, unknown>[] }>(
      'POST',
      `/v1/backups/${made.id}/restore/preview`,
    );
    expect(
      preview.body.collections.filter(({ name }) => ['log', 'new', 'orders'].includes(name as string)),
    ).toEqual([
      { name: 'log', change: 'restored', documents_then: 2, documents_now: 0 },
      { name: 'new', change: 'removed', documents_then: 0, documents_now: 1 },
      { name: 'orders', change: 'kept', documents_then: 2, documents_now: 3 },
    ]);
    const begun = await owner.call<{ id: string; kind: string }>('POST', `/v1/backups/${made.id}/restore`);
    expect([begun.status, begun.body.kind]).toEqual([202, 'restore']);
    const { to } = await operationEnded(begun.body.id);
    expect(await stateOf(sut.client.db(to))).toBe(before);
    const orders = await owner.call<{ items: unknown[] }>('GET', '/v1/data/orders');
    expect(orders.body.items).toHaveLength(2);
    const { body } = await owner.call<{ items: Record<string, unknown>[] }>('GET', '/v1/audit');
    expect(body.items.find(({ action }) => action === 'organization.restored')).toMatchObject({
      actor_id: owner.userId,
      details: { backup: made.id, from: data.databaseName, to },
    });
    const undone = await owner.call<{ id: string }>('POST', '/v1/organizations/current/undo', {
      body: { generation: 1 },
    });
    expect(undone.status).toBe(202);
    await operationEnded(undone.body.id);
    expect((await owner.call<{ items: unknown[] }>('GET', '/v1/data/orders')).body.items).toHaveLength(3);
  });

  it('leave the list and the store when they are deleted', async () => {
    await data.collection('a').insertOne({ n: 0 });
    const made = await backup();
    expect(files().some((one) => one.parentPath.includes(made.id))).toBe(true);
    expect((await owner.call('DELETE', `/v1/backups/${made.id}`)).status).toBe(204);
    expect((await owner.call('GET', `/v1/backups/${made.id}`)).body).toEqual(
      problem(404, 'backup.not_found', 'Backup not found', `/v1/backups/${made.id}`),
    );
    expect((await owner.call('DELETE', `/v1/backups/${made.id}`)).status).toBe(404);
    expect((await owner.call<{ items: unknown[] }>('GET', '/v1/backups')).body.items).toEqual([]);
    await until(
      () => Promise.resolve(!files().some((one) => one.parentPath.includes(made.id))),
      10_000,
      'it',
    );
  });

  it('go with their organization, whose key is destroyed at once', async () => {
    await data.collection('a').insertOne({ n: 0 });
    const made = await backup();
    expect(await sut.master.collection<{ _id: string }>('archive_keys').countDocuments({ _id: orgId })).toBe(
      1,
    );
    expect((await owner.call('DELETE', '/v1/organizations/current')).status).toBe(204);
    expect(await sut.master.collection<{ _id: string }>('archive_keys').countDocuments({ _id: orgId })).toBe(
      0,
    );
    await until(
      () => Promise.resolve(!files().some((one) => one.parentPath.includes(made.id))),
      10_000,
      'it',
    );
    await until(
      async () => (await sut.master.collection('backups').countDocuments({ org_id: orgId })) === 0,
      10_000,
      'the row',
    );
    expect(await sut.master.collection<{ _id: string }>('archive_keys').countDocuments({ _id: orgId })).toBe(
      0,
    );
  });

  it('are nobody else’s', async () => {
    await data.collection('a').insertOne({ n: 0 });
    const made = await backup();
    const link = await owner.call<{ url: string }>('POST', `/v1/backups/${made.id}/links`);
    const stranger = speaker(sut, '', await sut.organization(`Stranger ${++serial}`));
    for (const [method, path] of [
      ['GET', ''],
      ['DELETE', ''],
      ['POST', '/links'],
      ['POST', '/verification'],
    ] as const)
      expect((await stranger.call(method, `/v1/backups/${made.id}${path}`)).body['code']).toBe(
        'backup.not_found',
      );
    const admin = await joinAs(sut, orgId, 'admin');
    expect((await admin.call('GET', '/v1/backups')).status).toBe(200);
    for (const path of ['', `/${made.id}/links`])
      expect((await admin.call('POST', `/v1/backups${path}`, { body: {} })).body['code']).toBe(
        'auth.forbidden',
      );
    const { pathname } = new URL(link.body.url);
    expect((await sut.call('GET', `${pathname.slice(0, -1)}_`)).body['code']).toBe('backup.not_found');
    await sut.master
      .collection<{ _id: string }>('backups')
      .updateOne({ _id: made.id }, { $set: { 'links.$[].expires_at': new Date() } });
    expect((await sut.call('GET', pathname)).body['code']).toBe('backup.not_found');
  });

  it('are as many as the organization may have, also when 20 ask at once', async () => {
    const asked = await Promise.all(
      Array.from({ length: 20 }, () => owner.call('POST', '/v1/backups', { body: {} })),
    );
    expect(asked.filter(({ status }) => status === 202)).toHaveLength(4);
    expect(asked.find(({ status }) => status !== 202)!.body).toMatchObject({
      code: 'backup.limit_reached',
      limit: 4,
    });
  });

  it.each([
    ['POST', '', { note: 1 }, 'request.invalid'],
    ['POST', '', { note: 'x'.repeat(201) }, 'request.invalid'],
    ['GET', '?cursor=x', undefined, 'query.invalid'],
    ['GET', '?limit=0', undefined, 'query.invalid'],
    ['GET', '/nobody', undefined, 'backup.not_found'],
    ['GET', '/downloads/x?format=zip', undefined, 'query.invalid'],
  ])('%s %s %j is refused', async (method, path, body, code) => {
    expect((await owner.call(method, `/v1/backups${path}`, { body })).body['code']).toBe(code);
  });

  it('that an instance began go on at another one', async () => {
    await data.collection('a').insertMany(Array.from({ length: 2000 }, (_, n) => ({ n })));
    const { body } = await owner.call<BackupBody>('POST', '/v1/backups', { body: {} });
    await ended(body.id);
    // As an instance leaves it that was killed in the middle.
    await sut.master.collection<{ _id: string }>('backups').updateOne(
      { _id: body.id },
      {
        $set: {
          phase: 'running',
          due: true,
          lease_owner: 'dead',
          lease_until: new Date(0),
          documents_done: 7,
        },
        $unset: { finished_at: 1 },
      },
    );
    await until(
      async () => (await owner.call<BackupBody>('GET', `/v1/backups/${body.id}`)).body.phase === 'done',
      20_000,
      'it',
    );
    const folders = readdirSync(join(store, readdirSync(store)[0], orgId, body.id));
    expect(folders).toEqual(['2']);
    expect((await download(body.id, 'archive')).length).toBeGreaterThan(100);
  });
});

async function* pieces(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}
