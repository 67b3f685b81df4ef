import { startWithOperator, type TestOperator } from '../support/operator.js';
import { joinAs } from '../support/people.js';
import { problem } from '../support/problem.js';
import { TIME } from '../support/members.js';
import { createAt, ownerOf, PASSWORD } from '../support/surfaces.js';
import { writer } from '../support/platform.js';
import { until } from '../support/smtp.js';
import { statusCases } from './platform/status.cases.js';
import type { TestApp } from '../support/app.js';

interface Body extends Record<string, unknown> {
  id: string;
}
interface List {
  items: Body[];
  next_cursor: string | null;
}

describe('platform operators', () => {
  let sut: TestApp;
  let operator: TestOperator;
  beforeAll(async () => {
    ({ sut, operator } = await startWithOperator());
  });
  afterAll(() => sut?.stop());

  const SUSPENDED = (path: string) =>
    problem(403, 'organization.suspended', 'Organization is suspended or inactive', path);
  const act = async (id: string, verb: string, body?: object) => {
    const reply = await operator.call('POST', `/organizations/${id}/${verb}`, { body });
    expect([reply.status, reply.text]).toEqual([204, '']);
  };

  it('suspend an organization, and let it in again with the same tokens and data', async () => {
    const acme = await sut.organization('Held Corp');
    const call = (method: string, path: string, body?: object) =>
      sut.call(method, path, { token: acme.token, body });
    expect((await call('POST', '/v1/data/data', { _id: 'kept' })).status).toBe(201);
    await act(acme.id, 'suspend', { reason: 'Invoice 4711' });
    await act(acme.id, 'suspend', { reason: 'again' });
    for (const path of ['/v1/data/data/kept', '/v1/me', '/v1/organizations/current', '/v1/audit']) {
      const reply = await call('GET', path);
      expect([reply.status, reply.body]).toEqual([403, SUSPENDED(path)]);
    }
    expect((await call('PUT', '/org/update', { organization_name: 'X' })).status).toBe(403);
    // What is public stays as it is.
    expect((await sut.call('GET', '/org/get?organization_name=Held%20Corp')).status).toBe(200);
    const seen = await operator.call<Body>('GET', `/organizations/${acme.id}`);
    expect([seen.body['status'], seen.body['status_reason']]).toEqual(['suspended', 'Invoice 4711']);
    await act(acme.id, 'deactivate');
    expect((await call('GET', '/v1/me')).status).toBe(403);
    await act(acme.id, 'activate');
    expect((await call('GET', '/v1/data/data/kept')).body).toMatchObject({ _id: 'kept' });
    const { body } = await sut.call<List>('GET', '/v1/audit', { token: acme.token });
    expect(body.items.map(({ action, actor_id, details }) => [action, actor_id, details])).toEqual([
      ['organization.activated', operator.id, {}],
      ['organization.deactivated', operator.id, {}],
      ['organization.suspended', operator.id, { reason: 'Invoice 4711' }],
      ['organization.created', acme.adminId, expect.anything()],
    ]);
  });

  it('keep its people out at every surface, in the words of that surface, after the right password only', async () => {
    const provider = (await sut.organization('Provider Corp')).token;
    const routes = [
      ['/admin/login', { detail: 'Organization is suspended or inactive' }],
      ['/signin', { detail: 'Organization is suspended or inactive' }],
      ['/api/tenants/login', { success: false, message: 'Tenant account is suspended or inactive' }],
      ['/v1/sessions', SUSPENDED('/v1/sessions')],
    ] as const;
    for (const surface of ['S0', 'S1', 'S2', 'S3', 'S4'] as const) {
      const schema = `doors_${surface.toLowerCase()}`;
      const email = surface === 'S3' ? ownerOf(schema) : `a@${schema.replace('_', '-')}.example`;
      const name = `Doors ${surface}`;
      const made = await createAt(sut, surface, { name, email, schema }, provider);
      expect(made.status).toBe(201);
      const { body } = await operator.call<List>('GET', `/organizations?q=${encodeURIComponent(name)}`);
      const password = surface === 'S3' ? 'tenant123' : PASSWORD;
      await act(body.items[0].id, 'suspend');
      for (const [path, refused] of routes) {
        const right = await sut.call('POST', path, { body: { email, password } });
        expect([surface, path, right.status, right.body]).toEqual([surface, path, 403, refused]);
        const wrong = await sut.call('POST', path, { body: { email, password: 'Wrong-Password1!' } });
        const nobody = await sut.call('POST', path, { body: { email: 'no@body.example', password } });
        expect([wrong.status, nobody.status]).toEqual([401, 401]);
        const { request_id: _a, ...first } = wrong.body;
        const { request_id: _b, ...second } = nobody.body;
        expect(first).toEqual(second);
      }
    }
  });

  it('suspend an organization whose people may still end sessions, leave and find their others', async () => {
    const acme = await sut.organization('Left Corp');
    const admin = await joinAs(sut, acme.id, 'admin');
    type Tokens = { access_token: string; session_id: string };
    const signIn = async () => {
      const body = { email: admin.email, password: admin.password, organization_id: acme.id };
      return (await sut.call<Tokens>('POST', '/v1/sessions', { body })).body;
    };
    const [first, second, third, last] = [await signIn(), await signIn(), await signIn(), await signIn()];
    await act(acme.id, 'suspend');
    const call = (method: string, path: string, token = first.access_token) =>
      sut.call<List>(method, path, { token });
    for (const path of ['/v1/me', '/v1/me/memberships/x', '/v1/plans', '/stats/org-wise-members']) {
      const reply = await call('GET', path);
      const isNative = path.startsWith('/v1');
      const detail = 'Organization is suspended or inactive';
      expect([path, reply.status, reply.body]).toEqual([path, 403, isNative ? SUSPENDED(path) : { detail }]);
    }
    const sessions = await call('GET', '/v1/sessions');
    expect([sessions.status, sessions.body]).toEqual([
      200,
      { items: expect.any(Array) as Body[], next_cursor: null },
    ]);
    const ids = sessions.body.items.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining([first, second, third, last].map((one) => one.session_id)));
    const mine = await call('GET', '/v1/organizations');
    const states = mine.body.items.map(({ id, status, role }) => [id === acme.id, status, role]);
    expect([mine.status, states.sort()]).toEqual([
      200,
      [
        [false, 'active', 'owner'],
        [true, 'suspended', 'admin'],
      ],
    ]);
    const ended = await call('DELETE', `/v1/sessions/${second.session_id}`);
    expect([ended.status, ended.text]).toEqual([204, '']);
    const out = await call('POST', '/signout', third.access_token);
    expect([out.status, out.body]).toEqual([200, { message: 'Signed out successfully' }]);
    expect((await call('GET', '/v1/sessions', third.access_token)).status).toBe(401);
    const left = await call('DELETE', `/v1/me/memberships/${acme.id}`);
    expect([left.status, left.text]).toEqual([204, '']);
    const owner = await sut.call('DELETE', `/v1/me/memberships/${acme.id}`, { token: acme.token });
    expect([owner.status, owner.body['code']]).toEqual([409, 'member.last_owner']);
    const all = await sut.call('DELETE', '/v1/sessions', { token: acme.token });
    expect([all.status, all.text]).toEqual([204, '']);
    expect((await sut.call('GET', '/v1/sessions', { token: acme.token })).status).toBe(401);
  });

  it('suspend while a move runs: the move is given up, nothing is lost, writers under way end', async () => {
    const acme = await sut.organization('Moving Corp');
    const documents = Array.from({ length: 20_000 }, (_, i) => ({ _id: i as never, text: 'x'.repeat(200) }));
    await sut.client.db(acme.database).collection('data').insertMany(documents);
    const writes = writer(sut, acme.token);
    const moving = sut.call('PATCH', '/v1/organizations/current', {
      token: acme.token,
      body: { name: 'Moved Corp' },
    });
    const ready = async () =>
      (await sut.master.collection('organizations').findOne({ name: 'Moving Corp' }))?.['lifecycle'];
    while ((await ready()) === 'ready') await new Promise((resolve) => setTimeout(resolve, 2));
    await act(acme.id, 'suspend');
    const moved = await moving;
    // Whoever asked for the move may not change the organization any more when it switches over (S2).
    expect([moved.status, moved.body['code']]).toEqual([403, 'organization.suspended']);
    const { acknowledged, statuses } = await writes.stop();
    expect([...statuses].sort()).toEqual([201, 403]);
    const shown = (await operator.call<Body>('GET', `/organizations/${acme.id}`)).body;
    const { name, status, moving: isMoving, database } = shown;
    expect([name, status, isMoving, database]).toEqual(['Moving Corp', 'suspended', false, acme.database]);
    const data = sut.client.db(acme.database).collection('data');
    expect(await data.countDocuments()).toBe(documents.length + acknowledged.length);
  });

  it('list and inspect every organization', async () => {
    const acme = await sut.organization('Listed [1] Corp');
    const manager = await joinAs(sut, acme.id, 'manager');
    for (const list of ['/organizations', '/users']) {
      expect((await operator.call<List>('GET', `${list}?q=%00`)).body.items).toEqual([]);
    }
    const path = `/organizations?q=${encodeURIComponent('listed [1')}`;
    const { body } = await operator.call<List>('GET', path);
    const shown = {
      id: acme.id,
      uid: expect.any(String) as string,
      seq: expect.any(Number) as number,
      name: 'Listed [1] Corp',
      slug: 'listed_1_corp',
      database: 'org_listed_1_corp',
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
    };
    expect(body).toEqual({ items: [shown], next_cursor: null });
    const one = await operator.call('GET', `/organizations/${acme.id}`);
    expect(one.body).toEqual({ ...shown, status_reason: null, members: 2, owners: 1 });
    const ids: string[] = [];
    let cursor: string | null = null;
    do {
      const query: string = `?limit=3${cursor === null ? '' : `&cursor=${cursor}`}`;
      const page: List = (await operator.call<List>('GET', `/organizations${query}`)).body;
      ids.push(...page.items.map(({ id }) => id));
      cursor = page.next_cursor;
    } while (cursor !== null);
    expect(ids.length).toBe(await sut.master.collection('organizations').countDocuments());
    expect(new Set(ids).size).toBe(ids.length);
    const suspended = await operator.call<List>('GET', '/organizations?status=suspended&limit=100');
    expect(new Set(suspended.body.items.map(({ status }) => status))).toEqual(new Set(['suspended']));
    const pro = await operator.call<List>('GET', '/organizations?plan=pro');
    expect(pro.body.items.map(({ name }) => name)).toEqual(['Doors S3']);
    for (const query of ['status=gone', 'cursor=1', 'limit=0', 'x=1', 'q=a&q=b']) {
      const reply = await operator.call('GET', `/organizations?${query}`);
      expect([query, reply.status, reply.body['code']]).toEqual([query, 400, 'query.invalid']);
    }
    for (const person of [manager.token, acme.token]) {
      for (const [method, sub] of [
        ['GET', ''],
        ['GET', `/${acme.id}`],
        ['DELETE', `/${acme.id}`],
        ['POST', `/${acme.id}/suspend`],
        ['POST', `/${acme.id}/activate`],
        ['POST', `/${acme.id}/deactivate`],
        ['PUT', `/${acme.id}/plan`],
      ] as const) {
        const full = `/v1/platform/organizations${sub}`;
        const reply = await sut.call(method, full, {
          token: person,
          body: method === 'GET' ? undefined : {},
        });
        expect([reply.status, reply.body]).toEqual([
          403,
          problem(403, 'auth.forbidden', 'Not authorized', full),
        ]);
      }
    }
  });

  statusCases(() => ({ sut, operator }));

  it('delete an organization as its owner would; an unknown one is 404 for every act', async () => {
    const acme = await sut.organization('Erased Corp');
    expect((await operator.call('DELETE', `/organizations/${acme.id}`)).status).toBe(204);
    expect((await sut.call('GET', '/v1/me', { token: acme.token })).status).toBe(401);
    const { databases } = await sut.client.db('admin').admin().listDatabases({ nameOnly: true });
    expect(databases.map(({ name }) => name)).not.toContain('org_erased_corp');
    for (const id of [acme.id, 'nonsense']) {
      for (const [method, sub, body] of [
        ['GET', '', undefined],
        ['DELETE', '', undefined],
        ['POST', '/suspend', {}],
        ['PUT', '/plan', { plan: 'pro' }],
      ] as const) {
        const path = `/organizations/${id}${sub}`;
        const reply = await operator.call(method, path, { body });
        expect([reply.status, reply.body]).toEqual([
          404,
          problem(404, 'organization.not_found', 'Organization not found', `/v1/platform${path}`),
        ]);
      }
    }
  });

  it('keep the platform when they own organizations: one speaks for them only when it is asked for', async () => {
    const made = await sut.call<Body>('POST', '/v1/organizations', {
      token: operator.token,
      body: { name: 'Of The Operator' },
    });
    expect(made.status).toBe(201);
    const credentials = { email: 'root@platform.example', password: 'PlatformSecure123!' };
    type Reply = { access_token: string; refresh_token: string; data: { access_token: string } };
    const open = (path: string, more: object = {}) =>
      sut.call<Reply>('POST', path, { body: { ...credentials, ...more } });
    const refresh = (refresh_token: string) =>
      sut.call<Reply>('POST', '/v1/sessions/refresh', { body: { refresh_token } });
    const speaksFor = async (token: string, headers: Record<string, string> = {}) => {
      const me = await sut.call('GET', '/v1/me', { token, headers });
      const platform = await sut.call('GET', '/v1/platform/users?limit=1', { token, headers });
      return [me.body['organization_id'], me.body['role'], platform.status];
    };
    const [platform, organization] = [
      [null, null, 200],
      [made.body.id, 'owner', 403],
    ];
    const login = await open('/admin/login');
    expect(login.body).toEqual({
      message: 'Login successful',
      data: {
        access_token: expect.any(String) as string,
        token_type: 'bearer',
        admin_id: operator.id,
        organization_id: null,
        organization_name: null,
      },
    });
    const opened = (await open('/v1/sessions')).body;
    const tokens = [
      login.body.data.access_token,
      (await open('/signin')).body.access_token,
      opened.access_token,
      (await refresh(opened.refresh_token)).body.access_token,
    ];
    for (const token of tokens) expect(await speaksFor(token)).toEqual(platform);
    const tenant = await open('/api/tenants/login');
    expect([tenant.status, tenant.body]).toEqual([
      401,
      { success: false, message: 'Invalid email or password' },
    ]);
    expect(await speaksFor(operator.token, { 'x-org-id': made.body.id })).toEqual(organization);
    const chosen = (await open('/v1/sessions', { organization_id: made.body.id })).body;
    expect(await speaksFor(chosen.access_token)).toEqual(organization);
    const again = (await refresh(chosen.refresh_token)).body;
    expect(await speaksFor(again.access_token)).toEqual(organization);
    await act(made.body.id, 'suspend');
    expect(await speaksFor((await open('/signin')).body.access_token)).toEqual(platform);
    await sut.master.collection('memberships').deleteMany({ org_id: made.body.id });
    await act(made.body.id, 'activate');
    const isLost = async () => (await refresh(again.refresh_token)).status !== 200;
    await until(isLost, 30_000, 'the news of the lost place');
    const lost = await refresh(again.refresh_token);
    expect([lost.status, lost.body]).toEqual([
      401,
      problem(401, 'auth.refresh_invalid', 'Invalid refresh token', '/v1/sessions/refresh'),
    ]);
  });

  it('suspend accounts: their tokens end for good, and the organization works on', async () => {
    const acme = await sut.organization('People Corp');
    const admin = await joinAs(sut, acme.id, 'admin');
    const found = await operator.call<List>('GET', `/users?q=${admin.email.slice(0, 12).toUpperCase()}`);
    const account = {
      id: admin.userId,
      seq: expect.any(Number) as number,
      email: admin.email,
      email_verified: false,
      name: null,
      status: 'active',
      platform_operator: false,
      synthetic: false,
      organization_id: expect.any(String) as string,
      created_at: TIME,
      updated_at: TIME,
    };
    expect(found.body.items).toContainEqual(account);
    const path = `/users/${admin.userId}`;
    expect((await operator.call('POST', `${path}/suspend`, { body: { reason: 'abuse' } })).status).toBe(204);
    expect((await admin.call('GET', '/v1/me')).status).toBe(401);
    const login = () =>
      sut.call('POST', '/admin/login', { body: { email: admin.email, password: admin.password } });
    expect((await login()).status).toBe(403);
    expect((await sut.call('GET', '/v1/me', { token: acme.token })).status).toBe(200);
    const seen = await operator.call<Body & { organizations: Body[] }>('GET', path);
    expect(seen.body).toEqual({
      ...account,
      status: 'suspended',
      organizations: [
        { organization_id: expect.any(String) as string, role: 'owner', status: 'active' },
        { organization_id: acme.id, role: 'admin', status: 'active' },
      ],
    });
    expect((await operator.call('POST', `${path}/activate`)).status).toBe(204);
    expect((await admin.call('GET', '/v1/me')).status).toBe(401);
    expect((await login()).status).toBe(200);
    const { body } = await operator.call<List>('GET', '/audit?organization_id=platform&limit=2');
    expect(body.items.map(({ action, target_id, details }) => [action, target_id, details])).toEqual([
      ['user.activated', admin.userId, {}],
      ['user.suspended', admin.userId, { reason: 'abuse' }],
    ]);
    const self = await operator.call('POST', `/users/${operator.id}/suspend`);
    expect([self.status, self.body['code']]).toEqual([403, 'auth.forbidden']);
    const nobody = await operator.call('POST', '/users/000000000000000000000000/suspend');
    expect([nobody.status, nobody.body['code']]).toEqual([404, 'user.not_found']);
    const foreign = await sut.call('GET', '/v1/platform/users', { token: acme.token });
    expect(foreign.body).toEqual(problem(403, 'auth.forbidden', 'Not authorized', '/v1/platform/users'));
    const pages: string[] = [];
    let cursor: string | null = null;
    do {
      const query: string = `?limit=4${cursor === null ? '' : `&cursor=${cursor}`}`;
      const page: List = (await operator.call<List>('GET', `/users${query}`)).body;
      pages.push(...page.items.map(({ email }) => String(email)));
      cursor = page.next_cursor;
    } while (cursor !== null);
    const emails = await sut.master.collection('admin_users').distinct('email');
    expect(pages).toEqual([...emails].sort());
  });
});
