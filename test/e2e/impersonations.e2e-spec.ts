import { setTimeout as sleep } from 'node:timers/promises';
import { ObjectId } from 'mongodb';
import { AuditService } from '../../src/modules/audit/audit.service.js';
import { OperatorService } from '../../src/modules/auth/operator.service.js';
import { startTestApp, type Reply, type TestApp } from '../support/app.js';
import { claimsOf, headerOf } from '../support/tokens.js';
import { stretched } from '../support/stretched.js';
import { until } from '../support/until.js';

const EMAIL = 'root@platform.example';
const PASSWORD = 'PlatformSecure123!';
const PATH = '/v1/platform/impersonations';

interface Started {
  id: string;
  access_token: string;
  expires_at: string;
  [key: string]: unknown;
}

describe('impersonation', () => {
  let sut: TestApp;
  let twin: TestApp;
  let org: Awaited<ReturnType<TestApp['organization']>>;
  let operator: { id: string; token: string };

  const login = async (email: string, password: string) => {
    const reply = await sut.call<{ data: { access_token: string } }>('POST', '/admin/login', {
      body: { email, password },
    });
    return reply.body.data?.access_token;
  };
  const users = () => sut.master.collection('admin_users');
  const start = <T = Started>(more: object = {}, token = operator.token): Promise<Reply<T>> =>
    sut.call<T>('POST', PATH, { token, body: { user_id: org.adminId, reason: 'Ticket 4711', ...more } });
  const me = (token: string, app = sut) => app.call('GET', '/v1/me', { token });
  const errorOf = (status: number, code: string, title: string, instance: string, errors?: object) => ({
    type: `/docs/errors#${code}`,
    title,
    status,
    code,
    instance,
    request_id: expect.stringMatching(/^[\w-]{36}$/) as string,
    ...(errors ? { errors } : {}),
  });

  beforeAll(async () => {
    sut = await startTestApp({ PLATFORM_ADMIN_EMAIL: EMAIL, PLATFORM_ADMIN_PASSWORD: PASSWORD });
    await sut.app.get(OperatorService, { strict: false }).bootstrap(true);
    twin = await sut.twin();
    org = await sut.organization('Helped Corp');
    const token = await login(EMAIL, PASSWORD);
    operator = { id: String(claimsOf(token)['sub']), token };
  });
  afterAll(async () => {
    await twin?.stop();
    await sut?.stop();
  });

  it('an operator gets a token that speaks for the user and names the operator', async () => {
    const reply = await start();
    expect(reply.status).toBe(201);
    const { id, access_token: token, created_at, expires_at } = reply.body;
    const iso = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string;
    expect(reply.body).toEqual({
      id: expect.stringMatching(/^[\w-]{36}$/) as string,
      operator_id: operator.id,
      user_id: org.adminId,
      organization_id: org.id,
      reason: 'Ticket 4711',
      status: 'active',
      created_at: iso,
      expires_at: iso,
      ended_at: null,
      access_token: expect.any(String) as string,
      token_type: 'Bearer',
      expires_in: 900,
    });
    const length = Date.parse(expires_at) - Date.parse(String(created_at));
    expect(length > 899_000 && length <= 900_000).toBe(true);
    expect(reply.headers.get('location')).toBe(`${PATH}/${id}`);
    expect(headerOf(token)).toBe('{"alg":"HS256","typ":"JWT"}');
    const claims = claimsOf(token);
    expect(claims).toMatchObject({ sub: org.adminId, sid: id, act: { sub: operator.id }, type: 'access' });
    expect((claims['exp'] as number) * 1000).toBe(Date.parse(expires_at));

    for (const app of [sut, twin]) {
      const seen = await me(token, app);
      expect([seen.status, seen.body['id'], seen.body['platform_operator']]).toEqual([
        200,
        org.adminId,
        false,
      ]);
      expect(seen.headers.get('x-impersonated-by')).toBe(operator.id);
    }
    const made = await sut.call('POST', '/v1/data/data', { token, body: { a: 1 } });
    expect([made.status, made.headers.get('x-impersonated-by')]).toEqual([201, operator.id]);
    expect((await me(org.token)).headers.get('x-impersonated-by')).toBeNull();
    const session = await sut.master.collection<{ _id: string }>('sessions').findOne({ _id: id });
    expect(session).toMatchObject({ kind: 'impersonation', user_id: org.adminId, generation: 0 });
  });

  it('credentials, ownership, accounts and the life of the organization are refused, also on the twin', async () => {
    const { access_token: token } = (await start()).body;
    const uid = (await sut.master.collection('organizations').findOne({ _id: new ObjectId(org.id) }))!['uid'];
    const secret = 'AnotherSecure123!';
    const cases: [string, string, object | undefined][] = [
      ['PUT', '/v1/me/password', { current_password: org.password, new_password: secret }],
      ['PUT', '/v1/me/email', { email: 'thief@evil.example', password: org.password }],
      ['PATCH', '/v1/me', { name: 'Thief' }],
      ['PUT', '/api/v1/users/me/password', { currentPassword: org.password, newPassword: secret }],
      ['PUT', '/org/update', { organization_name: 'Stolen Corp' }],
      ['DELETE', '/org/delete?organization_name=Helped%20Corp', undefined],
      ['POST', '/organizations', { name: 'Another Corp' }],
      ['POST', '/api/v1/tenants', { name: 'Another', planType: 'basic' }],
      ['POST', `/api/v1/tenants/${uid}/users`, { name: 'X', email: 'x@evil.example', role: 'manager' }],
      ['POST', `/api/v1/tenants/${uid}/users/${org.adminId}/reset-password`, {}],
      ['POST', '/signout', {}],
      ['DELETE', '/v1/sessions', undefined],
      ['POST', '/v1/me/email/verification', {}],
      ['POST', '/v1/members', { email: 'm@evil.example', role: 'member' }],
      ['POST', `/v1/members/${org.adminId}/reset-password`, {}],
      ['POST', `/v1/members/${org.adminId}/transfer-ownership`, {}],
      ['POST', '/v1/invitations', { email: 'm@evil.example', role: 'member' }],
      ['POST', `/v1/invitations/${org.id}/resend`, {}],
      ['DELETE', `/v1/invitations/${org.id}`, undefined],
      ['POST', `/v1/members/${org.adminId}/approve`, {}],
      ['POST', `/v1/members/${org.adminId}/decline`, {}],
      ['PATCH', `/v1/members/${org.adminId}`, { role: 'member' }],
      ['PATCH', `/v1/members/${org.adminId}`, { user_name: 'thief' }],
      ['DELETE', `/v1/members/${org.adminId}`, undefined],
      ['POST', '/v1/roles', { name: 'Lasting', permissions: ['data.read'] }],
      ['PATCH', '/v1/roles/lasting', { permissions: ['data.read'] }],
      ['DELETE', '/v1/roles/lasting', undefined],
      ['PATCH', '/v1/organizations/current', { name: 'Stolen Corp' }],
      ['PATCH', '/v1/organizations/current', { settings: { a: 1 } }],
      ['PUT', '/v1/organizations/current/plan', { plan: 'basic' }],
      ['DELETE', '/v1/data/data', undefined],
      [
        'POST',
        '/api/register/add-user',
        { domain: 'x.example', user_name: 'x', email: 'x@x.example', password: secret },
      ],
    ];
    for (const app of [sut, twin]) {
      for (const [method, path, body] of cases) {
        const reply = await app.call(method, path, { token, body });
        expect([path, reply.status, reply.headers.get('x-impersonated-by')]).toEqual([
          path,
          403,
          operator.id,
        ]);
        expect(reply.text).toContain('This is not allowed while acting as another user');
      }
    }
    const reply = await sut.call('PUT', '/v1/me/password', { token, body: {} });
    const title = 'This is not allowed while acting as another user';
    expect(reply.body).toEqual(errorOf(403, 'impersonation.refused', title, '/v1/me/password'));
    expect(await login(org.email, org.password)).toBeDefined();
    // The user's own token can still do it.
    const own = await sut.call('PUT', '/org/update', { token: org.token, body: { password: org.password } });
    expect(own.text).not.toContain('while acting as');
    org = { ...org, token: await login(org.email, org.password) };
  });

  it('has no permission of a platform operator and none that gives ownership away', async () => {
    const { access_token: token } = (await start()).body;
    const seen = await me(token);
    expect(seen.body['permissions']).toEqual(expect.arrayContaining(['data.read', 'members.manage']));
    for (const permission of [
      'organization.transfer',
      'organization.delete',
      'plan.change',
      'tenants.create',
    ]) {
      expect(seen.body['permissions']).not.toContain(permission);
    }
    for (const path of ['/v1/members', '/v1/invitations', '/v1/roles', '/v1/audit']) {
      expect([path, (await sut.call('GET', path, { token })).status]).toEqual([path, 200]);
    }
    const nested = await start({}, token);
    expect(nested.status).toBe(403);
    expect((await sut.call('GET', PATH, { token })).status).toBe(403);
  });

  it('never acts as an operator, a stranger, a suspended account or outside its organizations', async () => {
    const rival = await sut.organization('Foreign Corp');
    const frozen = await sut.organization('Frozen Corp');
    await users().updateOne({ _id: new ObjectId(frozen.adminId) }, { $set: { status: 'suspended' } });
    for (const [body, status, code] of [
      [{ user_id: operator.id }, 403, 'impersonation.operator'],
      [{ user_id: new ObjectId().toHexString() }, 404, 'user.not_found'],
      [{ user_id: frozen.adminId }, 403, 'user.suspended'],
      [{ organization_id: rival.id }, 404, 'organization.not_found'],
      [{ organization_id: new ObjectId().toHexString() }, 404, 'organization.not_found'],
    ] as const) {
      const reply = await start(body);
      expect([body, reply.status, reply.body['code']]).toEqual([body, status, code]);
    }
    const { access_token: token } = (await start({ organization_id: org.id })).body;
    for (const [wanted, status] of [
      [org.id, 200],
      [rival.id, 403],
    ] as const) {
      const reply = await sut.call('GET', '/v1/me', { token, headers: { 'x-org-id': wanted } });
      expect([wanted, reply.status]).toEqual([wanted, status]);
    }
    // Somebody who becomes an operator is one from then on.
    await users().updateOne({ _id: new ObjectId(org.adminId) }, { $set: { platform_operator: true } });
    await until(async () => (await me(token)).status !== 200);
    expect((await me(token)).status).toBe(401);
    await users().updateOne({ _id: new ObjectId(org.adminId) }, { $unset: { platform_operator: 1 } });
    await until(async () => (await me(token)).status === 200);
  });

  it('stays in its organization when the user has others', async () => {
    const other = await sut.call<{ org_id: number }>('POST', '/organizations', {
      token: org.token,
      body: { name: 'Second Home' },
    });
    expect(other.status).toBe(201);
    const { access_token: token } = (await start()).body;
    const wanted = { 'x-org-id': String(other.body.org_id) };
    expect((await sut.call('GET', '/v1/me', { token: org.token, headers: wanted })).status).toBe(200);
    const reply = await sut.call('GET', '/v1/me', { token, headers: wanted });
    expect([reply.status, reply.body['code']]).toEqual([403, 'organization.foreign']);

    // Lists, statistics and sessions show no other of the user's organizations (S15).
    type List = { items: { id: string; organization_id: string | null }[]; organizations: { id: string }[] };
    const get = async <T>(path: string, one: string) => (await sut.call<T>('GET', path, { token: one })).body;
    const counted = (one: string) => get<{ organization: string }[]>('/stats/org-wise-members', one);
    expect((await get<List>('/v1/organizations', org.token)).items).toHaveLength(2);
    expect((await get<List>('/v1/organizations', token)).items.map(({ id }) => id)).toEqual([org.id]);
    expect((await get<List>('/v1/me', token)).organizations.map(({ id }) => id)).toEqual([org.id]);
    expect((await counted(org.token)).map(({ organization }) => organization)).toContain('Second Home');
    expect(await counted(token)).toEqual([{ organization: org.name, member_count: 1 }]);
    const second = (await get<List>('/v1/organizations', org.token)).items.find(({ id }) => id !== org.id)!;
    for (const [one, status] of [
      [org.token, 200],
      [token, 404],
    ] as const) {
      const shown = await sut.call('GET', `/v1/me/memberships/${second.id}`, { token: one });
      expect(shown.status).toBe(status);
    }
    const sessions = (await get<List>('/v1/sessions', token)).items;
    expect(new Set(sessions.map(({ organization_id }) => organization_id))).toEqual(new Set([org.id]));
  });

  it('says what is wrong with a request', async () => {
    const minutes = 'minutes must be a whole number from 1 to 60';
    for (const [body, errors] of [
      [{ user_id: 'x' }, { user_id: 'user_id must be the id of an account' }],
      [{ organization_id: 'x' }, { organization_id: 'organization_id must be the id of an organization' }],
      [{ reason: undefined }, { reason: 'reason is required' }],
      [{ reason: '' }, { reason: 'reason is required' }],
      [{ reason: '  ' }, { reason: 'reason is required' }],
      [{ minutes: 0 }, { minutes }],
      [{ minutes: 61 }, { minutes }],
      [{ minutes: 1.5 }, { minutes }],
      [{ minutes: '15' }, { minutes }],
    ]) {
      const reply = await start(body as object);
      expect(reply.body).toEqual(errorOf(400, 'request.invalid', 'Validation error', PATH, errors));
    }
    expect((await start({ minutes: null })).body['expires_in']).toBe(900);
    expect((await start({ minutes: 60 })).body['expires_in']).toBe(3600);
    for (const token of [org.token, 'x.y.z']) {
      expect((await start({}, token)).status).toBe(token === org.token ? 403 : 401);
    }
  });

  it('ends with its time', async () => {
    const { access_token: token, id } = (await start({ minutes: 1 })).body;
    expect((await me(token)).status).toBe(200);
    const now = jest.spyOn(Date, 'now');
    try {
      const later = Date.now() + 61_000;
      now.mockImplementation(() => later);
      for (const app of [sut, twin]) expect((await me(token, app)).status).toBe(401);
    } finally {
      now.mockRestore();
    }
    const past = { expires_at: new Date(Date.now() - 1000) };
    await sut.master.collection<{ _id: string }>('impersonations').updateOne({ _id: id }, { $set: past });
    const list = await sut.call<{ items: Started[] }>('GET', PATH, { token: operator.token });
    expect(list.body.items.find((one) => one.id === id)).toMatchObject({ status: 'expired', ended_at: null });
    const gone = await sut.call('DELETE', `${PATH}/${id}`, { token: operator.token });
    expect([gone.status, gone.body['code']]).toEqual([404, 'impersonation.not_found']);
  });

  it('ends when an operator says so, at once on every instance, and only once', async () => {
    const one = (await start()).body;
    const two = (await start()).body;
    for (const app of [sut, twin]) expect((await me(one.access_token, app)).status).toBe(200);
    const replies = await Promise.all(
      Array.from({ length: 10 }, () => sut.call('DELETE', `${PATH}/${one.id}`, { token: operator.token })),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([204, ...Array<number>(9).fill(404)]);
    expect((await me(one.access_token)).status).toBe(401);
    const since = performance.now();
    while ((await me(one.access_token, twin)).status !== 401) await sleep(2);
    expect(performance.now() - since).toBeLessThan(stretched(1000));
    // Neither the other impersonation nor the user is touched.
    expect([(await me(two.access_token)).status, (await me(org.token)).status]).toEqual([200, 200]);
    const list = await sut.call<{ items: Started[]; next_cursor: null }>('GET', PATH, {
      token: operator.token,
    });
    expect(Object.keys(list.body).sort()).toEqual(['items', 'next_cursor']);
    const [newest] = list.body.items;
    const { access_token: _token, token_type: _type, expires_in: _seconds, ...shown } = two;
    expect(newest).toEqual(shown);
    expect(list.body.items.find(({ id }) => id === one.id)).toMatchObject({
      status: 'ended',
      ended_at: expect.any(String) as string,
    });
    for (const id of ['x', '00000000-0000-4000-8000-000000000000']) {
      expect((await sut.call('DELETE', `${PATH}/${id}`, { token: operator.token })).status).toBe(404);
    }
    const wrong = await sut.call('GET', `${PATH}?cursor=x`, { token: operator.token });
    expect([wrong.status, wrong.body['code']]).toEqual([400, 'query.invalid']);
  });

  it('the user sees it among the own sessions, and can end it', async () => {
    const { id, access_token: token } = (await start()).body;
    const sessions = async () =>
      (
        await sut.call<{ items: { id: string; kind: string; current: boolean }[] }>('GET', '/v1/sessions', {
          token: org.token,
        })
      ).body.items;
    expect((await sessions()).find((one) => one.id === id)).toMatchObject({
      kind: 'impersonation',
      current: false,
      organization_id: org.id,
      user_agent: null,
    });
    expect((await sut.call('DELETE', `/v1/sessions/${id}`, { token: org.token })).status).toBe(204);
    expect((await me(token)).status).toBe(401);
    const list = await sut.call<{ items: Started[] }>('GET', PATH, { token: operator.token });
    expect(list.body.items.find((one) => one.id === id)).toMatchObject({ status: 'ended', ended_at: null });
  });

  it('lists a hundred at a time', async () => {
    const collection = sut.master.collection<{ _id: string }>('impersonations');
    const template = (await collection.findOne({}))!;
    await collection.insertMany(
      Array.from({ length: 150 }, (_, i) => ({
        ...template,
        _id: `filler-${i}`,
        created_at: new Date(i % 3),
      })),
    );
    const total = await collection.countDocuments();
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: string = cursor === '' ? '' : `?cursor=${cursor}`;
      const page = await sut.call<{ items: Started[]; next_cursor: string | null }>('GET', PATH + query, {
        token: operator.token,
      });
      seen.push(...page.body.items.map(({ id }) => id));
      cursor = page.body.next_cursor;
    }
    expect([seen.length, new Set(seen).size]).toEqual([total, total]);
    await collection.deleteMany({ _id: /^filler/ as never });
  });

  it('ends when the operator is suspended, loses the office or changes the password', async () => {
    const _id = new ObjectId(operator.id);
    const ver = (await users().findOne({ _id }))!['ver'] as number;
    for (const [change, back] of [
      [{ status: 'suspended' }, { status: 'active' }],
      [{ platform_operator: false }, { platform_operator: true }],
      [{ ver: ver + 1 }, { ver }],
    ]) {
      const { access_token: token } = (await start()).body;
      expect((await me(token)).status).toBe(200);
      await users().updateOne({ _id }, { $set: change });
      await until(async () => (await me(token)).status !== 200);
      expect([change, (await me(token)).status]).toEqual([change, 401]);
      await users().updateOne({ _id }, { $set: back });
      await until(async () => (await me(token)).status === 200);
    }
  });

  it('both ends are in the log of the organization, with the reason and who asked', async () => {
    const one = (await start({ reason: 'For the record', minutes: 5 })).body;
    await sut.call('DELETE', `${PATH}/${one.id}`, { token: operator.token });
    const { items } = await sut.app.get(AuditService, { strict: false }).list(org.id, { limit: 50 });
    const found = items.filter(({ details }) => details?.['reason'] === 'For the record');
    expect(
      found.map(({ action, actorId, orgId, targetType, targetId, details }) => ({
        action,
        actorId,
        orgId,
        targetType,
        targetId,
        details,
      })),
    ).toEqual(
      (['impersonation.ended', 'impersonation.started'] as const).map((action) => ({
        action,
        actorId: operator.id,
        orgId: org.id,
        targetType: 'user',
        targetId: org.adminId,
        details: {
          impersonation: one.id,
          reason: 'For the record',
          ...(action === 'impersonation.started' ? { minutes: 5 } : {}),
        },
      })),
    );
    expect(found.every(({ requestId }) => /^[\w-]{36}$/.test(String(requestId)))).toBe(true);
  });
});
