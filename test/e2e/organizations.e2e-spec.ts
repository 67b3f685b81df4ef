import { joinAs, type Person } from '../support/people.js';
import { problem } from '../support/problem.js';
import { TIME } from '../support/members.js';
import { startWithOperator, type TestOperator } from '../support/operator.js';
import type { Reply, TestApp } from '../support/app.js';

type Body = Record<string, unknown> & { id: string; database: string; name: string };

describe('/v1/organizations', () => {
  let sut: TestApp;
  let operator: TestOperator;
  let acme: Awaited<ReturnType<TestApp['organization']>>;
  let admin: Person;
  let member: Person;
  beforeAll(async () => {
    ({ sut, operator } = await startWithOperator());
    acme = await sut.organization('Acme Corp');
    admin = await joinAs(sut, acme.id, 'admin');
    member = await joinAs(sut, acme.id, 'member');
  });
  afterAll(() => sut?.stop());

  const call = <T = Body>(method: string, path: string, options = {}): Promise<Reply<T>> =>
    sut.call(method, `/v1/organizations${path}`, { token: acme.token, ...options });
  const NOT_FOUND = (path: string) =>
    problem(404, 'organization.not_found', 'Organization not found', `/v1/organizations${path}`);
  const FORBIDDEN = (path: string) =>
    problem(403, 'auth.forbidden', 'Not authorized', `/v1/organizations${path}`);
  const shown = (more: object = {}) => ({
    id: acme.id,
    uid: expect.stringMatching(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/) as string,
    seq: expect.any(Number) as number,
    name: 'Acme Corp',
    slug: 'acme_corp',
    database: 'org_acme_corp',
    generation: 1,
    status: 'active',
    moving: false,
    plan: null,
    domain: null,
    personal: false,
    settings: {},
    admin_id: acme.adminId,
    created_at: TIME,
    updated_at: TIME,
    ...more,
  });

  it('shows the own one by its id and as current, to members of any role', async () => {
    const reply = await call('GET', '/current');
    expect([reply.status, reply.body, reply.headers.get('etag')]).toEqual([200, shown(), '"1"']);
    expect((await call('GET', `/${acme.id}`)).body).toEqual(shown());
    expect((await member.call('GET', '/v1/organizations/current')).body).toEqual(shown());
  });

  it('shows a foreign one as it shows one that never was', async () => {
    const rival = await sut.organization('Rival Corp');
    for (const id of [rival.id, '000000000000000000000000', 'nonsense', '%00']) {
      for (const [method, body] of [['GET'], ['PATCH', { personal: true }], ['DELETE']] as const) {
        const reply = await call(method, `/${id}`, { body });
        expect([reply.status, reply.body]).toEqual([404, { ...NOT_FOUND(`/${decodeURIComponent(id)}`) }]);
      }
      expect((await call('GET', `/${id}/plan`)).status).toBe(404);
      expect((await call('PUT', `/${id}/plan`, { body: { plan: 'basic' } })).status).toBe(404);
    }
    expect((await sut.call('GET', '/v1/organizations/current', { token: rival.token })).status).toBe(200);
    const noOne = await sut.call('GET', '/v1/organizations/current', { token: operator.token });
    expect([noOne.status, noOne.body]).toEqual([403, FORBIDDEN('/current')]);
  });

  it('lists the memberships of the caller with the role in each', async () => {
    const reply = await call<{ items: Body[] }>('GET', '');
    expect([reply.status, reply.body]).toEqual([
      200,
      { items: [shown({ role: 'owner' })], next_cursor: null },
    ]);
    const two = await sut.call<{ items: Body[] }>('GET', '/v1/organizations', { token: member.token });
    expect(two.body.items.map(({ name, role }) => [name, role])).toEqual([
      ['Acme Corp', 'member'],
      [expect.stringMatching(/^Home/), 'owner'],
    ]);
  });

  it('makes another one, owned by the caller, in use at once', async () => {
    const body = { name: 'Acme Labs', slug: 'acme_x', plan: 'basic', settings: { theme: 'dark' } };
    const made = await call('POST', '', { body });
    const { id } = made.body;
    const expected = shown({
      id,
      name: 'Acme Labs',
      slug: 'acme_x',
      database: 'org_acme_x',
      plan: { id: '0b9c4c5e-8f3b-4f6e-9a51-6d0d5c1f0a01', type: 'basic' },
      settings: { theme: 'dark' },
    });
    expect([made.status, made.body, made.headers.get('location')]).toEqual([
      201,
      expected,
      `/v1/organizations/${id}`,
    ]);
    const headers = { 'x-org-id': id };
    expect((await call('GET', '/current', { headers })).body).toEqual(expected);
    const stored = await sut.call('POST', '/v1/data/data', { token: acme.token, headers, body: { a: 1 } });
    expect(stored.status).toBe(201);
    const again = await call('POST', '', { body: { name: 'ACME  labs' } });
    expect([again.status, again.body]).toEqual([
      409,
      problem(409, 'organization.name_taken', 'Organization already exists', '/v1/organizations'),
    ]);
    const codes = await Promise.all(
      [
        { name: 'Slug Corp', slug: 'acme_x' },
        { name: 'Slug Corp', slug: 'Acme' },
        { name: 'Slug Corp', slug: 'a'.repeat(55) },
        { name: 'Slug Corp', plan: 'gold' },
        { name: 'Slug Corp', settings: { 'a.b': 1 } },
        { name: 'Slug Corp', settings: [1] },
        { name: ' ' },
      ].map(async (one) => (await call('POST', '', { body: one })).body['code']),
    );
    expect(codes).toEqual([
      'organization.slug_taken',
      'organization.slug_invalid',
      'organization.slug_too_long',
      'plan.unknown',
      ...Array<string>(3).fill('request.invalid'),
    ]);
    expect(await sut.master.collection('organizations').countDocuments({ name: 'Slug Corp' })).toBe(0);
    expect((await sut.call('DELETE', `/v1/organizations/${id}`, { token: acme.token, headers })).status).toBe(
      204,
    );
  });

  it('changes settings under If-Match, and refuses an older version', async () => {
    const first = await call('PATCH', '/current', { body: { settings: { a: { b: [1] } } } });
    expect([first.status, first.body, first.headers.get('etag')]).toEqual([
      200,
      shown({ settings: { a: { b: [1] } } }),
      '"2"',
    ]);
    const body = { settings: {}, personal: true };
    const stale = await call('PATCH', '/current', { body, headers: { 'if-match': '"1"' } });
    expect([stale.status, stale.body]).toEqual([
      412,
      problem(
        412,
        'resource.changed',
        'The resource was changed by another request',
        '/v1/organizations/current',
      ),
    ]);
    const fresh = await call('PATCH', `/${acme.id}`, { body, headers: { 'if-match': '"2"' } });
    expect([fresh.status, fresh.body]).toEqual([200, shown({ personal: true })]);
    const back = await call('PATCH', '/current', { body: { personal: false } });
    expect(back.headers.get('etag')).toBe('"4"');
    const nothing = await call('PATCH', '/current', { body: { seq: 1, status: 'suspended', plan: 'pro' } });
    expect([nothing.status, nothing.body, nothing.headers.get('etag')]).toEqual([200, shown(), '"4"']);
  });

  it('lets one of 20 concurrent changes of one version win', async () => {
    const etag = (await call('GET', '/current')).headers.get('etag')!;
    const replies = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        call('PATCH', '/current', { body: { settings: { i } }, headers: { 'if-match': etag } }),
      ),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(19).fill(412)]);
    const winner = replies.find(({ status }) => status === 200)!;
    expect((await call('GET', '/current')).body).toEqual(winner.body);
    await call('PATCH', '/current', { body: { settings: {} } });
  });

  it('refuses settings that MongoDB or a reader could misread', async () => {
    for (const settings of [
      { $set: 1 },
      { a: [[[[[]]]]] },
      { a: { 'b.c': 1 } },
      { a: [{ '': 1 }] },
      'text',
      5,
      [],
      null,
    ]) {
      const reply = await call('PATCH', '/current', { body: { settings } });
      expect([settings, reply.status]).toEqual([settings, settings === null ? 200 : 400]);
    }
    const large = await call('PATCH', '/current', { body: { settings: { a: 'x'.repeat(17_000) } } });
    expect(large.body).toEqual(
      problem(400, 'request.invalid', 'Validation error', '/v1/organizations/current', {
        errors: { settings: 'settings must have at most 16 kB' },
      }),
    );
    const polluted = await call('PATCH', '/current', { body: '{"settings":{"__proto__":{"x":1}}}' });
    expect(polluted.body).toEqual(
      problem(400, 'request.invalid', 'Validation error', '/v1/organizations/current', {
        errors: { 'settings.__proto__': 'A key must not be __proto__' },
      }),
    );
  });

  it('is renamed by a move to the next generation, seen at /v1/operations', async () => {
    await sut.client.db('org_acme_corp').collection('data').insertOne({ kept: true });
    const both = await call('PATCH', '/current', { body: { name: 'New Acme', personal: true } });
    expect([both.status, both.body['errors']]).toEqual([
      400,
      { name: 'name must be the only field of the request' },
    ]);
    const taken = await call('PATCH', '/current', { body: { name: 'rival corp' } });
    expect([taken.status, taken.body['code']]).toEqual([409, 'organization.name_taken']);
    const moved = await admin.call<Body>('PATCH', '/v1/organizations/current', {
      body: { name: 'New Acme' },
    });
    expect([moved.status, moved.body]).toEqual([
      200,
      shown({ name: 'New Acme', slug: 'new_acme', database: 'org_new_acme_v2', generation: 2 }),
    ]);
    expect(await sut.client.db('org_new_acme_v2').collection('data').countDocuments({ kept: true })).toBe(1);
    const { body } = await sut.call<{ items: Body[] }>('GET', '/v1/operations', { token: acme.token });
    expect(body.items.map(({ to, phase }) => [to, phase])).toEqual([['org_new_acme_v2', 'done']]);
    expect((await sut.call('GET', '/org/get?organization_name=New%20Acme')).status).toBe(200);
  });

  it('is changed and deleted by who may: a member may neither', async () => {
    for (const [method, path, body] of [
      ['PATCH', '/current', { personal: true }],
      ['DELETE', '/current'],
      ['PUT', '/current/plan', { plan: 'pro' }],
    ] as const) {
      const reply = await member.call(method, `/v1/organizations${path}`, { body });
      expect([reply.status, reply.body]).toEqual([403, FORBIDDEN(path)]);
    }
    const gone = await call('DELETE', `/${acme.id}`);
    expect([gone.status, gone.text]).toEqual([204, '']);
    expect((await call('GET', '/current')).status).toBe(401);
    const { databases } = await sut.client.db('admin').admin().listDatabases({ nameOnly: true });
    expect(databases.filter(({ name }) => name.startsWith('org_new_acme'))).toEqual([]);
  });
});
