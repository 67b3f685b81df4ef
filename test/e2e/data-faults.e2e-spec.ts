import { startDataApi, problem, type DataApi } from '../support/data.js';

let sut: DataApi;
let call: DataApi['call'];
let insert: DataApi['insert'];
beforeAll(async () => {
  sut = await startDataApi();
  ({ call, insert } = sut);
});
afterAll(() => sut?.stop());

const invalid = (path: string, errors: object) =>
  problem('document.invalid', 400, 'Document is invalid', path, errors);

describe('what a document may not be', () => {
  const faults: [string, object][] = [
    ['{"$set":{"a":1}}', { $set: 'A key must not start with $' }],
    ['{"a":{"b":[{"$where":"1"}]}}', { 'a.b.0.$where': 'A key must not start with $' }],
    ['{"a.b":1}', { 'a.b': 'A key must not contain a dot' }],
    ['{"a":{"":1}}', { 'a.': 'A key must not be empty' }],
    ['{"a":{"_bsontype":"ObjectId","id":"x"}}', { 'a._bsontype': 'A key must not be _bsontype' }],
    ['{"a":[1,1e999]}', { 'a.1': 'A number must be finite' }],
    ['"text"', { body: 'A document must be a JSON object' }],
    ['null', { body: 'A document must be a JSON object' }],
    ['{"_id":7}', { _id: '_id must be text' }],
    ['{"_id":""}', { _id: '_id must have 1 to 128 visible characters' }],
    ['{"_id":"a b"}', { _id: '_id must have 1 to 128 visible characters' }],
    [`{"_id":"${'x'.repeat(129)}"}`, { _id: '_id must have 1 to 128 visible characters' }],
    ['{"_id":{"$ne":1}}', { '_id.$ne': 'A key must not start with $' }],
    ['{"_id":[1]}', { _id: '_id must be text' }],
    ['{"a":{"\\u0001key":1}}', { 'a.\u0001key': 'A key must not contain control characters' }],
    ['{"a\\u007f":1}', { 'a\u007f': 'A key must not contain control characters' }],
    ['{"a":{"$date":"2025-02-30"}}', { 'a.$date': '$date is not well-formed extended JSON' }],
    [
      '{"a":{"$numberLong":"9223372036854775808"}}',
      { 'a.$numberLong': '$numberLong is not well-formed extended JSON' },
    ],
    ['{"a":{"$oid":"507f1f77bcf86cd799439011","b":1}}', { 'a.$oid': 'A key must not start with $' }],
    ['{"a":{"$date":"2026-01-01","$gt":1}}', { 'a.$date': 'A key must not start with $' }],
    ['{"_id":"count"}', { _id: '_id must not be count' }],
    ['[]', { body: 'Between 1 and 1000 documents can be inserted at once' }],
    ['[{"a":1},{"$b":1}]', { '1.$b': 'A key must not start with $' }],
  ];

  it.each(faults)('%s', async (body, errors) => {
    const reply = await call('POST', '/faults', { body });
    expect(reply.status).toBe(400);
    expect(reply.body).toEqual(invalid('/faults', errors));
  });

  it('an operator, in PUT and PATCH alike', async () => {
    await insert('faults', { _id: 'f', a: 1 });
    for (const method of ['PUT', 'PATCH']) {
      for (const body of [
        '{"$set":{"a":2}}',
        '{"a":{"$inc":1}}',
        '{"a.b":1}',
        '{"x":[{"$literal":1}]}',
        '[{"$set":{"a":1}}]',
      ]) {
        expect((await call(method, '/faults/f', { body })).status).toBe(400);
      }
    }
    const values = { body: { a: '$$ROOT', b: ['$_id'], c: { d: '$a' } } };
    expect((await call('PATCH', '/faults/f', values)).body).toMatchObject(values.body);
  });

  it.each([
    ['{"a":1', 400, 'request.malformed_json'],
    ['{"a":"\\u0000"}', 400, 'request.unstorable_text'],
    ['{"\\u0000":1}', 400, 'request.unstorable_text'],
    ['{"a":"\\ud800"}', 400, 'request.unstorable_text'],
    ['{"a":'.repeat(5000) + '1' + '}'.repeat(5000), 400, 'request.too_complex'],
    ['[' + '['.repeat(5000), 400, 'request.too_complex'],
    [JSON.stringify({ a: 'x'.repeat(5 * 1024 * 1024) }), 413, 'request.too_large'],
    [`{"a":[${'0,'.repeat(2_000_000)}0]}`, 400, 'request.too_complex'],
    [
      JSON.stringify(Object.fromEntries(Array.from({ length: 5001 }, (_, i) => [`k${i}`, i]))),
      400,
      'request.too_complex',
    ],
  ])('%.20s', async (body, status, code) => {
    for (const [method, path] of [
      ['POST', '/faults'],
      ['PUT', '/faults/f'],
    ] as const) {
      const reply = await call<{ code: string }>(method, path, { body });
      expect([reply.status, reply.body.code]).toEqual([status, code]);
    }
  });

  it('of another content type', async () => {
    for (const type of ['text/plain', 'application/x-ndjson', 'application/x-www-form-urlencoded']) {
      const reply = await call<{ code: string }>('POST', '/faults', {
        body: '{}',
        headers: { 'content-type': type },
      });
      expect([reply.status, reply.body.code]).toEqual([415, 'request.unsupported_media_type']);
    }
    const latin = await call<{ code: string }>('POST', '/faults', {
      body: '{}',
      headers: { 'content-type': 'application/json; charset=latin1' },
    });
    expect([latin.status, latin.body.code]).toEqual([415, 'request.unsupported_charset']);
    const headers = { 'content-type': 'application/merge-patch+json' };
    const patch = await call<{ code: string }>('POST', '/faults/import', { body: {}, headers });
    expect([patch.status, patch.body.code]).toEqual([415, 'request.unsupported_media_type']);
  });
});
