import { ObjectId } from 'mongodb';
import { DomainClaimsService } from '../../src/modules/organizations/domain-claims.service.js';
import { type TestApp, startTestApp } from '../support/app.js';
import { codeOf } from '../support/invitations.js';
import { awaitMails, mailedCode, mailsTo } from '../support/mailbox.js';
import { CHOSEN, type MemberBody, problem, errorOf, registerCompany } from '../support/members.js';

const PASSWORD = 'SecurePassword123!';
const NEW = 'Another-Secure-77!';

/** What is claimed with an address or a domain counts for nothing against whoever proves it (ADR-0030). */
describe('claims and proofs', () => {
  let sut: TestApp;
  beforeAll(async () => {
    sut = await startTestApp({ RATE_LIMITS: 'off' });
  });
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
      const title = 'Send the password of the account, a new password or an access token with the code';
      expect([alone.status, alone.body]).toEqual([
        403,
        problem(403, 'auth.confirmation_incomplete', title, '/v1/email/verify'),
      ]);
      expect(await errorOf(joins(stranger.token, domain))).toEqual([403, 'auth.email_unverified']);
      const wrong = post('/v1/email/verify', undefined, { code, password: NEW });
      expect(await errorOf(wrong)).toEqual([401, 'auth.credentials_invalid']);
      const other = await signUp(`other@${domain}`);
      expect(await errorOf(post('/v1/email/verify', other.token, { code }))).toEqual([403, 'auth.forbidden']);
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
      expect(await errorOf(weak)).toEqual([400, 'user.password_weak']);
      expect((await post('/v1/email/verify', undefined, { code, new_password: NEW })).status).toBe(204);
      expect(await works(stranger.token)).toBe(401);
      const old = post('/v1/sessions', undefined, { email: stranger.email, password: PASSWORD });
      expect(await errorOf(old)).toEqual([401, 'auth.credentials_invalid']);
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
      expect(await errorOf(joins(again, domain))).toEqual([403, 'auth.email_unverified']);
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
      expect(await errorOf(joining)).toEqual([404, 'organization.domain_unknown']);
    });

    it('joining needs a proof that is newer than the password', async () => {
      const jane = await attacked();
      await prove(jane);
      const body = { current_password: PASSWORD, new_password: NEW };
      expect((await sut.call('PUT', '/v1/me/password', { token: jane.token, body })).status).toBe(204);
      expect(await errorOf(joins(jane.token, domain))).toEqual([403, 'auth.email_unverified']);
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

    it('no user gets the address of another one who presses a button', async () => {
      const jane = await attacked();
      const stranger = await signUp(`stranger-${serial}@evil.example`);
      const to = `new-jane@${domain}`;
      const change = { token: stranger.token, body: { email: to, current_password: PASSWORD } };
      expect((await sut.call('PUT', '/v1/me/email', change)).status).toBe(202);
      const code = await mailedCode(sut, to, 'change_email');
      const alone = post('/v1/email/change', undefined, { code });
      expect(await errorOf(alone)).toEqual([403, 'auth.confirmation_incomplete']);
      expect(await errorOf(post('/v1/email/change', jane.token, { code }))).toEqual([403, 'auth.forbidden']);
      expect(await users().findOne({ email: to })).toBeNull();
      // A session that ended meanwhile does not come back with it.
      expect((await sut.call('DELETE', '/v1/sessions', { token: stranger.token })).status).toBe(204);
      const right = await post('/v1/email/change', undefined, { code, password: PASSWORD });
      expect(right.status).toBe(204);
      expect(await works(stranger.token)).toBe(401);
    });
  });

  const ask = (domain: string, user_name: string, email = `${user_name}@${domain}`, token?: string) =>
    post('/api/register/add-user', token, { domain, user_name, email, password: PASSWORD });
  const members = async (token: string) =>
    (await sut.call<{ items: MemberBody[] }>('GET', '/v1/members', { token })).body.items;
  const memberOf = async (token: string, email: string) =>
    (await members(token)).find((one) => one.email === email);
  const organization = (id: string) =>
    sut.master.collection('organizations').findOne({ _id: new ObjectId(id) });
  const joinCode = async (email: string, count = 1) => {
    const mail = (await awaitMails(sut, email, 'verify_email', count)).at(-1)!;
    return String(mail.data['link']).split('#code=')[1];
  };

  describe('S6: a domain that nobody proved', () => {
    it('makes nobody an active member: the mailbox is proved, the request waits', async () => {
      const squatter = await registerCompany(sut, 's6-a.example');
      expect((await ask('s6-a.example', 'anna')).status).toBe(201);
      const email = 'anna@s6-a.example';
      const confirm = (code: string) => post('/v1/members/confirm', undefined, { code, password: PASSWORD });
      const waits = await confirm(await joinCode(email));
      expect([waits.status, waits.body]).toEqual([202, { status: 'pending' }]);
      const anna = (await memberOf(squatter.token, email))!;
      expect(anna).toMatchObject({ status: 'pending', email_verified: true });
      const reset = post(`/v1/members/${anna.id}/reset-password`, squatter.token, {});
      expect(await errorOf(reset)).toEqual([403, 'member.own_account']);
      // Once an owner has proved a mailbox there, the next link lets her in.
      await prove(squatter);
      await sut.master
        .collection('one_time_codes')
        .updateMany({ user_id: anna.id }, { $set: { created_at: new Date(0) } });
      await post('/v1/members/confirm/link', undefined, { email, password: PASSWORD });
      expect((await confirm(await joinCode(email, 2))).status).toBe(204);
      expect((await memberOf(squatter.token, email))!.status).toBe('active');
    });

    it('goes to the organization whose owner proves it; both are told, the requests end', async () => {
      const squatter = await registerCompany(sut, 's6-b.example');
      await ask('s6-b.example', 'waits');
      await ask('s6-b.example', 'proved');
      const code = await joinCode('proved@s6-b.example');
      await post('/v1/members/confirm', undefined, { code, password: PASSWORD });
      // The documented error stays (S0-10).
      const body = {
        company_name: 'S6 Real',
        admin_name: 'CEO',
        email: 'ceo@s6-b.example',
        password: PASSWORD,
      };
      const second = await post('/api/register', undefined, body);
      expect([second.status, second.body]).toEqual([
        409,
        { status: 'error', message: 'Domain already registered' },
      ]);
      const real = await signUp('ceo@s6-b.example', 'S6 Real');
      await prove(real);
      const own = (await sut.call('GET', '/v1/organizations/current', { token: real.token })).body;
      expect(own['domain']).toBe('s6-b.example');
      expect((await organization(squatter.id))!['domain']).toBeNull();
      await awaitMails(sut, squatter.email, 'domain_lost');
      await awaitMails(sut, real.email, 'domain_proved');
      const actions = await sut.master
        .collection('audit_log')
        .find({ 'details.domain': 's6-b.example', action: /domain/ })
        .toArray();
      expect(actions.map(({ chain, action, details }) => [chain, action, details as unknown])).toEqual([
        [squatter.id, 'organization.domain_lost', { domain: 's6-b.example', reason: 'proved_elsewhere' }],
        [own['id'], 'organization.domain_proved', { domain: 's6-b.example' }],
      ]);
      expect(await users().findOne({ email: 'waits@s6-b.example' })).toBeNull();
      const person = await tokenFor('proved@s6-b.example');
      expect((await joins(person, 's6-b.example')).status).toBe(201);
      expect((await members(squatter.token)).map(({ email }) => email)).toEqual([squatter.email]);
    });

    it('goes to one of several who prove it at once', async () => {
      const squatter = await registerCompany(sut, 's6-k.example');
      const owners = await Promise.all(
        ['a', 'b', 'c'].map((name) => signUp(`${name}@s6-k.example`, `S6 K ${name}`)),
      );
      await Promise.all(owners.map((owner) => prove(owner)));
      const holders = await sut.master.collection('organizations').find({ domain: 's6-k.example' }).toArray();
      expect(holders).toHaveLength(1);
      expect(holders[0]._id.toHexString()).not.toBe(squatter.id);
      const verified = await users().countDocuments({ email: /@s6-k\.example$/, email_verified: true });
      expect(verified).toBe(3);
      await Promise.all(
        [squatter.email, ...owners.map(({ email }) => email)].map(async (email) =>
          expect((await mailsTo(sut, email, 'domain_lost')).length).toBe(email === squatter.email ? 1 : 0),
        ),
      );
    });

    it('is not claimed against a proof that was there before', async () => {
      await prove(await signUp('ceo@s6-i.example', 'S6 I Real'));
      const squatter = await registerCompany(sut, 's6-i.example');
      expect((await organization(squatter.id))!['domain']).toBeNull();
      expect((await ask('s6-i.example', 'anna')).status).toBe(404);
      // Nor by the proof of somebody who owns no organization.
      await prove(await signUp('joe@s6-j.example'));
      expect((await organization((await registerCompany(sut, 's6-j.example')).id))!['domain']).toBe(
        's6-j.example',
      );
    });

    it('stays where it was proved when another mailbox of it is proved', async () => {
      const company = await registerCompany(sut, 's6-c.example');
      await prove(company);
      const other = await signUp('other@s6-c.example', 'S6 Other');
      await prove(other);
      expect((await organization(company.id))!['domain']).toBe('s6-c.example');
      // Also one that an earlier version saw proved, and did not write down.
      const older = await registerCompany(sut, 's6-d.example');
      await prove(older);
      await sut.master
        .collection('organizations')
        .updateOne(
          { _id: new ObjectId(older.id) },
          { $unset: { domain_proved_at: 1, domain_claimed_at: 1 } },
        );
      await prove(await signUp('other@s6-d.example', 'S6 Other D'));
      expect((await organization(older.id))!['domain']).toBe('s6-d.example');
    });

    it('ends after 14 days, seen by the next who asks and by the sweep; a proved one does not', async () => {
      const old = async (domain: string, proved = false) => {
        const company = await registerCompany(sut, domain);
        if (proved) await prove(company);
        await sut.master.collection('organizations').updateOne(
          { _id: new ObjectId(company.id) },
          {
            $set: { domain_claimed_at: new Date(Date.now() - 15 * 24 * 3_600_000) },
            $unset: { domain_proved_at: 1 },
          },
        );
        return company;
      };
      const [asked, swept] = [await old('s6-e.example'), await old('s6-f.example')];
      const proved = await old('s6-g.example', true);
      const unknown = await ask('s6-e.example', 'late');
      expect([unknown.status, unknown.body]).toEqual([
        404,
        { status: 'error', message: 'Domain not registered' },
      ]);
      const next = { company_name: 'S6 Next', admin_name: 'N', email: 'n@s6-e.example', password: PASSWORD };
      expect((await post('/api/register', undefined, next)).status).toBe(201);
      await Promise.all([1, 2].map(() => sut.app.get(DomainClaimsService, { strict: false }).sweep()));
      expect((await organization(swept.id))!['domain']).toBeNull();
      expect((await organization(proved.id))!['domain']).toBe('s6-g.example');
      await awaitMails(sut, swept.email, 'domain_lost');
      await awaitMails(sut, asked.email, 'domain_lost');
      // Who registered it gets it back by a proof, while it is free.
      await prove({ ...swept, token: await tokenFor(swept.email, CHOSEN) });
      expect((await organization(swept.id))!['domain']).toBe('s6-f.example');
    });

    it('claims of earlier versions have 14 days from when they are first seen', async () => {
      const company = await registerCompany(sut, 's6-h.example');
      await sut.master
        .collection('organizations')
        .updateOne(
          { _id: new ObjectId(company.id) },
          { $unset: { domain_claimed_at: 1 }, $set: { created_at: new Date(0) } },
        );
      expect((await ask('s6-h.example', 'joe')).status).toBe(201);
      await sut.app.get(DomainClaimsService, { strict: false }).sweep();
      const { domain, domain_claimed_at } = (await organization(company.id))!;
      expect([domain, domain_claimed_at]).toEqual(['s6-h.example', expect.any(Date)]);
    });
  });

  describe('S11: an address or a user name that nobody proved', () => {
    it('gives way to the manager who adds the person, at every surface', async () => {
      const company = await registerCompany(sut, 's11-a.example');
      await ask('s11-a.example', 'carol');
      const stranger = (await memberOf(company.token, 'carol@s11-a.example'))!;
      expect((await ask('s11-a.example', 'carol', undefined, company.token)).status).toBe(201);
      const carol = (await memberOf(company.token, 'carol@s11-a.example'))!;
      expect([carol.status, carol.user_name]).toEqual(['active', 'carol']);
      expect(carol.id).not.toBe(stranger.id);
      await ask('s11-a.example', 'dave', 'squat@s11-a.example');
      await ask('s11-a.example', 'dave2', 'dave@s11-a.example');
      const email = 'dave@s11-a.example';
      const made = await post('/v1/members', company.token, { email, user_name: 'Dave', role: 'member' });
      expect([made.status, made.body['status'], made.body['user_name']]).toEqual([201, 'active', 'Dave']);
      const named = (await memberOf(company.token, 'squat@s11-a.example'))!;
      expect([named.status, named.user_name]).toEqual(['pending', 'squat@s11-a.example']);
      // Their codes are dead with them.
      const code = await joinCode(email);
      const dead = post('/v1/members/confirm', undefined, { code, password: PASSWORD });
      expect(await errorOf(dead)).toEqual([400, 'auth.link_invalid']);
    });

    it('gives way to nobody who is no better: anonymous requests, sign-ups, another company’s own account', async () => {
      const company = await registerCompany(sut, 's11-b.example');
      await ask('s11-b.example', 'erin');
      expect((await ask('s11-b.example', 'erin2', 'erin@s11-b.example')).status).toBe(409);
      const body = { email: 'erin@s11-b.example', password: PASSWORD };
      expect(await errorOf(post('/v1/accounts', undefined, body))).toEqual([409, 'user.email_taken']);
      const other = await registerCompany(sut, 's11-c.example');
      await post('/v1/members', other.token, { email: 'finn@s11-b.example', role: 'member' });
      const taken = post('/v1/members', company.token, { email: 'finn@s11-b.example', role: 'member' });
      expect(await errorOf(taken)).toEqual([409, 'user.email_taken']);
      const finn = await memberOf(other.token, 'finn@s11-b.example');
      expect(finn!.status).toBe('active');
    });

    it('an invited person takes the address from a stranger’s request, with a password of their own', async () => {
      const company = await registerCompany(sut, 's11-d.example');
      await ask('s11-d.example', 'gwen');
      const email = 'gwen@s11-d.example';
      const invited = await post('/v1/invitations', company.token, { email, role: 'member' });
      const code = await codeOf(sut, String(invited.body['id']));
      const accepted = await post('/v1/invitations/accept', undefined, {
        code,
        password: NEW,
        user_name: 'gwen',
      });
      expect(accepted.status).toBe(200);
      expect((await memberOf(company.token, email))!).toMatchObject({ status: 'active', user_name: 'gwen' });
      expect(await works(await tokenFor(email, NEW))).toBe(200);
      const strangers = post('/v1/sessions', undefined, { email, password: PASSWORD });
      expect(await errorOf(strangers)).toEqual([401, 'auth.credentials_invalid']);
    });

    it('the user of the mailbox gets in by a new password: the request, perhaps a stranger’s, ends', async () => {
      const company = await registerCompany(sut, 's11-e.example');
      await ask('s11-e.example', 'hugo');
      const email = 'hugo@s11-e.example';
      await post('/v1/password/forgot', undefined, { email });
      const code = await mailedCode(sut, email, 'reset_password');
      expect((await post('/v1/password/reset', undefined, { code, password: NEW })).status).toBe(204);
      const me = await sut.call('GET', '/v1/me', { token: await tokenFor(email, NEW) });
      expect(me.body).toMatchObject({ email, email_verified: true, organization_id: null });
      expect(await memberOf(company.token, email)).toBeUndefined();
    });
  });

  it('S16: an address that was made up gives way to the user who proves the mailbox; its owner goes on', async () => {
    const provider = await sut.organization('S16 Provider');
    const body = { name: 'S16', schemaName: 'sixteen', planType: 'basic' };
    expect((await post('/api/v1/tenants', provider.token, body)).status).toBe(201);
    const address = 'owner@sixteen.com';
    const { _id, seq } = (await users().findOne({ email: address }))!;
    const victim = await signUp('victim@s16.example');
    const change = { token: victim.token, body: { email: address, current_password: PASSWORD } };
    expect((await sut.call('PUT', '/v1/me/email', change)).status).toBe(202);
    expect((await users().findOne({ _id }))!['email']).toBe(address); // asking is no proof
    const code = await mailedCode(sut, address, 'change_email');
    expect((await post('/v1/email/change', victim.token, { code })).status).toBe(204);
    const me = await sut.call('GET', '/v1/me', { token: victim.token });
    expect(me.body).toMatchObject({ email: address, email_verified: true });
    const made = `owner-${String(seq)}@sixteen.com.invalid`;
    expect(await users().findOne({ _id })).toMatchObject({ email: made, synthetic: true });
    const signedIn = await post('/v1/sessions', undefined, { email: made, password: 'tenant123' });
    expect(signedIn.status).toBe(201);
    const told = await sut.master.collection('audit_log').findOne({ action: 'user.address_given_up' });
    expect(told).toMatchObject({ target_id: _id.toHexString(), details: { from: address, to: made } });
  });
});
