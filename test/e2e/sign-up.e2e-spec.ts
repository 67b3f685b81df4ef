import { randomUUID } from 'node:crypto';
import { ObjectId } from 'mongodb';
import { startTestApp, type TestApp } from '../support/app.js';
import { answer, invited } from '../support/invitations.js';
import { mailedCode, mailsTo } from '../support/mailbox.js';
import { speaker } from '../support/people.js';
import { problem } from '../support/problem.js';
import { claimsOf } from '../support/tokens.js';

const PASSWORD = 'SecurePassword123!';
const REFRESH = expect.stringMatching(/^rwr_[\w-]{70}$/) as string;
const HEX = expect.stringMatching(/^[0-9a-f]{24}$/) as string;
const UUID = expect.stringMatching(/^[0-9a-f-]{36}$/) as string;
const PATH = '/v1/accounts';

interface SignedUp {
  access_token: string;
  refresh_token: string;
  account: { id: string };
  organization_id: string | null;
}

describe('POST /v1/accounts', () => {
  let sut: TestApp;
  beforeAll(async () => {
    sut = await startTestApp({ PUBLIC_BASE_URL: 'https://rowhouse.example' });
  });
  afterAll(() => sut?.stop());

  const signUp = (body: object, headers: Record<string, string> = {}, app = sut) =>
    app.call<SignedUp>('POST', PATH, { body, headers });
  const user = (email: string) => sut.master.collection('admin_users').findOne({ email });
  const counts = async () =>
    Promise.all(
      ['organizations', 'admin_users', 'memberships', 'databases', 'outbox'].map((name) =>
        sut.master.collection(name).countDocuments(),
      ),
    );
  const signedIn = (email: string, more: object) => ({
    session_id: UUID,
    access_token: expect.any(String) as string,
    token_type: 'Bearer',
    expires_in: 1800,
    refresh_token: REFRESH,
    account: {
      id: HEX,
      email,
      email_verified: false,
      name: null,
      must_change_password: false,
      platform_operator: false,
      second_factor: false,
      must_set_up_second_factor: false,
    },
    organization_id: null,
    organizations: [],
    ...more,
  });

  it('makes an account with its organization, and signs in', async () => {
    const email = 'jane@both.example';
    const body = { email: 'Jane@Both.example', password: PASSWORD, name: 'Jane', organization_name: 'Both' };
    const reply = await signUp(body);
    const { account, organization_id } = reply.body;
    expect([reply.status, reply.headers.get('location'), reply.headers.get('set-cookie')]).toEqual([
      201,
      '/v1/me',
      null,
    ]);
    const expected = signedIn(email, { organization_id: HEX });
    expect(reply.body).toEqual({
      ...expected,
      account: { ...expected.account, name: 'Jane' },
      organizations: [{ id: organization_id, uid: UUID, name: 'Both', role: 'owner', status: 'active' }],
    });
    const row = await sut.master.collection('organizations').findOne({ _id: new ObjectId(organization_id!) });
    expect(row).toMatchObject({ origin: 'v1', admin_id: account.id, collection_name: 'org_both' });
    expect(claimsOf(reply.body.access_token)).toMatchObject({ sub: account.id, organization_id });
    const { access_token: token, refresh_token } = reply.body;
    expect((await sut.call('POST', '/v1/data/notes', { body: { a: 1 }, token })).status).toBe(201);
    expect((await sut.call('POST', '/v1/sessions/refresh', { body: { refresh_token } })).status).toBe(200);
    const mails = await mailsTo(sut, email);
    expect(mails.map(({ template, data }) => [template, data])).toEqual([
      [
        'verify_email',
        { name: 'Jane', link: expect.stringMatching(/#code=rwc_[\w-]{43}$/) as string, expires_in: 86_400 },
      ],
    ]);
    const audit = await sut.call<{ items: { action: string }[] }>('GET', '/v1/audit', {
      token,
    });
    expect(audit.body.items).toMatchObject([
      { action: 'organization.created', actor_id: account.id, details: { origin: 'v1' } },
    ]);
  });

  it('alone, it can prove its mailbox, accept an invitation and make an organization', async () => {
    const email = 'alone@alone.example';
    const reply = await signUp({ email, password: PASSWORD, name: null });
    expect([reply.status, reply.body]).toEqual([201, signedIn(email, {})]);
    const { access_token: token } = reply.body;
    const me = await sut.call('GET', '/v1/me', { token });
    expect(me.body).toMatchObject({ email, organization_id: null, role: null, permissions: [] });
    expect((await sut.call('GET', '/v1/data/notes', { token })).status).toBe(403);
    const code = await mailedCode(sut, email, 'verify_email');
    expect((await sut.call('POST', '/v1/email/verify', { token, body: { code } })).status).toBe(204);
    const host = await sut.organization('Host');
    const { code: seat } = await invited(sut, speaker(sut, host.id, host), email);
    expect((await answer(sut, 'accept', { code: seat }, token)).status).toBeLessThan(300);
    const own = await sut.call('POST', '/v1/organizations', { body: { name: 'Alone no more' }, token });
    expect(own.status).toBe(201);
    const again = await sut.call<{ organizations: { name: string; role: string }[] }>(
      'POST',
      '/v1/sessions',
      { body: { email, password: PASSWORD } },
    );
    expect(again.body.organizations.map(({ name, role }) => [name, role])).toEqual([
      ['Alone no more', 'owner'],
      ['Host', 'member'],
    ]);
  });

  it('refuses, and leaves nothing', async () => {
    await signUp({ email: 'taken@taken.example', password: PASSWORD, organization_name: 'Taken' });
    const before = await counts();
    const invalid = (errors: object): object =>
      problem(400, 'request.invalid', 'Validation error', PATH, { errors });
    const cases: [object, object][] = [
      [
        { email: 'TAKEN@taken.example', password: PASSWORD },
        problem(409, 'user.email_taken', 'Email already registered', PATH),
      ],
      [
        { email: 'taken@taken.example', password: PASSWORD, organization_name: 'Free' },
        problem(409, 'user.email_taken', 'Email already registered', PATH),
      ],
      [
        { email: 'free@free.example', password: PASSWORD, organization_name: 'TAKEN' },
        problem(409, 'organization.name_taken', 'Organization already exists', PATH),
      ],
      [
        { email: 'free@free.example', password: 'password' },
        problem(400, 'user.password_weak', 'Password is too weak', PATH, {
          errors: { password: 'Password is too weak' },
        }),
      ],
      [
        { email: 'free@free.example', password: PASSWORD, organization_name: 'Free', plan: 'gold' },
        problem(400, 'plan.unknown', 'Invalid plan ID or type', PATH),
      ],
      [
        { email: 'free@free.example', password: PASSWORD, plan: 'basic' },
        invalid({ plan: 'plan requires organization_name' }),
      ],
      [
        { email: 'nobody', organization_name: '\u202e' },
        invalid({
          email: 'email is invalid',
          password: 'password is required',
          organization_name: 'organization_name contains characters that cannot be shown',
        }),
      ],
      [
        { email: { $ne: null }, password: { $gt: '' } },
        invalid({ email: 'email is invalid', password: 'password is invalid' }),
      ],
    ];
    for (const [body, expected] of cases) {
      const reply = await signUp(body);
      expect([reply.status, reply.body]).toEqual([(expected as { status: number }).status, expected]);
    }
    expect(await counts()).toEqual(before);
    expect(await user('free@free.example')).toBeNull();
  });

  it('of many with one address at once, alone or with organizations, one gets it', async () => {
    const email = 'race@race.example';
    const replies = await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        signUp({ email, password: PASSWORD, ...(n % 2 ? { organization_name: `Race ${n}` } : {}) }),
      ),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(7).fill(409)]);
    expect(await sut.master.collection('admin_users').countDocuments({ email })).toBe(1);
    const won = replies.find(({ status }) => status === 201)!;
    expect(await sut.master.collection('organizations').countDocuments({ name: /^Race / })).toBe(
      won.body.organization_id === null ? 0 : 1,
    );
    expect(await mailsTo(sut, email)).toHaveLength(1);
  });

  it('chooses the plan of the organization while owners may, and not while the platform does', async () => {
    const plan = (token: string) =>
      sut.call<{ plan: { type: string } }>('GET', '/v1/organizations/current/plan', { token });
    const body = { password: PASSWORD, plan: 'pro' };
    const made = await signUp({ ...body, email: 'pro@pro.example', organization_name: 'Pro' });
    expect((await plan(made.body.access_token)).body.plan).toMatchObject({ type: 'pro' });
    const strict = await sut.twin({ PLAN_CHANGE: 'platform' });
    try {
      const refused = await signUp(
        { ...body, email: 'no@pro.example', organization_name: 'Pro 2' },
        {},
        strict,
      );
      expect([refused.status, refused.body]).toEqual([
        403,
        problem(403, 'auth.forbidden', 'Not authorized', PATH),
      ]);
    } finally {
      await strict.stop();
    }
    expect(await user('no@pro.example')).toBeNull();
  });

  it('with an Idempotency-Key it happens once', async () => {
    const body = { email: 'once@once.example', password: PASSWORD };
    const headers = { 'idempotency-key': randomUUID() };
    const first = await signUp(body, headers);
    const again = await signUp(body, headers);
    expect([first.status, again.status, again.headers.get('idempotency-replayed')]).toEqual([
      201,
      201,
      'true',
    ]);
    expect(again.text).toBe(first.text);
    expect(again.headers.get('location')).toBe('/v1/me');
    const other = await signUp({ ...body, password: 'AnotherPassword1!' }, headers);
    expect([other.status, other.body]).toEqual([
      422,
      problem(422, 'idempotency.mismatch', 'This Idempotency-Key belongs to another request', PATH),
    ]);
    expect(await sut.master.collection('admin_users').countDocuments({ email: body.email })).toBe(1);
  });

  it('keeps the refresh token of a browser in a cookie, for own pages only', async () => {
    const body = { email: 'page@page.example', password: PASSWORD, cookie: true };
    const foreign = await signUp(body, { origin: 'https://elsewhere.example' });
    expect([foreign.status, foreign.body]).toEqual([
      403,
      problem(403, 'auth.forbidden', 'Not authorized', PATH),
    ]);
    expect(await user(body.email)).toBeNull();
    const reply = await signUp(body, { origin: 'https://rowhouse.example' });
    const { refresh_token: _absent, ...rest } = signedIn(body.email, {});
    expect([reply.status, reply.body]).toEqual([201, rest]);
    expect(reply.headers.get('set-cookie')).toMatch(
      /^rowhouse_refresh=rwr_[\w-]{70}; Max-Age=2592000; Path=\/v1\/sessions; HttpOnly; Secure; SameSite=Strict$/,
    );
  });

  it('is limited by address like every creation', async () => {
    const limited = await sut.twin({ RATE_LIMITS: 'on', RATE_LIMIT_CREATE: '1' });
    try {
      const bodies = [1, 2].map((n) => ({ email: `l${n}@limited.example`, password: PASSWORD }));
      expect((await signUp(bodies[0], {}, limited)).status).toBe(201);
      const refused = await signUp(bodies[1], {}, limited);
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([
        429,
        expect.stringMatching(/^\d+$/),
      ]);
      expect(refused.body).toEqual(problem(429, 'request.rate_limited', 'Too many requests', PATH));
    } finally {
      await limited.stop();
    }
  });
});
