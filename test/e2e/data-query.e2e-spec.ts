import { ObjectId } from 'mongodb';
import { startDataApi, problem, query, type DataApi, type Page } from '../support/data.js';

const REV = /^[0-9a-f]{12}$/;

let sut: DataApi;
let acme: DataApi['acme'];
let rival: DataApi['rival'];
let db: DataApi['db'];
let call: DataApi['call'];
let insert: DataApi['insert'];
let list: DataApi['list'];
beforeAll(async () => {
  sut = await startDataApi();
  ({ acme, rival, db, call, insert, list } = sut);
});
afterAll(() => sut?.stop());

const filtered = async (collection: string, filter: unknown) =>
  (await list(collection, { filter: JSON.stringify(filter), sort: '_id' })).body.items.map(({ _id }) => _id);

describe('filters', () => {
  beforeAll(async () => {
    await insert('f', [
      { _id: 'a', n: 1, s: 'apple', at: { city: 'Paris' }, tags: ['x', 'y'] },
      { _id: 'b', n: 2, s: 'a.*', at: { city: 'Rome' }, ok: true },
      { _id: 'c', n: '2', s: 'banana', nil: null },
      { _id: 'd', s: 'App' },
      { _id: '507f1f77bcf86cd799439011', n: 5 },
    ]);
  });

  it.each<[string, unknown, string[]]>([
    ['nothing', {}, ['a', 'b', 'c', 'd', '507f1f77bcf86cd799439011']],
    ['equality', { n: 2 }, ['b']],
    ['a nested path', { 'at.city': 'Rome' }, ['b']],
    ['an element', { tags: 'y' }, ['a']],
    [
      'null, which absent fields match',
      { nil: null, n: { exists: true } },
      ['a', 'b', 'c', '507f1f77bcf86cd799439011'],
    ],
    ['ne', { n: { ne: 1 } }, ['b', 'c', 'd', '507f1f77bcf86cd799439011']],
    ['a range within one type', { n: { gte: 1, lt: 3 } }, ['a', 'b']],
    ['in', { n: { in: [1, '2'] } }, ['a', 'c']],
    ['nin', { _id: { nin: ['a', '507f1f77bcf86cd799439011'] } }, ['b', 'c', 'd']],
    ['exists', { ok: { exists: false } }, ['a', 'c', 'd', '507f1f77bcf86cd799439011']],
    ['a prefix', { s: { prefix: 'ap' } }, ['a']],
    ['a prefix that is no pattern', { s: { prefix: 'a.*' } }, ['b']],
    ['an ObjectId', { _id: '507f1f77bcf86cd799439011' }, ['507f1f77bcf86cd799439011']],
    ['or', { or: [{ n: 1 }, { s: 'App' }] }, ['a', 'd']],
    ['and, not', { and: [{ n: { exists: true } }, { not: { n: { gt: 1 } } }] }, ['a', 'c']],
    ['text that looks like code', { s: '$where' }, []],
  ])('%s', async (_name, filter, ids) => {
    expect(await filtered('f', filter)).toEqual(ids);
    const count = await call('GET', `/f/count${query({ filter: JSON.stringify(filter) })}`);
    expect(count.body).toEqual({ count: ids.length });
  });

  const deep = (levels: number) => '{"and":['.repeat(levels) + '{"a":1}' + ']}'.repeat(levels);
  it.each<[string, string | object, string]>([
    ['$where', { $where: '1' }, 'filter.$where'],
    ['$or', { $or: [{ a: 1 }] }, 'filter.$or'],
    ['$expr', { or: [{ $expr: { $eq: [1, 1] } }] }, 'filter.or.0.$expr'],
    ['$ne', { a: { $ne: 1 } }, 'filter.a.$ne'],
    ['$regex', { a: { eq: { $regex: '.' } } }, 'filter.a.eq'],
    ['an operator in a list', { a: { in: [{ $gt: '' }] } }, 'filter.a.in.0'],
    ['an operator in a path', { 'a.$where': 1 }, 'filter.a.$where'],
    ['an empty name', { 'a..b': 1 }, 'filter.a..b'],
    ['an unknown word', { a: { like: 'x' } }, 'filter.a.like'],
    ['an array as value', { a: [1] }, 'filter.a'],
    ['an object without operator', { a: {} }, 'filter.a'],
    ['a number that is none', '{"a":1e999}', 'filter.a'],
    ['exists of a text', { a: { exists: 'yes' } }, 'filter.a.exists'],
    ['prefix of a number', { a: { prefix: 1 } }, 'filter.a.prefix'],
    ['a type of the driver', { a: { _bsontype: 'Code', code: '1' } }, 'filter.a._bsontype'],
    ['a path of the driver', { _bsontype: 1 }, 'filter._bsontype'],
    ['or of an object', { or: { a: 1 } }, 'filter.or'],
    ['or of nothing', { or: [] }, 'filter.or'],
    ['too many values', { a: { in: Array.from({ length: 101 }, (_, i) => i) } }, 'filter.a.in'],
    [
      'too many conditions',
      Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`a${i}`, 1])),
      'filter.a50',
    ],
    ['too deep', deep(6), 'filter.and.0.and.0.and.0.and.0.and.0.and.0'],
    ['far too deep', deep(500), 'filter'],
    ['no JSON', '{a:1}', 'filter'],
    ['nothing', '', 'filter'],
    ['a text', '"a"', 'filter'],
    ['an array', '[]', 'filter'],
  ])('refuse %s', async (_name, filter, at) => {
    const text = typeof filter === 'string' ? filter : JSON.stringify(filter);
    for (const path of ['/f', '/f/count', '/f/export']) {
      const reply = await call<{ errors: object }>('GET', `${path}${query({ filter: text })}`);
      expect(reply.body).toEqual(
        problem('query.invalid', 400, 'Query is invalid', path, { [at]: expect.any(String) }),
      );
    }
    expect((await call('GET', `/f${query({ filter: deep(5) })}`)).status).toBe(200);
  });

  it.each([
    'filter[$ne]=1',
    'filter[a]=1',
    'filter={}&filter={}',
    'limit=0',
    'limit=101',
    'limit=1e1',
    'limit=5&limit=6',
    'sort=',
    'sort=a,a',
    'sort=a,b,c,d,e',
    'sort=$where',
    'sort=_bsontype',
    'sort[$gt]=1',
    'fields=',
    'fields=$a',
    'fields=__proto__',
    'cursor=',
    'cursor=abc',
    `cursor=${'A'.repeat(200)}`,
    'select=a',
    'populate=a',
    '$where=1',
  ])('refuse ?%s', async (text) => {
    const reply = await call<{ code: string }>('GET', `/f?${text}`);
    expect([reply.status, reply.body.code]).toEqual([400, 'query.invalid']);
  });

  it('send only what was written here to the database', async () => {
    await db.command({ profile: 2 });
    await filtered('f', { or: [{ a: 'x' }, { b: { prefix: '.*' } }], not: { c: { gt: 1 } } });
    await db.command({ profile: 0 });
    const [entry] = await db
      .collection('system.profile')
      .find({ 'command.find': 'f' })
      .sort({ ts: -1 })
      .toArray();
    await db.collection('system.profile').drop();
    expect(entry['command'].filter).toEqual({
      $and: [{ $or: [{ a: { $eq: 'x' } }, { b: { $regex: '^\\.\\*' } }] }, { $nor: [{ c: { $gt: 1 } }] }],
    });
  });
});

describe('pages', () => {
  const walk = async (collection: string, parameters: Record<string, string>) => {
    const ids: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page: Page = (await list(collection, { ...parameters, ...(cursor ? { cursor } : {}) })).body;
      ids.push(...page.items.map(({ _id }) => String(_id)));
      cursor = page.next_cursor;
    }
    return ids;
  };
  const sorted = async (collection: string, sort: Record<string, 1 | -1>) =>
    (await db.collection(collection).find().sort(sort).toArray()).map(({ _id }) => String(_id));

  it('walk 10,000 documents with ties and mixed types in every order', async () => {
    const values = [
      1,
      2.5,
      -0,
      NaN,
      Infinity,
      '1',
      'b',
      '',
      null,
      undefined,
      true,
      false,
      new Date(5),
      new ObjectId('aaaaaaaaaaaaaaaaaaaaaaaa'),
      { x: 1 },
      { x: 2 },
      {},
      Buffer.from('z'),
    ];
    const ids = [() => new ObjectId(), (i: number) => `s${i}`, (i: number) => i, (i: number) => ({ i })];
    const rows = Array.from({ length: 10_000 }, (_, i) => {
      const a = values[(i * 7) % values.length];
      const b = (i * 13) % 5;
      return { _id: ids[i % 4](i) as ObjectId, ...(a === undefined ? {} : { a }), in: { b } };
    });
    await db.collection('mixed').insertMany(rows);
    await call('GET', '/mixed/count');
    const compare = async (parameter: Record<string, string>, sort: Record<string, 1 | -1>) => {
      const expected = await sorted('mixed', sort);
      expect(await walk('mixed', { limit: '100', ...parameter })).toEqual(expected);
    };
    await compare({}, { _id: 1 });
    await compare({ sort: '-_id' }, { _id: -1 });
    await compare({ sort: 'a', fields: 'in.b,in' }, { a: 1, _id: 1 });
    await compare({ sort: '-a,in.b' }, { a: -1, 'in.b': 1, _id: 1 });
  });

  it('are bound to their query and their organization, and cannot be forged', async () => {
    const filter = '{"in.b":{"gte":1}}';
    const { next_cursor: cursor } = (await list('mixed', { filter, sort: 'in.b' })).body;
    const status = async (collection: string, parameters: Record<string, string>, token = acme.token) =>
      (await call('GET', `/${collection}${query(parameters)}`, { token })).status;
    const good = { filter, sort: 'in.b', cursor: cursor! };
    expect(await status('mixed', good)).toBe(200);
    expect(await status('mixed', { ...good, limit: '3', fields: 'a' })).toBe(200);
    expect(await status('f', good)).toBe(400);
    expect(await status('mixed', { ...good, sort: '-in.b' })).toBe(400);
    expect(await status('mixed', { ...good, filter: '{}' })).toBe(400);
    expect(await status('mixed', good, rival.token)).toBe(400);
    for (let i = 0; i < cursor!.length; i += 3) {
      const other = cursor![i] === 'A' ? 'B' : 'A';
      expect(
        await status('mixed', { ...good, cursor: cursor!.slice(0, i) + other + cursor!.slice(i + 1) }),
      ).toBe(400);
    }
  });

  it('show the fields asked for', async () => {
    await insert('fields', { _id: 'a', x: 1, y: { z: 2, w: 3 }, q: 4 });
    const { items } = (await list('fields', { fields: 'x,y.z', sort: 'q' })).body;
    expect(items).toEqual([{ _id: 'a', x: 1, y: { z: 2 }, _rev: expect.stringMatching(REV) }]);
    expect((await list('fields', { fields: 'y,y.z,_id' })).body.items[0]['y']).toEqual({ z: 2, w: 3 });
  });

  it('say when a field cannot be sorted by', async () => {
    await insert('arrays', [
      { a: [1, 2], b: [3] },
      { a: [2], b: [4, 5] },
      { a: [0], b: [1, 2] },
    ]);
    expect((await list('arrays', { sort: 'a', limit: '1' })).status).toBe(400);
    expect((await list('arrays', { sort: 'a,b' })).status).toBe(400);
    await insert('long', [{ a: 'x'.repeat(9000) }, { a: 'y'.repeat(9000) }]);
    expect((await list('long', { sort: 'a', limit: '1' })).status).toBe(400);
    expect((await list('long', { sort: 'a' })).status).toBe(200);
  });

  it('hold no more than one reply of the database, however large the documents', async () => {
    const big = 'x'.repeat(3 * 1024 * 1024);
    for (let i = 0; i < 7; i++) await insert('big', { _id: `d${i}`, big });
    const first = (await list('big')).body;
    expect(first.items.length).toBeLessThan(7);
    expect(await walk('big', {})).toEqual(['d0', 'd1', 'd2', 'd3', 'd4', 'd5', 'd6']);
  });
});
