import { startTestApp, type TestApp } from '../support/app.js';
import { TestClock } from '../support/clock.js';
import { Authenticator, enrol, prove } from '../support/factors.js';
import { mailedCode, mailsTo } from '../support/mailbox.js';
import { addMember, CHOSEN } from '../support/members.js';
import { blocksOf, runShell, withAddresses } from '../support/guide.js';
import { joinAs } from '../support/people.js';

interface SignedIn {
  access_token: string;
  challenge: string;
  device_token?: string;
  account: { second_factor: boolean };
}

let sut: TestApp;
const clock = TestClock.flowing();
beforeAll(async () => {
  sut = await startTestApp({}, {}, clock);
});
afterAll(() => sut?.stop());

const signIn = (email: string, password: string, more: object = {}, headers: Record<string, string> = {}) =>
  sut.call<SignedIn>('POST', '/v1/sessions', { body: { email, password, ...more }, headers });
const complete = (challenge: string, code: string, more: object = {}) =>
  sut.call<SignedIn>('POST', '/v1/sessions/second-factor', { body: { challenge, code, ...more } });
const me = async (token: string) => (await sut.call('GET', '/v1/me', { token })).status;

/** An owner with a second factor. */
async function person(name: string) {
  const home = await sut.organization(name);
  await prove(sut, home.adminId);
  const { app, recovery } = await enrol(sut, clock, home);
  return { ...home, app, recovery };
}

describe('setting up a second factor', () => {
  it('takes the password, a proved mailbox and a first code, and ends every other session', async () => {
    const { email, password, token, adminId } = await sut.organization('Enrolling');
    const other = (await signIn(email, password)).body.access_token;
    const start = (current_password: string) =>
      sut.call<Record<string, string>>('POST', '/v1/me/second-factor', { token, body: { current_password } });
    expect((await start('wrong')).body).toMatchObject({ code: 'auth.credentials_invalid' });
    expect((await start(password)).body).toMatchObject({ code: 'auth.email_unverified' });
    await prove(sut, adminId);

    const started = (await start(password)).body;
    expect(started['otpauth_uri']).toContain(`secret=${started['secret']}`);
    expect(Buffer.from(started['qr_code'].split(',')[1], 'base64').toString()).toContain('<svg');
    const confirm = (code: string, by = token) =>
      sut.call<{ recovery_codes: string[] }>('POST', '/v1/me/second-factor/confirm', {
        token: by,
        body: { code },
      });
    const app = new Authenticator(started['secret'], clock);
    expect((await confirm('000000')).body).toMatchObject({ code: 'auth.code_invalid' });
    // The enrolment belongs to the session that started it.
    expect((await confirm(app.code(), other)).body).toMatchObject({ code: 'factor.enrolment_missing' });
    expect((await signIn(email, password)).status).toBe(201); // nothing has changed yet

    const confirmed = await confirm(app.code());
    expect(confirmed.body.recovery_codes).toHaveLength(10);
    expect(await me(token)).toBe(200);
    expect(await me(other)).toBe(401);
    expect((await confirm(app.code())).body).toMatchObject({ code: 'factor.enrolment_missing' });
    const state = await sut.call('GET', '/v1/me/second-factor', { token });
    expect(state.body).toEqual({ enrolled: true, since: expect.any(String), recovery_codes_left: 10 });
    const [mail] = await mailsTo(sut, email, 'second_factor');
    expect(mail.data).toMatchObject({ what: 'enrolled' });

    const stored = JSON.stringify(await sut.master.collection('second_factors').find().toArray());
    expect(stored).not.toContain(confirmed.body.recovery_codes[0].replaceAll('-', ''));
    expect(stored).not.toContain(started['secret']);
  });

  it('takes a code of the factor there is, and leaves it as it is until another one is confirmed', async () => {
    const { email, password, token, app } = await person('Replacing');
    const body = { current_password: password };
    const start = (headers = {}) =>
      sut.call<Record<string, string>>('POST', '/v1/me/second-factor', { token, body, headers });
    expect((await start()).body).toMatchObject({ status: 403, code: 'auth.second_factor_required' });
    expect((await start({ 'x-otp': '000000' })).body).toMatchObject({ code: 'auth.code_invalid' });
    const next = new Authenticator((await start({ 'x-otp': app.next() })).body['secret'], clock);
    expect((await signIn(email, password, { code: next.code() })).status).toBe(401);
    expect((await signIn(email, password, { code: app.next() })).status).toBe(201);
    const confirmed = await sut.call('POST', '/v1/me/second-factor/confirm', {
      token,
      body: { code: next.code() },
    });
    expect(confirmed.status).toBe(200);
    expect((await signIn(email, password, { code: app.next() })).status).toBe(401);
    expect((await signIn(email, password, { code: next.code() })).status).toBe(201);
  });
});

describe('signing in with a second factor', () => {
  it('takes two steps, or one with the code in the body or in X-OTP', async () => {
    const { email, password, app } = await person('Two Steps');
    const pending = await signIn(email, password);
    expect(pending.status).toBe(202);
    expect(pending.body).toEqual({ challenge: expect.stringMatching(/^rwf_/), expires_in: 300 });
    const { challenge } = pending.body;
    expect((await complete(challenge, '000000')).body).toMatchObject({ code: 'auth.code_invalid' });
    const opened = await complete(challenge, app.next());
    expect(opened.status).toBe(201);
    expect(opened.body.account.second_factor).toBe(true);
    expect(await me(opened.body.access_token)).toBe(200);
    expect((await signIn(email, password, { code: app.next() })).status).toBe(201);
    expect((await signIn(email, password, {}, { 'x-otp': app.next() })).status).toBe(201);
    expect((await signIn(email, 'wrong', { code: app.next() })).body).toMatchObject({
      code: 'auth.credentials_invalid',
    });
  });

  it('takes each code once, of the present time step or one beside it', async () => {
    const { email, password, app } = await person('Windows');
    const withCode = async (code: string) => (await signIn(email, password, { code })).status;
    clock.sleepMachine(300_000);
    expect(await withCode(app.code(-2))).toBe(401);
    expect(await withCode(app.code(2))).toBe(401);
    expect(await withCode(app.code(-1))).toBe(201);
    expect(await withCode(app.code(-1))).toBe(401);
    const same = await Promise.all([1, 2, 3, 4].map(() => withCode(app.code())));
    expect(same.sort()).toEqual([201, 401, 401, 401]);
    expect(await withCode(app.code(-1))).toBe(401);
    expect(await withCode(app.code(1))).toBe(201);
    expect(await withCode(app.code())).toBe(401);
  });

  it('takes a recovery code once, whatever its case and dashes, and tells its owner', async () => {
    const { email, password, recovery, token, app } = await person('Recovering');
    const { challenge } = (await signIn(email, password)).body;
    const [first, second, third] = recovery as [string, string, string];
    expect((await complete(challenge, first.toUpperCase().replaceAll('-', ' '))).status).toBe(201);
    expect((await complete(challenge, first)).body).toMatchObject({ code: 'auth.code_invalid' });
    const raced = await Promise.all([1, 2, 3].map(() => signIn(email, password, { code: second })));
    expect(raced.map(({ status }) => status).sort()).toEqual([201, 401, 401]);
    const mails = (await mailsTo(sut, email, 'second_factor')).map(({ data }) => [
      data['what'],
      data['left'],
    ]);
    expect(mails).toEqual([
      ['enrolled', undefined],
      ['recovery_used', 9],
      ['recovery_used', 8],
    ]);
    const renewed = await sut.call<{ recovery_codes: string[] }>(
      'POST',
      '/v1/me/second-factor/recovery-codes',
      {
        token,
        body: { current_password: password, code: app.next() },
      },
    );
    expect(renewed.body.recovery_codes).toHaveLength(10);
    expect((await signIn(email, password, { code: third })).status).toBe(401);
    expect((await signIn(email, password, { code: renewed.body.recovery_codes[0] })).status).toBe(201);
  });

  it('takes no challenge that is late, altered, or older than a change of the password', async () => {
    const { email, password, token, app } = await person('Challenges');
    const late = (await signIn(email, password)).body.challenge;
    clock.sleepMachine(300_001);
    expect((await complete(late, app.code())).body).toMatchObject({ code: 'auth.challenge_invalid' });
    const { challenge } = (await signIn(email, password)).body;
    for (const altered of ['rwf_', `${challenge}AA`, challenge.replace('rwf_', 'rwr_'), token]) {
      expect((await complete(altered, app.code())).body).toMatchObject({ code: 'auth.challenge_invalid' });
    }
    // Nor is it anything else.
    expect(await me(challenge)).toBe(401);
    const body = { refresh_token: challenge };
    expect((await sut.call('POST', '/v1/sessions/refresh', { body })).status).toBe(401);
    const change = { current_password: password, new_password: 'AnotherSecure123!' };
    const changed = await sut.call('PUT', '/v1/me/password', {
      token,
      body: change,
      headers: { 'x-otp': app.next() },
    });
    expect(changed.status).toBe(204);
    expect((await complete(challenge, app.next())).body).toMatchObject({ code: 'auth.challenge_invalid' });
  });
});

describe('a remembered device', () => {
  it('signs in without a code until it is forgotten, the password changes or a month is over', async () => {
    const { email, password, token, app } = await person('Devices');
    const remember = async (secret = password) =>
      (await signIn(email, secret, { code: app.next(), remember_device: true })).body.device_token!;
    const known = async (device_token: string, secret = password) =>
      (await signIn(email, secret, { device_token })).status;
    const list = async () =>
      (await sut.call<{ items: { id: string }[] }>('GET', '/v1/me/second-factor/devices', { token })).body
        .items;
    const first = await remember();
    expect(await known(first)).toBe(201);
    expect(await known(first, 'wrong')).toBe(401);
    expect(await known(first.replace(/.$/, '_'))).toBe(202);
    const stranger = await person('Device Stranger');
    expect((await signIn(stranger.email, stranger.password, { device_token: first })).status).toBe(202);

    const [device] = await list();
    const one = `/v1/me/second-factor/devices/${device.id}`;
    expect((await sut.call('DELETE', one, { token: stranger.token })).status).toBe(404);
    expect((await sut.call('DELETE', one, { token })).status).toBe(204);
    expect(await known(first)).toBe(202);

    const second = await remember();
    const change = { current_password: password, new_password: 'AnotherSecure123!' };
    const headers = { 'x-otp': app.next() };
    expect((await sut.call('PUT', '/v1/me/password', { token, body: change, headers })).status).toBe(204);
    expect(await known(second, change.new_password)).toBe(202);
    expect(await list()).toEqual([]);

    const third = await remember(change.new_password);
    clock.sleepMachine(30 * 24 * 3_600_000 + 1000);
    expect(await known(third, change.new_password)).toBe(202);
    const fourth = await remember(change.new_password);
    expect((await sut.call('DELETE', '/v1/me/second-factor/devices', { token: '' })).status).toBe(401);
    expect(await known(fourth, change.new_password)).toBe(201);
    expect((await sut.call('DELETE', '/v1/me/second-factor/devices', { token })).status).toBe(204);
    expect(await known(fourth, change.new_password)).toBe(202);
  });

  it('is known in the program that it was remembered in only, and after an update of it', async () => {
    const { email, password, app } = await person('Browsers');
    const browser = (name: string) => ({ 'user-agent': name });
    const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
    const more = { code: app.next(), remember_device: true };
    const { device_token } = (await signIn(email, password, more, browser(firefox))).body;
    const from = async (name: string) =>
      (await signIn(email, password, { device_token }, browser(name))).status;
    expect(await from(firefox)).toBe(201);
    expect(await from(firefox.replaceAll('140', '141'))).toBe(201);
    for (const other of [firefox.replace('Linux', 'Windows'), 'curl/8.0', ' ']) {
      expect([other, await from(other)]).toEqual([other, 202]);
    }
    expect(await from(firefox)).toBe(201);
  });
});

describe('the surfaces whose bodies know no second step', () => {
  const doors: [string, (email: string, password: string) => object][] = [
    ['/admin/login', (email, password) => ({ email, password })],
    ['/signin', (email, password) => ({ email, password })],
    ['/api/tenants/login', (email, password) => ({ email, password })],
  ];

  it('take the code in X-OTP, and refuse without it as they refuse a wrong password', async () => {
    const { email, password, app, recovery } = await person('Doors');
    let spare = 0;
    for (const [path, bodyOf] of doors) {
      const open = (secret: string, headers = {}) =>
        sut.call('POST', path, { body: bodyOf(email, secret), headers });
      const wrong = await open('WrongSecure123!');
      expect(wrong.status).toBe(401);
      for (const headers of [{}, { 'x-otp': '' }, { 'x-otp': '000000' }, { 'x-otp': 'x'.repeat(100) }]) {
        const refused = await open(password, headers);
        expect([refused.status, refused.text]).toEqual([401, wrong.text]);
      }
      const code = app.next();
      expect((await open('WrongSecure123!', { 'x-otp': code })).text).toBe(wrong.text);
      expect((await open(password, { 'x-otp': code })).status).toBe(200);
      expect((await open(password, { 'x-otp': code })).text).toBe(wrong.text);
      expect((await open(password, { 'x-otp': recovery[spare++] })).status).toBe(200);
    }
  });
});

describe('mailed links', () => {
  it('shed no factor: neither a new password, nor the undoing of a change, nor a new address', async () => {
    const { email, password, token, app } = await person('Links');
    const demandsCode = async (address: string, secret: string) => {
      expect((await signIn(address, secret)).status).toBe(202);
    };
    await sut.call('POST', '/v1/password/forgot', { body: { email } });
    const next = 'AnotherSecure123!';
    const body = { code: await mailedCode(sut, email, 'reset_password'), password: next };
    expect((await sut.call('POST', '/v1/password/reset', { body })).status).toBe(204);
    expect(await me(token)).toBe(401);
    await demandsCode(email, next);

    const opened = (await signIn(email, next, { code: app.next() })).body.access_token;
    // A session that a code opened a moment ago changes the password; the link that undoes it is mailed.
    const change = { current_password: next, new_password: password };
    expect((await sut.call('PUT', '/v1/me/password', { token: opened, body: change })).status).toBe(204);
    const undo = { code: await mailedCode(sut, email, 'password_changed', 2) };
    expect((await sut.call('POST', '/v1/credentials/undo', { body: undo })).status).toBe(204);
    const again = { code: await mailedCode(sut, email, 'reset_password', 2), password };
    expect((await sut.call('POST', '/v1/password/reset', { body: again })).status).toBe(204);
    await demandsCode(email, password);
  });

  it('take a code beside the password where they ask for it', async () => {
    const { email, password, app } = await person('Confirming');
    const token = (await signIn(email, password, { code: app.next() })).body.access_token;
    const moved = { email: `new-${email}`, current_password: password };
    const ask = (headers = {}) => sut.call('PUT', '/v1/me/email', { token, body: moved, headers });
    expect((await ask()).body).toMatchObject({ code: 'auth.second_factor_required' });
    expect((await ask({ 'x-otp': app.next() })).status).toBe(202);
    const body = { code: await mailedCode(sut, moved.email, 'change_email'), password };
    const confirm = (headers = {}) => sut.call('POST', '/v1/email/change', { body, headers });
    expect((await confirm()).body).toMatchObject({ code: 'auth.second_factor_required' });
    expect((await confirm({ 'x-otp': app.next() })).status).toBe(204);
    expect((await signIn(moved.email, password)).status).toBe(202);
  });
});

describe('an organization that requires a second factor', () => {
  it('lets members work on for the days of grace, and then takes nobody without one', async () => {
    const owner = await person('Requiring');
    const { id: orgId } = owner;
    const member = await joinAs(sut, orgId, 'admin');
    const set = (call: typeof member.call, body: object) =>
      call('PUT', '/v1/organizations/current/second-factor', { body });
    expect((await set(member.call, { required: true })).body).toMatchObject({
      code: 'auth.enrolment_required',
    });
    const ownCall: typeof member.call = (method, path, options = {}) =>
      sut.call(method, path, { token: owner.token, ...options });
    const required = await set(ownCall, { required: true, grace_days: 1 });
    expect(required.body).toMatchObject({ required: true, enforced_from: expect.any(String) });
    const read = () => member.call('GET', '/v1/organizations/current');
    expect((await read()).status).toBe(200);

    expect((await set(ownCall, { required: true, grace_days: 0 })).status).toBe(200);
    expect((await read()).body).toMatchObject({ status: 403, code: 'auth.enrolment_required' });
    const s2 = await sut.call('POST', '/organizations', {
      token: member.token,
      headers: { 'x-org-id': orgId },
      body: { name: 'Another' },
    });
    expect(s2.status).toBe(401);
    // What they have elsewhere is not the organization's business.
    expect(await me(member.token)).toBe(200);
    const signedIn = await signIn(member.email, member.password, { organization_id: orgId });
    expect(signedIn.body.account).toMatchObject({ second_factor: false, must_set_up_second_factor: true });
    expect(await me(signedIn.body.access_token)).toBe(403);

    await prove(sut, member.userId);
    await enrol(sut, clock, { ...member, token: signedIn.body.access_token });
    expect(await me(signedIn.body.access_token)).toBe(200);
    expect((await set(ownCall, { required: false })).body).toMatchObject({ required: false });
  });

  it('is closed at the documented sign-ins to members without one, as to strangers', async () => {
    const owner = await person('Closed');
    const made = await addMember(sut, owner.token, 'member');
    const row = await sut.master.collection('admin_users').findOne({ email: made.email });
    await prove(sut, String(row!._id));
    const open = (path: string, password = CHOSEN) =>
      sut.call('POST', path, { body: { email: made.email, password } });
    const paths = ['/admin/login', '/signin', '/api/tenants/login'];
    for (const path of paths) expect((await open(path)).status).toBe(200);
    const body = { required: true, grace_days: 0 };
    const changed = await sut.call('PUT', '/v1/organizations/current/second-factor', {
      token: owner.token,
      body,
    });
    expect(changed.status).toBe(200);
    for (const path of paths) {
      const [lacking, wrong] = [await open(path), await open(path, 'WrongSecure123!')];
      expect([lacking.status, lacking.text]).toEqual([401, wrong.text]);
    }
  });
});

describe('the guide', () => {
  it('works as it stands there', async () => {
    const home = await sut.organization('Guided');
    await prove(sut, home.adminId);
    const blocks = blocksOf('second-factor', 'bash');
    const run = async (block: string, env: Record<string, string>) => {
      const script = withAddresses(block, { 'http://localhost:8000': sut.url });
      const [line] = await runShell(script.replaceAll('admin@acme.com', home.email), { env });
      return JSON.parse(line) as Record<string, string>;
    };
    const [start, confirm, second, documented, require] = blocks;
    const TOKEN = home.token;
    const app = new Authenticator((await run(start, { TOKEN }))['secret'], clock);
    expect((await run(confirm, { TOKEN, CODE: app.next() }))['recovery_codes']).toHaveLength(10);
    const CHALLENGE = (await signIn(home.email, home.password)).body.challenge;
    expect(await run(second, { CHALLENGE, CODE: app.next() })).toHaveProperty('access_token');
    expect(await run(documented, { CODE: app.next() })).toMatchObject({ message: 'Login successful' });
    expect(await run(require, { TOKEN })).toMatchObject({ required: true });
  });
});
