import { randomUUID } from 'node:crypto';
import { AppError } from '../../src/common/errors/app-error.js';
import { AuthService } from '../../src/modules/auth/auth.service.js';
import { IdempotencyRepository } from '../../src/modules/idempotency/idempotency.repository.js';
import { startTestApp, type Reply, type TestApp } from '../support/app.js';

const PASSWORD = 'SecurePassword123!';

describe('Idempotency-Key', () => {
  let sut: TestApp;
  let twin: TestApp;
  let acme: Awaited<ReturnType<TestApp['organization']>>;
  beforeAll(async () => {
    sut = await startTestApp({ OWNER_INITIAL_PASSWORD: 'random' });
    twin = await sut.twin();
    acme = await sut.organization('Acme Corp');
  });
  afterAll(async () => {
    await twin?.stop();
    await sut?.stop();
  });
  afterEach(() => jest.restoreAllMocks());

  const send = <T = Record<string, unknown>>(
    path: string,
    key: string | undefined,
    { body, token, app = sut }: { body?: unknown; token?: string; app?: TestApp },
  ) =>
    app.call<T>('POST', path, {
      body,
      token,
      headers: key === undefined ? {} : { 'idempotency-key': key },
    });
  const company = (name: string) => ({
    organization_name: name,
    email: `admin@${name.toLowerCase().replaceAll(' ', '-')}.example`,
    password: PASSWORD,
  });
  const rows = () => sut.master.collection<{ _id: string }>('idempotency_keys');
  const organizations = (name: string) =>
    sut.master.collection('organizations').countDocuments({ organization_name: name });
  const repository = (app: TestApp) => app.app.get(IdempotencyRepository, { strict: false });
  const replayed = ({ headers }: Reply) => headers.get('idempotency-replayed');

  it('50 requests at once over two instances have one effect, on a public route and on one with a caller', async () => {
    for (let round = 0; round < 3; round++) {
      const name = `Parallel ${round}`;
      const key = randomUUID();
      const replies = await Promise.all(
        Array.from({ length: 50 }, (_, i) =>
          send('/org/create', key, { body: company(name), app: i % 2 ? sut : twin }),
        ),
      );
      const made = replies.filter(({ status }) => status === 201);
      expect(new Set(made.map(({ text }) => text)).size).toBe(1);
      expect(made.filter((reply) => replayed(reply) === null)).toHaveLength(1);
      for (const { status, text, headers } of replies.filter(({ status }) => status !== 201)) {
        expect([status, text]).toEqual([
          409,
          '{"detail":"The request with this Idempotency-Key is still in progress"}',
        ]);
        expect(headers.get('retry-after')).toBe('1');
      }
      expect(await organizations(name)).toBe(1);

      const body = { round, from: 'many' };
      const inserts = await Promise.all(
        Array.from({ length: 50 }, (_, i) =>
          send(`/v1/data/notes`, key, { body, token: acme.token, app: i % 2 ? sut : twin }),
        ),
      );
      expect(inserts.every(({ status }) => status === 201 || status === 409)).toBe(true);
      expect(await sut.client.db(acme.database).collection('notes').countDocuments({ round })).toBe(1);
      const again = await send('/v1/data/notes', key, { body, token: acme.token });
      expect([again.status, replayed(again)]).toEqual([201, 'true']);
    }
  });

  it('a repeat gets the same answer with the same headers, on each surface', async () => {
    const operator = { token: acme.token };
    const cases: [string, object, { token?: string }][] = [
      [
        '/api/register',
        {
          company_name: 'Repeat One',
          admin_name: 'Jane',
          email: 'jane@repeat-one.example',
          password: PASSWORD,
          phone: '555-1234',
        },
        {},
      ],
      [
        '/api/register/add-user',
        {
          domain: 'repeat-one.example',
          user_name: 'joe',
          email: 'joe@repeat-one.example',
          password: PASSWORD,
        },
        {},
      ],
      ['/org/create', company('Repeat Two'), {}],
      [
        '/signup',
        { email: 'a@repeat-three.example', password: PASSWORD, organization_name: 'Repeat Three' },
        {},
      ],
      ['/organizations', { name: 'Repeat Four' }, operator],
      ['/api/v1/tenants', { name: 'Repeat Five', planType: 'basic' }, operator],
      [
        '/api/tenants/register',
        { name: 'Repeat Six', email: 'a@repeat-six.example', password: PASSWORD },
        {},
      ],
      ['/v1/data/repeats', { a: 1 }, operator],
      ['/v1/data/repeats', [{ a: 2 }, { a: 3 }], operator],
    ];
    for (const [path, body, as] of cases) {
      const key = randomUUID();
      const first = await send(path, key, { body, ...as });
      const second = await send(path, `"${key}"`, { body, ...as, app: twin });
      expect([path, first.status, replayed(first)]).toEqual([path, 201, null]);
      expect([path, second.status, replayed(second)]).toEqual([path, 201, 'true']);
      expect(second.text).toBe(first.text);
      for (const name of ['location', 'etag', 'x-initial-secret', 'content-type']) {
        expect([name, second.headers.get(name)]).toEqual([name, first.headers.get(name)]);
      }
    }
    expect(await sut.client.db(acme.database).collection('repeats').countDocuments()).toBe(3);
  });

  it('keeps no key, secret, token or body that a reader of the database could use', async () => {
    const key = randomUUID();
    const body = { name: 'Sealed', planType: 'basic' };
    const first = await send('/api/v1/tenants', key, { body, token: acme.token });
    const secret = first.headers.get('x-initial-secret')!;
    expect(secret).toMatch(/.{10}/);
    const stored = await rows().find().toArray();
    expect(stored.length).toBeGreaterThan(0);
    for (const row of stored) {
      expect(Object.keys(row).sort()).toEqual(
        [
          '_id',
          'answer',
          'attempt',
          'created_at',
          'expires_at',
          'fingerprint',
          'lease_until',
          'state',
        ].sort(),
      );
      const bytes = Buffer.concat([
        Buffer.from(JSON.stringify(row)),
        (row as unknown as { answer: { buffer: Buffer } }).answer.buffer,
      ]).toString('latin1');
      for (const text of [key, secret, PASSWORD, 'Sealed', acme.id]) expect(bytes).not.toContain(text);
    }
    const again = await send('/api/v1/tenants', key, { body, token: acme.token });
    expect(again.headers.get('x-initial-secret')).toBe(secret);
  });

  it('another body or address is 422; another caller, route or method has keys of its own', async () => {
    const rival = await sut.organization('Rival Corp');
    const key = randomUUID();
    const notes = (path: string, body: unknown, token: string) =>
      send<{ code: string; _id: string }>(path, key, { body, token });
    const first = await notes('/v1/data/scopes', { a: 1 }, acme.token);
    expect(first.status).toBe(201);
    for (const [path, body] of [
      ['/v1/data/scopes', { a: 2 }],
      ['/v1/data/others', { a: 1 }],
    ] as const) {
      const reply = await notes(path, body, acme.token);
      expect([reply.status, reply.body]).toEqual([
        422,
        {
          type: '/docs/errors#idempotency.mismatch',
          title: 'This Idempotency-Key belongs to another request',
          status: 422,
          code: 'idempotency.mismatch',
          instance: path,
          request_id: expect.stringMatching(/^[\w-]{36}$/) as string,
        },
      ]);
    }
    const theirs = await notes('/v1/data/scopes', { a: 1 }, rival.token);
    expect([theirs.status, replayed(theirs)]).toEqual([201, null]);
    expect(theirs.body._id).not.toBe(first.body._id);
    const elsewhere = await send('/organizations', key, { body: { name: 'Own Scope' }, token: acme.token });
    expect([elsewhere.status, replayed(elsewhere)]).toEqual([201, null]);
    // On a public route nobody is known: all who send this key share it, and meet the answer with the same body only.
    const one = await send('/org/create', key, { body: company('Stranger One') });
    const two = await send('/org/create', key, { body: company('Stranger Two') });
    expect([one.status, two.status, two.text]).toEqual([
      201,
      422,
      '{"detail":"This Idempotency-Key belongs to another request"}',
    ]);
  });

  it('a key is 1 to 128 letters, digits, - or _', async () => {
    for (const key of ['', ' ', 'a b', 'a,b', 'ä', '"', '""', 'a'.repeat(129), '../x', '{"$ne":1}']) {
      const reply = await send('/v1/data/keys', encodeURI(key), { body: {}, token: acme.token });
      expect([key, reply.status, reply.body['code']]).toEqual([key, 400, 'idempotency.invalid']);
    }
    for (const key of ['a', '_-9', 'a'.repeat(128), '"quoted"']) {
      const reply = await send('/v1/data/keys', key, { body: {}, token: acme.token });
      expect([key, reply.status]).toEqual([key, 201]);
    }
  });

  it('an error before any effect leaves the key free', async () => {
    const key = randomUUID();
    const body = { ...company('Later Corp'), password: 'short' };
    const before = await rows().countDocuments();
    expect((await send('/org/create', key, { body })).status).toBe(400);
    const taken = { ...company('Acme Corp'), email: 'new@later.example' };
    expect((await send('/org/create', key, { body: taken })).status).toBe(400);
    expect((await send('/v1/data/$bad', key, { body: {}, token: acme.token })).status).toBe(400);
    expect(await rows().countDocuments()).toBe(before);
    const document = { _id: 'one' };
    expect((await send('/v1/data/free', key, { body: document, token: acme.token })).status).toBe(201);
    const other = randomUUID();
    expect((await send('/v1/data/free', other, { body: document, token: acme.token })).status).toBe(409);
    await sut.client.db(acme.database).collection('free').deleteMany({});
    expect((await send('/v1/data/free', other, { body: document, token: acme.token })).status).toBe(201);
  });

  it('a process that dies before its effect leaves a key that a repeat can take', async () => {
    const key = randomUUID();
    const release = jest.spyOn(repository(sut), 'release').mockRejectedValue(new Error('killed'));
    const commit = jest.spyOn(repository(sut), 'commit').mockRejectedValue(new Error('killed'));
    const body = company('Phoenix Corp');
    expect((await send('/org/create', key, { body })).status).toBe(500);
    expect(await organizations('Phoenix Corp')).toBe(0);
    release.mockRestore();
    commit.mockRestore();
    expect((await send('/org/create', key, { body, app: twin })).status).toBe(409);
    await rows().updateMany({ state: 'working' }, { $set: { lease_until: new Date(Date.now() - 1) } });
    const reply = await send('/org/create', key, { body, app: twin });
    expect([reply.status, replayed(reply)]).toEqual([201, null]);
    expect(await organizations('Phoenix Corp')).toBe(1);
  });

  it('a process that dies between its effect and its answer leaves an effect that is not repeated', async () => {
    const key = randomUUID();
    const lost = jest.spyOn(repository(sut), 'answer').mockRejectedValue(new Error('killed'));
    const documents = { from: 'the dead' };
    const request = { body: documents, token: acme.token };
    expect((await send('/v1/data/crash', key, request)).status).toBe(201);
    lost.mockRestore();
    const early = await send('/v1/data/crash', key, { ...request, app: twin });
    expect([early.status, early.body['code']]).toEqual([409, 'idempotency.in_progress']);
    await rows().updateMany({ state: 'committed' }, { $set: { lease_until: new Date(Date.now() - 1) } });
    for (const app of [sut, twin]) {
      const late = await send('/v1/data/crash', key, { ...request, app });
      expect([late.status, late.body['code']]).toEqual([409, 'idempotency.answer_lost']);
      expect(late.headers.get('retry-after')).toBeNull();
    }
    expect(await sut.client.db(acme.database).collection('crash').countDocuments()).toBe(1);
  });

  it('a failure behind the effect is no reason to repeat the effect', async () => {
    const key = randomUUID();
    const body = { name: 'Half Done', email: 'a@half-done.example', password: PASSWORD };
    const signIn = jest.spyOn(sut.app.get(AuthService, { strict: false }), 'signInNew');
    signIn.mockRejectedValueOnce(new AppError('service.unavailable'));
    expect((await send('/api/tenants/register', key, { body })).status).toBe(503);
    for (const app of [sut, twin]) {
      const again = await send('/api/tenants/register', key, { body, app });
      expect([again.status, again.text]).toEqual([
        409,
        '{"success":false,"message":"The request with this Idempotency-Key was completed, but its response was lost"}',
      ]);
    }
    expect(await organizations('Half Done')).toBe(1);
  });

  it('a request that was slow enough to lose its key has no effect beside the one that took it', async () => {
    const key = randomUUID();
    const request = { body: { from: 'two' }, token: acme.token };
    const original = repository(sut).commit.bind(repository(sut));
    let reply: Reply | undefined;
    jest.spyOn(repository(sut), 'commit').mockImplementationOnce(async (holder, session) => {
      await rows().updateOne({ _id: holder._id }, { $set: { lease_until: new Date(Date.now() - 1) } });
      reply = await send('/v1/data/slow', key, { ...request, app: twin });
      return original(holder, session);
    });
    const slow = await send('/v1/data/slow', key, request);
    expect(reply!.status).toBe(201);
    expect([slow.status, slow.body['code']]).toEqual([409, 'idempotency.in_progress']);
    expect(await sut.client.db(acme.database).collection('slow').countDocuments()).toBe(1);
  });

  it('a key is free again after a day', async () => {
    const key = randomUUID();
    const request = { body: { from: 'days' }, token: acme.token };
    const first = await send<{ _id: string }>('/v1/data/days', key, request);
    const { _id, created_at, expires_at } = (await rows()
      .find()
      .sort({ created_at: -1 })
      .limit(1)
      .next()) as never as {
      _id: string;
      created_at: Date;
      expires_at: Date;
    };
    expect(expires_at.getTime() - created_at.getTime()).toBe(24 * 3_600_000);
    const ttl = (await rows().indexes()).find(({ expireAfterSeconds }) => expireAfterSeconds === 0);
    expect(ttl?.key).toEqual({ expires_at: 1 });
    await rows().updateOne({ _id }, { $set: { expires_at: new Date(Date.now() - 1) } });
    const second = await send<{ _id: string }>('/v1/data/days', key, request);
    expect([second.status, replayed(second)]).toEqual([201, null]);
    expect(second.body._id).not.toBe(first.body._id);
  });

  it('without the header nothing is stored and nothing is replayed', async () => {
    const before = await rows().countDocuments();
    const insert = jest.spyOn(repository(sut), 'insert');
    for (let i = 0; i < 2; i++) {
      const reply = await send('/v1/data/plain', undefined, { body: { a: 1 }, token: acme.token });
      expect([reply.status, replayed(reply)]).toEqual([201, null]);
    }
    expect(insert).not.toHaveBeenCalled();
    expect(await rows().countDocuments()).toBe(before);
    expect(await sut.client.db(acme.database).collection('plain').countDocuments()).toBe(2);
  });
});
