import { claimsOf } from '../support/tokens.js';
import { startTestApp, type TestApp } from '../support/app.js';

/** Golden bodies of S2. */
describe('S2, the authentication service', () => {
  let sut: TestApp;
  beforeAll(async () => {
    sut = await startTestApp();
  });
  afterAll(() => sut?.stop());

  const anna = { email: 'user@example.com', password: 'password' };
  const post = <T = Record<string, unknown>>(path: string, body: unknown, token?: string) =>
    sut.call<T>('POST', path, { body, token });
  const signIn = async () =>
    (await post<{ access_token: string; refresh_token: string }>('/signin', anna)).body;

  it('S2-01, S2-11: signs a user up with the organization it owns', async () => {
    const signedUp = await post('/signup', { ...anna, organization_name: 'OrgName' });
    expect([signedUp.status, signedUp.body]).toEqual([
      201,
      { message: 'User signed up successfully', user_id: 1, org_id: 1 },
    ]);
    const again = await post('/signup', { ...anna, organization_name: 'Another' });
    expect([again.status, again.body]).toEqual([400, { detail: 'Email already registered' }]);
    const namesake = await post('/signup', { ...anna, email: 'b@example.com', organization_name: 'orgname' });
    expect([namesake.status, namesake.body]).toEqual([400, { detail: 'Organization already exists' }]);
  });

  it('S2-02: signs in with two tokens and nothing else', async () => {
    const signedIn = await post('/signin', anna);
    expect([signedIn.status, signedIn.body]).toEqual([
      200,
      { access_token: expect.stringMatching(/^ey/), refresh_token: expect.stringMatching(/^rwr_/) },
    ]);
    const wrong = await post('/signin', { ...anna, password: 'passwort' });
    expect([wrong.status, wrong.body]).toEqual([401, { detail: 'Invalid credentials' }]);
  });

  it('S2-03, S2-12, S2-13: makes another organization for its owner, and counts roles', async () => {
    const { access_token: token } = await signIn();
    const made = await post(
      '/organizations',
      { name: 'Second', details: 'Some details about the organization' },
      token,
    );
    expect([made.status, made.body]).toEqual([
      201,
      { message: 'Organization created successfully', org_id: expect.any(Number) },
    ]);
    const row = await sut.master.collection('organizations').findOne({ name: 'Second' });
    expect(row?.['settings']).toEqual({ details: 'Some details about the organization' });
    const anonymous = await post('/organizations', { name: 'Third' });
    expect([anonymous.status, anonymous.body]).toEqual([401, { detail: 'Not authenticated' }]);
    await sut.organization('Somebody else');
    const stats = await sut.call('GET', '/stats/org-role-wise-users', { token });
    expect([stats.status, stats.body]).toEqual([
      200,
      [
        { organization: 'OrgName', role: 'Owner', user_count: 1 },
        { organization: 'Second', role: 'Owner', user_count: 1 },
      ],
    ]);
    const byRole = await sut.call('GET', '/stats/role-wise-users', { token });
    expect(byRole.body).toEqual([{ role: 'Owner', user_count: 2 }]);
    const byOrg = await sut.call('GET', '/stats/org-wise-members?status=active&from=2020-01-01', { token });
    expect(byOrg.body).toEqual([
      { organization: 'OrgName', member_count: 1 },
      { organization: 'Second', member_count: 1 },
    ]);
    const none = await sut.call('GET', '/stats/org-wise-members?to=2020-01-01', { token });
    expect(none.body).toEqual([]);
    const today = new Date().toISOString().slice(0, 10);
    const upToToday = await sut.call('GET', `/stats/role-wise-users?from=${today}&to=${today}`, { token });
    expect(upToToday.body).toEqual([{ role: 'Owner', user_count: 2 }]);
    const blank = await sut.call('GET', '/stats/role-wise-users?from=2026-01-01T00:00:00+01:00', { token });
    expect(blank.body).toEqual({ detail: 'from has a blank before its offset: write + as %2B in a query' });
    const suspended = await sut.call('GET', '/stats/org-role-wise-users?status=2', { token });
    expect([suspended.status, suspended.body]).toEqual([200, []]);
    for (const wrong of [
      'status[$ne]=1&from=x',
      'status=constructor',
      'status=__proto__',
      'status=9',
      'from=x',
      'from=abc%201',
      'from=-1',
      'from=2025',
      'to=20250101',
      'to=2025-02-30',
      'from=2026-11-28T12:00',
    ]) {
      const bad = await sut.call('GET', `/stats/org-wise-members?${wrong}`, { token });
      expect([wrong, bad.status, Object.keys(bad.body)]).toEqual([wrong, 400, ['detail']]);
    }
  });

  it('exchanges a refresh token once, gives its successor again for a moment, and ends a stolen session', async () => {
    const first = await signIn();
    const refresh = (token: string) =>
      post<{ access_token: string; refresh_token: string }>('/token/refresh', { refresh_token: token });
    const burst = await Promise.all(Array.from({ length: 50 }, () => refresh(first.refresh_token)));
    expect(new Set(burst.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(burst.map(({ body }) => body.refresh_token)).size).toBe(1);
    const tokens = [first.refresh_token, burst[0].body.refresh_token];
    for (let i = 0; i < 6; i++) tokens.push((await refresh(tokens.at(-1)!)).body.refresh_token);
    // Every generation of the last ten seconds is answered with the newest successor (F9).
    for (const token of tokens.slice(0, -1)) {
      const again = await refresh(token);
      expect([again.status, again.body.refresh_token]).toEqual([200, tokens.at(-1)]);
    }
    // Some were exchanged earlier: those between are still answered.
    const { sid } = claimsOf(first.access_token);
    const sessions = sut.master.collection<{ _id: string; generation: number }>('sessions');
    const row = await sessions.findOne({ _id: String(sid) });
    const ago = (ms: number) => new Date(Date.now() - ms);
    const exchanges = [
      { generation: 1, at: ago(11_000) },
      { generation: 3, at: ago(5000) },
    ];
    expect(row!.generation).toBe(tokens.length);
    await sessions.updateOne({ _id: String(sid) }, { $set: { exchanges, rotated_at: ago(4000) } });
    expect((await refresh(tokens[4])).body.refresh_token).toBe(tokens.at(-1));
    const second = await refresh(tokens[2]);
    expect([second.status, second.body.refresh_token]).toEqual([200, tokens.at(-1)]);
    const stolen = await refresh(first.refresh_token);
    expect([stolen.status, stolen.body]).toEqual([401, { detail: 'Invalid refresh token' }]);
    expect((await refresh(second.body.refresh_token)).status).toBe(401);
    const dead = await sut.call('GET', '/stats/role-wise-users', { token: second.body.access_token });
    expect([dead.status, dead.body]).toEqual([401, { detail: 'Not authenticated' }]);
    for (const forged of ['', 'rwr_', `rwr_${'A'.repeat(70)}`, first.access_token]) {
      expect((await refresh(forged)).status).toBeLessThan(500);
    }
  });

  it('signs out at once', async () => {
    const { access_token: token, refresh_token } = await signIn();
    expect((await sut.call('POST', '/signout', { token })).body).toEqual({
      message: 'Signed out successfully',
    });
    expect((await sut.call('GET', '/stats/role-wise-users', { token })).status).toBe(401);
    expect((await post('/token/refresh', { refresh_token })).status).toBe(401);
  });

  it('keeps an account that belongs to another organization when its first one is deleted', async () => {
    const { access_token: token } = await signIn();
    const gone = await sut.call('DELETE', '/org/delete?organization_name=OrgName', { token });
    expect(gone.status).toBe(200);
    expect((await sut.call('GET', '/stats/role-wise-users', { token })).status).toBe(401);
    const { access_token: again } = await signIn();
    const stats = await sut.call('GET', '/stats/org-role-wise-users', { token: again });
    expect(stats.body).toEqual([{ organization: 'Second', role: 'Owner', user_count: 1 }]);
  });

  it('S2-03: empty details are no details', async () => {
    const paul = { email: 'paul@plain.example', password: 'A long enough one' };
    await post('/signup', { ...paul, organization_name: 'Plain One' });
    const { access_token: token } = (await post('/signin', paul)).body as { access_token: string };
    expect((await post('/organizations', { name: 'Plain', details: '' }, token)).status).toBe(201);
    const row = await sut.master.collection('organizations').findOne({ name: 'Plain' });
    expect(row?.['settings']).toEqual({});
  });
});
