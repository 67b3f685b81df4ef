import { ObjectId } from 'mongodb';
import type { TestApp } from '../support/app.js';
import { codeOf } from '../support/invitations.js';
import { awaitMails, mailedCode, mailsTo } from '../support/mailbox.js';
import { addMember, CHOSEN, problem, errorOf, registerCompany } from '../support/members.js';
import { startWithOperator, type TestOperator } from '../support/operator.js';

const PASSWORD = 'SecurePassword123!';

/** Who made an account decides who may end it or replace its password (ADR-0029). */
describe('an account and the organization that may have made it', () => {
  let sut: TestApp;
  let operator: TestOperator;
  beforeAll(async () => {
    ({ sut, operator } = await startWithOperator({ RATE_LIMITS: 'off' }));
  });
  afterAll(() => sut?.stop());

  const users = () => sut.master.collection('admin_users');
  const account = (email: string) => users().findOne({ email });
  const signsIn = async (email: string, password = PASSWORD) =>
    (await sut.call('POST', '/v1/sessions', { body: { email, password } })).status;
  const post = (path: string, token: string | undefined, body: object) =>
    sut.call('POST', path, { token, body });

  interface SignedUp {
    email: string;
    token: string;
    id: string;
  }
  const signUp = async (email: string, organization_name?: string): Promise<SignedUp> => {
    const body = { email, password: PASSWORD, organization_name };
    const made = await sut.call<{ access_token: string }>('POST', '/v1/accounts', { body });
    if (made.status !== 201) throw new Error(`not signed up: ${made.text}`);
    const id = (await account(email))!._id.toHexString();
    return { email, token: made.body.access_token, id };
  };
  const joins = async (owner: SignedUp | { token: string }, guest: SignedUp) => {
    const made = await post('/v1/invitations', owner.token, { email: guest.email, role: 'member' });
    const code = await codeOf(sut, String(made.body['id']));
    const accepted = await post('/v1/invitations/accept', guest.token, { code });
    if (accepted.status !== 200) throw new Error(`not accepted: ${accepted.text}`);
  };
  const fates = async (email: string) =>
    (await awaitMails(sut, email, 'organization_deleted')).map(({ data }) => data['account']);
  /** A row as an earlier version wrote it. */
  const unmark = (email: string) => users().updateOne({ email }, { $unset: { made_by: 1, owned_since: 1 } });

  it('records who made it, at every surface', async () => {
    const org = await sut.organization('Makers');
    const { id: orgId } = org;
    const kinds: unknown[] = [];
    const kindOf = async (email: string) => kinds.push((await account(email))!['made_by']);
    await kindOf(org.email);
    await kindOf((await addMember(sut, org.token)).email);
    await kindOf((await signUp('alone@makers.example')).email);
    await kindOf((await signUp('own@makers.example', 'Makers Own')).email);
    await post('/signup', undefined, {
      email: 's2@makers.example',
      password: PASSWORD,
      organization_name: 'Makers S2',
    });
    await kindOf('s2@makers.example');
    const company = await registerCompany(sut, 'makers-s0.example');
    await kindOf(company.email);
    const added = { domain: company.domain, user_name: 'anna', email: 'anna@makers-s0.example' };
    await post('/api/register/add-user', undefined, { ...added, password: PASSWORD });
    await kindOf(added.email);
    await post('/api/tenants/register', undefined, {
      name: 'Makers S4',
      email: 's4@makers.example',
      password: PASSWORD,
    });
    await kindOf('s4@makers.example');
    await kindOf('root@platform.example');
    const made = (kind: string, org_id?: unknown) => (org_id === undefined ? { kind } : { kind, org_id });
    const some = expect.stringMatching(/^[0-9a-f]{24}$/) as string;
    expect(kinds).toEqual([
      made('organization', orgId),
      made('organization', orgId),
      made('self'),
      made('self'),
      made('self'),
      made('self'),
      made('request', company.id),
      made('organization', some),
      made('operator'),
    ]);
  });

  it('F2: a guest’s own account outlives the organization, and every member is told what becomes of theirs', async () => {
    const host = await signUp('host@f2.example', 'F2 Host');
    const guest = await signUp('guest@f2.example');
    await joins(host, guest);
    const member = await addMember(sut, host.token);
    const inactive = await addMember(sut, host.token);
    const off = { token: host.token, body: { status: 'inactive' } };
    expect((await sut.call('PATCH', `/v1/members/${inactive.id}`, off)).status).toBe(200);
    const gone = await sut.call('DELETE', '/v1/organizations/current', { token: host.token });
    expect(gone.status).toBe(204);
    expect([
      await signsIn(guest.email),
      await signsIn(host.email),
      await account(member.email),
      await signsIn(inactive.email, CHOSEN),
    ]).toEqual([201, 201, null, 201]);
    expect(await account(guest.email)).not.toHaveProperty('organization_id');
    const told = [guest, host, member, inactive].map(({ email }) => fates(email));
    expect(await Promise.all(told)).toEqual([['kept'], ['kept'], ['deleted'], ['kept']]);
  });

  it.each([
    [
      'DELETE /org/delete',
      'S1 Ends',
      (token: string) => sut.call('DELETE', '/org/delete?organization_name=S1%20Ends', { token }),
    ],
    [
      'the operator’s surface',
      'Platform Ends',
      async () => {
        const { _id } = (await sut.master.collection('organizations').findOne({ name: 'Platform Ends' }))!;
        return operator.call('DELETE', `/organizations/${_id.toHexString()}`);
      },
    ],
  ])(
    '%s: its administrator goes, unless they proved the mailbox or have a place elsewhere',
    async (_, name, end) => {
      const org = await sut.organization(name);
      const guest = await signUp(`guest@${org.id}.example`);
      await joins(org, guest);
      const proved = await addMember(sut, org.token);
      await post('/v1/password/forgot', undefined, { email: proved.email });
      const code = await mailedCode(sut, proved.email, 'reset_password');
      expect((await post('/v1/password/reset', undefined, { code, password: PASSWORD })).status).toBe(204);
      const elsewhere = await addMember(sut, org.token);
      expect((await post('/v1/organizations', elsewhere.token, { name: `${name} Elsewhere` })).status).toBe(
        201,
      );
      expect((await end(org.token)).status).toBeLessThan(300);
      expect([
        await signsIn(org.email),
        await signsIn(guest.email),
        await signsIn(proved.email),
        await signsIn(elsewhere.email, CHOSEN),
      ]).toEqual([401, 201, 201, 201]);
      expect(await fates(proved.email)).toEqual(['kept']);
      // What signs in nowhere is 401 in the surfaces of organizations (S1-09), as documented.
      expect((await post('/admin/login', undefined, { email: guest.email, password: PASSWORD })).status).toBe(
        401,
      );
      expect((await post('/signin', undefined, { email: guest.email, password: PASSWORD })).status).toBe(200);
    },
  );

  it('a request that still waits goes with the organization; one that was granted is its person’s', async () => {
    const company = await registerCompany(sut, 'requests.example');
    const ask = async (user_name: string) => {
      const email = `${user_name}@requests.example`;
      const body = { domain: 'requests.example', user_name, email, password: PASSWORD };
      expect((await post('/api/register/add-user', undefined, body)).status).toBe(201);
      return { email, id: (await account(email))!._id.toHexString() };
    };
    const [waits, granted] = [await ask('waits'), await ask('granted')];
    expect((await post(`/v1/members/${granted.id}/approve`, company.token, {})).status).toBe(204);
    const { token } = company;
    expect((await sut.call('DELETE', '/v1/organizations/current', { token })).status).toBe(204);
    expect([await account(waits.email), await signsIn(granted.email)]).toEqual([null, 201]);
  });

  it('declining deletes only what the request made', async () => {
    const company = await registerCompany(sut, 'declines.example');
    const email = 'anna@declines.example';
    const body = { domain: 'declines.example', user_name: 'anna', email, password: PASSWORD };
    const decline = async () => {
      const id = (await account(email))!._id.toHexString();
      expect((await post(`/v1/members/${id}/decline`, company.token, {})).status).toBe(204);
      return account(email);
    };
    await post('/api/register/add-user', undefined, body);
    expect(await decline()).toBeNull();
    await post('/api/register/add-user', undefined, body);
    await unmark(email);
    expect(await decline()).toBeNull();
    await post('/api/register/add-user', undefined, body);
    await users().updateOne({ email }, { $set: { made_by: { kind: 'self' } } });
    expect(await decline()).toMatchObject({ email });
  });

  it('rows of earlier versions go only if their origin can be proved', async () => {
    const org = await sut.organization('Older');
    const added = await addMember(sut, org.token);
    const guest = await signUp('guest@older.example');
    await joins(org, guest);
    await users().updateOne({ email: guest.email }, { $set: { email_verified: false } });
    for (const { email } of [org, added, guest]) await unmark(email);
    // As old as the organization, but not of its making.
    const made = await sut.master.collection('organizations').findOne({ _id: new ObjectId(org.id) });
    await users().updateOne({ email: guest.email }, { $set: { created_at: made!['created_at'] as Date } });
    const { token } = org;
    expect((await sut.call('DELETE', '/org/delete?organization_name=Older', { token })).status).toBe(200);
    expect([await account(org.email), await account(added.email), await signsIn(guest.email)]).toEqual([
      null,
      null,
      201,
    ]);
  });

  it('S5: a host resets no guest’s own account, nor one whose mailbox was proved, at any surface', async () => {
    const evil = await signUp('evil@s5.example', 'S5 Evil');
    const joe = await signUp('joe@s5.example');
    await joins(evil, joe);
    const reset = (id: string) => post(`/v1/members/${id}/reset-password`, evil.token, {});
    const path = `/v1/members/${joe.id}/reset-password`;
    const title = 'The user controls this account and resets the password by e-mail';
    const refused = await reset(joe.id);
    expect([refused.status, refused.body]).toEqual([403, problem(403, 'member.own_account', title, path)]);
    const mine = await sut.call<{ organizations: { uid: string }[] }>('GET', '/v1/me', { token: evil.token });
    const s3 = `/api/v1/tenants/${mine.body.organizations[0].uid}/users/${joe.id}/reset-password`;
    const tenant = await post(s3, evil.token, {});
    expect([tenant.status, tenant.body]).toEqual([403, { error: title }]);
    expect(await signsIn(joe.email)).toBe(201);

    const made = await addMember(sut, evil.token);
    expect((await reset(made.id)).status).toBe(200);
    await post('/v1/password/forgot', undefined, { email: made.email });
    const code = await mailedCode(sut, made.email, 'reset_password');
    expect((await post('/v1/password/reset', undefined, { code, password: PASSWORD })).status).toBe(204);
    expect(await errorOf(reset(made.id))).toEqual([403, 'member.own_account']);
    expect(await signsIn(made.email)).toBe(201);

    const company = await registerCompany(sut, 's5-asked.example');
    const email = 'anna@s5-asked.example';
    const body = { domain: company.domain, user_name: 'anna', email, password: PASSWORD };
    await post('/api/register/add-user', undefined, body);
    const anna = (await account(email))!._id.toHexString();
    await post(`/v1/members/${anna}/approve`, company.token, {});
    const asked = post(`/v1/members/${anna}/reset-password`, company.token, {});
    expect(await errorOf(asked)).toEqual([403, 'member.own_account']);
  });

  it('an account of an earlier version is reset only if the log has who made it', async () => {
    const org = await sut.organization('Older Resets');
    const added = await addMember(sut, org.token);
    const guest = await signUp('guest@older-resets.example');
    await joins(org, guest);
    await users().updateOne({ email: guest.email }, { $set: { email_verified: false } });
    for (const { email } of [added, guest]) await unmark(email);
    const reset = (id: string) => post(`/v1/members/${id}/reset-password`, org.token, {});
    expect((await reset(added.id)).status).toBe(200);
    expect(await errorOf(reset(guest.id))).toEqual([403, 'member.own_account']);
    expect(await mailsTo(sut, guest.email, 'password_changed')).toEqual([]);
  });

  describe('S4: a temporary password', () => {
    const tenant = async (schemaName: string) => {
      const body = { name: schemaName, schemaName, planType: 'basic' };
      const made = await sut.call('POST', '/api/v1/tenants', { token: operator.token, body });
      expect(made.status).toBe(201);
      const email = `owner@${schemaName}.com`;
      return { email, id: (await account(email))!._id.toHexString() };
    };
    const issue = (id: string, body: object = {}) =>
      operator.call<{ initial_secret: string }>('POST', `/users/${id}/initial-secret`, { body });

    it('of an owner is issued anew by an operator: sessions end, the log has it, guesses do not end it', async () => {
      const { email, id } = await tenant('lostowner');
      const before = (await post('/signin', undefined, { email, password: 'tenant123' })).body;
      const issued = await issue(id, { reason: 'The owner called' });
      expect([issued.status, issued.body]).toEqual([
        200,
        {
          id,
          initial_secret: expect.stringMatching(/^[\w-]{24}$/) as string,
          initial_secret_expires_at: expect.stringMatching(/Z$/) as string,
        },
      ]);
      const me = await sut.call('GET', '/v1/me', { token: String(before['access_token']) });
      expect(me.status).toBe(401);
      expect(await signsIn(email, 'tenant123')).toBe(401);
      for (let i = 0; i < 6; i++) await signsIn(email, `guess-number-${i}`);
      const signedIn = await post('/v1/sessions', undefined, { email, password: issued.body.initial_secret });
      expect(signedIn.status).toBe(201);
      const entry = await sut.master
        .collection('audit_log')
        .findOne({ action: 'user.secret_issued', target_id: id });
      const home = (await account(email))!['organization_id'] as string;
      expect(entry).toMatchObject({
        chain: home,
        actor_id: operator.id,
        details: { reason: 'The owner called' },
      });
      expect(await mailsTo(sut, email)).toEqual([]);
    });

    it('that is documented has five wrong tries from each network', async () => {
      const { email } = await tenant('triedowner');
      for (let i = 0; i < 5; i++) await signsIn(email, `guess-number-${i}`);
      expect(await signsIn(email, 'tenant123')).toBe(401);
      const proxied = await sut.twin({ TRUSTED_PROXIES: '127.0.0.1' });
      const body = { email, password: 'tenant123' };
      const headers = { 'x-forwarded-for': '203.0.113.9' };
      const elsewhere = await proxied.call('POST', '/v1/sessions', { body, headers });
      await proxied.stop();
      expect(elsewhere.status).toBe(201);
    });

    it('is issued for nobody who made the account their own, nor for operators, nor by anybody else', async () => {
      const person = await signUp('person@s4.example');
      const code = await mailedCode(sut, person.email, 'verify_email');
      const confirmed = await post('/v1/email/verify', person.token, { code, password: PASSWORD });
      expect(confirmed.status).toBe(204);
      expect(await errorOf(issue(person.id))).toEqual([403, 'member.own_account']);
      expect(await errorOf(issue(operator.id))).toEqual([403, 'auth.forbidden']);
      expect(await errorOf(issue('0'.repeat(24)))).toEqual([404, 'user.not_found']);
      expect(await errorOf(issue('nobody'))).toEqual([404, 'user.not_found']);
      const { id } = await tenant('otherowner');
      const org = await sut.organization('Not An Operator');
      const path = `/v1/platform/users/${id}/initial-secret`;
      expect(await errorOf(post(path, org.token, {}))).toEqual([403, 'auth.forbidden']);
      expect(await signsIn('owner@otherowner.com', 'tenant123')).toBe(201);
    });
  });
});
