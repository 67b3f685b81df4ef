import { type TestApp, startTestApp } from '../support/app.js';
import { awaitMails, mailedCode } from '../support/mailbox.js';
import { problem, refusal, registerCompany } from '../support/members.js';

const PASSWORD = 'SecurePassword123!';
const NEW = 'Another-Secure-77!';

/** What is claimed with an address or a domain counts for nothing against whoever proves it (issue 7, A3 and A4). */
describe('claims and proofs', () => {
  let sut: TestApp;
  beforeAll(async () => {
    sut = await startTestApp({ RATE_LIMITS: 'off' });
  }, 60_000);
  afterAll(() => sut?.stop());

  const users = () => sut.master.collection('admin_users');
  const post = (path: string, token: string | undefined, body: object) =>
    sut.call('POST', path, { token, body });
  const signUp = async (email: string, organization_name?: string) => {
    const body = { email, password: PASSWORD, organization_name };
    const made = await sut.call<{ access_token: string }>('POST', '/v1/accounts', { body });
    if (made.status !== 201) throw new Error(`not signed up: ${made.text}`);
    return { email, token: made.body.access_token };
  };
  const tokenFor = async (email: string, password = PASSWORD) =>
    String((await post('/v1/sessions', undefined, { email, password })).body['access_token']);
  const works = async (token: string) => (await sut.call('GET', '/v1/me', { token })).status;
  const prove = async ({ email, token }: { email: string; token: string }) => {
    const code = await mailedCode(sut, email, 'verify_email');
    const proved = await post('/v1/email/verify', token, { code });
    if (proved.status !== 204) throw new Error(`not proved: ${proved.text}`);
  };
  const joins = (token: string, domain: string) => post('/v1/me/memberships', token, { domain });

  describe('S7: confirming an address is not vouching for the account', () => {
    let domain: string;
    let serial = 0;
    /** A company that proved its domain, and a stranger's account with the address of somebody there. */
    const attacked = async () => {
      domain = `s7-${++serial}.example`;
      const company = await registerCompany(sut, domain);
      await prove(company);
      return signUp(`jane@${domain}`);
    };

    it('the code alone proves nothing at /v1, and is not used up', async () => {
      const stranger = await attacked();
      const code = await mailedCode(sut, stranger.email, 'verify_email');
      const alone = await post('/v1/email/verify', undefined, { code });
      const title = 'Send the password of the account, a new one, or a token of it with the code';
      expect([alone.status, alone.body]).toEqual([
        403,
        problem(403, 'auth.confirmation_incomplete', title, '/v1/email/verify'),
      ]);
      expect(await refusal(joins(stranger.token, domain))).toEqual([403, 'auth.email_unverified']);
      const wrong = post('/v1/email/verify', undefined, { code, password: NEW });
      expect(await refusal(wrong)).toEqual([401, 'auth.credentials_invalid']);
      const other = await signUp(`other@${domain}`);
      expect(await refusal(post('/v1/email/verify', other.token, { code }))).toEqual([403, 'auth.forbidden']);
      for (const [field, bad] of [
        ['password', 7],
        ['new_password', []],
        ['code', {}],
      ] as const) {
        expect((await post('/v1/email/verify', undefined, { code, [field]: bad })).status).toBe(400);
      }
      const right = await post('/v1/email/verify', undefined, { code, password: PASSWORD });
      expect([right.status, right.text]).toEqual([204, '']);
      expect((await joins(stranger.token, domain)).status).toBe(201);
    });

    it('a new password takes the account: its maker is outside', async () => {
      const stranger = await attacked();
      const code = await mailedCode(sut, stranger.email, 'verify_email');
      const weak = post('/v1/email/verify', undefined, { code, new_password: 'short' });
      expect(await refusal(weak)).toEqual([400, 'user.password_weak']);
      expect((await post('/v1/email/verify', undefined, { code, new_password: NEW })).status).toBe(204);
      expect(await works(stranger.token)).toBe(401);
      const old = post('/v1/sessions', undefined, { email: stranger.email, password: PASSWORD });
      expect(await refusal(old)).toEqual([401, 'auth.credentials_invalid']);
      expect((await joins(await tokenFor(stranger.email, NEW), domain)).status).toBe(201);
    });

    it('S2 answers as documented; the sessions end, and nothing rests on it', async () => {
      const stranger = await attacked();
      const code = await mailedCode(sut, stranger.email, 'verify_email');
      const confirmed = await post('/email/verify', undefined, { code });
      expect([confirmed.status, confirmed.body]).toEqual([200, { message: 'Email verified successfully' }]);
      expect(await works(stranger.token)).toBe(401);
      const again = await tokenFor(stranger.email);
      expect((await sut.call('GET', '/v1/me', { token: again })).body['email_verified']).toBe(true);
      expect(await refusal(joins(again, domain))).toEqual([403, 'auth.email_unverified']);
      await awaitMails(sut, stranger.email, 'address_confirmed');
      // Whoever has both proves it in a second step.
      expect((await post('/v1/me/email/verification', again, {})).status).toBe(202);
      const second = await mailedCode(sut, stranger.email, 'verify_email', 2);
      const vouched = await post('/email/verify', undefined, { code: second, password: PASSWORD });
      expect([vouched.status, vouched.body]).toEqual([200, { message: 'Email verified successfully' }]);
      expect(await works(again)).toBe(200);
      expect((await joins(again, domain)).status).toBe(201);
    });

    it('an unvouched owner proves no domain', async () => {
      const company = await registerCompany(sut, 's7-unvouched.example');
      const code = await mailedCode(sut, company.email, 'verify_email');
      await post('/email/verify', undefined, { code });
      const jane = await signUp('jane@s7-unvouched.example');
      await prove(jane);
      const joining = joins(jane.token, 's7-unvouched.example');
      expect(await refusal(joining)).toEqual([404, 'organization.domain_unknown']);
    });

    it('joining needs a proof that is newer than the password', async () => {
      const jane = await attacked();
      await prove(jane);
      const body = { current_password: PASSWORD, new_password: NEW };
      expect((await sut.call('PUT', '/v1/me/password', { token: jane.token, body })).status).toBe(204);
      expect(await refusal(joins(jane.token, domain))).toEqual([403, 'auth.email_unverified']);
      expect((await post('/v1/me/email/verification', jane.token, {})).status).toBe(202);
      const code = await mailedCode(sut, jane.email, 'verify_email', 2);
      expect((await post('/v1/email/verify', jane.token, { code })).status).toBe(204);
      expect((await joins(jane.token, domain)).status).toBe(201);
    });

    it('a row of an earlier version keeps its proof until the password is set', async () => {
      const jane = await attacked();
      await users().updateOne(
        { email: jane.email },
        { $set: { email_verified: true }, $unset: { password_at: 1 } },
      );
      expect((await joins(jane.token, domain)).status).toBe(201);
    });

    it('nobody gets the address of somebody else by their pressing a button', async () => {
      const jane = await attacked();
      const stranger = await signUp(`stranger-${serial}@evil.example`);
      const to = `new-jane@${domain}`;
      const change = { token: stranger.token, body: { email: to, current_password: PASSWORD } };
      expect((await sut.call('PUT', '/v1/me/email', change)).status).toBe(202);
      const code = await mailedCode(sut, to, 'change_email');
      const alone = post('/v1/email/change', undefined, { code });
      expect(await refusal(alone)).toEqual([403, 'auth.confirmation_incomplete']);
      expect(await refusal(post('/v1/email/change', jane.token, { code }))).toEqual([403, 'auth.forbidden']);
      expect(await users().findOne({ email: to })).toBeNull();
      // A session that ended meanwhile does not come back with it.
      expect((await sut.call('DELETE', '/v1/sessions', { token: stranger.token })).status).toBe(204);
      const right = await post('/v1/email/change', undefined, { code, password: PASSWORD });
      expect(right.status).toBe(204);
      expect(await works(stranger.token)).toBe(401);
    });
  });
});
