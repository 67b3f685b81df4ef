import { ObjectId } from 'mongodb';
import { PasswordsService } from '../../src/modules/credentials/passwords.service.js';
import { AddressRequestsRepository } from '../../src/modules/auth/address-requests.repository.js';
import { startWithOperator } from '../support/operator.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { awaitMails, mailedCode, mailsTo } from '../support/mailbox.js';
import { TestSmtp, until } from '../support/smtp.js';

const PASSWORD = 'SecurePassword123!';
const NEW = 'AnotherSecure123!';

describe('passwords', () => {
  let sut: TestApp;
  beforeAll(async () => {
    sut = await startTestApp({ OWNER_INITIAL_PASSWORD: 'fixed' });
  });
  afterAll(() => sut?.stop());
  afterEach(() => jest.restoreAllMocks());

  const users = () => sut.master.collection('admin_users');
  const post = (path: string, body: unknown, token?: string) => sut.call('POST', path, { body, token });
  const signIn = (email: string, password = PASSWORD) =>
    sut.call<{ access_token: string; refresh_token: string }>('POST', '/v1/sessions', {
      body: { email, password },
    });
  const status = async (token: string) => (await sut.call('GET', '/v1/me', { token })).status;

  /** Accounts in every state that a stranger must not learn of. */
  const states = async (name: string): Promise<[string, string][]> => {
    const label = name.toLowerCase();
    const known = await sut.organization(`${name} Known`);
    const suspended = await sut.organization(`${name} Suspended`);
    await users().updateOne({ _id: new ObjectId(suspended.adminId) }, { $set: { status: 'suspended' } });
    const verified = await sut.organization(`${name} Verified`);
    await users().updateOne({ _id: new ObjectId(verified.adminId) }, { $set: { email_verified: true } });
    const made = await post(
      '/api/v1/tenants',
      { name, schema: `${label}_made_up`, planType: 'basic' },
      known.token,
    );
    expect(made.status).toBe(201);
    const company = { company_name: `${name} Co`, admin_name: 'Ada', password: PASSWORD };
    await post('/api/register', { ...company, email: `ada@${label}-co.example` });
    const joining = { domain: `${label}-co.example`, user_name: 'Joe', password: PASSWORD };
    expect(
      (await post('/api/register/add-user', { ...joining, email: `joe@${label}-co.example` })).status,
    ).toBe(201);
    return [
      ['known', known.email],
      ['unknown', `nobody@${label}.example`],
      ['suspended', suspended.email],
      ['verified', verified.email],
      ['made up, must change', `owner@${label}-made-up.com`],
      ['pending', `joe@${label}-co.example`],
    ];
  };

  /** What one request does to the collections that tell accounts apart, as the database saw it. */
  const operationsOf = async (request: () => Promise<unknown>): Promise<string[]> => {
    await sut.master.command({ profile: 2 });
    await request();
    await sut.master.command({ profile: 0 });
    const profile = sut.master.collection('system.profile');
    const names = ['admin_users', 'memberships', 'one_time_codes', 'address_requests', 'sessions'];
    const ns = { $in: names.map((name) => `${sut.master.databaseName}.${name}`) };
    const found = await profile.find({ ns }).toArray();
    await profile.drop();
    return found.map((one) => `${String(one['op'])} ${String(one['ns']).split('.')[1]}`);
  };

  describe('D10 signing in', () => {
    it('says the same bytes and costs one hash, whatever is wrong with the account or the password', async () => {
      const accounts = await states('Bytes');
      type Runs = { run: (name: string) => unknown };
      const passwords = sut.app.get<PasswordsService, Runs>(PasswordsService, { strict: false });
      const run = jest.spyOn(passwords, 'run');
      for (const path of ['/v1/sessions', '/signin', '/admin/login', '/api/tenants/login']) {
        for (const password of ['WrongPassword1!', 'x'.repeat(200), ' ']) {
          const seen = new Set<string>();
          for (const [, email] of accounts) {
            run.mockClear();
            const reply = await post(path, { email, password });
            expect(run.mock.calls.map(([name]) => name)).toEqual(['compare']);
            const { request_id: _, ...body } = reply.body;
            seen.add(JSON.stringify([reply.status, body, [...reply.headers.keys()].sort()]));
          }
          expect([path, [...seen].map((one) => (JSON.parse(one) as [number])[0])]).toEqual([path, [401]]);
        }
        const empty = await Promise.all(accounts.map(([, email]) => post(path, { email, password: '' })));
        expect(new Set(empty.map((reply) => reply.status))).toEqual(new Set([400]));
      }
    });

    it('D1 the documented temporary password has five tries from each network, however many come at once', async () => {
      const { token } = await sut.organization('Secrets');
      await post('/api/v1/tenants', { name: 'Tries', schema: 'tries', planType: 'basic' }, token);
      const email = 'owner@tries.com';
      for (let i = 0; i < 8; i++) expect((await signIn(email, 'tenant123')).status).toBe(201);
      await Promise.all(Array.from({ length: 4 }, () => signIn(email, 'WrongPassword1!')));
      expect((await signIn(email, 'tenant123')).status).toBe(201);
      await Promise.all(Array.from({ length: 30 }, () => signIn(email, 'WrongPassword1!')));
      expect((await signIn(email, 'tenant123')).status).toBe(401);
      expect((await signIn(email, '\uff54enant123')).status).toBe(401); // the same word in other characters
    });
  });

  describe('D10 forgetting one', () => {
    it('is answered alike, and costs the database the same, whether or not an account has the address', async () => {
      const accounts = await states('Forgot');
      for (const [path, answer] of [
        ['/password/forgot', [200, { message: 'If an account has this address, a link is on its way' }]],
        ['/v1/password/forgot', [202, {}]],
      ] as const) {
        // Nobody answers the requests meanwhile.
        const later = sut.app.get(AddressRequestsRepository, { strict: false });
        jest.spyOn(later, 'listOldest').mockResolvedValue([]);
        for (const [state, email] of accounts) {
          let reply: Awaited<ReturnType<typeof post>> | undefined;
          const operations = await operationsOf(
            async () => (reply = await post(path, { email: email.toUpperCase() })),
          );
          expect([state, reply!.status, reply!.body]).toEqual([state, ...answer]);
          expect([state, operations]).toEqual([state, ['update address_requests']]);
          expect([...reply!.headers.keys()].sort()).toEqual(
            [...(await post(path, { email: 'x@y.example' })).headers.keys()].sort(),
          );
        }
        jest.restoreAllMocks();
        await until(
          async () => (await sut.master.collection('address_requests').countDocuments()) === 0,
          10_000,
          'the requests to be answered',
        );
      }
      for (const [state, email] of accounts) {
        const expected = state === 'unknown' || state.startsWith('made up') ? 0 : 1;
        expect([state, (await mailsTo(sut, email, 'reset_password')).length]).toEqual([state, expected]);
      }
    });

    it('asked fifty times at once on two instances, there is one mail', async () => {
      const { email } = await sut.organization('Fifty');
      const other = await sut.twin();
      try {
        await Promise.all(
          Array.from({ length: 50 }, (_, i) =>
            (i % 2 === 0 ? sut : other).call('POST', '/v1/password/forgot', { body: { email } }),
          ),
        );
        await awaitMails(sut, email, 'reset_password');
        await until(
          async () => (await sut.master.collection('address_requests').countDocuments()) === 0,
          10_000,
          'the requests to be answered',
        );
        expect(await mailsTo(sut, email, 'reset_password')).toHaveLength(1);
      } finally {
        await other.stop();
      }
    });

    it('a request that an instance left when it died is answered by another one', async () => {
      const { email } = await sut.organization('Left Behind');
      const other = await sut.twin();
      // As if the service had gone between its answer and the mail: nobody was told of this row in time.
      await sut.master.collection<{ _id: string }>('address_requests').insertOne({
        _id: `reset_password:${email}`,
        kind: 'reset_password',
        email,
        created_at: new Date(),
      } as never);
      await other.stop();
      await awaitMails(sut, email, 'reset_password');
    });
  });

  describe('setting a new one with the mailed code', () => {
    it('ends every session and every other code, proves the mailbox, and tells it', async () => {
      const { email, token, adminId } = await sut.organization('Reset');
      const { access_token, refresh_token } = (await signIn(email)).body;
      const change = { email: 'thief@evil.example', current_password: PASSWORD };
      await sut.call('PUT', '/v1/me/email', { token, body: change });
      const [verify, theft] = [
        await mailedCode(sut, email, 'verify_email'),
        await mailedCode(sut, 'thief@evil.example', 'change_email'),
      ];
      await post('/v1/password/forgot', { email });
      const code = await mailedCode(sut, email, 'reset_password');
      const reply = await post('/password/reset', { code, password: NEW });
      expect([reply.status, reply.body]).toEqual([200, { message: 'Password reset successfully' }]);
      // D19: whoever had the account before the mailbox was proved has nothing of it left.
      expect([await status(token), await status(access_token)]).toEqual([401, 401]);
      expect((await post('/v1/sessions/refresh', { refresh_token })).status).toBe(401);
      expect((await post('/token/refresh', { refresh_token })).status).toBe(401);
      expect((await signIn(email)).status).toBe(401);
      for (const [path, dead] of [
        ['/v1/email/verify', verify],
        ['/v1/email/change', theft],
      ] as const) {
        expect((await post(path, { code: dead })).status).toBe(400);
      }
      expect((await post('/v1/password/reset', { code, password: 'ThirdSecure123!' })).status).toBe(400);
      expect(await users().findOne({ _id: new ObjectId(adminId) })).toMatchObject({
        email,
        email_verified: true,
        must_change_password: false,
      });
      expect(await sut.master.collection('sessions').countDocuments({ user_id: adminId })).toBe(0);
      expect((await mailsTo(sut, email, 'password_changed')).map(({ data }) => data)).toEqual([
        { link: '/dashboard/forgot-password', changed_at: expect.any(Date) },
      ]);
      expect((await signIn(email, NEW)).status).toBe(201);
    });

    it('B5 works once: 50 at once', async () => {
      const { email } = await sut.organization('Reset Once');
      await post('/v1/password/forgot', { email });
      const code = await mailedCode(sut, email, 'reset_password');
      const replies = await Promise.all(
        Array.from({ length: 50 }, (_, i) =>
          post('/v1/password/reset', { code, password: `Password-number-${i}!` }),
        ),
      );
      const won = replies.flatMap((reply, i) => (reply.status === 204 ? [i] : []));
      expect(won).toHaveLength(1);
      const lost = replies.filter((reply) => reply.status !== 204);
      expect(new Set(lost.map((reply) => reply.body['code']))).toEqual(new Set(['auth.link_invalid']));
      expect((await signIn(email, `Password-number-${won[0]}!`)).status).toBe(201);
      expect(await mailsTo(sut, email, 'password_changed')).toHaveLength(1);
    });

    it('keeps to the policy of its surface, and a refused password uses nothing up', async () => {
      const { email } = await sut.organization('Reset Policy');
      await post('/v1/password/forgot', { email });
      const code = await mailedCode(sut, email, 'reset_password');
      for (const password of ['short', 'password', email, 'reset policy', 'x'.repeat(1025)]) {
        const reply = await post('/v1/password/reset', { code, password });
        expect([password.slice(0, 20), reply.status, reply.body['code']]).toEqual([
          password.slice(0, 20),
          400,
          'user.password_weak',
        ]);
      }
      // C-13: S2 checks the length only, outside production.
      expect((await post('/password/reset', { code, password: 'short' })).status).toBe(400);
      expect((await post('/password/reset', { code, password: 'password' })).status).toBe(200);
      for (const wrong of ['rwc_x', '', 5, null, { $ne: 1 }, 'x'.repeat(200)]) {
        const reply = await post('/v1/password/reset', { code: wrong, password: NEW });
        expect([wrong, reply.status]).toEqual([wrong, 400]);
      }
    });

    it('signs in a user who forgot a temporary password', async () => {
      const { email, adminId } = await sut.organization('Reset Secret');
      const secret = { must_change_password: true, secret_expires_at: new Date(0) };
      await users().updateOne({ _id: new ObjectId(adminId) }, { $set: secret });
      await post('/v1/password/forgot', { email });
      const code = await mailedCode(sut, email, 'reset_password');
      expect((await post('/v1/password/reset', { code, password: NEW })).status).toBe(204);
      const { access_token } = (await signIn(email, NEW)).body;
      expect(await status(access_token)).toBe(200);
      const row = await users().findOne({ _id: new ObjectId(adminId) });
      expect(row!['secret_expires_at']).toBeUndefined();
    });

    it('a suspended account stays suspended', async () => {
      const { email, adminId } = await sut.organization('Reset Suspended');
      await users().updateOne({ _id: new ObjectId(adminId) }, { $set: { status: 'suspended' } });
      await post('/v1/password/forgot', { email });
      const code = await mailedCode(sut, email, 'reset_password');
      expect((await post('/v1/password/reset', { code, password: NEW })).status).toBe(204);
      expect((await signIn(email, NEW)).status).toBe(403);
    });
  });

  it('a changed password is told to the mailbox, and kills links that would change it', async () => {
    const { email, token } = await sut.organization('Told');
    await post('/v1/password/forgot', { email });
    const code = await mailedCode(sut, email, 'reset_password');
    const wrong = { current_password: 'WrongPassword1!', new_password: NEW };
    expect((await sut.call('PUT', '/v1/me/password', { token, body: wrong })).status).toBe(401);
    expect(await mailsTo(sut, email, 'password_changed')).toEqual([]);
    const right = { current_password: PASSWORD, new_password: NEW };
    expect((await sut.call('PUT', '/v1/me/password', { token, body: right })).status).toBe(204);
    const link = expect.stringMatching(/^\/dashboard\/undo-change#code=rwc_[\w-]{43}$/) as string;
    expect((await mailsTo(sut, email, 'password_changed')).map(({ data }) => data)).toEqual([
      { link, undo_within: 259_200, changed_at: expect.any(Date) },
    ]);
    expect((await post('/v1/password/reset', { code, password: 'ThirdSecure123!' })).status).toBe(400);
    // The proof of the mailbox has nothing to do with the password.
    expect(
      (await post('/v1/email/verify', { code: await mailedCode(sut, email, 'verify_email'), password: NEW }))
        .status,
    ).toBe(204);
    expect((await signIn(email, NEW)).status).toBe(201);
  });
});

describe('D17 with REQUIRE_STEP_UP', () => {
  it('dangerous acts ask for the password again, and count wrong ones as sign-ins', async () => {
    const sut = await startTestApp({ REQUIRE_STEP_UP: 'true', RATE_LIMITS: 'on', RATE_LIMIT_ACCOUNT: '4' });
    try {
      const { token } = await sut.organization('Step Up');
      const update = (headers: Record<string, string>, body: object = { password: 'Größe 100% sicher' }) =>
        sut.call('PUT', '/org/update', { token, headers, body });
      const remove = (headers: Record<string, string>) =>
        sut.call('DELETE', '/org/delete?organization_name=Step%20Up', { token, headers });
      const expected = [403, '{"detail":"Confirm your password in X-Confirm-Password"}'];
      for (const [act, headers] of [
        [update, {}],
        [update, { 'x-confirm-password': 'WrongPassword1!' }],
        [remove, {}],
        [remove, { 'x-confirm-password': '' }],
        [remove, { 'x-confirm-password': 'WrongPassword1!' }],
      ] as const) {
        const reply = await act(headers);
        expect([reply.status, reply.text]).toEqual(expected);
      }
      expect((await update({ 'x-confirm-password': PASSWORD })).status).toBe(200);
      const encoded = encodeURIComponent('Größe 100% sicher');
      expect((await update({ 'x-confirm-password': encoded }, { password: PASSWORD })).status).toBe(200);
      const replies: number[] = [];
      for (let i = 0; i < 4; i++)
        replies.push((await remove({ 'x-confirm-password': 'WrongPassword1!' })).status);
      expect(replies.at(-1)).toBe(429);
      expect((await sut.call('GET', '/v1/me', { token })).status).toBe(200);
    } finally {
      await sut.stop();
    }
  });

  it('native acts that take an organization, its name, a plan or a membership away ask too; others do not', async () => {
    const { sut, operator } = await startWithOperator({ REQUIRE_STEP_UP: 'true' });
    try {
      const { id, adminId, token } = await sut.organization('Step Up');
      const member = `/v1/members/${adminId}`;
      const acts: [string, string, string, object?][] = [
        [token, 'PATCH', '/v1/organizations/current', { name: 'Other' }],
        [token, 'DELETE', '/v1/organizations/current'],
        [token, 'PUT', '/v1/organizations/current/plan', { plan: 'basic' }],
        [token, 'PATCH', member, { role: 'member' }],
        [token, 'PATCH', member, { status: 'inactive' }],
        [token, 'DELETE', member],
        [token, 'POST', `${member}/transfer-ownership`],
        [token, 'DELETE', `/v1/me/memberships/${id}`],
        [operator.token, 'PUT', `/v1/platform/organizations/${id}/plan`, { plan: 'basic' }],
        [operator.token, 'DELETE', `/v1/platform/organizations/${id}`],
        [operator.token, 'POST', '/v1/platform/impersonations', { user_id: adminId, reason: 'Ticket 1' }],
      ];
      for (const [who, method, path, body] of acts) {
        const reply = await sut.call(method, path, { token: who, body });
        expect([method, path, reply.status, reply.body['code']]).toEqual([
          method,
          path,
          403,
          'auth.step_up_required',
        ]);
      }
      const change = (path: string, body: object, headers = {}) =>
        sut.call('PATCH', path, { token, body, headers });
      expect((await change('/v1/organizations/current', { personal: true })).status).toBe(200);
      expect((await change(member, { user_name: 'boss' })).status).toBe(200);
      const confirmed = { 'x-confirm-password': PASSWORD };
      const renamed = await change('/v1/organizations/current', { name: 'Other' }, confirmed);
      expect([renamed.status, renamed.body['name']]).toEqual([200, 'Other']);
    } finally {
      await sut.stop();
    }
  });
});

describe('with RATE_LIMITS', () => {
  it('an address asks for so many mails an hour, whichever route it takes', async () => {
    const sut = await startTestApp({ RATE_LIMITS: 'on', RATE_LIMIT_MAIL: '3' });
    try {
      const { token } = await sut.organization('Mail Limit');
      const replies: number[] = [];
      for (const path of [
        '/password/forgot',
        '/v1/password/forgot',
        '/v1/me/email/verification',
        '/v1/password/forgot',
      ]) {
        replies.push(
          (await sut.call('POST', path, { token, body: { email: 'nobody@limit.example' } })).status,
        );
      }
      expect(replies).toEqual([200, 202, 429, 429]);
      const last = await sut.call('POST', '/password/forgot', { body: { email: 'nobody@limit.example' } });
      expect([last.status, last.body, Number(last.headers.get('retry-after')) > 3000]).toEqual([
        429,
        { detail: 'Too many requests' },
        true,
      ]);
    } finally {
      await sut.stop();
    }
  });
});

describe('H7 while the mail server is away', () => {
  it('signing up answers as fast as ever, and the link arrives when the server is back', async () => {
    const smtp = new TestSmtp();
    await smtp.start();
    const MAIL_URL = smtp.url;
    await smtp.stop();
    const sut = await startTestApp({ MAIL_URL, MAIL_FROM: 'no-reply@rowhouse.example' });
    try {
      const { email, token } = await sut.organization('Outage');
      expect((await sut.call('GET', '/v1/me', { token })).status).toBe(200);
      await until(
        async () =>
          (await sut.master.collection('outbox').countDocuments({ to: email, attempts: { $gte: 1 } })) === 1,
        10_000,
        'the first try',
      );
      await smtp.start();
      const [{ mail }] = (await smtp.waitFor(email, 1, 30_000)) as [(typeof smtp.deliveries)[0]];
      const [code] = /rwc_[\w-]{43}/.exec(mail.text!)!;
      expect((await sut.call('POST', '/v1/email/verify', { token, body: { code } })).status).toBe(204);
    } finally {
      await sut.stop();
      await smtp.stop();
    }
  });
});
