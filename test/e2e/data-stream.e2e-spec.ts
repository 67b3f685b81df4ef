import { once } from 'node:events';
import { request } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Db } from 'mongodb';
import { TenantConnectionFactory } from '@rowhouse/tenancy';
import type { RawDocument } from '../../src/modules/documents/documents.types.js';
import { TransfersService } from '../../src/modules/documents/transfers.service.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { until } from '../support/until.js';

type Organization = Awaited<ReturnType<TestApp['organization']>>;
interface Report {
  inserted: number;
  replaced: number;
  failed: number;
  errors: { line: number; reason: string }[];
}

/** Documents of the long test: two hundred import batches, four hundred export batches. */
const MANY = 200_000;
/** Megabytes. Holding MANY documents parsed takes some 100, as text 20. */
const MAX_GROWTH = 40;
/** A look collects all garbage, which takes a quarter of a second. */
const LOOK_MS = 1500;

let sut: TestApp;
let acme: Organization;
let rival: Organization;
let db: Db;

beforeAll(async () => {
  sut = await startTestApp();
  acme = await sut.organization('Acme Corp');
  rival = await sut.organization('Rival Corp');
  db = sut.client.db(acme.database);
});
afterAll(() => sut?.stop());

const load = async (path: string, body: string | ReadableStream<Uint8Array>, token = acme.token) => {
  const response = await fetch(`${sut.url}/v1/data${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' },
    body,
    duplex: 'half',
  });
  return { status: response.status, body: (await response.json()) as Report };
};
const dump = (path: string, token = acme.token) =>
  fetch(`${sut.url}/v1/data${path}`, { headers: { authorization: `Bearer ${token}` } });
const lines = async (path: string, token = acme.token) =>
  (await (await dump(path, token)).text()).split('\n').filter(Boolean);
const report = (changes: Partial<Report>): Report => ({
  inserted: 0,
  replaced: 0,
  failed: 0,
  errors: [],
  ...changes,
});
const ndjson = (documents: unknown[]) =>
  documents.map((document) => `${JSON.stringify(document)}\n`).join('');

describe('import', () => {
  it('stores the good lines and names the bad ones', async () => {
    const body = [
      '\ufeff{"_id":"a","n":1}\r',
      '',
      '{"_id":"b"',
      '{"_id":"a"}',
      '  ',
      '[1]',
      '{"$set":1}',
      `{"_id":"${'x'.repeat(129)}"}`,
      '['.repeat(160),
      `{"t":"${'x'.repeat(16 * 1024 * 1024)}"}`,
      '{"_id":"ü","é":"🔑","a.b":{"":1}}',
      '{"n":1e999}',
      '{"a":"\\ud800"}',
      'null',
      '{"_id":"last"}',
    ].join('\n');
    const reply = await load('/lines/import', body);
    expect(reply).toEqual({
      status: 200,
      body: report({
        inserted: 4,
        failed: 9,
        errors: [
          { line: 3, reason: 'Line is not valid JSON' },
          { line: 6, reason: 'body: A document must be a JSON object' },
          { line: 7, reason: '$set: A key must not start with $' },
          { line: 9, reason: 'Line is nested too deeply or has too many values' },
          { line: 10, reason: 'Line is longer than 16 MiB' },
          { line: 12, reason: 'n: A number must be finite' },
          { line: 13, reason: 'Line contains a NUL character or an unpaired surrogate' },
          { line: 14, reason: 'body: A document must be a JSON object' },
          { line: 4, reason: 'A document with this _id already exists' },
        ],
      }),
    });
    const stored = (await lines('/lines/export')).map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(stored).toEqual([
      { _id: 'a', n: 1, _rev: expect.stringMatching(/^[0-9a-f]{12}$/) },
      { _id: 'last', _rev: expect.any(String) },
      { _id: 'x'.repeat(129), _rev: expect.any(String) },
      { _id: 'ü', é: '🔑', 'a.b': { '': 1 }, _rev: expect.any(String) },
    ]);
  });

  it('replaces in mode upsert', async () => {
    await load(
      '/ups/import',
      ndjson([
        { _id: 'a', n: 1 },
        { _id: 'b', n: 1 },
      ]),
    );
    const reply = await load('/ups/import?mode=upsert', ndjson([{ _id: 'b', n: 2 }, { _id: 'c' }, { x: 1 }]));
    expect(reply.body).toEqual(report({ inserted: 2, replaced: 1 }));
    expect(await db.collection('ups').findOne({ _id: 'b' as never })).toMatchObject({ n: 2 });
  });

  it('takes the files of others: arrays, lines by every name, what mongoexport writes, CSV', async () => {
    const exported =
      '{"_id":{"$oid":"507f1f77bcf86cd799439011"},"at":{"$date":"2026-01-30T12:00:00Z"},"n":{"$numberLong":"5"}}\n' +
      '{"_id":{"$oid":"507f1f77bcf86cd799439012"},"at":{"$date":"2026-01-30T12:00:00.000+0000"},"u":{"$uuid":"3b241101-e2bb-4255-8caf-4136c566a962"}}\n';
    const cases: [type: string, body: string, inserted: number][] = [
      ['application/json', '[{"_id":"j1"},\n {"_id":"j2"}]', 2],
      ['application/json; json=canonical', '{"_id":"j3","n":{"$numberInt":"1"}}', 1],
      ['application/ndjson', '{"_id":"l1"}\n', 1],
      ['application/jsonl; charset=utf-8', '{"_id":"l2"}\n', 1],
      ['application/json', exported, 2],
      ['text/csv', '_id,name\nc1,Ada\nc2,Grace\n', 2],
    ];
    for (const [type, body, inserted] of cases) {
      const reply = await sut.call('POST', '/v1/data/files/import', {
        token: acme.token,
        body,
        headers: { 'content-type': type },
      });
      expect([type, reply.body]).toEqual([type, report({ inserted })]);
    }
    const stored = await db
      .collection('files')
      .find({ at: { $type: 'date' } })
      .toArray();
    expect(stored.map(({ at }) => (at as Date).toISOString())).toEqual([
      '2026-01-30T12:00:00.000Z',
      '2026-01-30T12:00:00.000Z',
    ]);
    expect(await db.collection('files').countDocuments()).toBe(9);
    const wrong = await sut.call('POST', '/v1/data/files/import?csv=all', { token: acme.token, body: '[]' });
    expect(wrong.status).toBe(400);
  });

  it('names the first hundred faults and counts the others', async () => {
    const { body } = await load('/faulty/import', 'x\n'.repeat(250));
    expect([body.failed, body.errors.length, body.errors[99]]).toEqual([
      250,
      100,
      { line: 100, reason: 'Line is not valid JSON' },
    ]);
  });

  it('refuses an unknown mode, a reserved collection, a missing token, a patch and gzip', async () => {
    expect((await load('/x/import?mode=merge', '{}')).status).toBe(400);
    expect((await load('/settings/import', '{}')).status).toBe(403);
    expect((await load('/x/import', '{}', 'none')).status).toBe(401);
    const wrong: Record<string, string>[] = [
      { 'content-type': 'application/merge-patch+json' },
      { 'content-type': 'application/x-ndjson', 'content-encoding': 'gzip' },
    ];
    for (const headers of wrong) {
      const reply = await sut.call('POST', '/v1/data/x/import', { token: acme.token, body: '{}', headers });
      expect(reply.status).toBe(415);
    }
    const empty = await sut.call('POST', '/v1/data/x/import', { token: acme.token });
    expect([empty.status, empty.body]).toEqual([200, report({})]);
  });

  it('of a client that goes away leaves whole batches', async () => {
    const upload = request(`${sut.url}/v1/data/aborted/import`, {
      method: 'POST',
      headers: { authorization: `Bearer ${acme.token}`, 'content-type': 'application/x-ndjson' },
    });
    upload.on('error', () => undefined);
    for (let n = 0; n < 2500; n++) upload.write(`{"n":${n}}\n`);
    await until(async () => (await db.collection('aborted').countDocuments()) === 2000);
    upload.destroy();
    // An import that was cut off is recorded when it has ended.
    const recorded = { action: 'data.imported', target_id: 'aborted' };
    await until(async () => (await sut.master.collection('audit_log').countDocuments(recorded)) === 1);
    expect(await db.collection('aborted').countDocuments()).toBe(2000);
    expect((await load('/aborted/import', '{}')).body).toEqual(report({ inserted: 1 }));
  });
});

describe('export', () => {
  it('is imported again as it was', async () => {
    const documents = Array.from({ length: 1700 }, (_, i) => ({
      ...(i % 3 === 0 ? {} : { _id: i % 3 === 1 ? `id-${i}` : i.toString(16).padStart(24, '0') }),
      i,
      deep: { a: [null, true, 1.5, { b: 'ü' }] },
      when: '2026-01-01T00:00:00.000Z',
    }));
    await load('/round/import', ndjson(documents));
    const response = await dump('/round/export');
    expect(response.headers.get('content-type')).toBe('application/x-ndjson');
    const text = await response.text();
    expect((await load('/round/import', text, rival.token)).body).toEqual(report({ inserted: 1700 }));
    const copy = await lines('/round/export', rival.token);
    const plain = (line: string) => ({ ...(JSON.parse(line) as object), _rev: undefined });
    expect(copy.map(plain)).toEqual(text.split('\n').filter(Boolean).map(plain));
  });

  it('takes a filter, and goes on where a window of the scan holds no match', async () => {
    const rows = Array.from({ length: 21_500 }, (_, i) => ({ i, kept: i < 700 || i >= 21_000 }));
    await db.collection('sparse').insertMany(rows);
    const kept = await lines(`/sparse/export?filter=${encodeURIComponent('{"kept":true}')}`);
    expect(kept.map((line) => (JSON.parse(line) as { i: number }).i)).toEqual(
      rows.filter(({ kept }) => kept).map(({ i }) => i),
    );
    expect(await lines(`/sparse/export?filter=${encodeURIComponent('{"kept":"no"}')}`)).toEqual([]);
  });

  it('holds no lease between batches: a fence and a move pass, and it goes on in the new database', async () => {
    const big = 'x'.repeat(20_000);
    await db.collection('moving').insertMany(Array.from({ length: 3000 }, (_, i) => ({ i, big })));
    const response = await dump('/moving/export');
    const reader = response.body!.getReader();
    const decoder = new TextDecoder();
    let text = decoder.decode((await reader.read()).value, { stream: true });
    const tenants = sut.app.get(TenantConnectionFactory, { strict: false });
    await tenants.fence(acme.id, { mode: 'all' });
    expect(tenants.stats().leased).toBe(0);
    await db.collection('moving').updateMany({}, { $set: { moved: true } });
    void until(() => tenants.stats().waiting > 0).then(() => tenants.lift(acme.id));
    for (;;) {
      const { value, done } = await reader.read();
      if (done) break;
      text += decoder.decode(value, { stream: true });
    }
    const rows = text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as { i: number; moved?: true });
    expect(rows.map(({ i }) => i)).toEqual(Array.from({ length: 3000 }, (_, i) => i));
    expect([rows[0].moved, rows.at(-1)!.moved]).toEqual([undefined, true]);
  });

  it('stops when the client goes away', async () => {
    const transfers = sut.app.get(TransfersService, { strict: false });
    const begin = transfers.export.bind(transfers);
    let read = 0;
    let hasEnded = false;
    async function* watched(batches: AsyncGenerator<RawDocument[], void>) {
      try {
        for await (const batch of batches) {
          read += batch.length;
          yield batch;
        }
      } finally {
        hasEnded = true;
      }
    }
    jest.spyOn(transfers, 'export').mockImplementationOnce(async (...of) => watched(await begin(...of)));
    const download = request(`${sut.url}/v1/data/moving/export`, {
      headers: { authorization: `Bearer ${acme.token}` },
    });
    download.end();
    const [response] = (await once(download, 'response')) as [NodeJS.ReadableStream];
    await once(response, 'readable');
    download.destroy();
    await until(() => hasEnded);
    expect(read).toBeLessThan(3000);
  });
});

describe('two hundred thousand documents', () => {
  it('go in and out with flat memory', async () => {
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (sent >= MANY) return controller.close();
        const rows = Array.from({ length: 500 }, () => ({
          _id: `d${String(sent++).padStart(7, '0')}`,
          name: 'Ada',
          n: sent,
          at: { city: 'London' },
        }));
        controller.enqueue(new TextEncoder().encode(ndjson(rows)));
      },
    });
    const watch = watchMemory();
    try {
      const reply = await load('/huge/import', body);
      expect(reply.body).toEqual(report({ inserted: MANY }));
      let count = 0;
      for await (const chunk of (await dump('/huge/export')).body as unknown as AsyncIterable<Uint8Array>) {
        for (const byte of chunk) if (byte === 0x0a) count++;
      }
      expect(count).toBe(MANY);
    } finally {
      watch.stop();
    }
    expect(watch.growth()).toBeLessThan(MAX_GROWTH);
  });
});

describe('a command on large data', () => {
  it('ends before its request does', async () => {
    const twin = await sut.twin({ REQUEST_TIMEOUT_MS: '200' });
    const filter = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`a${i}`, { ne: 'x' }]));
    const parameters = `filter=${encodeURIComponent(JSON.stringify(filter))}`;
    for (const path of [`?sort=name&${parameters}`, `/count?${parameters}`]) {
      const reply = await twin.call('GET', `/v1/data/huge${path}`, { token: acme.token });
      expect(reply.status).toBe(503);
      const running = { active: true, ns: `${acme.database}.huge` };
      const commands = () =>
        sut.client
          .db('admin')
          .aggregate([{ $currentOp: {} }, { $match: running }])
          .toArray();
      await until(async () => (await commands()).length === 0, 100);
    }
    await twin.stop();
  });
});

/** Megabytes of live memory above the start, at its highest; what is garbage is collected before each look. */
function watchMemory(): { stop(): void; growth(): number } {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const used = () => {
    collect();
    const { heapUsed, external } = process.memoryUsage();
    return (heapUsed + external) / 1024 / 1024;
  };
  collect(); // one pass leaves what the pass before it made reachable
  const before = used();
  let highest = before;
  const timer = setInterval(() => (highest = Math.max(highest, used())), LOOK_MS);
  return {
    stop: () => {
      clearInterval(timer); // else it would slow down every spec file that this worker runs later
      highest = Math.max(highest, used());
    },
    growth: () => highest - before,
  };
}
