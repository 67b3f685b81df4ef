import { ObjectId } from 'mongodb';
import { startTestApp, type TestApp } from '../support/app.js';
import { awaitMails, mailedCode, mailsTo } from '../support/mailbox.js';
import { claimsOf } from '../support/tokens.js';

const PASSWORD = 'SecurePassword123!';
const LINK_INVALID = {
  type: '/docs/errors#auth.link_invalid',
  title: 'The link is invalid, was used before or has expired',
  status: 400,
  code: 'auth.link_invalid',
  instance: expect.any(String),
  request_id: expect.any(String),
};

describe('an account and its mailbox', () => {
  let sut: TestApp;
  beforeAll(async () => {
    sut = await startTestApp({
      PUBLIC_BASE_URL: 'https://rowhouse.example',
      OWNER_INITIAL_PASSWORD: 'fixed',
    });
  });
  afterAll(() => sut?.stop());

  const users = () => sut.master.collection('admin_users');
  const post = (path: string, body: unknown, token?: string) => sut.call('POST', path, { body, token });
  const signIn = async (email: string, password = PASSWORD) => {
    const reply = await sut.call<{ access_token: string; session_id: string; refresh_token: string }>(
      'POST',
      '/v1/sessions',
      { body: { email, password } },
    );
    return { ...reply.body, status: reply.status };
  };
  const me = async (token: string) => (await sut.call('GET', '/v1/me', { token })).body;

  describe('gets the link that proves it, with the transaction that makes the account', () => {
    const routes: [string, string, object][] = [
      [
        'S0',
        '/api/register',
        { company_name: 'S0 Co', admin_name: 'Ada', email: 'ada@s0-co.example', password: PASSWORD },
      ],
      ['S1', '/org/create', { organization_name: 'S1 Co', email: 'ada@s1-co.example', password: PASSWORD }],
      ['S2', '/signup', { organization_name: 'S2 Co', email: 'ada@s2-co.example', password: PASSWORD }],
      ['S4', '/api/tenants/register', { name: 'S4 Co', email: 'ada@s4-co.example', password: PASSWORD }],
    ];
    it.each(routes)('through %s', async (surface, path, body) => {
      const email = `ada@${surface.toLowerCase()}-co.example`;
      expect((await post(path, body)).status).toBe(201);
      const mails = await mailsTo(sut, email);
      const name = surface === 'S0' ? { name: 'Ada' } : {};
      expect(mails.map(({ template, data }) => [template, data])).toEqual([
        [
          'verify_email',
          {
            ...name,
            link: expect.stringMatching(/^\/dashboard\/verify-email#code=rwc_[\w-]{43}$/),
            expires_in: 86_400,
          },
        ],
      ]);
      const code = await mailedCode(sut, email, 'verify_email');
      const reply = await post('/email/verify', { code });
      expect([reply.status, reply.body]).toEqual([200, { message: 'Email verified successfully' }]);
      expect(await users().findOne({ email })).toMatchObject({ email_verified: true });
      const again = await post('/email/verify', { code });
      expect([again.status, again.body]).toEqual([
        400,
        { detail: 'The link is invalid, was used before or has expired' },
      ]);
      const native = await post('/v1/email/verify', { code, password: PASSWORD });
      expect([native.status, native.body]).toEqual([400, LINK_INVALID]);
    });

    it('also a user whom an owner adds', async () => {
      const email = 'ada@adding.example';
      await post('/api/register', { company_name: 'Adding', admin_name: 'Ada', email, password: PASSWORD });
      const { access_token } = await signIn(email);
      const joe = {
        domain: 'adding.example',
        user_name: 'Joe',
        email: 'joe@adding.example',
        password: PASSWORD,
      };
      expect((await post('/api/register/add-user', joe, access_token)).status).toBe(201);
      const code = await mailedCode(sut, joe.email, 'verify_email');
      expect((await post('/v1/email/verify', { code, password: PASSWORD })).status).toBe(204);
    });

    it('not for an address that was made up (S3), nor for one that was refused', async () => {
      const { token } = await sut.organization('Provider');
      const made = await post(
        '/api/v1/tenants',
        { name: 'Made Up', schema: 'made_up', planType: 'basic' },
        token,
      );
      expect(made.status).toBe(201);
      expect(await mailsTo(sut, 'owner@made-up.com')).toEqual([]);
      const body = { organization_name: 'Provider', email: 'late@provider.example', password: PASSWORD };
      expect((await post('/org/create', body)).status).toBe(400);
      expect(await mailsTo(sut, 'late@provider.example')).toEqual([]);
      expect(await sut.master.collection('one_time_codes').countDocuments({ 'data.email': body.email })).toBe(
        0,
      );
    });
  });

  it('S2-14 signs in before it is proved; token, account and requests know when it is', async () => {
    const { email, token } = await sut.organization('Unproved');
    expect(claimsOf(token)['email_verified']).toBe(false);
    expect((await me(token))['email_verified']).toBe(false);
    const code = await mailedCode(sut, email, 'verify_email');
    expect((await post('/v1/email/verify', { code, password: PASSWORD })).status).toBe(204);
    expect((await me(token))['email_verified']).toBe(true);
    expect(claimsOf((await signIn(email)).access_token)['email_verified']).toBe(true);
  });

  it('asks for the link again once a minute; the older one is dead then', async () => {
    const { email, token, adminId } = await sut.organization('Again');
    const first = await mailedCode(sut, email, 'verify_email');
    const early = await post('/v1/me/email/verification', {}, token);
    expect([early.status, early.body['code'], early.headers.get('retry-after')]).toEqual([
      429,
      'request.rate_limited',
      '60',
    ]);
    await sut.master
      .collection<{ _id: string }>('one_time_codes')
      .updateOne({ _id: `verify_email:${adminId}` }, { $set: { created_at: new Date(Date.now() - 61_000) } });
    const twice = await Promise.all([1, 2].map(() => post('/v1/me/email/verification', {}, token)));
    expect(twice.map(({ status, text }) => [status, text === '']).sort()).toEqual([
      [202, true],
      [429, false],
    ]);
    const second = await mailedCode(sut, email, 'verify_email', 2);
    expect((await post('/v1/email/verify', { code: first, password: PASSWORD })).status).toBe(400);
    expect((await post('/v1/email/verify', { code: second, password: PASSWORD })).status).toBe(204);
    expect((await post('/v1/me/email/verification', {}, token)).status).toBe(202);
    expect(await mailsTo(sut, email, 'verify_email')).toHaveLength(2);
  });

  it('is shown whole at GET /v1/me', async () => {
    const org = await sut.organization('Whole');
    const reply = await sut.call('GET', '/v1/me', { token: org.token });
    const row = await users().findOne({ _id: new ObjectId(org.adminId) });
    const organization = await sut.master.collection('organizations').findOne({ _id: new ObjectId(org.id) });
    expect(reply.status).toBe(200);
    expect(reply.headers.get('etag')).toBe(`"${(row!['updated_at'] as Date).getTime().toString(36)}"`);
    expect(reply.body).toEqual({
      id: org.adminId,
      email: org.email,
      email_verified: false,
      name: null,
      phone: null,
      locale: null,
      profile: {},
      settings: {},
      status: 'active',
      must_change_password: false,
      platform_operator: false,
      created_at: (row!['created_at'] as Date).toISOString(),
      updated_at: (row!['updated_at'] as Date).toISOString(),
      organization_id: org.id,
      role: 'owner',
      permissions: expect.arrayContaining(['organization.delete', 'data.read']),
      organizations: [
        { id: org.id, uid: organization!['uid'], name: 'Whole', role: 'owner', status: 'active' },
      ],
    });
    const permissions = reply.body['permissions'] as string[];
    expect(permissions).toEqual([...permissions].sort());
  });

  describe('PATCH /v1/me', () => {
    const patch = (token: string, body: unknown, headers = {}) =>
      sut.call('PATCH', '/v1/me', { token, body, headers });

    it('changes what is given, takes away what is null, and keeps the rest', async () => {
      const { token } = await sut.organization('Patch');
      const before = await me(token);
      const change = {
        name: ' Ada L. ',
        phone: '+1-555-1234',
        profile: { title: 'Head', tags: [1] },
        settings: { a: {} },
      };
      const changed = await patch(token, {
        ...change,
        email: 'x@y.example',
        status: 'suspended',
        platform_operator: true,
      });
      expect([changed.status, changed.body]).toEqual([
        200,
        { ...before, ...change, name: 'Ada L.', updated_at: expect.any(String) },
      ]);
      expect(await me(token)).toEqual(changed.body);
      const cleared = await patch(token, { name: null, phone: null, profile: {}, settings: {} });
      expect(cleared.body).toEqual({ ...before, updated_at: expect.any(String) });
      expect(await me(token)).toEqual(cleared.body);
      expect((await patch(token, {})).body).toEqual(cleared.body);
    });

    it('refuses what cannot be kept, naming the field', async () => {
      const { token } = await sut.organization('Patch Faults');
      const before = await me(token);
      for (const [body, errors] of [
        [{ name: '' }, { name: 'name is required' }],
        [{ name: 5 }, { name: 'name must be text' }],
        [{ phone: 'call me' }, { phone: 'phone is invalid' }],
        [{ profile: null }, { profile: 'profile must be an object' }],
        [{ profile: [] }, { profile: 'profile must be an object' }],
        [{ settings: { $where: '1' } }, { settings: 'settings must have no empty key and none with $ or .' }],
        [
          { settings: { a: { 'b.c': 1 } } },
          { settings: 'settings must have no empty key and none with $ or .' },
        ],
        [{ settings: { a: 'x'.repeat(17_000) } }, { settings: 'settings must have at most 16 kB' }],
        [
          { settings: { a: { b: { c: { d: { e: {} } } } } } },
          { settings: 'settings must have at most 5 levels' },
        ],
      ] as const) {
        const reply = await patch(token, body);
        expect([reply.status, reply.body['errors']]).toEqual([400, errors]);
      }
      expect(await me(token)).toEqual(before);
    });

    it('keeps to If-Match; of many with one tag, one succeeds', async () => {
      const { token } = await sut.organization('Patch Match');
      const tag = (await sut.call('GET', '/v1/me', { token })).headers.get('etag')!;
      const replies = await Promise.all(
        Array.from({ length: 10 }, (_, i) => patch(token, { name: `Ada ${i}` }, { 'if-match': tag })),
      );
      expect(replies.map(({ status }) => status).sort()).toEqual([
        200,
        ...Array.from({ length: 9 }, () => 412),
      ]);
      const winner = replies.find(({ status }) => status === 200)!;
      expect((await me(token))['name']).toBe(winner.body['name']);
      expect(winner.headers.get('etag')).not.toBe(tag);
      expect((await patch(token, { name: 'Eve' }, { 'if-match': '*' })).status).toBe(200);
      expect((await patch(token, {}, { 'if-match': tag })).status).toBe(412);
      const all = await Promise.all(
        Array.from({ length: 3 }, (_, i) => patch(token, { phone: `+1-555-000${i}` })),
      );
      expect(all.map(({ status }) => status)).toEqual([200, 200, 200]);
    });
  });

  describe('changing the address', () => {
    const change = (token: string, email: string, current_password = PASSWORD) =>
      sut.call('PUT', '/v1/me/email', { token, body: { email, current_password } });

    it('happens when the new mailbox is proved; other sessions end, the old mailbox is told', async () => {
      const { email, adminId } = await sut.organization('Moving');
      const [here, there] = [await signIn(email), await signIn(email)];
      await post('/v1/password/forgot', { email });
      const reset = await mailedCode(sut, email, 'reset_password');
      const asked = await change(here.access_token, 'New.Ada@Moving.example');
      expect([asked.status, asked.body]).toEqual([
        202,
        { email: 'new.ada@moving.example', expires_in: 86_400 },
      ]);
      expect(await me(here.access_token)).toMatchObject({ email, email_verified: false });
      const code = await mailedCode(sut, 'new.ada@moving.example', 'change_email');
      expect((await post('/v1/email/verify', { code, password: PASSWORD })).status).toBe(400);
      const confirmed = await post('/v1/email/change', { code, password: PASSWORD });
      expect([confirmed.status, confirmed.text]).toEqual([204, '']);
      expect(await me(here.access_token)).toMatchObject({
        email: 'new.ada@moving.example',
        email_verified: true,
      });
      expect((await sut.call('GET', '/v1/me', { token: there.access_token })).status).toBe(401);
      expect((await post('/v1/sessions/refresh', { refresh_token: there.refresh_token })).status).toBe(401);
      expect((await post('/v1/sessions/refresh', { refresh_token: here.refresh_token })).status).toBe(200);
      expect((await signIn(email)).status).toBe(401);
      expect((await signIn('new.ada@moving.example')).status).toBe(201);
      expect((await mailsTo(sut, email, 'email_changed')).map(({ data }) => data)).toEqual([
        expect.objectContaining({ email: 'new.ada@moving.example', undo_within: 259_200 }),
      ]);
      // Whoever reads the old mailbox has nothing left of the account but the way back (ADR-0025).
      expect((await post('/v1/password/reset', { code: reset, password: 'TakenBack123!' })).status).toBe(400);
      expect((await post('/v1/email/change', { code, password: PASSWORD })).status).toBe(400);
      const codes = await sut.master.collection('one_time_codes').find({ user_id: adminId }).toArray();
      expect(codes.map(({ purpose }) => String(purpose))).toEqual(['undo_change']);
    });

    it('is refused without the password, to a taken address and to the same one', async () => {
      const other = await sut.organization('Taken');
      const { token, email } = await sut.organization('Refused');
      for (const [to, password, status, code] of [
        ['new@refused.example', 'WrongPassword1!', 401, 'auth.credentials_invalid'],
        [other.email, PASSWORD, 409, 'user.email_taken'],
        [email.toUpperCase(), PASSWORD, 400, 'user.email_unchanged'],
        ['no address', PASSWORD, 400, 'request.invalid'],
      ] as const) {
        const reply = await change(token, to, password);
        expect([to, reply.status, reply.body['code']]).toEqual([to, status, code]);
      }
      expect(await mailsTo(sut, other.email, 'change_email')).toEqual([]);
    });

    it('of two accounts that were promised one address, one gets it', async () => {
      const [one, two] = [await sut.organization('Promise One'), await sut.organization('Promise Two')];
      await change(one.token, 'promised@promise.example');
      const first = await mailedCode(sut, 'promised@promise.example', 'change_email');
      await change(two.token, 'promised@promise.example');
      const second = await mailedCode(sut, 'promised@promise.example', 'change_email', 2);
      const replies = await Promise.all(
        [first, second].map((code) => post('/v1/email/change', { code, password: PASSWORD })),
      );
      expect(replies.map(({ status }) => status).sort()).toEqual([204, 409]);
      expect(await users().countDocuments({ email: 'promised@promise.example' })).toBe(1);
    });

    it('D2 gives a made-up owner a mailbox', async () => {
      const { token } = await sut.organization('Provider Two');
      await post('/api/v1/tenants', { name: 'Made Real', schema: 'made_real', planType: 'basic' }, token);
      const secret = await signIn('owner@made-real.com', 'tenant123');
      await sut.call('PUT', '/v1/me/password', {
        token: secret.access_token,
        body: { current_password: 'tenant123', new_password: PASSWORD },
      });
      const owner = await signIn('owner@made-real.com');
      const resent = await post('/v1/me/email/verification', {}, owner.access_token);
      expect([resent.status, resent.body['code']]).toEqual([409, 'user.email_made_up']);
      await post('/v1/password/forgot', { email: 'owner@made-real.com' });
      expect((await change(owner.access_token, 'real@made-real.example')).status).toBe(202);
      const code = await mailedCode(sut, 'real@made-real.example', 'change_email');
      expect((await post('/v1/email/change', { code, password: PASSWORD })).status).toBe(204);
      expect(await users().findOne({ email: 'real@made-real.example' })).toMatchObject({
        email_verified: true,
      });
      expect(await users().findOne({ email: 'real@made-real.example' })).not.toHaveProperty('synthetic');
      await post('/v1/password/forgot', { email: 'real@made-real.example' });
      await awaitMails(sut, 'real@made-real.example', 'reset_password');
      expect(await mailsTo(sut, 'owner@made-real.com')).toEqual([]);
    });

    it('by S1 update: the new mailbox gets the link to prove it, the old one is told, and codes die', async () => {
      const { email, token } = await sut.organization('Updating');
      const first = await mailedCode(sut, email, 'verify_email');
      await post('/v1/email/verify', { code: first, password: PASSWORD });
      await post('/v1/password/forgot', { email });
      const reset = await mailedCode(sut, email, 'reset_password');
      const body = { email: 'fresh@updating.example', password: 'AnotherSecure123!' };
      expect((await sut.call('PUT', '/org/update', { token, body })).status).toBe(200);
      expect(await me(token)).toMatchObject({ email: body.email, email_verified: false });
      expect((await mailsTo(sut, email)).map(({ template }) => template)).toEqual([
        'verify_email',
        'reset_password',
        'password_changed',
        'email_changed',
      ]);
      expect((await post('/v1/password/reset', { code: reset, password: 'TakenBack123!' })).status).toBe(400);
      const code = await mailedCode(sut, body.email, 'verify_email');
      expect((await post('/v1/email/verify', { code, password: body.password })).status).toBe(204);
      expect(await me(token)).toMatchObject({ email: body.email, email_verified: true });
    });
  });

  it('the owners of a deleted organization are told, with the deletion', async () => {
    const { email, token, id, adminId } = await sut.organization('Ending');
    const removed = await sut.call('DELETE', '/org/delete?organization_name=Ending', { token });
    expect(removed.status).toBe(200);
    const [mail, ...more] = await mailsTo(sut, email, 'organization_deleted');
    expect([mail.key, mail.data, more]).toEqual([
      `organization_deleted:${id}:${adminId}`,
      { organization: 'Ending', account: 'deleted', owner: true },
      [],
    ]);
  });
});

describe('D8 with ENUMERATION_PROTECTION=strict', () => {
  it('no answer tells a taken address from a free one where the documented bodies allow it; its owner is told', async () => {
    const sut = await startTestApp({ ENUMERATION_PROTECTION: 'strict' });
    try {
      const taken = await sut.organization('Strict Taken');
      const { token } = await sut.organization('Strict Asker');
      const ask = async (company_name: string, email: string) =>
        (await sut.call('POST', '/api/register/check-availability', { body: { company_name, email } })).body;
      expect(await ask('Strict Taken', taken.email)).toEqual({
        company_name_available: false,
        email_available: true,
      });
      expect(await ask('Strict Free', 'free@strict.example')).toEqual({
        company_name_available: true,
        email_available: true,
      });
      const told = { link: '/dashboard/sign-in' };
      expect((await awaitMails(sut, taken.email, 'email_in_use')).map(({ data }) => data)).toEqual([told]);

      const asks: unknown[] = [];
      for (const email of [taken.email, taken.email, 'free@strict.example', 'free@strict.example']) {
        const body = { email, current_password: PASSWORD };
        const { status, body: answer } = await sut.call('PUT', '/v1/me/email', { token, body });
        asks.push([status, answer['expires_in'] ?? answer['code']]);
        if (asks.length === 2) {
          await sut.master
            .collection('one_time_codes')
            .updateMany({ purpose: 'change_email' }, { $set: { created_at: new Date(0) } });
        }
      }
      const [once, twice] = [
        [202, 86_400],
        [429, 'request.rate_limited'],
      ];
      expect(asks).toEqual([once, twice, once, twice]);
      expect(await mailsTo(sut, taken.email, 'change_email')).toEqual([]);
      // One an hour: two, when the hour has just ended.
      expect((await mailsTo(sut, taken.email, 'email_in_use')).length).toBeLessThanOrEqual(2);
      expect(await mailsTo(sut, 'free@strict.example', 'change_email')).toHaveLength(1);
    } finally {
      await sut.stop();
    }
  });
});
