import { setTimeout as sleep } from 'node:timers/promises';
import { ObjectId } from 'mongodb';
import { addMember, problem } from '../support/members.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { heard } from '../support/feed.js';
import { claimsOf } from '../support/tokens.js';
import { stretched } from '../support/stretched.js';

const PASSWORD = 'SecurePassword123!';
const REFRESH = /^rwr_[\w-]{70}$/;

interface SignedIn {
  session_id: string;
  access_token: string;
  refresh_token: string;
  organization_id: string | null;
  organizations: { id: string; name: string }[];
}

describe('sessions', () => {
  let sut: TestApp;
  let other: TestApp;
  beforeAll(async () => {
    sut = await startTestApp({
      CORS_ORIGINS: 'https://admin.example',
      PUBLIC_BASE_URL: 'https://rowhouse.example',
    });
    other = await sut.twin();
  });
  afterAll(async () => {
    await other?.stop();
    await sut?.stop();
  });

  const open = (email: string, more: object = {}, headers: Record<string, string> = {}) =>
    sut.call<SignedIn>('POST', '/v1/sessions', { body: { email, password: PASSWORD, ...more }, headers });
  const refresh = (refresh_token: string, app = sut) =>
    app.call<SignedIn>('POST', '/v1/sessions/refresh', { body: { refresh_token } });
  const status = async (token: string, app = sut) => (await app.call('GET', '/v1/me', { token })).status;
  /** Waits until the other instance refuses a token; the change feed tells it within a tenth of a second. */
  const refusedThere = async (token: string): Promise<number> => {
    const since = performance.now();
    while ((await status(token, other)) !== 401) {
      if (performance.now() - since > stretched(2000))
        throw new Error('the other instance still takes the token');
      await sleep(5);
    }
    return performance.now() - since;
  };
  const set = (collection: string, id: string, fields: object) =>
    sut.master.collection(collection).updateOne({ _id: new ObjectId(id) }, { $set: fields });

  it('begin without waiting for the journal, and go on only with it', async () => {
    const org = await sut.organization('Journal');
    await sut.master.command({ profile: 2, filter: { ns: `${sut.master.databaseName}.sessions` } });
    try {
      const { body } = await open(org.email);
      expect((await refresh(body.refresh_token)).status).toBe(200);
    } finally {
      await sut.master.command({ profile: 0, filter: 'unset' });
    }
    const profile = sut.master.collection('system.profile');
    const concerns = await profile
      .find({ 'command.writeConcern': { $exists: true } })
      .map(({ op, command }) => [
        op as string,
        (command as { insert?: string }).insert ? 'insert' : 'change',
        (command as { writeConcern: object }).writeConcern,
      ])
      .toArray();
    await profile.drop();
    // A change that the server tries again is recorded twice.
    const [begun, ...changes] = concerns;
    const change = ['command', 'change', expect.objectContaining({ w: 'majority', j: true })];
    expect(begun).toEqual(['insert', 'insert', expect.objectContaining({ w: 1, j: false })]);
    expect(changes.length).toBeGreaterThan(0);
    expect(changes).toEqual(changes.map(() => change));
  });

  it('begin at POST /v1/sessions, with everything a client needs', async () => {
    const org = await sut.organization('Begin');
    const reply = await open(org.email);
    expect(reply.status).toBe(201);
    expect(reply.headers.get('location')).toBe(`/v1/sessions/${reply.body.session_id}`);
    expect(reply.headers.get('set-cookie')).toBeNull();
    const organization = await sut.master.collection('organizations').findOne({ _id: new ObjectId(org.id) });
    const expected = {
      session_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      access_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 1800,
      refresh_token: expect.stringMatching(REFRESH),
      account: {
        id: org.adminId,
        email: org.email,
        email_verified: false,
        name: null,
        must_change_password: false,
        platform_operator: false,
        second_factor: false,
        must_set_up_second_factor: false,
      },
      organization_id: org.id,
      organizations: [
        { id: org.id, uid: organization!['uid'], name: 'Begin', role: 'owner', status: 'active' },
      ],
    };
    expect(reply.body).toEqual(expected);
    expect(claimsOf(reply.body.access_token)).toMatchObject({
      sid: reply.body.session_id,
      organization_id: org.id,
    });
    const refreshed = await refresh(reply.body.refresh_token);
    expect([refreshed.status, refreshed.body]).toEqual([200, expected]);
    expect(refreshed.body.session_id).toBe(reply.body.session_id);
    expect(refreshed.body.refresh_token).not.toBe(reply.body.refresh_token);
  });

  it('refuse like every other surface, in the words of the native API', async () => {
    const { email, adminId } = await sut.organization('Refuse');
    for (const [body, code, expected] of [
      [{ email, password: 'WrongPassword1!' }, 'auth.credentials_invalid', 401],
      [{ email: 'nobody@refuse.example', password: PASSWORD }, 'auth.credentials_invalid', 401],
      [{ email }, 'request.invalid', 400],
      [
        { email, password: PASSWORD, organization_id: '507f1f77bcf86cd799439011' },
        'organization.foreign',
        403,
      ],
      [{ email, password: PASSWORD, cookie: 'yes' }, 'request.invalid', 400],
    ] as const) {
      const reply = await sut.call('POST', '/v1/sessions', { body });
      expect([reply.status, reply.body['code']]).toEqual([expected, code]);
    }
    await set('admin_users', adminId, { status: 'suspended' });
    expect((await open(email, { password: 'WrongPassword1!' })).status).toBe(401);
    const right = await open(email);
    expect([right.status, (right.body as unknown as { code: string }).code]).toEqual([403, 'user.suspended']);
    const s4 = await sut.call('POST', '/api/tenants/login', { body: { email, password: PASSWORD } });
    expect([s4.status, s4.body]).toEqual([
      403,
      { success: false, message: 'Tenant account is suspended or inactive' },
    ]);
    const refused = await refresh('rwr_nothing');
    expect([refused.status, refused.text.includes('auth.refresh_invalid')]).toEqual([401, true]);
  });

  it('refuse a member who was switched off in their words, not as if the organization were', async () => {
    const { token } = await sut.organization('Switched Off');
    const { id, email, password } = await addMember(sut, token);
    const off = { token, body: { status: 'inactive' } };
    expect((await sut.call('PATCH', `/v1/members/${id}`, off)).status).toBe(200);
    const words = 'The account is suspended or inactive';
    for (const [path, expected] of [
      ['/admin/login', { detail: words }],
      ['/signin', { detail: words }],
      ['/api/tenants/login', { success: false, message: 'Tenant account is suspended or inactive' }],
      ['/v1/sessions', problem(403, 'user.suspended', words, '/v1/sessions')],
    ] as const) {
      const reply = await sut.call('POST', path, { body: { email, password } });
      expect([path, reply.status, reply.body]).toEqual([path, 403, expected]);
    }
  });

  it('are listed, the newest first, with where they were used last', async () => {
    const { email } = await sut.organization('List');
    const agent = `Browser/1 ${'x'.repeat(300)}`;
    const one = (await open(email, {}, { 'user-agent': agent })).body;
    const two = (await open(email, {}, { 'user-agent': 'Browser/2' })).body;
    await refresh(one.refresh_token);
    const reply = await sut.call<{ items: Record<string, unknown>[] }>('GET', '/v1/sessions', {
      token: two.access_token,
    });
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    const shown = {
      kind: 'sign_in',
      created_at: time,
      last_used_at: time,
      expires_at: time,
      ip_address: '127.0.0.1',
      organization_id: null,
    };
    expect([reply.status, reply.body]).toEqual([
      200,
      {
        items: [
          { ...shown, id: two.session_id, current: true, user_agent: 'Browser/2' },
          { ...shown, id: one.session_id, current: false, user_agent: expect.any(String) },
          // The sign-in through S1 that the test began with.
          { ...shown, id: expect.any(String), current: false, user_agent: expect.any(String) },
        ],
        next_cursor: null,
      },
    ]);
    const refreshed = reply.body.items[1];
    expect(refreshed['last_used_at']).not.toBe(refreshed['created_at']);
    await open(email, {}, { 'user-agent': agent });
    const newest = await sut.call<{ items: { user_agent: string }[] }>('GET', '/v1/sessions', {
      token: two.access_token,
    });
    expect(newest.body.items[0].user_agent).toBe(agent.slice(0, 200));
  });

  it('end one by one: refused at once, also on the other instance, and never listed again', async () => {
    const { email } = await sut.organization('End One');
    const [kept, lost] = [(await open(email)).body, (await open(email)).body];
    expect([await status(lost.access_token), await status(lost.access_token, other)]).toEqual([200, 200]);
    const ended = await sut.call('DELETE', `/v1/sessions/${lost.session_id}`, { token: kept.access_token });
    expect([ended.status, ended.text]).toEqual([204, '']);
    expect(await status(lost.access_token)).toBe(401);
    await refusedThere(lost.access_token);
    expect((await refresh(lost.refresh_token, other)).status).toBe(401);
    expect(await status(kept.access_token, other)).toBe(200);
    const again = await sut.call('DELETE', `/v1/sessions/${lost.session_id}`, { token: kept.access_token });
    expect([again.status, again.body['code']]).toEqual([404, 'session.not_found']);
    const list = await sut.call<{ items: { id: string }[] }>('GET', '/v1/sessions', {
      token: kept.access_token,
    });
    expect(list.body.items.map(({ id }) => id)).not.toContain(lost.session_id);
  });

  it("nobody ends another account's", async () => {
    const [mine, theirs] = [await sut.organization('Mine'), await sut.organization('Theirs')];
    const session = (await open(theirs.email)).body;
    for (const id of [session.session_id, 'x', '%24ne', '../me']) {
      const reply = await sut.call('DELETE', `/v1/sessions/${encodeURIComponent(id)}`, { token: mine.token });
      expect([id, reply.status]).toEqual([id, 404]);
    }
    expect(await status(session.access_token)).toBe(200);
  });

  it('end everywhere, with or without the one that asks', async () => {
    const { email, token } = await sut.organization('Everywhere');
    const [one, two, three] = [(await open(email)).body, (await open(email)).body, (await open(email)).body];
    const wrong = await sut.call('DELETE', '/v1/sessions?keep=all', { token: one.access_token });
    expect([wrong.status, wrong.body['errors']]).toEqual([400, { keep: 'keep must be current' }]);
    const others = await sut.call('DELETE', '/v1/sessions?keep=current', { token: one.access_token });
    expect([others.status, others.text]).toEqual([204, '']);
    for (const ended of [two.access_token, three.access_token, token]) {
      expect(await status(ended)).toBe(401);
      await refusedThere(ended);
    }
    expect([await status(one.access_token), await status(one.access_token, other)]).toEqual([200, 200]);
    expect((await refresh(two.refresh_token)).status).toBe(401);
    const renewed = (await refresh(one.refresh_token)).body;
    expect(await status(renewed.access_token)).toBe(200);
    expect((await sut.call('DELETE', '/v1/sessions', { token: renewed.access_token })).status).toBe(204);
    for (const ended of [one.access_token, renewed.access_token]) {
      expect(await status(ended)).toBe(401);
      await refusedThere(ended);
    }
    expect((await refresh(renewed.refresh_token)).status).toBe(401);
    expect((await open(email)).status).toBe(201);
  });

  it('end with DELETE /v1/sessions/current and with POST /signout, fifty and more times', async () => {
    const { email } = await sut.organization('Sign Out');
    const first = (await open(email)).body;
    expect((await sut.call('DELETE', '/v1/sessions/current', { token: first.access_token })).status).toBe(
      204,
    );
    for (let i = 0; i < 55; i++) {
      const { access_token } = (await open(email)).body;
      const reply = await sut.call('POST', '/signout', { token: access_token });
      expect([reply.status, reply.body]).toEqual([200, { message: 'Signed out successfully' }]);
    }
    expect(await status(first.access_token)).toBe(401);
    expect((await refresh(first.refresh_token)).status).toBe(401);
  });

  it('D16 no token is accepted after its session ended, whatever hammers meanwhile', async () => {
    const { email } = await sut.organization('Hammer');
    for (let round = 0; round < 10; round++) {
      const [one, two] = [(await open(email)).body, (await open(email)).body];
      let ended = false;
      let accepted = 0;
      const hammers = [1, 2, 3, 4].map(async () => {
        for (let i = 0; i < 40; i++) {
          const begun = ended;
          if ((await status(two.access_token)) === 200 && begun) accepted++;
        }
      });
      await sleep(20);
      await sut.call('DELETE', `/v1/sessions/${two.session_id}`, { token: one.access_token });
      ended = true;
      await Promise.all(hammers);
      expect(accepted).toBe(0);
    }
  });

  describe('in one of the organizations of the account', () => {
    const secondOf = async (token: string, name: string): Promise<string> => {
      expect((await sut.call('POST', '/organizations', { token, body: { name } })).status).toBe(201);
      const row = await sut.master.collection('organizations').findOne({ name });
      return row!._id.toHexString();
    };

    it('the one that is named, and refreshed there; the home organization otherwise', async () => {
      const home = await sut.organization('Home One');
      const second = await secondOf(home.token, 'Second One');
      expect((await open(home.email)).body.organization_id).toBe(home.id);
      const chosen = (await open(home.email, { organization_id: second })).body;
      expect([chosen.organization_id, claimsOf(chosen.access_token)['organization_name']]).toEqual([
        second,
        'Second One',
      ]);
      expect(chosen.organizations.map(({ name }) => name)).toEqual(['Home One', 'Second One']);
      expect((await refresh(chosen.refresh_token)).body.organization_id).toBe(second);
    });

    it('another one while the home organization is closed or gone, through every surface', async () => {
      const home = await sut.organization('Home Two');
      const second = await secondOf(home.token, 'Second Two');
      const credentials = { email: home.email, password: PASSWORD };
      const routes = async () => {
        const [v1, s1, s2, s4] = [
          await open(home.email),
          await sut.call<{ data: { organization_id: string } }>('POST', '/admin/login', {
            body: credentials,
          }),
          await sut.call<{ access_token: string }>('POST', '/signin', { body: credentials }),
          await sut.call<{ data?: { auth: { accessToken: string } } }>('POST', '/api/tenants/login', {
            body: credentials,
          }),
        ];
        return [
          v1.body.organization_id ?? v1.status,
          s1.body.data?.organization_id ?? s1.status,
          s2.status === 200 ? claimsOf(s2.body.access_token)['organization_id'] : s2.status,
          s4.status === 200 ? claimsOf(s4.body.data!.auth.accessToken)['organization_id'] : s4.status,
        ];
      };
      const chosen = (await open(home.email, { organization_id: home.id })).body;
      await set('organizations', home.id, { status: 'suspended' });
      await heard(sut);
      expect(await routes()).toEqual([second, second, second, second]);
      const named = await open(home.email, { organization_id: home.id });
      expect([named.status, named.text.includes('organization.suspended')]).toEqual([403, true]);
      expect((await refresh(chosen.refresh_token)).body.organization_id).toBe(second);
      await set('organizations', second, { status: 'inactive' });
      await heard(sut);
      expect(await routes()).toEqual([403, 403, 403, 403]);
      await set('organizations', second, { status: 'active' });
      await sut.master.collection('memberships').deleteMany({ org_id: home.id });
      await heard(sut);
      expect(await routes()).toEqual([second, second, second, second]);
    });
  });

  describe('D20 of a browser', () => {
    const cookieOf = (reply: { headers: Headers }): string => reply.headers.get('set-cookie') ?? '';
    const withCookie = (cookie: string, headers: Record<string, string> = {}) =>
      sut.call<SignedIn>('POST', '/v1/sessions/refresh', {
        headers: { cookie: cookie.split(';')[0], ...headers },
      });

    it('keep the refresh token in a cookie that no script reads', async () => {
      const { email } = await sut.organization('Cookie');
      const reply = await open(email, { cookie: true }, { origin: 'https://rowhouse.example' });
      expect(reply.status).toBe(201);
      expect(reply.body).not.toHaveProperty('refresh_token');
      expect(cookieOf(reply)).toMatch(
        /^rowhouse_refresh=rwr_[\w-]{70}; Max-Age=2592000; Path=\/v1\/sessions; HttpOnly; Secure; SameSite=Strict$/,
      );
      const next = await withCookie(cookieOf(reply), { origin: 'https://admin.example' });
      expect([next.status, next.body.session_id]).toEqual([200, reply.body.session_id]);
      expect(next.body).not.toHaveProperty('refresh_token');
      expect(cookieOf(next)).not.toBe(cookieOf(reply));
      const ended = await sut.call('DELETE', '/v1/sessions/current', { token: next.body.access_token });
      expect(cookieOf(ended)).toMatch(/^rowhouse_refresh=; Max-Age=0; Path=\/v1\/sessions;/);
      expect((await withCookie(cookieOf(next))).status).toBe(401);
    });

    it('are opened and refreshed by pages of the service or of CORS_ORIGINS only', async () => {
      const { email } = await sut.organization('Cookie Origins');
      const cookie = cookieOf(await open(email, { cookie: true }));
      const { host } = new URL(sut.url);
      for (const [origin, allowed] of [
        ['https://evil.example', false],
        ['null', false],
        ['https://rowhouse.example.evil.example', false],
        ['http://127.0.0.1:1', false],
        ['', false],
        ['https://admin.example', true],
        ['https://rowhouse.example', true],
        [`http://${host}`, true],
      ] as const) {
        const opened = await open(email, { cookie: true }, { origin });
        expect([origin, opened.status, cookieOf(opened) !== '']).toEqual([
          origin,
          allowed ? 201 : 403,
          allowed,
        ]);
        const refreshed = await withCookie(cookie, { origin });
        expect([origin, refreshed.status]).toEqual([origin, allowed ? 200 : 403]);
      }
      expect((await withCookie('other=1')).status).toBe(400);
      // A token in the body needs no cookie, and no page.
      const { refresh_token } = (await open(email, {}, { origin: 'https://evil.example' })).body;
      expect(refresh_token).toMatch(REFRESH);
    });
  });
});
