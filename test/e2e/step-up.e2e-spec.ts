import type { TestApp } from '../support/app.js';
import { addMember, CHOSEN, registerCompany } from '../support/members.js';
import { startWithOperator, type TestOperator } from '../support/operator.js';

type Method = 'POST' | 'PUT' | 'PATCH' | 'DELETE';
const OPERATOR_PASSWORD = 'PlatformSecure123!';
const REFUSED = 'Confirm your password in X-Confirm-Password';

/** What an organization and the platform know of places, roles, offers and secrets. */
const KEPT = ['admin_users', 'memberships', 'roles', 'invitations', 'organizations', 'impersonations'];

describe('D17 with REQUIRE_STEP_UP, a stolen token', () => {
  let sut: TestApp;
  let operator: TestOperator;
  let owner: Awaited<ReturnType<typeof registerCompany>>;
  let uid: string;
  /** Ids that the paths below speak of. */
  const ids = { member: '', pending: '', invitation: '' };
  beforeAll(async () => {
    ({ sut, operator } = await startWithOperator({ REQUIRE_STEP_UP: 'true' }));
    owner = await registerCompany(sut, 'stepup.example');
    const confirmed = { token: owner.token, headers: { 'x-confirm-password': CHOSEN } };
    const made = await sut.call('GET', '/v1/organizations/current', { token: owner.token });
    uid = String(made.body['uid']);
    ids.member = (await addMember(sut, owner.token, 'member', confirmed.headers)).id;
    const waiting = {
      domain: owner.domain,
      user_name: 'joe',
      email: `joe@${owner.domain}`,
      password: CHOSEN,
    };
    const joined = await sut.call('POST', '/api/register/add-user', { body: waiting });
    expect(joined.status).toBe(201); // without a token there is nothing to confirm, and somebody has to let them in
    const row = await sut.master.collection('admin_users').findOne({ email: waiting.email });
    ids.pending = row!._id.toHexString();
    const role = { key: 'kept', name: 'Kept', permissions: ['data.read'] };
    expect((await sut.call('POST', '/v1/roles', { ...confirmed, body: role })).status).toBe(201);
    const offer = { email: 'guest@guests.example', role: 'member' };
    const invited = await sut.call('POST', '/v1/invitations', { ...confirmed, body: offer });
    ids.invitation = String(invited.body['id']);
  });
  afterAll(() => sut?.stop());

  /** In an order in which each of them works once. */
  const acts = (): [who: 'owner' | 'operator', Method, path: string, status: number, body?: object][] => {
    const own = '/v1/organizations/current';
    const member = `/v1/members/${ids.member}`;
    const tenant = `/api/v1/tenants/${uid}/users`;
    const added = { domain: owner.domain, user_name: 'kim', email: `kim@${owner.domain}`, password: CHOSEN };
    return [
      ['owner', 'POST', '/v1/members', 201, { email: 'thief@evil.example', role: 'admin' }],
      ['owner', 'POST', '/v1/members', 201, { email: 'thief2@evil.example', role: 'owner' }],
      ['owner', 'PATCH', member, 200, { role: 'admin' }],
      ['owner', 'PATCH', member, 200, { status: 'inactive' }],
      ['owner', 'PATCH', member, 200, { status: 'active' }],
      ['owner', 'POST', `${member}/reset-password`, 200],
      ['owner', 'POST', `/v1/members/${ids.pending}/approve`, 204],
      ['owner', 'POST', '/v1/roles', 201, { key: 'other', name: 'Other', permissions: ['data.read'] }],
      ['owner', 'PATCH', '/v1/roles/kept', 200, { permissions: ['data.read', 'data.write'] }],
      ['owner', 'DELETE', '/v1/roles/kept', 204],
      ['owner', 'POST', '/v1/invitations', 201, { email: 'thief3@evil.example', role: 'admin' }],
      ['owner', 'POST', `/v1/invitations/${ids.invitation}/resend`, 200],
      ['owner', 'POST', tenant, 201, { name: 'Thief', email: 'thief4@evil.example', role: 'attendant' }],
      ['owner', 'POST', `${tenant}/${ids.member}/reset-password`, 200],
      ['owner', 'POST', '/api/register/add-user', 201, added],
      ['owner', 'PATCH', own, 200, { name: 'Another Name' }],
      ['owner', 'PUT', `${own}/plan`, 200, { plan: 'premium' }],
      ['operator', 'PUT', `/v1/platform/organizations/${owner.id}/plan`, 200, { plan: 'pro' }],
      [
        'operator',
        'POST',
        '/v1/platform/impersonations',
        201,
        { user_id: owner.ownerId, reason: 'Ticket 1' },
      ],
      ['owner', 'POST', `/v1/members/${ids.pending}/transfer-ownership`, 200],
      ['operator', 'DELETE', `/v1/platform/organizations/${owner.id}`, 204],
    ];
  };
  const lost: [Method, path: () => string][] = [
    ['DELETE', () => `/v1/members/${ids.member}`],
    ['DELETE', () => `/v1/me/memberships/${owner.id}`],
    ['DELETE', () => '/v1/organizations/current'],
    ['DELETE', () => '/org/delete?organization_name=Company%20stepup.example'],
  ];
  const state = () =>
    Promise.all(KEPT.map((name) => sut.master.collection(name).find().sort({ _id: 1 }).toArray()));
  const tokenOf = (who: 'owner' | 'operator') => (who === 'owner' ? owner.token : operator.token);

  it('hands out and takes away nothing without the password', async () => {
    const routes = [
      ...acts(),
      ...lost.map(([method, path]) => ['owner', method, path(), 204, undefined] as const),
    ];
    const before = JSON.stringify(await state());
    for (const [who, method, path, , body] of routes) {
      for (const sent of ['', 'WrongPassword1!']) {
        const headers: Record<string, string> = sent === '' ? {} : { 'x-confirm-password': sent };
        const reply = await sut.call(method, path, { token: tokenOf(who), headers, body });
        expect([method, path, reply.status]).toEqual([method, path, 403]);
        expect(reply.text).toContain(REFUSED);
        expect(reply.headers.get('x-initial-secret')).toBeNull();
      }
    }
    expect(JSON.stringify(await state())).toBe(before);
  });

  it('does all of it with the password', async () => {
    for (const [who, method, path, status, body] of acts()) {
      const headers = { 'x-confirm-password': who === 'owner' ? CHOSEN : OPERATOR_PASSWORD };
      const reply = await sut.call(method, path, { token: tokenOf(who), headers, body });
      expect([method, path, reply.status, reply.status === status ? '' : reply.text]).toEqual([
        method,
        path,
        status,
        '',
      ]);
    }
  });
});

describe('D17 as it is in production, with REQUIRE_STEP_UP=auto', () => {
  let sut: TestApp;
  let operator: TestOperator;
  beforeAll(async () => {
    ({ sut, operator } = await startWithOperator({
      NODE_ENV: 'production',
      SECRET_KEY: 'a secret of these tests that is long enough for production',
      RATE_LIMITS: 'off',
    }));
  });
  afterAll(() => sut?.stop());

  it('asks on /v1 for what deletes an organization or gives ownership, and on no documented surface', async () => {
    const org = await sut.organization('Production Corp');
    const { id } = await addMember(sut, org.token, 'member');
    const own = '/v1/organizations/current';
    const asked: [Method, path: string, body?: object][] = [
      ['DELETE', own],
      ['PATCH', `/v1/members/${id}`, { role: 'owner' }],
      ['POST', `/v1/members/${id}/transfer-ownership`],
      ['POST', '/v1/members', { email: 'x@production.example', role: 'owner' }],
      ['POST', '/v1/invitations', { email: 'y@production.example', role: 'owner' }],
    ];
    for (const [method, path, body] of asked) {
      const reply = await sut.call(method, path, { token: org.token, body });
      expect([method, path, reply.status, reply.body['code']]).toEqual([
        method,
        path,
        403,
        'auth.step_up_required',
      ]);
    }
    const platform = `/v1/platform/organizations/${org.id}`;
    expect((await sut.call('DELETE', platform, { token: operator.token })).status).toBe(403);
    for (const [path, body] of [
      ['/v1/me/password', { new_password: 'Thief-Wins-2026' }],
      ['/v1/me/email', { email: 'thief@evil.example' }],
    ] as const) {
      expect((await sut.call('PUT', path, { token: org.token, body })).status).toBe(400);
    }
    const quiet = await sut.call('PATCH', `/v1/members/${id}`, { token: org.token, body: { role: 'admin' } });
    expect(quiet.status).toBe(200);
    const body = { organization_name: 'Production Inc' };
    expect((await sut.call('PUT', '/org/update', { token: org.token, body })).status).toBe(200);
    const confirmed = { token: org.token, headers: { 'x-confirm-password': org.password } };
    const raised = await sut.call('PATCH', `/v1/members/${id}`, { ...confirmed, body: { role: 'owner' } });
    expect(raised.status).toBe(200);
    const gone = await sut.call('DELETE', '/org/delete?organization_name=Production%20Inc', {
      token: org.token,
    });
    expect(gone.status).toBe(200);
  });
});
