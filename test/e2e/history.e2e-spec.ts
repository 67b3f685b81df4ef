import type { Db } from 'mongodb';
import { startTestApp, type TestApp } from '../support/app.js';
import { many, momentNow, undoTo } from '../support/history.js';
import { until } from '../support/smtp.js';

describe('an organization as it was', () => {
  let sut: TestApp;
  beforeAll(async () => {
    sut = await startTestApp();
  });
  afterAll(() => sut?.stop());

  const db = (name: string): Db => sut.client.db(name);
  const now = () => momentNow(sut);

  it('is read as of a moment: document, list, count, export and collections, also across an undo', async () => {
    const org = await sut.organization('Travelled');
    const { token } = org;
    const tenant = db(org.database);
    await tenant
      .collection<{ _id: string }>('data')
      .insertMany(many(7, (n) => ({ _id: `d${n}`, n, v: 'old' })));
    await tenant.collection('gone').insertOne({ x: 1 });
    const at = await now();
    await tenant.collection('data').updateMany({}, { $set: { v: 'new' } });
    await tenant.collection<{ _id: string }>('data').deleteOne({ _id: 'd3' });
    await tenant.collection('gone').drop();
    await tenant.collection('came').insertOne({ x: 1 });
    const get = (path: string, moment = at) =>
      sut.call<Record<string, never>>('GET', path, { token, headers: { 'x-as-of': moment } });
    /** The answer is no JSON, but one document a line. */
    const lines = async (path: string) => {
      const headers = { authorization: `Bearer ${token}`, 'x-as-of': at };
      const reply = await fetch(sut.url + path, { headers });
      return (await reply.text()).trim().split('\n').length;
    };
    const look = async () => {
      const [one, gone, list, count, all, exported] = [
        await get('/v1/data/data/d3'),
        await sut.call('GET', '/v1/data/data/d3', { token }),
        await get('/v1/data/data?sort=-n&limit=2&fields=v'),
        await get('/v1/data/data/count?filter={"v":"old"}'),
        await get('/v1/data'),
        await lines('/v1/data/data/export?filter={"n":{"gte":3}}'),
      ];
      const next = await get(
        `/v1/data/data?sort=-n&limit=2&fields=v&cursor=${String(list.body['next_cursor'])}`,
      );
      return {
        one: [one.status, one.body['v']],
        pages: [list.body['items'], next.body['items']],
        count: count.body['count'],
        all: all.body['items'],
        exported,
        gone: gone.status,
      };
    };
    const then = {
      one: [200, 'old'],
      pages: [
        [
          { _id: 'd6', v: 'old' },
          { _id: 'd5', v: 'old' },
        ],
        [
          { _id: 'd4', v: 'old' },
          { _id: 'd3', v: 'old' },
        ],
      ],
      count: 7,
      all: [expect.objectContaining({ name: 'data', count: 7 }), { name: 'gone', count: 1, size: 29 }],
      exported: 4,
    };
    expect(await look()).toEqual({ ...then, gone: 404 });
    await undoTo(sut, org, { at });
    expect(await look()).toEqual({ ...then, gone: 200 });

    const codes: [string, number, string][] = [
      ['yesterday', 400, 'moment.invalid'],
      [new Date(Date.now() + 90_000).toISOString(), 400, 'moment.future'],
      ['4294967295.1', 400, 'moment.future'],
      ['2020-01-01T00:00:00Z', 410, 'moment.too_old'],
    ];
    for (const [moment, status, code] of codes) {
      for (const path of [
        '/v1/data',
        '/v1/data/data',
        '/v1/data/data/d1',
        '/v1/data/data/count',
        '/v1/data/data/export',
      ]) {
        const answer = await get(path, moment);
        expect([path, answer.status, answer.body['code']]).toEqual([path, status, code]);
      }
    }
    expect((await get('/v1/data/came/export')).body['code']).toBe('collection.not_found');
    // A whole second that began after the organization was there.
    const atWhole = () =>
      get('/v1/data/data/count', new Date(Math.floor(Date.now() / 1000) * 1000).toISOString());
    await until(async () => (await atWhole()).status === 200, 10_000, 'a moment in whole seconds');
    const headers = { 'x-as-of': at };
    for (const [method, path, body] of [
      ['POST', '/v1/data/data', {}],
      ['PUT', '/v1/data/data/d1', {}],
      ['PATCH', '/v1/data/data/d1', {}],
      ['DELETE', '/v1/data/data/d1', undefined],
      ['DELETE', '/v1/data/data', undefined],
      ['POST', '/v1/data/data/import', undefined],
    ] as const) {
      const written = await sut.call(method, path, { token, body, headers });
      expect([method, path, written.status, written.body['code']]).toEqual([
        method,
        path,
        400,
        'moment.read_only',
      ]);
    }
  });

  it('tells what changed between two moments, page by page', async () => {
    const { token, database } = await sut.organization('Compared');
    const data = db(database).collection<{ _id: number | string; n?: number }>('data');
    await data.insertMany(many(1200, (n) => ({ _id: n % 2 ? n : `t${n}`, n })));
    const from = await now();
    await data.deleteMany({ n: { $gte: 100, $lt: 150 } });
    await data.updateMany({ n: { $gte: 700, $lt: 730 } }, { $inc: { n: 5000 } });
    await data.insertMany(many(40, (n) => ({ _id: n + 0.5 })));
    await data.insertMany(many(700, (n) => ({ _id: `z${n}` })));
    const to = await now();
    await data.deleteMany({});
    const page = (query: string) =>
      sut.call<{
        items: { change: string; before: object; after: object }[];
        next_cursor: string | null;
        code: string;
      }>('GET', `/v1/organizations/current/history/data?${query}`, { token });
    const found: Record<string, number> = {};
    const ids = new Set<string>();
    let cursor: string | null = '';
    for (let pages = 0; cursor !== null && pages < 100; pages++) {
      const { status, body } = await page(
        `from=${from}&to=${to}&limit=60${cursor === '' ? '' : `&cursor=${cursor}`}`,
      );
      expect([status, body.items.length <= 60]).toEqual([200, true]);
      for (const { change, before, after } of body.items) {
        found[change] = (found[change] ?? 0) + 1;
        ids.add(JSON.stringify((before ?? after)['_id' as never]));
        expect([before === null, after === null]).toEqual([change === 'added', change === 'removed']);
      }
      cursor = body.next_cursor;
    }
    expect(found).toEqual({ added: 740, removed: 50, changed: 30 });
    expect(ids.size).toBe(820);
    expect((await page(`from=${from}&to=${from}`)).body).toMatchObject({ items: [], next_cursor: null });
    expect((await page(`to=${to}`)).body.code).toBe('moment.invalid');
    expect((await page(`from=${from}&cursor=x`)).body.code).toBe('query.invalid');
  });
});
