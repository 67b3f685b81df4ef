import { ObjectId } from 'mongodb';
import { startDataApi, problem, type DataApi } from '../support/data.js';
import { stretched } from '../support/stretched.js';

const REV = /^[0-9a-f]{12}$/;

let sut: DataApi;
let db: DataApi['db'];
let call: DataApi['call'];
let insert: DataApi['insert'];
let list: DataApi['list'];
beforeAll(async () => {
  sut = await startDataApi();
  ({ db, call, insert, list } = sut);
});
afterAll(() => sut?.stop());

const invalid = (path: string, errors: object) =>
  problem('document.invalid', 400, 'Document is invalid', path, errors);

describe('one document', () => {
  it('is created under its own id, with Location and ETag', async () => {
    const reply = await insert('people', { _id: 'ada', name: 'Ada', born: '1815-12-10', n: 1.5, x: null });
    expect(reply.status).toBe(201);
    expect(reply.body).toEqual({
      _id: 'ada',
      name: 'Ada',
      born: '1815-12-10',
      n: 1.5,
      x: null,
      _rev: expect.stringMatching(REV),
    });
    expect(reply.headers.get('location')).toBe('/v1/data/people/ada');
    expect(reply.headers.get('etag')).toBe(`"${reply.body._rev}"`);
    const got = await call('GET', '/people/ada');
    expect(got.status).toBe(200);
    expect(got.body).toEqual(reply.body);
    expect(got.headers.get('etag')).toBe(`"${reply.body._rev}"`);
  });

  it('gets an ObjectId when it names none, and 24 hexadecimal digits are one', async () => {
    const made = (await insert('people', { name: 'Grace' })).body._id;
    expect(made).toMatch(/^[0-9a-f]{24}$/);
    const given = await insert('people', { _id: 'AAAAAAAAAAAAAAAAAAAAAAAA' });
    expect(given.body._id).toBe('aaaaaaaaaaaaaaaaaaaaaaaa');
    const stored = await db
      .collection('people')
      .find({ _id: { $in: [new ObjectId(made), new ObjectId(given.body._id)] } })
      .toArray();
    expect(stored).toHaveLength(2);
    expect((await call('GET', `/people/${made}`)).body['name']).toBe('Grace');
  });

  it('is refused when its id is taken', async () => {
    await insert('people', { _id: 'taken' });
    const reply = await insert('people', { _id: 'taken', other: 1 });
    expect(reply.status).toBe(409);
    expect(reply.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(reply.body).toEqual(
      problem('document.exists', 409, 'A document with this _id already exists', '/people'),
    );
  });

  it('answers 404 when absent, in a collection or without one', async () => {
    for (const path of ['/people/nobody', '/nothing/nobody']) {
      const expected = problem('document.not_found', 404, 'Document not found', path);
      expect((await call('GET', path)).body).toEqual(expected);
      expect((await call('PUT', path, { body: {} })).body).toEqual(expected);
      expect((await call('PATCH', path, { body: { a: 1 } })).body).toEqual(expected);
      expect((await call('DELETE', path)).body).toEqual(expected);
    }
    expect((await list('nothing')).body).toEqual({ items: [], next_cursor: null });
    expect((await call('GET', '/nothing/count')).body).toEqual({ count: 0 });
  });

  it('is replaced as a whole', async () => {
    const { body: before } = await insert('people', { _id: 'r', a: 1, b: 2 });
    const reply = await call('PUT', '/people/r', { body: { _id: 'r', _rev: 'ignored', c: 3 } });
    expect(reply.status).toBe(200);
    expect(reply.body).toEqual({ _id: 'r', c: 3, _rev: expect.stringMatching(REV) });
    expect(reply.body._rev).not.toBe(before._rev);
    expect((await call('GET', '/people/r')).body).toEqual(reply.body);
    expect((await call('PUT', '/people/r', { body: { _id: 's' } })).body).toEqual(
      invalid('/people/r', { _id: '_id must be the one in the path' }),
    );
  });

  it('is created by PUT with If-None-Match: * and by that only', async () => {
    const headers = { 'if-none-match': '*' };
    const created = await call('PUT', '/people/c%C3%A9/'.slice(0, -1), { body: { a: 1 }, headers });
    expect(created.status).toBe(201);
    expect(created.body).toEqual({ _id: 'cé', a: 1, _rev: expect.stringMatching(REV) });
    expect(created.headers.get('location')).toBe('/v1/data/people/c%C3%A9');
    const again = await call('PUT', '/people/c%C3%A9', { body: { a: 2 }, headers });
    expect(again.body).toEqual(
      problem('document.changed', 412, 'The document was changed by another request', '/people/cé', {
        'If-None-Match': 'A document with this _id already exists',
      }),
    );
    expect((await call('PUT', '/people/x', { body: {}, headers: { 'if-none-match': '"a"' } })).status).toBe(
      400,
    );
  });

  it('is changed by a merge patch as in RFC 7396', async () => {
    const cases: [object, object, object][] = [
      [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
      [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
      [{ a: 'b' }, { a: null }, {}],
      [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
      [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
      [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
      [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
      [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
      [{ a: [{ b: 'c' }] }, { a: { d: 1 } }, { a: { d: 1 } }],
      [{ e: null }, { a: 1 }, { e: null, a: 1 }],
      [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
      [{ 'a b': { 0: 1 } }, { 'a b': { 0: { ü: null, '1': 2 } } }, { 'a b': { 0: { '1': 2 } } }],
      [{ a: 1 }, { a: [null, { b: null }] }, { a: [null, { b: null }] }],
    ];
    for (const [i, [before, patch, after]] of cases.entries()) {
      await insert('patches', { _id: `p${i}`, ...before });
      const headers = { 'content-type': 'application/merge-patch+json' };
      const reply = await call('PATCH', `/patches/p${i}`, { body: patch, headers });
      expect(reply.body).toEqual({ _id: `p${i}`, ...after, _rev: expect.stringMatching(REV) });
      expect(reply.headers.get('etag')).toBe(`"${reply.body._rev}"`);
      expect((await call('GET', `/patches/p${i}`)).body).toEqual(reply.body);
    }
    const deep = '{"a":'.repeat(21) + '1' + '}'.repeat(21);
    expect((await call('PATCH', '/patches/p0', { body: deep })).body).toEqual(
      invalid('/patches/p0', { body: 'A patch must have at most 20 levels' }),
    );
    expect(
      (await call('PATCH', '/patches/p0', { body: '{"a":'.repeat(20) + '1' + '}'.repeat(20) })).status,
    ).toBe(200);
  });

  it('is patched in time that its keys and the patch add up to', async () => {
    const keys = (n: number, prefix: string, value: unknown) =>
      Object.fromEntries(Array.from({ length: n }, (_, i) => [`${prefix}${i}`, value]));
    await db.collection('patches').insertOne({ _id: 'wide' as never, ...keys(60_000, 'k', 1) });
    const patch = {
      ...keys(2000, 'z', null),
      ...keys(2000, 'k', null),
      a: { ...keys(4000, 'y', null), kept: 1 },
    };
    const since = performance.now();
    const reply = await call('PATCH', '/patches/wide', { body: patch });
    expect(reply.status).toBe(200);
    expect(performance.now() - since).toBeLessThan(stretched(2000));
    expect(Object.keys(reply.body)).toHaveLength(58_003);
    expect(reply.body['a']).toEqual({ kept: 1 });
    const tooMany = await call('PATCH', '/patches/wide', { body: keys(60_000, 'z', null) });
    expect([tooMany.status, tooMany.body['code']]).toEqual([400, 'request.too_complex']);
    const spread = { a: keys(4000, 'y', null), b: keys(4000, 'y', null), c: keys(4000, 'y', null) };
    expect((await call('PATCH', '/patches/wide', { body: spread })).body).toEqual(
      invalid('/patches/wide', { body: 'A patch must have at most 10000 keys' }),
    );
  });

  it('keeps what a patch does not touch as it is in the database', async () => {
    const when = new Date(0);
    await db.collection('patches').insertOne({ _id: 'bson' as never, when, blob: Buffer.from('x') });
    const reply = await call('PATCH', '/patches/bson', { body: { a: 1 } });
    expect(reply.body).toMatchObject({
      when: { $date: when.toISOString() },
      blob: { $binary: { base64: 'eA==', subType: '00' } },
      a: 1,
    });
    expect((await db.collection('patches').findOne({ _id: 'bson' as never }))!['when']).toEqual(when);
  });

  it('is deleted', async () => {
    await insert('people', { _id: 'gone' });
    const reply = await call('DELETE', '/people/gone');
    expect([reply.status, reply.text]).toEqual([204, '']);
    expect((await call('GET', '/people/gone')).status).toBe(404);
  });

  it('keeps unicode keys and constructor, and refuses __proto__', async () => {
    const reply = await insert(
      'people',
      '{"_id":"u","ключ":{"鍵":"🔑"},"constructor":{"prototype":1},"a b":1}',
    );
    expect(reply.body).toEqual({
      _id: 'u',
      ключ: { 鍵: '🔑' },
      constructor: { prototype: 1 },
      'a b': 1,
      _rev: expect.stringMatching(REV),
    });
    expect((await call('GET', '/people/u')).body).toEqual(reply.body);
    const refused = await insert('people', '{"n":[{"__proto__":{"x":1}}]}');
    expect(refused.body).toEqual(invalid('/people', { 'n.0.__proto__': 'A key must not be __proto__' }));
    expect(({} as { x?: number }).x).toBeUndefined();
  });
});

describe('ETags', () => {
  it('let a GET answer 304', async () => {
    const { body } = await insert('tags', { _id: 'a' });
    for (const tag of [`"${body._rev}"`, `W/"${body._rev}"`, `"x", "${body._rev}"`, '*']) {
      const reply = await call('GET', '/tags/a', { headers: { 'if-none-match': tag } });
      expect([reply.status, reply.text, reply.headers.get('etag')]).toEqual([304, '', `"${body._rev}"`]);
    }
    expect((await call('GET', '/tags/a', { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
    expect((await call('GET', '/tags/a', { headers: { 'if-none-match': 'bare' } })).status).toBe(400);
  });

  it('refuse a write that did not see the last one', async () => {
    const { body } = await insert('tags', { _id: 'b', n: 0 });
    const stale = { 'if-match': `"${body._rev}"` };
    const fresh = (await call('PATCH', '/tags/b', { body: { n: 1 }, headers: stale })).body;
    const expected = problem(
      'document.changed',
      412,
      'The document was changed by another request',
      '/tags/b',
    );
    expect((await call('PUT', '/tags/b', { body: {}, headers: stale })).body).toEqual(expected);
    expect((await call('PATCH', '/tags/b', { body: {}, headers: stale })).body).toEqual(expected);
    expect((await call('DELETE', '/tags/b', { headers: stale })).body).toEqual(expected);
    const weak = { 'if-match': `W/"${fresh._rev}"` };
    expect((await call('DELETE', '/tags/b', { headers: weak })).body).toEqual({
      ...expected,
      errors: { 'If-Match': expect.stringContaining('nginx with gzip') },
    });
    expect((await call('GET', '/tags/b')).body).toEqual(fresh);
    const either = { 'if-match': `"zzz", "${fresh._rev}"` };
    expect((await call('DELETE', '/tags/b', { headers: either })).status).toBe(204);
    expect((await call('DELETE', '/tags/b', { headers: { 'if-match': '*' } })).status).toBe(404);
  });

  it('work on documents others wrote', async () => {
    const rows = [
      { _id: 'x1' },
      { _id: 'x2', _rev: 5 },
      { _id: 'x3', _rev: 'a"\r\nb: c' },
      { _id: 'x4', _rev: null },
    ];
    await db.collection('tags').insertMany(rows as never[]);
    for (const { _id } of rows) {
      expect((await call('GET', `/tags/${_id}`)).headers.get('etag')).toBe('"0"');
      const headers = { 'if-match': '"0"' };
      expect((await call('PATCH', `/tags/${_id}`, { body: { a: 1 }, headers })).status).toBe(200);
      expect((await call('PATCH', `/tags/${_id}`, { body: { a: 2 }, headers })).status).toBe(412);
    }
  });

  it('let exactly one of twenty writers win', async () => {
    const { body } = await insert('tags', { _id: 'race', n: 0 });
    const headers = { 'if-match': `"${body._rev}"` };
    for (const method of ['PUT', 'PATCH']) {
      const { _rev } = (await call('GET', '/tags/race')).body;
      headers['if-match'] = `"${_rev}"`;
      const replies = await Promise.all(
        Array.from({ length: 20 }, (_, n) => call(method, '/tags/race', { body: { n }, headers })),
      );
      const statuses = replies.map(({ status }) => status).sort();
      expect(statuses).toEqual([200, ...Array.from({ length: 19 }, () => 412)]);
      const winner = replies.find(({ status }) => status === 200)!;
      expect((await call('GET', '/tags/race')).body).toEqual(winner.body);
    }
  });

  it('are not needed for patches of different fields: fifty at once lose nothing', async () => {
    await insert('tags', { _id: 'many', fields: { kept: true } });
    const replies = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        call('PATCH', '/tags/many', { body: { fields: { [`f${i}`]: i } } }),
      ),
    );
    expect(replies.map(({ status }) => status)).toEqual(Array.from({ length: 50 }, () => 200));
    expect((await call('GET', '/tags/many')).body['fields']).toEqual({
      kept: true,
      ...Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`f${i}`, i])),
    });
  });
});

describe('many documents', () => {
  it('are created together', async () => {
    const reply = await call<{ inserted: number; ids: string[] }>('POST', '/many', {
      body: [{ _id: 'm1' }, { n: 2 }, { _id: 'm3' }],
    });
    expect(reply.status).toBe(201);
    expect(reply.body).toEqual({ inserted: 3, ids: ['m1', expect.stringMatching(/^[0-9a-f]{24}$/), 'm3'] });
    expect((await call('GET', '/many/count')).body).toEqual({ count: 3 });
  });

  it('are created all or not at all', async () => {
    const body = [{ _id: 'n1' }, { _id: 'n2' }, { _id: 'n1' }];
    const reply = await insert('many', body);
    expect(reply.body).toEqual(
      problem('document.exists', 409, 'A document with this _id already exists', '/many', {
        '2._id': 'A document with this _id already exists',
      }),
    );
    expect((await call('GET', '/many/n1')).status).toBe(404);
    expect(
      (
        await insert(
          'many',
          Array.from({ length: 1000 }, (_, n) => ({ n })),
        )
      ).status,
    ).toBe(201);
    expect(
      (
        await insert(
          'many',
          Array.from({ length: 1001 }, (_, n) => ({ n })),
        )
      ).status,
    ).toBe(400);
  });
});
