import { Binary, BSON, Decimal128, Double, Int32, Long, ObjectId, Timestamp, UUID } from 'mongodb';
import { OID, randomDocument, THIRTY_TWO, TYPES } from '../support/bson.js';
import { startDataApi, problem, query, type DataApi } from '../support/data.js';
import { fc } from '../support/property.js';

let sut: DataApi;
let db: DataApi['db'];
let call: DataApi['call'];
beforeAll(async () => {
  sut = await startDataApi();
  ({ db, call } = sut);
});
afterAll(() => sut?.stop());

const REV = expect.stringMatching(/^[0-9a-f]{12}$/) as string;
const invalid = (path: string, errors: object) =>
  problem('document.invalid', 400, 'Document is invalid', path, errors);
const NOT_KEPT =
  'A number of so many digits would be changed: write it as text or as {"$numberDecimal": "..."}';

/** Every document of a collection as the server keeps it, in the order of `_id`. */
const rawOf = async (collection: string) =>
  (
    await db
      .collection(collection)
      .find({}, { raw: true, sort: { _id: 1 } })
      .toArray()
  ).map((raw) => (raw as unknown as Buffer).toString('hex'));
const dump = async (path: string) => {
  const headers = { authorization: `Bearer ${sut.acme.token}` };
  return (await fetch(`${sut.app.url}/v1/data${path}`, { headers })).text();
};
const load = (path: string, body: string, type = 'application/x-ndjson') =>
  call<{ inserted: number; failed: number; errors: unknown[] }>('POST', path, {
    body,
    headers: { 'content-type': type },
  });

describe('numbers', () => {
  it('of 64 bits are kept and written as they came, wherever they come in', async () => {
    const big = '1610521604143693812';
    const next = '1610521604143693813';
    const created = await call('POST', '/big', { body: `{"_id":"t1","id":${big},"in":[{"n":-${big}}]}` });
    expect(created.text).toBe(`{"_id":"t1","id":${big},"in":[{"n":-${big}}],"_rev":"${created.body._rev}"}`);
    await call('POST', '/big', { body: `[{"_id":"t2","id":${next}},{"_id":"t3","id":9007199254740991}]` });
    await load('/big/import', `{"_id":"t4","id":-9223372036854775808}\n`);
    await call('PUT', '/big/t3', { body: '{"id":9223372036854775807}' });
    await call('PATCH', '/big/t2', { body: `{"other":{"id":${next}}}` });
    const { text } = await call('GET', '/big/t2');
    expect(text).toContain(`"id":${next},`);
    expect(text).toContain(`"other":{"id":${next}}`);
    expect((await call('GET', '/big/t3')).text).toContain('"id":9223372036854775807');
    expect((await call('GET', '/big?sort=_id')).text).toContain('"id":-9223372036854775808');
    const stored = await db
      .collection('big')
      .find({}, { promoteValues: false, sort: { _id: 1 } })
      .toArray();
    expect(stored.map(({ id }) => (id as object).constructor.name)).toEqual(['Long', 'Long', 'Long', 'Long']);
    const found = await call<{ items: { _id: string }[] }>(
      'GET',
      `/big${query({ filter: `{"id":${next}}` })}`,
    );
    expect(found.body.items.map(({ _id }) => _id)).toEqual(['t2']);
    const relaxed = await call('GET', '/big/t1?json=relaxed');
    expect(relaxed.body['id']).toEqual({ $numberLong: big });
    expect((await call('POST', '/big', { body: relaxed.text.replace('"t1"', '"t5"') })).status).toBe(201);
    expect((await call('GET', '/big/t5')).text).toContain(`"id":${big}`);
  });

  it.each([
    ['9223372036854775808', NOT_KEPT],
    ['12345678901234567890.5', NOT_KEPT],
    ['1e400', 'A number must be finite'],
    ['1e-400', 'A number this small would be stored as 0: write it as text or as {"$numberDecimal": "..."}'],
  ])('that would be changed are refused with their path: %s', async (text, message) => {
    const body = `{"_id":"no","a":[{"b":${text}}]}`;
    const errors = { 'a.0.b': message };
    expect((await call('POST', '/no', { body })).body).toEqual(invalid('/no', errors));
    expect((await call('POST', '/no', { body: `[${body}]` })).body).toEqual(
      invalid('/no', { '0.a.0.b': message }),
    );
    expect((await call('PUT', '/no/no', { body })).body).toEqual(invalid('/no/no', errors));
    expect((await call('PATCH', '/no/no', { body })).body).toEqual(invalid('/no/no', errors));
    expect((await load('/no/import', body)).body.errors).toEqual([{ line: 1, reason: `a.0.b: ${message}` }]);
    const filter = await call('GET', `/no${query({ filter: `{"a":{"gt":${text}}}` })}`);
    expect(filter.body).toEqual(
      problem('query.invalid', 400, 'Query is invalid', '/no', { 'filter.a.gt': message }),
    );
    expect((await call('GET', '/no/count')).body).toEqual({ count: 0 });
  });

  it('keep the sign of zero, and large doubles stay doubles', async () => {
    const { text } = await call('POST', '/zero', { body: '{"_id":"z","a":-0,"b":1e20,"c":1.0,"d":0.1}' });
    expect(text).toContain('"a":-0.0,"b":1e+20,"c":1,"d":0.1');
    expect((await call('PUT', '/zero/z', { body: text })).text).toContain('"a":-0.0,"b":1e+20,"c":1,"d":0.1');
    expect(Object.is((await db.collection('zero').findOne())!['a'], -0)).toBe(true);
  });

  it('and keys that would be lost are refused by settings, with their path', async () => {
    const token = sut.acme.token;
    const patch = (settings: string) =>
      sut.app.call('PATCH', '/v1/me', { token, body: `{"settings":${settings}}` });
    expect((await patch('{"twitter":{"id":1610521604143693812}}')).body).toMatchObject({
      code: 'request.invalid',
      errors: { 'settings.twitter.id': 'An integer beyond 2^53 must be written as text' },
    });
    for (const key of ['__proto__', 'constructor']) {
      expect((await patch(`{"a":{"${key}":{"x":1}}}`)).body).toMatchObject({
        errors: { [`settings.a.${key}`]: `A key must not be ${key}` },
      });
    }
    expect((await patch('{"id":"1610521604143693812","n":9007199254740991}')).status).toBe(200);
  });
});

describe('documents that others wrote', () => {
  it('come out in four ways, and what comes out can be written back', async () => {
    const document = Object.fromEntries(TYPES.map(([name, value]) => [name, value]));
    await db.collection('types').insertOne({ _id: 'all' as never, ...document });
    for (const [i, mode] of ['standard', 'plain', 'relaxed', 'canonical'].entries()) {
      const expected = TYPES.map((row) => `"${row[0]}":${row[2 + i] as string}`).join(',');
      const parameter = mode === 'standard' ? '' : `?json=${mode}`;
      const reply = await call('GET', `/types/all${parameter}`);
      expect(reply.text).toBe(`{"_id":"all",${expected}}`);
      expect((await call('GET', `/types${parameter}`)).text).toBe(
        `{"items":[{"_id":"all",${expected}}],"next_cursor":null}`,
      );
      expect(await dump(`/types/export${parameter}`)).toBe(`{"_id":"all",${expected}}\n`);
      const named = { accept: `application/json; json=${mode}` };
      if (mode !== 'standard') {
        expect((await call('GET', '/types/all', { headers: named })).text).toBe(reply.text);
        expect(reply.headers.get('content-type')).toBe(`application/json; charset=utf-8; json=${mode}`);
      }
      if (mode === 'plain') continue;
      const back = reply.text.replace('"all"', `"${mode}"`);
      const put = await call('POST', `/types${parameter}`, { body: back });
      expect([put.status, put.body]).toEqual([201, { ...JSON.parse(back), _rev: REV }]);
      if (mode === 'canonical') {
        const stored = (await db.collection('types').findOne({ _id: mode as never }, { raw: true }))!;
        const expectedRaw = BSON.serialize({ _id: mode, ...document, _rev: put.body._rev });
        expect((stored as unknown as Buffer).toString('hex')).toBe(Buffer.from(expectedRaw).toString('hex'));
        expect(BSON.serialize(BSON.EJSON.parse(back, { relaxed: false }) as object)).toEqual(
          BSON.serialize({ _id: mode, ...document }),
        );
      }
      await db.collection('types').deleteMany({ _id: { $ne: 'all' as never } });
    }
  });

  it('refuse an unknown way of writing, and wrappers where plain was asked for', async () => {
    for (const path of ['/types', '/types/all', '/types/export', '/types/count']) {
      expect((await call('GET', `${path}?json=bson`)).body).toEqual(
        problem('query.invalid', 400, 'Query is invalid', path, {
          json: 'json must be canonical, relaxed, plain',
        }),
      );
    }
    const reply = await call('POST', '/types?json=plain', { body: { a: { $date: '2026-01-01' } } });
    expect(reply.body).toEqual(invalid('/types', { 'a.$date': 'A key must not start with $' }));
  });

  it('are exported and imported raw the same, whatever the driver can write', async () => {
    await db.collection('rt_from').insertMany(THIRTY_TWO);
    const text = await dump('/rt_from/export?json=canonical');
    const report = (await load('/rt_to/import?json=canonical', text)).body;
    expect(report).toMatchObject({ inserted: THIRTY_TWO.length, failed: 0 });
    expect(await rawOf('rt_to')).toEqual(await rawOf('rt_from'));
    // The standard way keeps what is not a kind of number; not keys with $ or control characters, and an ObjectId
    // and its digits as text are one.
    const standard = await dump('/rt_from/export');
    const kept = standard.split('\n').filter((line) => !/"\$set"|u0001key|"v":"text"/.test(line));
    expect((await load('/rt_plain/import', kept.join('\n'))).body).toMatchObject({ failed: 0 });
  });

  it('keep U+0000 in texts, which the driver can write; a key with one is refused', async () => {
    await db.collection('nul_from').insertOne({ _id: 'a' as never, v: 'x\u0000y', n: { '': '\u0000' } });
    const text = await dump('/nul_from/export?json=canonical');
    expect((await load('/nul_to/import?json=canonical', text)).body).toMatchObject({
      inserted: 1,
      failed: 0,
    });
    expect(await rawOf('nul_to')).toEqual(await rawOf('nul_from'));
    const refused = [
      '{"_id":"k","a\\u0000":1}',
      '{"_id":"r","v":{"$regularExpression":{"pattern":"a\\u0000","options":""}}}',
    ];
    const report = (await load('/nul_to/import?json=canonical', refused.join('\n'))).body;
    // What is no well-formed wrapper is an object like any other in a canonical import.
    expect(report).toMatchObject({ inserted: 1, failed: 1 });
  });

  it('round-trip whatever they are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(randomDocument(), { minLength: 1, maxLength: 40 }), async (documents) => {
        await db.dropCollection('any_from').catch(() => undefined);
        await db.dropCollection('any_to').catch(() => undefined);
        await db.collection('any_from').insertMany(documents.map((row, i) => ({ ...row, _id: i }) as never));
        const text = await dump('/any_from/export?json=canonical');
        const report = (await load('/any_to/import', text, 'application/x-ndjson; json=canonical')).body;
        expect(report).toMatchObject({ inserted: documents.length, failed: 0 });
        expect(await rawOf('any_to')).toEqual(await rawOf('any_from'));
      }),
      { numRuns: 15, endOnFailure: true },
    );
  });
});

describe('any _id that is listed', () => {
  it('can be read, changed and deleted', async () => {
    const ids = [
      ...[
        7,
        2.5,
        Long.fromString('9007199254740993'),
        new ObjectId(OID),
        OID,
        'count',
        'export',
        '',
        ' ',
        'a/b',
      ],
      ...['..', 'ü', 'plain', 'x'.repeat(200), true, new Date(5), { b: 1, '1': { c: 'x' } }, new UUID()],
      ...[new Timestamp({ t: 1, i: 2 }), Decimal128.fromString('1.5'), new Binary(Buffer.from('ab'), 128)],
    ];
    await db.collection('ids').insertMany(ids.map((_id, n) => ({ _id, n })) as never[]);
    const page = await call<{ items: { _id: unknown; n: number }[]; links: Record<string, string> }>(
      'GET',
      '/ids?limit=100',
    );
    expect(page.body.items).toHaveLength(ids.length);
    const plain = page.body.items.filter((_, i) => page.body.links[i] === undefined).map(({ _id }) => _id);
    expect(plain.sort()).toEqual([OID, 'a/b', 'plain', 'ü']);
    for (const [i, { _id, n }] of page.body.items.entries()) {
      const path = (page.body.links[i] ?? `/v1/data/ids/${encodeURIComponent(String(_id))}`).slice(
        '/v1/data'.length,
      );
      expect([path, (await call('GET', path)).body['n']]).toEqual([path, n]);
      const put = await call('PUT', path, { body: { n, put: true } });
      expect([path, put.status]).toEqual([path, 200]);
      expect((await call('PATCH', path, { body: { patched: i } })).body).toMatchObject({
        n,
        put: true,
        patched: i,
      });
    }
    const kinds = await db
      .collection('ids')
      .find({}, { promoteValues: false, sort: { n: 1 } })
      .toArray();
    expect(kinds.map(({ _id, n, put }) => [BSON.EJSON.stringify(_id), Number(n), put])).toEqual(
      ids.map((id, n) => [BSON.EJSON.stringify(typeof id === 'number' ? exact(id) : id), n, true]),
    );
    for (const [i, { _id }] of page.body.items.entries()) {
      const path = (page.body.links[i] ?? `/v1/data/ids/${encodeURIComponent(String(_id))}`).slice(
        '/v1/data'.length,
      );
      expect((await call('DELETE', path)).status).toBe(204);
    }
    expect((await call('GET', '/ids/count')).body).toEqual({ count: 0 });
  });

  it('is made under one too, and a path that is no JSON is refused', async () => {
    const path = `/ids/${encodeURIComponent('{"$numberLong":"5"}')}?id_type=json`;
    const made = await call('PUT', path, { body: { _id: 5 }, headers: { 'if-none-match': '*' } });
    expect([made.status, made.headers.get('location')]).toEqual([201, '/v1/data/ids/5?id_type=json']);
    expect((await call('PUT', path, { body: { _id: 6 } })).body).toEqual(
      invalid(`/ids/{"$numberLong":"5"}`, { _id: '_id must be the one in the path' }),
    );
    for (const [id, message] of [
      ['{', '_id must be JSON in the path'],
      ['[1]', '_id must not be an array or a regular expression'],
      ['{"$gt":""}', '_id must be JSON in the path'],
    ] as const) {
      const reply = await call('GET', `/ids/${encodeURIComponent(id)}?id_type=json`);
      if (id === '{"$gt":""}') expect(reply.status).toBe(404);
      else expect(reply.body).toEqual(invalid(`/ids/${id}`, { _id: message }));
    }
    expect((await call('GET', '/ids/5?id_type=number')).status).toBe(400);
    expect((await call('GET', '/ids/5')).body).toMatchObject({ _id: 5 });
  });

  it('is found by its plain text too, where no document has that text as its own', async () => {
    const oid = new ObjectId();
    const rows = [{ _id: 7 }, { _id: 1.5 }, { _id: '507f1f77bcf86cd799439011' }, { _id: oid }, { _id: '8' }];
    await db.collection<{ _id: unknown }>('plain').insertMany([...rows, { _id: 8 }]);
    const change = { body: { a: 1 }, headers: { 'content-type': 'application/merge-patch+json' } };
    for (const id of ['7', '1.5', '507f1f77bcf86cd799439011', oid.toHexString()]) {
      expect((await call('GET', `/plain/${id}`)).status).toBe(200);
      expect((await call('PATCH', `/plain/${id}`, change)).body).toMatchObject({ a: 1 });
      expect((await call('PUT', `/plain/${id}`, { body: { b: 1 } })).body).toMatchObject({ b: 1 });
      expect((await call('DELETE', `/plain/${id}`)).status).toBe(204);
      expect((await call('GET', `/plain/${id}`)).status).toBe(404);
    }
    // The text comes first; the number is left.
    expect((await call('GET', '/plain/8')).body).toMatchObject({ _id: '8' });
    expect((await call('DELETE', '/plain/8')).status).toBe(204);
    expect((await call('GET', '/plain/8')).body).toMatchObject({ _id: 8 });
    for (const id of ['9223372036854775808', '-0', '1e3']) {
      expect((await call('GET', `/plain/${id}`)).status).toBe(404);
    }
  });
});

const exact = (value: number) => (Number.isInteger(value) ? new Int32(value) : new Double(value));

describe('filters', () => {
  it('take dates and the other types, and fields that are called like words', async () => {
    await call('POST', '/f', {
      body: [
        { _id: 'a', at: { $date: '2026-01-01T00:00:00Z' }, and: 1, or: 'x', not: 2 },
        { _id: 'b', at: { $date: '2026-02-01' }, and: 2, not: { eq: 3 }, o: { $oid: OID } },
        { _id: 'c', at: '2026-01-15', n: { $numberDecimal: '1.5' } },
      ],
    });
    const found = async (filter: object) => {
      const { body } = await call<{ items: { _id: string }[] }>(
        'GET',
        `/f${query({ filter: JSON.stringify(filter) })}`,
      );
      return body.items?.map(({ _id }) => _id) ?? body;
    };
    expect(await found({ at: { $date: '2026-01-01T01:00:00+01:00' } })).toEqual(['a']);
    expect(
      await found({ at: { gte: { $date: '2026-01-15' }, lt: { $date: { $numberLong: '1777000000000' } } } }),
    ).toEqual(['b']);
    expect(await found({ at: { in: [{ $date: '2026-01-01' }, '2026-01-15'] } })).toEqual(['a', 'c']);
    expect(await found({ o: { $oid: OID } })).toEqual(['b']);
    expect(await found({ n: { gt: { $numberDecimal: '1.4' } } })).toEqual(['c']);
    expect(await found({ and: 1 })).toEqual(['a']);
    expect(await found({ and: { gte: 1 }, or: 'x', not: 2 })).toEqual(['a']);
    expect(await found({ not: { and: 1 } })).toEqual(['b', 'c']);
    expect(await found({ '.not': { exists: true } })).toEqual(['a', 'b']);
    expect(await found({ '.not': 2, or: [{ '.and': 1 }] })).toEqual(['a']);
    expect(await found({ and: [{ 'not.eq': 3 }] })).toEqual(['b']);
    for (const filter of [
      { at: { $date: 'yesterday' } },
      { a: { $regularExpression: { pattern: 'a', options: '' } } },
      { '..not': 1 },
    ]) {
      expect(await found(filter)).toMatchObject({ code: 'query.invalid' });
    }
  });
});

describe('a document that has a key the service uses', () => {
  it('is listed like any other, page after page', async () => {
    await db.collection('kk').insertMany([
      { _id: '1', '\u0001key': 'boo', n: 1 },
      { _id: '2', '\u0001key': ['x'], n: 2 },
    ] as never[]);
    for (const parameters of ['limit=1', 'limit=1&sort=-n', 'limit=1&fields=n&sort=n']) {
      const first = await call<{ items: object[]; next_cursor: string }>('GET', `/kk?${parameters}`);
      expect(first.status).toBe(200);
      const second = await call<{ items: object[]; next_cursor: null }>(
        'GET',
        `/kk?${parameters}&cursor=${first.body.next_cursor}`,
      );
      expect([second.body.items.length, second.body.next_cursor]).toEqual([1, null]);
      if (parameters.includes('fields'))
        expect(first.text).toBe(`{"items":[{"_id":"1","n":1}],"next_cursor":"${first.body.next_cursor}"}`);
      else expect(first.text).toContain('"\\u0001key":');
    }
  });
});
