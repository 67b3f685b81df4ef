import { startTestApp, type TestApp } from '../support/app.js';
import {
  addMember,
  CHOSEN,
  type KeptMailBody,
  mailsTo,
  type MemberBody,
  problem,
  errorOf,
  registerCompany,
  setSeats,
  signIn,
  TIME,
  tokenOf,
} from '../support/members.js';
import { TestSmtp, until } from '../support/smtp.js';

const PASSWORD = 'JoinSecure123!';
const codeOf = (link: string | null): string => {
  const found = /^https?:\/\/[^/]+\/dashboard\/join#code=(rwc_[\w-]{43})$/.exec(link ?? '');
  if (!found) throw new Error(`no code in ${String(link)}`);
  return found[1];
};

describe('joining through a mail domain', () => {
  let sut: TestApp;
  let company: Awaited<ReturnType<typeof registerCompany>>;
  beforeAll(async () => {
    sut = await startTestApp();
    company = await registerCompany(sut, 'joiners.example');
    await proveByMail(company.email, company.token);
  });
  afterAll(() => sut?.stop());

  const ask = (user_name: string, token?: string, domain = company.domain) =>
    sut.call('POST', '/api/register/add-user', {
      token,
      body: { domain, user_name, email: `${user_name}@${domain}`, password: PASSWORD },
    });
  const confirm = (code: string, password = PASSWORD) =>
    sut.call('POST', '/v1/members/confirm', { body: { code, password } });
  const memberOf = async (email: string, token = company.token) => {
    const list = await sut.call<{ items: MemberBody[] }>('GET', `/v1/members?q=${email}`, { token });
    return list.body.items[0];
  };
  const proveByMail = async (email: string, token: string) => {
    await sut.call('POST', '/v1/me/email/verification', { token });
    const [mail] = (await mailsTo(sut, email, 1)).filter(({ link }) => link?.includes('verify-email'));
    const code = mail.link!.split('#code=')[1];
    expect((await sut.call('POST', '/v1/email/verify', { token, body: { code } })).status).toBe(204);
  };

  it('D4: a stranger waits; the link and the password let them in, and the managers were told', async () => {
    const admin = await addMember(sut, company.token, 'admin');
    const manager = await addMember(sut, company.token, 'manager');
    expect((await ask('jane')).status).toBe(201);
    const email = 'jane@joiners.example';
    const waiting = await signIn(sut, email, PASSWORD);
    expect(waiting.status).toBe(403);
    expect(await memberOf(email)).toEqual({
      id: expect.any(String) as string,
      email,
      email_verified: false,
      user_name: 'jane',
      name: null,
      role: 'member',
      status: 'pending',
      created_at: TIME,
    });
    const [proof] = await mailsTo(sut, email, 1);
    expect([proof.template, proof.subject]).toEqual(['verify_email', 'Confirm your e-mail address']);
    for (const to of [company.email, admin.email]) {
      const [told] = (await mailsTo(sut, to, 1)).filter(({ template }) => template === 'join_request');
      expect(told.subject).toBe('A request to join Company joiners.example');
      expect(told.link).toMatch(/\/dashboard\/members$/);
    }
    const mails = await sut.call<{ items: { to: string; template: string }[] }>('GET', '/v1/dev/mails');
    const tolds = mails.body.items.filter(({ template }) => template === 'join_request');
    expect(tolds.map(({ to }) => to)).not.toContain(manager.email);

    const code = codeOf(proof.link);
    // Whoever only has the mailbox lets nobody in: the account may be a stranger's who used their address.
    expect(await errorOf(confirm(code, 'AnotherPassword1!'))).toEqual([401, 'auth.credentials_invalid']);
    expect((await memberOf(email)).status).toBe('pending');
    const confirmed = await confirm(code);
    expect([confirmed.status, confirmed.text]).toEqual([204, '']);
    expect(await memberOf(email)).toMatchObject({ status: 'active', email_verified: true, role: 'member' });
    const token = await tokenOf(sut, email, PASSWORD);
    expect((await sut.call('GET', '/v1/me', { token })).body).toMatchObject({
      organization_id: company.id,
      role: 'member',
    });
    const used = await confirm(code);
    expect([used.status, used.body]).toEqual([
      400,
      problem(
        400,
        'auth.link_invalid',
        'The link is invalid, was used before or has expired',
        '/v1/members/confirm',
      ),
    ]);
  });

  it('of fifty uses of one link, one works', async () => {
    await ask('once');
    const [mail] = await mailsTo(sut, 'once@joiners.example', 1);
    const code = codeOf(mail.link);
    const replies = await Promise.all(Array.from({ length: 50 }, () => confirm(code)));
    const statuses = replies.map(({ status }) => status);
    expect(statuses.filter((status) => status === 204)).toHaveLength(1);
    expect(statuses.filter((status) => status !== 204 && status !== 400)).toEqual([]);
  });

  it('a pending user who has the password gets another link; the older one is invalid', async () => {
    await ask('rita');
    const email = 'rita@joiners.example';
    const [first] = await mailsTo(sut, email, 1);
    const remind = (password: string, to = email) =>
      sut.call('POST', '/v1/members/confirm/link', { body: { email: to, password } });
    expect(await errorOf(remind('AnotherPassword1!'))).toEqual([401, 'auth.credentials_invalid']);
    const nobody = remind(PASSWORD, 'nobody@joiners.example');
    expect(await errorOf(nobody)).toEqual([401, 'auth.credentials_invalid']);
    const soon = await remind(PASSWORD);
    expect([soon.status, soon.text]).toEqual([204, '']); // within a minute: no second mail
    const codes = sut.master.collection<{ _id: string; created_at: Date }>('one_time_codes');
    const { id } = await memberOf(email);
    const aged = { $set: { created_at: new Date(Date.now() - 61_000) } };
    expect((await codes.updateOne({ _id: `join_domain:${id}` }, aged)).matchedCount).toBe(1);
    expect((await remind(PASSWORD)).status).toBe(204);
    const mails = await mailsTo(sut, email, 2);
    expect(mails).toHaveLength(2);
    expect(await errorOf(confirm(codeOf(first.link)))).toEqual([400, 'auth.link_invalid']);
    expect((await confirm(codeOf(mails[0].link))).status).toBe(204);
    expect((await remind(PASSWORD)).status).toBe(204); // a member already: no mail
    expect(await sut.master.collection('outbox').countDocuments({ to: email })).toBe(2);
  });

  it.each(['suspended', 'inactive'])('nobody gets into an organization that is %s', async (status) => {
    await ask(`held-${status}`);
    const email = `held-${status}@joiners.example`;
    const [mail] = await mailsTo(sut, email, 1);
    const set = (fields: object) =>
      sut.master.collection('organizations').updateOne({ domain: company.domain }, { $set: fields });
    await set({ status });
    const rows = () =>
      Promise.all(
        ['admin_users', 'memberships', 'one_time_codes', 'audit_log'].map((name) =>
          sut.master.collection(name).find().sort({ _id: 1 }).toArray(),
        ),
      );
    const before = await rows();
    const title = 'Organization is suspended or inactive';
    const refused = await confirm(codeOf(mail.link));
    const path = '/v1/members/confirm';
    expect([refused.status, refused.body]).toEqual([
      403,
      problem(403, 'organization.suspended', title, path),
    ]);
    const added = await ask('late');
    expect([added.status, added.body]).toEqual([403, { status: 'error', message: title }]);
    expect(await rows()).toEqual(before);
    await set({ status: 'active' });
    expect((await confirm(codeOf(mail.link))).status).toBe(204);
  });

  it('an approval tells the applicant, and ends the link', async () => {
    await ask('april');
    const [mail] = await mailsTo(sut, 'april@joiners.example', 1);
    const { id } = await memberOf('april@joiners.example');
    const approve = () => sut.call('POST', `/v1/members/${id}/approve`, { token: company.token });
    expect((await approve()).status).toBe(204);
    expect((await signIn(sut, 'april@joiners.example', PASSWORD)).status).toBe(200);
    const [welcome] = await mailsTo(sut, 'april@joiners.example', 2);
    expect([welcome.template, welcome.subject]).toEqual([
      'membership_approved',
      'Welcome to Company joiners.example',
    ]);
    expect(await errorOf(confirm(codeOf(mail.link)))).toEqual([400, 'auth.link_invalid']);
    expect(await errorOf(approve())).toEqual([404, 'user.not_found']);
    expect((await memberOf('april@joiners.example')).email_verified).toBe(false);
  });

  it('a decline ends the account that was made for it, so that the address is free', async () => {
    await ask('dora');
    const [mail] = await mailsTo(sut, 'dora@joiners.example', 1);
    const { id } = await memberOf('dora@joiners.example');
    const patch = { token: company.token, body: { status: 'active' } };
    expect(await errorOf(sut.call('PATCH', `/v1/members/${id}`, patch))).toEqual([403, 'user.pending']);
    const declined = await sut.call('POST', `/v1/members/${id}/decline`, { token: company.token });
    expect([declined.status, declined.text]).toEqual([204, '']);
    expect((await signIn(sut, 'dora@joiners.example', PASSWORD)).status).toBe(401);
    expect(await errorOf(confirm(codeOf(mail.link)))).toEqual([400, 'auth.link_invalid']);
    expect((await ask('dora')).status).toBe(201);
    const active = await memberOf('jane@joiners.example');
    const decline = sut.call('POST', `/v1/members/${active.id}/decline`, { token: company.token });
    expect(await errorOf(decline)).toEqual([404, 'user.not_found']);
  });

  it('a full plan refuses the approval and the link, which works when a seat is free', async () => {
    const full = await registerCompany(sut, 'fullhouse.example');
    await proveByMail(full.email, full.token);
    await ask('late', undefined, full.domain);
    await setSeats(sut, full.id, 1);
    const email = 'late@fullhouse.example';
    const { id } = await memberOf(email, full.token);
    const code = codeOf((await mailsTo(sut, email, 1))[0].link);
    const limit = [409, 'member.limit_reached'];
    expect(await errorOf(confirm(code))).toEqual(limit);
    const approve = sut.call('POST', `/v1/members/${id}/approve`, { token: full.token });
    expect(await errorOf(approve)).toEqual(limit);
    const added = await ask('direct', full.token, full.domain);
    expect([added.status, added.body]).toEqual([
      409,
      { status: 'error', message: 'The organization has reached the member limit of its plan' },
    ]);
    await setSeats(sut, full.id, 2);
    expect((await confirm(code)).status).toBe(204);
  });

  it('with a manager’s token nobody waits, asks or is asked', async () => {
    expect((await ask('direct', company.token)).status).toBe(201);
    expect((await memberOf('direct@joiners.example')).status).toBe('active');
    const mails = await sut.call<{ items: KeptMailBody[] }>('GET', '/v1/dev/mails');
    expect(mails.body.items.filter(({ text }) => text.includes('direct@joiners.example'))).toEqual([]);
    const own = mails.body.items.filter(({ to }) => to === 'direct@joiners.example');
    expect(own.filter(({ link }) => link?.includes('/dashboard/join'))).toEqual([]);
  });

  it('a crowd of strangers does not flood the managers', async () => {
    const flooded = await registerCompany(sut, 'flooded.example');
    for (let i = 0; i < 25; i++) await ask(`s${i}`, undefined, flooded.domain);
    await mailsTo(sut, 's24@flooded.example', 1);
    const told = await sut.master
      .collection('outbox')
      .countDocuments({ to: flooded.email, template: 'join_request' });
    expect(told).toBe(20);
  });

  describe('with an account', () => {
    const join = (token: string, domain: string, user_name?: string) =>
      sut.call('POST', '/v1/me/memberships', { token, body: { domain, user_name } });
    /** Somebody with an organization of their own whose address is at the domain. */
    const somebody = async (name: string, domain: string) => {
      const email = `${name}@${domain}`;
      const body = { organization_name: `Own ${name} ${domain}`, email, password: CHOSEN };
      expect((await sut.call('POST', '/org/create', { body })).status).toBe(201);
      return { email, token: await tokenOf(sut, email, CHOSEN) };
    };

    it('both mailboxes proved: in, as a member; the token picks the organization', async () => {
      const sam = await somebody('sam', company.domain);
      expect(await errorOf(join(sam.token, company.domain))).toEqual([403, 'auth.email_unverified']);
      await proveByMail(sam.email, sam.token);
      // A company's own claim to its domain must be proved as well.
      const unproved = await registerCompany(sut, 'unproved.example');
      const account = { email: 'sue@unproved.example', password: CHOSEN };
      const sue = await sut.call<{ access_token: string }>('POST', '/v1/accounts', { body: account });
      await proveByMail(account.email, sue.body.access_token);
      const early = join(sue.body.access_token, unproved.domain);
      expect(await errorOf(early)).toEqual([404, 'organization.domain_unknown']);
      const joined = await join(sam.token, ' Joiners.EXAMPLE ', 'sam');
      const place = {
        organization_id: company.id,
        user_name: 'sam',
        role: 'member',
        status: 'active',
        created_at: TIME,
      };
      expect([joined.status, joined.body]).toEqual([201, place]);
      const location = joined.headers.get('location')!;
      expect(location).toBe(`/v1/me/memberships/${company.id}`);
      expect((await sut.call('GET', location, { token: sam.token })).body).toEqual(place);
      const me = await sut.call('GET', '/v1/me', { token: sam.token, headers: { 'x-org-id': company.id } });
      expect(me.body).toMatchObject({ organization_id: company.id, role: 'member' });
      expect(await errorOf(join(sam.token, company.domain))).toEqual([409, 'member.exists']);
    });

    it('not to another domain, a free mail provider’s, or one nobody has', async () => {
      const tom = await somebody('tom', company.domain);
      await proveByMail(tom.email, tom.token);
      const other = await registerCompany(sut, 'othercompany.example');
      expect(await errorOf(join(tom.token, other.domain))).toEqual([400, 'request.invalid']);
      expect(await errorOf(join(tom.token, 'gmail.com'))).toEqual([404, 'organization.domain_unknown']);
      expect(await errorOf(join(tom.token, 'nobody.example'))).toEqual([404, 'organization.domain_unknown']);
      expect(await errorOf(join(tom.token, ''))).toEqual([400, 'request.invalid']);
      const place = await sut.call('GET', `/v1/me/memberships/${other.id}`, { token: tom.token });
      expect(place.status).toBe(404);
    });

    it('not under a user name that is taken, nor without a free seat', async () => {
      const uma = await somebody('uma', company.domain);
      await proveByMail(uma.email, uma.token);
      expect(await errorOf(join(uma.token, company.domain, 'sam'))).toEqual([409, 'user.name_taken']);
      const seats = sut.master.collection('memberships');
      await setSeats(sut, company.id, await seats.countDocuments({ org_id: company.id, status: 'active' }));
      expect(await errorOf(join(uma.token, company.domain))).toEqual([409, 'member.limit_reached']);
      await setSeats(sut, company.id, 1000);
      expect((await join(uma.token, company.domain)).status).toBe(201);
    });

    it('not again after a removal; a user who left may come back', async () => {
      const [vic, will] = [await somebody('vic', company.domain), await somebody('will', company.domain)];
      for (const { email, token } of [vic, will]) {
        await proveByMail(email, token);
        expect((await join(token, company.domain)).status).toBe(201);
      }
      const { id } = await memberOf(vic.email);
      expect((await sut.call('DELETE', `/v1/members/${id}`, { token: company.token })).status).toBe(204);
      expect(await errorOf(join(vic.token, company.domain))).toEqual([403, 'auth.forbidden']);
      const left = await sut.call('DELETE', `/v1/me/memberships/${company.id}`, { token: will.token });
      expect(left.status).toBe(204);
      expect((await join(will.token, company.domain)).status).toBe(201);
    });
  });
});

describe('the mails of a request, by SMTP', () => {
  it('reach the applicant and the owner; the applicant is in', async () => {
    const smtp = new TestSmtp();
    await smtp.start();
    const sut = await startTestApp({
      MAIL_URL: smtp.url,
      MAIL_FROM: 'Rowhouse <no-reply@rowhouse.example>',
      PUBLIC_BASE_URL: 'https://rowhouse.example',
    });
    try {
      const company = await registerCompany(sut, 'posted.example');
      const email = 'ida@posted.example';
      const proved = { $set: { email_verified: true } };
      await sut.master.collection('admin_users').updateOne({ email: company.email }, proved);
      const body = { domain: company.domain, user_name: 'ida', email, password: PASSWORD };
      expect((await sut.call('POST', '/api/register/add-user', { body })).status).toBe(201);
      await until(
        () => smtp.to(company.email).some(({ mail }) => mail.subject?.startsWith('A request to join')),
        10_000,
        'the word to the owner',
      );
      const [{ mail }] = (await smtp.waitFor(email)) as [(typeof smtp.deliveries)[0]];
      const link = /https:\/\/rowhouse\.example\/dashboard\/join#code=[\w-]+/.exec(mail.text ?? '')![0];
      const sent = { code: codeOf(link), password: PASSWORD };
      expect((await sut.call('POST', '/v1/members/confirm', { body: sent })).status).toBe(204);
      expect((await signIn(sut, email, PASSWORD)).status).toBe(200);
    } finally {
      await sut.stop();
      await smtp.stop();
    }
  });
});
