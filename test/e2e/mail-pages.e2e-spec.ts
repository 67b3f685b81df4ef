import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { PasswordsService } from '../../src/modules/credentials/passwords.service.js';
import { UsersService } from '../../src/modules/users/users.service.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { describeInBrowser } from '../support/browser.js';
import { TestClock } from '../support/clock.js';
import { Authenticator, prove } from '../support/factors.js';
import { type KeptMailBody, mailsTo } from '../support/members.js';
import { until } from '../support/smtp.js';

const PASSWORD = 'a-long-enough-Passphrase1';
const NEW_PASSWORD = 'another-long-Passphrase2';
/** What somebody could call an organization. */
const MEAN = '<script>document.title="owned"</script><img src=x onerror=alert(1)>';
const GONE = 'The link is invalid, was used before or has expired';

let serial = 0;
const mailbox = (): string => `reader${++serial}@letters.example`;

describe('the pages behind the links of mails', () => {
  let sut: TestApp;
  beforeAll(async () => {
    sut = await startTestApp({ RATE_LIMITS: 'off' });
  });
  afterAll(() => sut?.stop());

  const signUp = async (more: object = {}) => {
    const email = mailbox();
    const body = { email, password: PASSWORD, ...more };
    const made = await sut.call<{ access_token: string }>('POST', '/v1/accounts', { body });
    if (made.status !== 201) throw new Error(`not signed up: ${made.text}`);
    return { email, token: made.body.access_token };
  };
  const signsIn = async (email: string, password: string): Promise<number> =>
    (await sut.call('POST', '/v1/sessions', { body: { email, password } })).status;
  const account = (email: string) => sut.master.collection('admin_users').findOne({ email });

  /** The link of the newest mail to an address that leads to this page, at the port of this test. */
  const linkOf = async (to: string, page: string): Promise<string> => {
    const leadsThere = ({ link }: KeptMailBody) => link?.includes(`/dashboard/${page}`) ?? false;
    let found: KeptMailBody | undefined;
    const find = async () => (found = (await mailsTo(sut, to, 1)).find(leadsThere)) !== undefined;
    await until(find, 30_000, `a mail to ${to} about ${page}`);
    const { pathname, hash } = new URL(found!.link!);
    return sut.url + pathname + hash;
  };
  const invite = async (email: string) => {
    const owner = await signUp({ name: 'Mallory', organization_name: `${MEAN} ${++serial}` });
    const { token } = owner;
    const made = await sut.call('POST', '/v1/invitations', { token, body: { email, role: 'member' } });
    if (made.status !== 201) throw new Error(`not invited: ${made.text}`);
    return linkOf(email, 'invitation');
  };

  it('are there for every path that a mail names, the same for everybody, and kept by nobody', async () => {
    const files = readdirSync('src/modules', { recursive: true, encoding: 'utf8' });
    const sources = files.filter((name) => /(?<!\.spec)\.ts$/.test(name));
    const paths = sources.flatMap((name) =>
      [...readFileSync(join('src/modules', name), 'utf8').matchAll(/['`](\/dashboard\/[\w-]+)/g)].map(
        ([, path]) => path,
      ),
    );
    // A page of the dashboard, which is not built here.
    expect(readFileSync('apps/dashboard/src/routes.tsx', 'utf8')).toContain("path: 'account'");
    const pages = new Set(paths.filter((path) => path !== '/dashboard/account'));
    expect(pages.size).toBe(10);
    for (const path of pages) {
      const reply = await sut.call('GET', path);
      expect([path, reply.status, reply.headers.get('content-type')]).toEqual([
        path,
        200,
        'text/html; charset=utf-8',
      ]);
      expect(reply.headers.get('cache-control')).toBe('no-store');
      expect(reply.headers.get('referrer-policy')).toBe('no-referrer');
      expect(reply.headers.get('content-security-policy')).toContain("script-src 'self';");
      expect(reply.text).not.toMatch(/<script>|<style|style=| on\w+=|https?:/);
      expect(reply.text.match(/<title>(.+)<\/title>/)![1]).toBe(reply.text.match(/<h1>(.+)<\/h1>/)![1]);
      expect((await sut.call('POST', path, { body: {} })).status).toBe(405);
    }
    const unknown = await sut.call('GET', '/dashboard/nothing');
    expect([unknown.status, unknown.body]).toEqual([404, { detail: 'Not Found' }]);
  });

  it('start at the address of the service, which answers programs with JSON', async () => {
    const page = await sut.call('GET', '/', { headers: { accept: 'text/html,*/*;q=0.8' } });
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.text).not.toMatch(/<script|<style|style=| on\w+=|https?:/);
    const program = await sut.call<{ links: Record<string, string> }>('GET', '/');
    expect([program.status, program.headers.get('vary')]).toEqual([200, expect.stringMatching(/accept/i)]);
    const { sign_in: _, ...links } = program.body.links;
    for (const path of Object.values(links)) {
      expect([path, (await sut.call('GET', path)).status]).toEqual([path, 200]);
      expect(page.text).toContain(`href="${path}"`);
    }
    const bare = await sut.twin({
      DOCS: 'off',
      APP_NAME: '<b>Acme</b>',
      PUBLIC_BASE_URL: 'http://localhost/rowhouse',
    });
    const prefixed = (await bare.call('GET', '/', { headers: { accept: 'text/html' } })).text;
    expect(prefixed).toContain('<h1>&lt;b&gt;Acme&lt;/b&gt;</h1>');
    expect(prefixed).toContain('href="/rowhouse/dashboard/password"');
    expect(prefixed).not.toContain('docs');
    await bare.stop();
    for (const method of ['POST', 'DELETE']) expect((await sut.call(method, '/')).status).toBe(405);
  });

  it('lead to the documentation only where it is', async () => {
    expect((await sut.call('GET', '/dashboard/sign-in')).text).toContain('href="../docs"');
    const bare = await sut.twin({ DOCS: 'off' });
    expect((await bare.call('GET', '/dashboard/sign-in')).text).not.toContain('docs');
    await bare.stop();
  });

  describeInBrowser('in Chromium', (launch) => {
    let browser: Browser;
    let page: Page;
    let faults: string[];
    let asked: string[];
    beforeAll(async () => {
      browser = await launch();
    });
    beforeEach(async () => {
      page = await browser.newPage({ viewport: { width: 320, height: 640 } });
      page.setDefaultTimeout(8000);
      faults = [];
      asked = [];
      // An error of the API is logged by Chromium as a failed resource; everything else is a fault of the page.
      page.on('console', (message) => {
        if (message.type() === 'error' && !/status of 4\d\d/.test(message.text()))
          faults.push(message.text());
      });
      page.on('pageerror', (error) => faults.push(error.message));
      page.on('request', (request) => asked.push(`${request.method()} ${new URL(request.url()).pathname}`));
    });
    afterEach(async () => {
      const width = await page.evaluate<number>('document.documentElement.scrollWidth');
      await page.close();
      expect(faults).toEqual([]);
      expect(width).toBeLessThanOrEqual(320);
    });
    afterAll(() => browser?.close());

    /** Another form of the page may have a field of this label; only one of them is shown. */
    const labelled = (text: string) => page.getByLabel(text).and(page.locator(':visible'));
    const posts = () => asked.filter((one) => one.startsWith('POST'));
    const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
    const says = (text: string) => page.getByRole('status').getByText(text).waitFor();

    it('confirms an address, not before the button is pressed, and once', async () => {
      const { email } = await signUp();
      const link = await linkOf(email, 'verify-email');
      await page.goto(link);
      await page.getByRole('button', { name: 'Confirm address' }).waitFor();
      expect(page.url()).toBe(`${sut.url}/dashboard/verify-email`);
      expect(posts()).toEqual([]);
      expect((await account(email))!['email_verified']).toBe(false);
      const field = labelled('The password of your account');
      await field.fill(NEW_PASSWORD);
      await press('Confirm address');
      await says('This is not the password of the account. If you do not know it, choose a new one below.');
      expect((await account(email))!['email_verified']).toBe(false);
      await field.fill(PASSWORD);
      await press('Confirm address');
      await says('Your address is confirmed.');
      expect(posts()).toEqual(['POST /v1/email/verify', 'POST /v1/email/verify']);
      expect((await account(email))!['email_verified']).toBe(true);
      expect(await page.getByRole('button').count()).toBe(0);

      await page.goto(link); // the fragment alone changes
      await field.fill(PASSWORD);
      await press('Confirm address');
      await says(GONE);
      await says('If you used this link before, your address is confirmed already.');
      await page.reload();
      await says('open that link again');
    });

    it('takes an account over that a stranger made with the address of the reader', async () => {
      const { email, token } = await signUp();
      await page.goto(await linkOf(email, 'verify-email'));
      const field = labelled('New password');
      await field.fill('short');
      await press('Confirm with a new password');
      await says('Password is too weak');
      await field.fill(NEW_PASSWORD);
      await press('Confirm with a new password');
      await says('Your address is confirmed and your password is changed.');
      expect([await signsIn(email, PASSWORD), await signsIn(email, NEW_PASSWORD)]).toEqual([401, 201]);
      expect((await sut.call('GET', '/v1/me', { token })).status).toBe(401);
      expect((await account(email))!['email_verified']).toBe(true);
    });

    it('sets a new password, and says what is wrong with one', async () => {
      const { email } = await signUp();
      await page.goto(`${sut.url}/dashboard/forgot-password`);
      await labelled('E-mail address').fill(email);
      await press('Send me a link');
      await says('If an account has this address, a link is on its way.');
      const link = await linkOf(email, 'reset-password');
      await page.goto(link);
      const field = labelled('New password');
      await field.fill('short');
      await press('Set the new password');
      await says('Password is too weak');
      expect(await page.locator('#errors li').allTextContents()).toHaveLength(1);
      expect(await field.getAttribute('aria-invalid')).toBe('true');
      expect(await page.evaluate<string>('document.activeElement.id')).toBe('result');
      expect(await signsIn(email, PASSWORD)).toBe(201);
      await field.fill(NEW_PASSWORD);
      await labelled('Show it').check();
      expect(await field.getAttribute('type')).toBe('text');
      await press('Set the new password');
      await says('Your password is changed.');
      expect([await signsIn(email, PASSWORD), await signsIn(email, NEW_PASSWORD)]).toEqual([401, 201]);

      await page.goto(link);
      await labelled('New password').fill(PASSWORD);
      await press('Set the new password');
      await says(GONE);
      await labelled('E-mail address').fill(email);
      await press('Send me a link');
      await says('a link is on its way');
      expect(await signsIn(email, NEW_PASSWORD)).toBe(201);
    });

    it('lead from the address of the service to a password of one’s own in place of a temporary one', async () => {
      const [email, temporary] = [mailbox(), 'Temporary-Secret-77'];
      const hash = await sut.app.get(PasswordsService, { strict: false }).hash(temporary);
      const secretExpiresAt = new Date(Date.now() + 3_600_000);
      await sut.app.get(UsersService, { strict: false }).addOperator({ email, hash, secretExpiresAt });
      await page.goto(sut.url);
      await page.getByRole('link', { name: 'Change your password' }).click();
      await labelled('E-mail address').fill(email);
      await labelled('Current or temporary password').fill(PASSWORD);
      await labelled('New password').fill('short');
      await press('Change the password');
      await says('Invalid credentials');
      await labelled('Current or temporary password').fill(temporary);
      await press('Change the password');
      await says('Password is too weak');
      expect(await labelled('New password').getAttribute('aria-invalid')).toBe('true');
      await labelled('New password').fill(NEW_PASSWORD);
      await press('Change the password');
      await says('Your password is changed.');
      expect(await account(email)).toMatchObject({ must_change_password: false });
      expect([await signsIn(email, temporary), await signsIn(email, NEW_PASSWORD)]).toEqual([401, 201]);
      const { _id: user } = (await account(email))!;
      expect(await sut.master.collection('sessions').countDocuments({ user_id: String(user) })).toBe(1); // the last sign-in
    });

    it('asks for a code of the second factor where the account has one', async () => {
      const { email, token } = await signUp();
      await prove(sut, String((await account(email))!._id));
      const post = (path: string, body: object) =>
        sut.call<{ secret: string }>('POST', `/v1/me/second-factor${path}`, { token, body });
      const { secret } = (await post('', { current_password: PASSWORD })).body;
      const app = new Authenticator(secret, TestClock.flowing());
      expect((await post('/confirm', { code: app.code(-1) })).status).toBe(200);
      await page.goto(`${sut.url}/dashboard/password`);
      await labelled('E-mail address').fill(email);
      await labelled('Current or temporary password').fill(PASSWORD);
      await labelled('New password').fill(NEW_PASSWORD);
      const field = labelled('Code of your authenticator app, or a recovery code');
      expect(await field.count()).toBe(0);
      await press('Change the password');
      await says('Enter a code of your second factor');
      await field.fill('000000');
      await press('Change the password');
      await says('The code is wrong, expired or was used before');
      await field.fill(app.code());
      await press('Change the password');
      await says('Your password is changed.');
      expect(await signsIn(email, NEW_PASSWORD)).toBe(202);
    });

    it('changes an address', async () => {
      const { email, token } = await signUp();
      const next = mailbox();
      const body = { email: next, current_password: PASSWORD };
      expect((await sut.call('PUT', '/v1/me/email', { token, body })).status).toBe(202);
      await page.goto(await linkOf(next, 'change-email'));
      await page.getByRole('button').waitFor();
      expect(await account(next)).toBeNull();
      await labelled('The password of your account').fill(NEW_PASSWORD);
      await press('Use this address');
      await says('Enter the password of the account that asked for this address.');
      await labelled('The password of your account').fill(PASSWORD);
      await press('Use this address');
      await says('Your account has this address now.');
      expect(await account(email)).toBeNull();
      expect(await signsIn(next, PASSWORD)).toBe(201);
    });

    it('undoes a change of the password for the mailbox, and leads to a new one', async () => {
      const { email, token } = await signUp();
      const thief = { token, body: { current_password: PASSWORD, new_password: NEW_PASSWORD } };
      expect((await sut.call('PUT', '/v1/me/password', thief)).status).toBe(204);
      const link = await linkOf(email, 'undo-change');
      await page.goto(link);
      await page.getByRole('button').waitFor();
      expect(await signsIn(email, NEW_PASSWORD)).toBe(201);
      await press('Undo the change');
      await says('The change is undone, and every session has ended.');
      expect(await signsIn(email, NEW_PASSWORD)).toBe(401);
      expect((await sut.call('GET', '/v1/me', { token })).status).toBe(401);
      await page.goto('about:blank');
      await page.goto(link);
      await press('Undo the change');
      await says('If you used this link before, the change is undone already.');
      await page.goto(await linkOf(email, 'reset-password'));
      await page.getByRole('button').first().waitFor();
    });

    it('approves a user who asked to join, with their password', async () => {
      const company = { company_name: 'Joinery', admin_name: 'Jo', password: PASSWORD, phone: '555-1234' };
      await sut.call('POST', '/api/register', { body: { ...company, email: 'jo@joinery.example' } });
      const email = 'jane@joinery.example';
      const body = { domain: 'joinery.example', user_name: 'jane', email, password: PASSWORD };
      expect((await sut.call('POST', '/api/register/add-user', { body })).status).toBe(201);
      const link = await linkOf(email, 'join');
      await page.goto(link);
      const field = labelled('The password of your account');
      await field.fill(NEW_PASSWORD);
      await press('Join');
      await says('Invalid credentials');
      await says('Enter the password that was chosen when you asked to join.');
      expect(await signsIn(email, PASSWORD)).toBe(403);
      await field.fill(PASSWORD);
      await press('Join');
      await says(
        'Your mailbox is confirmed. An owner or admin of the organization must now approve your request.',
      );
      expect(await signsIn(email, PASSWORD)).toBe(403);
    });

    it('approves at once where an owner has proved the domain', async () => {
      const company = { company_name: 'Smithy', admin_name: 'Jo', password: PASSWORD, phone: '555-1234' };
      await sut.call('POST', '/api/register', { body: { ...company, email: 'jo@smithy.example' } });
      const users = sut.master.collection('admin_users');
      await users.updateOne({ email: 'jo@smithy.example' }, { $set: { email_verified: true } });
      const email = 'jane@smithy.example';
      const body = { domain: 'smithy.example', user_name: 'jane', email, password: PASSWORD };
      expect((await sut.call('POST', '/api/register/add-user', { body })).status).toBe(201);
      await page.goto(await linkOf(email, 'join'));
      await labelled('The password of your account').fill(PASSWORD);
      await press('Join');
      await says('You are a member now.');
      expect(await signsIn(email, PASSWORD)).toBe(201);
    });

    it('shows an invitation as text, and makes the account of the user who accepts', async () => {
      const email = mailbox();
      await page.goto(await invite(email));
      await page.getByText('Mallory').waitFor();
      expect(await page.locator('[data-fact="organization_name"]').textContent()).toContain(MEAN);
      expect(await page.locator('[data-fact="role"]').textContent()).toBe('member');
      expect(await page.title()).toBe('Invitation to an organization');
      expect(await page.locator('dd *').count()).toBe(0);
      expect(posts()).toEqual(['POST /v1/invitations/preview']);
      expect(await account(email)).toBeNull();
      await labelled('Password').fill(PASSWORD);
      await labelled('Your name').fill('Jane Doe');
      await press('Accept the invitation');
      await says('You are a member now.');
      expect(await account(email)).toMatchObject({ name: 'Jane Doe', email_verified: true });
      expect(await sut.master.collection('invitations').findOne({ email })).toMatchObject({
        state: 'accepted',
      });
      expect(await signsIn(email, PASSWORD)).toBe(201);
    });

    it('takes the password of an account that is there, and says so', async () => {
      const { email } = await signUp();
      const link = await invite(email);
      await page.goto(link);
      await labelled('Password').fill(NEW_PASSWORD);
      await press('Accept the invitation');
      await says('Your address has an account already');
      await labelled('Password').fill(PASSWORD);
      await press('Accept the invitation');
      await says('You are a member now.');
      await page.goto(link);
      await says(GONE);
      expect(await page.getByRole('button').count()).toBe(0);
    });

    it('declines an invitation', async () => {
      const email = mailbox();
      await page.goto(await invite(email));
      await press('Decline the invitation');
      await says('You declined the invitation.');
      expect(await sut.master.collection('invitations').findOne({ email })).toMatchObject({
        state: 'declined',
      });
      expect(await account(email)).toBeNull();
    });
  });
});
