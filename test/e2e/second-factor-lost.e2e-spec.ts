import { ObjectId } from 'mongodb';
import { OperatorService } from '../../src/modules/auth/operator.service.js';
import { FactorRemindersTask } from '../../src/modules/organizations/factor-reminders.task.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { TestClock } from '../support/clock.js';
import { Authenticator, enrol, prove } from '../support/factors.js';
import { heard } from '../support/feed.js';
import { invited } from '../support/invitations.js';
import { mailedCode, mailsTo } from '../support/mailbox.js';
import { addMember, CHOSEN, registerCompany } from '../support/members.js';
import { OPERATOR } from '../support/operator.js';
import { joinAs, speaker } from '../support/people.js';

interface SignedIn {
  access_token: string;
  challenge: string;
  device_token?: string;
  account: { second_factor: boolean };
}

/** `npm run test:attack -- --only factors` sets it: the limit lasts 15 minutes, the long run may see another. */
const GUESSES = Number(process.env['ATTACK_GUESSES'] ?? 300);
const LONG = process.env['ATTACK_GUESSES'] !== undefined;

const SECRET_KEY = 'a secret key that is as long as these tests need it';

let sut: TestApp;
const clock = TestClock.flowing();
beforeAll(async () => {
  sut = await startTestApp({ SECRET_KEY }, {}, clock);
});
afterAll(() => sut?.stop());

const signIn = (email: string, password: string) =>
  sut.call<SignedIn>('POST', '/v1/sessions', { body: { email, password } });
const withCode = (email: string, password: string, code: string, more: object = {}) =>
  sut.call<SignedIn>('POST', '/v1/sessions', { body: { email, password, code, ...more } });
const withDevice = (email: string, password: string, device_token: string) =>
  sut.call<SignedIn>('POST', '/v1/sessions', { body: { email, password, device_token } });
const me = async (token: string) => (await sut.call('GET', '/v1/me', { token })).status;

/** An owner with a second factor. */
async function person(name: string) {
  const home = await sut.organization(name);
  await prove(sut, home.adminId);
  return { ...home, ...(await enrol(sut, clock, home)) };
}

describe('a lost second factor', () => {
  it('is reset by an owner for an account that the organization made, and is told to its owner', async () => {
    const owner = await person('Resetting');
    const made = await addMember(sut, owner.token, 'member');
    await prove(sut, made.id);
    const { token } = made;
    await enrol(sut, clock, { token, password: CHOSEN });
    const guest = await joinAs(sut, owner.id, 'member');
    await prove(sut, guest.userId);
    await enrol(sut, clock, guest);
    const reset = (id: string, by = owner.token) =>
      sut.call('DELETE', `/v1/members/${id}/second-factor`, { token: by });
    expect((await reset(guest.userId)).body).toMatchObject({ status: 403, code: 'member.own_account' });
    expect((await reset(owner.adminId)).body).toMatchObject({ code: 'auth.forbidden' });
    expect((await reset(made.id, token)).body).toMatchObject({ code: 'auth.forbidden' });
    expect((await reset(made.id)).status).toBe(204);
    expect((await reset(made.id)).body).toMatchObject({ code: 'factor.not_found' });
    expect(await me(token)).toBe(401);
    expect((await signIn(made.email, CHOSEN)).status).toBe(201);
    const mails = await mailsTo(sut, made.email, 'second_factor');
    expect(mails.at(-1)!.data).toMatchObject({ what: 'reset_organization' });
    const entry = await sut.master.collection('audit_log').findOne({ action: 'factor.reset' });
    expect(entry).toMatchObject({
      actor_id: owner.adminId,
      target_id: made.id,
      details: { by: 'organization' },
    });
  });
});

describe('an operator', () => {
  it('can do nothing but set one up where operators need one, and resets those of others', async () => {
    const lost = await person('Lost');
    const strict = await sut.twin({
      OPERATOR_SECOND_FACTOR: 'true',
      PLATFORM_ADMIN_EMAIL: OPERATOR.email,
      PLATFORM_ADMIN_PASSWORD: OPERATOR.password,
    });
    try {
      await strict.app.get(OperatorService, { strict: false }).bootstrap(true);
      const body = OPERATOR;
      const opened = await strict.call<SignedIn>('POST', '/v1/sessions', { body });
      expect(opened.body.account).toMatchObject({ must_set_up_second_factor: true });
      const { access_token: token } = opened.body;
      const path = `/v1/platform/users/${lost.adminId}/second-factor`;
      const reset = () => strict.call('DELETE', path, { token, body: { reason: 'Ticket 7' } });
      expect((await reset()).body).toMatchObject({ status: 403, code: 'auth.enrolment_required' });
      await enrol(strict, clock, { token, password: OPERATOR.password });
      expect((await reset()).status).toBe(204);
      expect((await signIn(lost.email, lost.password)).status).toBe(201);
      expect(await me(lost.token)).toBe(401);
      const entry = await sut.master
        .collection('audit_log')
        .findOne({ action: 'factor.reset', target_id: lost.adminId });
      expect(entry!['details']).toEqual({ by: 'operator', reason: 'Ticket 7' });
    } finally {
      await strict.stop();
    }
  });
});

describe('guesses', () => {
  it('get nowhere, and shut the owner out of nothing', async () => {
    const { email, password, app } = await person('Guessed');
    const limited = await sut.twin({
      RATE_LIMITS: 'on',
      TRUSTED_PROXIES: '127.0.0.1',
      RATE_LIMIT_SIGN_IN: '100000',
    });
    try {
      const from = (address: string, path: string, body: object) =>
        limited.call<SignedIn>('POST', path, { body, headers: { 'x-forwarded-for': address } });
      const { challenge } = (await from('198.51.100.1', '/v1/sessions', { email, password })).body;
      const counts = new Map<number, number>();
      const guess = async (i: number) => {
        const code = String(i).padStart(6, '0');
        const isOnce = i % 2 === 0;
        const { status } = isOnce
          ? await from('198.51.100.1', '/v1/sessions/second-factor', { challenge, code })
          : await from('198.51.100.1', '/v1/sessions', { email, password, code });
        counts.set(status, (counts.get(status) ?? 0) + 1);
      };
      const own = new Set([-1, 0, 1].map((step) => app.code(step)));
      const codes = Array.from({ length: GUESSES }, (_, i) => i).filter(
        (i) => !own.has(String(i).padStart(6, '0')),
      );
      for (let i = 0; i < codes.length; i += 50) await Promise.all(codes.slice(i, i + 50).map(guess));
      // 503: a busy machine.
      expect([...counts.keys()].filter((status) => status !== 503).sort()).toEqual([401, 429]);
      expect(counts.get(401)).toBeLessThanOrEqual(LONG ? 40 : 10);
      if (LONG) console.log(`${codes.length} guesses of one network:`, Object.fromEntries(counts));
      const elsewhere = await from('203.0.113.9', '/v1/sessions', { email, password, code: app.next() });
      expect(elsewhere.status).toBe(201);
    } finally {
      await limited.stop();
    }
  }, 600_000);
});

describe('doors beside sign-in', () => {
  it('an enrolment under way is of one session, the newest start and the first of several confirmations', async () => {
    const { id, adminId, token, email, password } = await sut.organization('Hijacked');
    await prove(sut, adminId);
    const other = (await signIn(email, password)).body.access_token;
    const start = async (by: string) => {
      const body = { current_password: password };
      const reply = await sut.call<{ secret: string }>('POST', '/v1/me/second-factor', { token: by, body });
      return new Authenticator(reply.body.secret, clock);
    };
    const confirm = (by: string, code: string) =>
      sut.call('POST', '/v1/me/second-factor/confirm', { token: by, body: { code } });
    const mine = await start(token);
    const theirs = await start(other);
    // The second start took the place of the first: nobody confirms what another session was shown.
    expect((await confirm(token, mine.code())).body).toMatchObject({ code: 'factor.enrolment_missing' });
    expect((await confirm(token, theirs.code())).body).toMatchObject({ code: 'factor.enrolment_missing' });
    expect((await confirm(other, mine.code())).body).toMatchObject({ code: 'auth.code_invalid' });
    const again = await start(token);
    const raced = await Promise.all([1, 2, 3, 4].map(() => confirm(token, again.code())));
    expect(raced.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    expect(await me(other)).toBe(401);
    // A token alone changes nothing: not with another enrolment, nor by removing the factor.
    for (const [method, body] of [
      ['POST', { current_password: password }],
      ['DELETE', { current_password: password }],
      ['DELETE', { current_password: 'Guess-123456', code: again.next() }],
    ] as const) {
      expect((await sut.call(method, '/v1/me/second-factor', { token, body })).status).toBeGreaterThan(400);
    }
    expect((await signIn(email, password)).status).toBe(202);
    expect(id).toBeDefined();
  });

  it('mailed links that take a password take a code too: verifying, invitations, joining by domain', async () => {
    const { adminId, email, password, app } = await person('Mailed Doors');
    const asked = { status: 403, code: 'auth.second_factor_required' };

    const row = { _id: new ObjectId(adminId) };
    await sut.master.collection('admin_users').updateOne(row, { $set: { email_verified: false } });
    await heard(sut);
    const code = await mailedCode(sut, email, 'verify_email');
    const verify = (headers = {}) =>
      sut.call('POST', '/v1/email/verify', { body: { code, password }, headers });
    expect((await verify()).body).toMatchObject(asked);
    expect((await verify({ 'x-otp': '000000' })).body).toMatchObject({ code: 'auth.code_invalid' });
    expect((await verify({ 'x-otp': app.next() })).status).toBe(204);
    // The same link of S2, whose body knows no code.
    const documented = await sut.call('POST', '/email/verify', { body: { code, password } });
    expect(documented.status).toBe(400);

    const host = await sut.organization('Hosting');
    const invitation = await invited(sut, speaker(sut, host.id, host), email);
    const accept = (headers = {}) =>
      sut.call('POST', '/v1/invitations/accept', { body: { code: invitation.code, password }, headers });
    expect((await accept()).body).toMatchObject(asked);
    const accepted = await accept({ 'x-otp': app.next() });
    expect([accepted.status, accepted.text.includes('token')]).toEqual([200, false]);

    const company = await registerCompany(sut, 'factored.example');
    const joiner = { email: 'joan@factored.example', password: 'JoinSecure123!' };
    const body = { domain: company.domain, user_name: 'joan', ...joiner };
    expect((await sut.call('POST', '/api/register/add-user', { body })).status).toBe(201);
    const join = await mailedCode(sut, joiner.email, 'verify_email');
    await sut.master
      .collection('admin_users')
      .updateOne({ email: joiner.email }, { $set: { factor_since: new Date() } });
    await heard(sut);
    const confirm = () =>
      sut.call('POST', '/v1/members/confirm', { body: { code: join, password: joiner.password } });
    expect((await confirm()).body).toMatchObject(asked);
  });

  it('step-up asks for the code of the factor, and takes no password instead', async () => {
    const strict = await sut.twin({ REQUIRE_STEP_UP: 'true' });
    try {
      const { email, password, app } = await person('Stepping Up');
      const { access_token: token } = (await withCode(email, password, app.next())).body;
      clock.sleepMachine(301_000);
      const remove = (headers: Record<string, string>) =>
        strict.call('DELETE', '/v1/organizations/current', { token, headers });
      expect((await remove({})).body).toMatchObject({ code: 'auth.second_factor_required' });
      expect((await remove({ 'x-confirm-password': password })).status).toBe(403);
      expect((await remove({ 'x-otp': '000000' })).body).toMatchObject({ code: 'auth.code_invalid' });
      expect((await remove({ 'x-otp': app.next() })).status).toBe(204);
    } finally {
      await strict.stop();
    }
  });

  it('a remembered device is forgotten with the factor, and is nobody else’s', async () => {
    const owner = await person('Device Reset');
    const made = await addMember(sut, owner.token, 'member');
    await prove(sut, made.id);
    const { app } = await enrol(sut, clock, { token: made.token, password: CHOSEN });
    const remembered = await withCode(made.email, CHOSEN, app.next(), { remember_device: true });
    const { device_token } = remembered.body;
    const known = async (secret = CHOSEN, email = made.email) =>
      (await withDevice(email, secret, device_token!)).status;
    expect([await known(), await known(owner.password, owner.email)]).toEqual([201, 202]);
    const path = `/v1/members/${made.id}/second-factor`;
    expect((await sut.call('DELETE', path, { token: owner.token })).status).toBe(204);
    const { access_token: token } = (await signIn(made.email, CHOSEN)).body;
    await enrol(sut, clock, { token, password: CHOSEN });
    expect(await known()).toBe(202);
  });

  it('a changed SECRET_KEY leaves the codes as they are, while and after the former one is known', async () => {
    const { email, password, app } = await person('Rotating');
    const next = 'another secret key, as long as it takes for these tests';
    const during = await sut.twin({ SECRET_KEY: next, SECRET_KEY_PREVIOUS: SECRET_KEY });
    const opens = async (app_: TestApp) =>
      (await app_.call('POST', '/v1/sessions', { body: { email, password, code: app.next() } })).status;
    try {
      expect(await opens(during)).toBe(201);
      expect(await opens(sut)).toBe(201); // an instance that has only the former key goes on
    } finally {
      await during.stop();
    }
    const after = await sut.twin({ SECRET_KEY: next });
    try {
      expect(await opens(after)).toBe(201);
    } finally {
      await after.stop();
    }
  });

  it('undoing a change of credentials removes the factor that a thief set up since, and no other', async () => {
    const { adminId, email, password, token } = await sut.organization('Robbed');
    await prove(sut, adminId);
    const thief = 'Thief-Wins-2026';
    const change = { current_password: password, new_password: thief };
    expect((await sut.call('PUT', '/v1/me/password', { token, body: change })).status).toBe(204);
    await enrol(sut, clock, { token, password: thief });
    expect((await signIn(email, thief)).status).toBe(202);
    const undo = { code: await mailedCode(sut, email, 'password_changed') };
    expect((await sut.call('POST', '/v1/credentials/undo', { body: undo })).status).toBe(204);
    const reset = { code: await mailedCode(sut, email, 'reset_password'), password: 'Own-again-2026' };
    expect((await sut.call('POST', '/v1/password/reset', { body: reset })).status).toBe(204);
    expect((await signIn(email, 'Own-again-2026')).status).toBe(201);
    const entry = await sut.master
      .collection('audit_log')
      .findOne({ action: 'factor.removed', target_id: adminId });
    expect(entry!['details']).toEqual({ by: 'self', undone: true });
    const mails = await mailsTo(sut, email, 'second_factor');
    expect(mails.map(({ data }) => data['what'])).toEqual(['enrolled', 'removed']);
  });
});

describe('an organization that requires a second factor', () => {
  it('mails it to every member without one, and reminds them once before the days of grace end', async () => {
    const owner = await person('Announcing');
    const lacking = await joinAs(sut, owner.id, 'member');
    const german = await joinAs(sut, owner.id, 'member');
    const language = { body: { locale: 'de' } };
    expect((await german.call('PATCH', '/v1/me', language)).status).toBe(200);
    const off = await joinAs(sut, owner.id, 'member');
    const changed = await sut.call('PATCH', `/v1/members/${off.userId}`, {
      token: owner.token,
      body: { status: 'inactive' },
    });
    expect(changed.status).toBe(200);
    const set = (body: object) =>
      sut.call<{ enforced_from: string }>('PUT', '/v1/organizations/current/second-factor', {
        token: owner.token,
        body,
      });
    const from = new Date((await set({ required: true, grace_days: 14 })).body.enforced_from);
    // In the transaction that required it: they are there with the answer.
    for (const [to, locale] of [
      [lacking.email, 'en'],
      [german.email, 'de'],
    ]) {
      const mails = await mailsTo(sut, to, 'factor_required');
      expect(mails).toMatchObject([
        { locale, data: { organization: 'Announcing', from, is: 'new', link: '/dashboard/account' } },
      ]);
    }
    for (const to of [owner.email, off.email]) expect(await mailsTo(sut, to, 'factor_required')).toEqual([]);
    await set({ required: true, grace_days: 14 });
    expect(await mailsTo(sut, lacking.email, 'factor_required')).toHaveLength(1);

    const twin = await sut.twin();
    try {
      // A turn of the task on two instances at once.
      const turn = () =>
        Promise.all(
          [sut, twin].map(({ app }) =>
            app.get(FactorRemindersTask, { strict: false })['remind'](new AbortController().signal),
          ),
        );
      const row = () => sut.master.collection('organizations').findOne({ name: 'Announcing' });
      const before = (days: number) => from.getTime() - days * 24 * 3_600_000 - clock.wall();
      clock.sleepMachine(before(4));
      await turn();
      expect(await row()).not.toHaveProperty('factor_reminded_at');
      clock.sleepMachine(before(2));
      await turn();
      await turn();
      expect(await row()).toHaveProperty('factor_reminded_at');
      for (const to of [lacking.email, german.email]) {
        const mails = await mailsTo(sut, to, 'factor_required');
        expect(mails.map(({ data }) => data['is'])).toEqual(['new', 'reminder']);
      }
    } finally {
      await twin.stop();
    }
  });
});
