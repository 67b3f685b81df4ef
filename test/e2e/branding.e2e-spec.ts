import type { Browser, Page } from 'playwright-core';
import { startTestApp, type RequestOptions, type TestApp } from '../support/app.js';
import { FACE, LOGO, REFUSED, RETURN, SETTINGS } from '../support/branding.js';
import { describeInBrowser } from '../support/browser.js';
import { blocksOf, runShell, settingsOf, withAddresses } from '../support/guide.js';
import { joinAs, type Person, speaker } from '../support/people.js';
import { problem } from '../support/problem.js';
import { type Delivery, TestSmtp } from '../support/smtp.js';
import { until } from '../support/until.js';

const PASSWORD = 'a-long-enough-Passphrase1';
const NEXT_PASSWORD = 'another-long-Passphrase2';
const BRANDING = '/v1/organizations/current/branding';
let serial = 0;
const mailbox = (): string => `face${++serial}@readers.example`;

describe('the face of mails and pages', () => {
  const smtp = new TestSmtp();
  let sut: TestApp;
  let orgId: string;
  let owner: Person;
  beforeAll(async () => {
    await smtp.start();
    sut = await startTestApp({ ...SETTINGS, MAIL_URL: smtp.url });
  });
  beforeEach(async () => {
    const made = await sut.organization(`Face ${++serial}`);
    orgId = made.id;
    owner = speaker(sut, orgId, made);
    await verified(owner.userId);
    await until(async () => (await owner.call('GET', '/v1/me')).body['email_verified'] === true, 3000, 'it');
  });
  afterAll(async () => {
    await sut?.stop();
    await smtp.stop();
  });

  const verified = (id: string) =>
    sut.master
      .collection('admin_users')
      .updateOne({ $expr: { $eq: [{ $toString: '$_id' }, id] } }, { $set: { email_verified: true } });
  const brand = (body: object, options: RequestOptions = {}) =>
    owner.call('PATCH', BRANDING, { body, ...options });
  const signUp = async (headers: Record<string, string> = {}, more: object = {}) => {
    const email = mailbox();
    const body = { email, password: PASSWORD, ...more };
    const made = await sut.call<{ access_token: string }>('POST', '/v1/accounts', { body, headers });
    expect([made.status, made.text]).toEqual([201, expect.any(String)]);
    return { email, token: made.body.access_token };
  };
  const newest = async (to: string, count = 1): Promise<Delivery['mail']> =>
    (await smtp.waitFor(to, count)).at(-1)!.mail;
  const linkIn = ({ text }: Delivery['mail']): URL =>
    new URL(/https:\/\/login\.nest\.example\/\S+/.exec(text!)![0]);
  const codeIn = (mail: Delivery['mail']): string =>
    new URLSearchParams(linkIn(mail).hash.slice(1)).get('code')!;
  const invite = async (
    headers: Record<string, string> = {},
    more: object = {},
  ): Promise<Delivery['mail']> => {
    const email = mailbox();
    const made = await owner.call('POST', '/v1/invitations', {
      body: { email, role: 'member', ...more },
      headers,
    });
    expect([made.status, made.text]).toEqual([201, expect.any(String)]);
    return newest(email);
  };

  it('is the installation’s in mails about an account', async () => {
    await brand(FACE);
    const { email } = await signUp();
    const mail = await newest(email);
    expect(mail.from).toEqual({ name: 'Nest', address: 'no-reply@nest.example' });
    expect(mail.replyTo).toEqual([{ name: '', address: 'help@nest.example' }]);
    expect(mail.text).toContain('Questions? Write to help@nest.example.');
    expect(mail.text).toMatch(/-- \nNest & Sons\nhttps:\/\/nest\.example\/app\s*$/);
    expect(mail.html).toContain('<img src="https://cdn.nest.example/logo.png" alt="Nest &amp; Sons"');
    expect(mail.html).toContain('background: #FFD400; color: #000000');
    expect(linkIn(mail).search).toBe('');
  });

  it('is the organization’s own in mails about it, and the sender stays who it is', async () => {
    const before = await owner.call('GET', BRANDING);
    expect(before.body).toEqual({
      ...Object.fromEntries(Object.keys(FACE).map((key) => [key, null])),
      return_addresses: [],
    });
    const changed = await brand(FACE, { headers: { 'if-match': before.headers.get('etag')! } });
    expect([changed.status, changed.body]).toEqual([200, FACE]);
    const mail = await invite();
    expect(mail.from).toEqual({ name: 'Acme (Nest & Sons)', address: 'no-reply@nest.example' });
    expect(mail.replyTo).toEqual([{ name: '', address: 'help@acme.example' }]);
    expect(mail.subject).toMatch(/^Einladung zu Face \d+$/);
    expect(mail.text).toMatch(/als\s+Mitglied\s+beizutreten/);
    expect(mail.text).toMatch(/\nAcme O’Neil & Co\. · Nest & Sons\nhttps:\/\/acme\.example\/home\s*$/);
    expect(mail.html).toContain('<html lang="de">');
    expect(mail.html).toContain('src="https://img.acme.example:8443/logo.svg"');
    expect(mail.html).toContain('background: #0f766e; color: #ffffff');
    expect(mail.html).toContain('background: #5eead4 !important; color: #000000 !important');
    expect(linkIn(mail).search).toBe(`?org=${orgId}`);
    const stale = await brand({ color: null }, { headers: { 'if-match': before.headers.get('etag')! } });
    expect(stale.body['code']).toBe('resource.changed');
    const cleared = await brand(
      Object.fromEntries(Object.keys(FACE).map((key) => [key, key === 'return_addresses' ? [] : null])),
    );
    expect(cleared.body).toEqual(before.body);
    const { body } = await owner.call<{ items: Record<string, unknown>[] }>('GET', '/v1/audit');
    expect(body.items.find(({ action }) => action === 'organization.branding_changed')).toMatchObject({
      actor_id: owner.userId,
      details: { fields: expect.arrayContaining(['color', 'returnAddresses']) },
    });
  });

  it.each(REFUSED)('refuses %s: %j', async (field, value, sentence) => {
    const reply = await brand({ color: '#123456', [field]: value });
    expect([reply.status, reply.body['errors']]).toEqual([400, { [field]: expect.stringMatching(sentence) }]);
    expect((await owner.call('GET', BRANDING)).body['color']).toBeNull();
  });

  it('is changed by who may change the organization and has proved a mailbox, where that is on', async () => {
    const [member, admin] = [await joinAs(sut, orgId, 'member'), await joinAs(sut, orgId, 'admin')];
    const body = { color: '#123456' };
    expect((await member.call('PATCH', BRANDING, { body })).status).toBe(403);
    expect((await member.call('GET', BRANDING)).status).toBe(200);
    const unproved = await admin.call('PATCH', BRANDING, { body });
    expect([unproved.status, unproved.body['code']]).toEqual([403, 'auth.email_unverified']);
    const foreign = await owner.call('PATCH', '/v1/organizations/507f1f77bcf86cd799439011/branding', {
      body,
    });
    expect([foreign.status, foreign.body['code']]).toEqual([404, 'organization.not_found']);
    await brand(FACE);
    const twin = await sut.twin({ ORGANIZATION_BRANDING: 'off' });
    try {
      const there = speaker(twin, orgId, { ...owner, adminId: owner.userId });
      const off = await there.call('PATCH', BRANDING, { body });
      expect([off.status, off.body]).toEqual([
        403,
        problem(403, 'branding.off', 'Branding of organizations is turned off', BRANDING),
      ]);
      const page = await twin.call('GET', `/dashboard/invitation?org=${orgId}`);
      expect(page.text).not.toContain('Acme');
      expect(page.text).toContain('Nest &amp; Sons');
    } finally {
      await twin.stop();
    }
  });

  it('goes with the organization', async () => {
    await brand(FACE);
    const remove = await owner.call('DELETE', '/v1/organizations/current', {
      headers: { 'x-confirm-password': owner.password },
    });
    expect([remove.status, remove.text]).toEqual([204, '']);
    expect(await sut.master.collection<{ _id: string }>('brandings').findOne({ _id: orgId })).toBeNull();
    expect((await sut.call('GET', `/dashboard/sign-in?org=${orgId}`)).text).not.toContain('Acme');
  });

  it('speaks the language of the account, else of the request, else the default', async () => {
    const plain = await signUp();
    expect((await newest(plain.email)).subject).toBe('Confirm your e-mail address');
    const german = await signUp({ 'accept-language': 'de-AT,de;q=0.9,en;q=0.8' });
    const mail = await newest(german.email);
    expect(mail.subject).toBe('Bestätigen Sie Ihre E-Mail-Adresse');
    expect(linkIn(mail).search).toBe('?lang=de');
    const set = await sut.call('PATCH', '/v1/me', { token: plain.token, body: { locale: 'de' } });
    expect([set.status, set.body['locale']]).toEqual([200, 'de']);
    const wrong = await sut.call('PATCH', '/v1/me', { token: plain.token, body: { locale: 'xx' } });
    expect(wrong.body['errors']).toEqual({ locale: 'locale must be en or de' });
    const headers = { 'accept-language': 'en' };
    await sut.call('POST', '/v1/password/forgot', { body: { email: plain.email }, headers });
    expect((await newest(plain.email, 2)).subject).toBe('Wählen Sie ein neues Passwort');
    // Nobody's choice: the background remembers what the request asked for.
    await sut.call('POST', '/v1/password/forgot', {
      body: { email: owner.email },
      headers: { 'accept-language': 'de' },
    });
    expect((await newest(owner.email, 2)).subject).toBe('Wählen Sie ein neues Passwort');
  });

  it('leads back to an allowed address after the code was used, and to no other', async () => {
    const forgot = (email: string, return_to: unknown) =>
      sut.call('POST', '/v1/password/forgot', { body: { email, return_to } });
    for (const address of [
      'https://evil.example/',
      'https://nest.example/application',
      'https://nest.example/app/../x',
      'https://nest.example@evil.example/app',
      '//evil.example/app',
      'https://nest.example/app\\..\\x',
      'javascript:alert(1)',
      { $ne: 1 },
      7,
    ]) {
      const reply = await forgot('nobody@readers.example', address);
      expect([address, reply.status, reply.body['errors']]).toEqual([
        address,
        400,
        { return_to: expect.stringContaining('RETURN_ADDRESSES') },
      ]);
    }
    const { email } = await signUp({}, { return_to: RETURN });
    const verify = await newest(email);
    expect(verify.text).not.toContain('welcome');
    const proved = await sut.call('POST', '/v1/email/verify', {
      body: { code: codeIn(verify), password: PASSWORD },
    });
    expect([proved.status, proved.headers.get('return-to')]).toEqual([204, RETURN]);
    expect((await forgot(email, RETURN)).status).toBe(202);
    const code = codeIn(await newest(email, 2));
    const used = await sut.call('POST', '/v1/password/reset', { body: { code, password: 'short' } });
    expect([used.status, used.headers.get('return-to')]).toEqual([400, null]);
    const reset = await sut.call('POST', '/v1/password/reset', { body: { code, password: NEXT_PASSWORD } });
    expect([reset.status, reset.headers.get('return-to')]).toEqual([204, RETURN]);
    expect(
      (await sut.call('POST', '/v1/password/reset', { body: { code, password: PASSWORD } })).headers.get(
        'return-to',
      ),
    ).toBeNull();
  });

  it('leads back where the organization allows it, as long as it does', async () => {
    const return_to = 'https://acme.example/app/start';
    const early = await owner.call('POST', '/v1/invitations', {
      body: { email: mailbox(), role: 'member', return_to },
    });
    expect([early.status, Object.keys(early.body['errors'] as object)]).toEqual([400, ['return_to']]);
    await brand({ return_addresses: ['https://acme.example/app'] });
    const accept = async (mail: Delivery['mail']) =>
      (
        await sut.call('POST', '/v1/invitations/accept', { body: { code: codeIn(mail), password: PASSWORD } })
      ).headers.get('return-to');
    const [one, two] = [await invite({}, { return_to }), await invite({}, { return_to })];
    expect(await accept(one)).toBe(return_to);
    const stranger = await sut.organization(`Stranger ${++serial}`);
    const foreign = await sut.call('POST', '/v1/invitations', {
      token: stranger.token,
      body: { email: mailbox(), role: 'member', return_to },
    });
    expect(foreign.status).toBe(400);
    await brand({ return_addresses: [] });
    expect(await accept(two)).toBeNull();
  });

  it('lets pages show the logo’s origin and nothing else', async () => {
    await brand(FACE);
    const plain = await sut.call('GET', '/dashboard/sign-in');
    const images = (policy: string | null) => /img-src ([^;]*)/.exec(policy!)![1];
    expect(images(plain.headers.get('content-security-policy'))).toBe(
      "'self' data: https://cdn.nest.example",
    );
    const own = await sut.call('GET', `/dashboard/invitation?org=${orgId}&lang=de`);
    expect(images(own.headers.get('content-security-policy'))).toBe(
      "'self' data: https://img.acme.example:8443",
    );
    expect(own.headers.get('content-security-policy')).toContain("script-src 'self';");
    expect(own.text).toContain('<html lang="de">');
    expect(own.text).toContain('Bereitgestellt von Nest &amp; Sons');
    const colors = await sut.call('GET', `/dashboard/brand.css?org=${orgId}`);
    expect(colors.text).toContain('--accent: #0f766e; --ink: #ffffff;');
    for (const query of [
      'org[$ne]=x',
      'org=zz',
      `org=${orgId}&org=${orgId}`,
      'lang=../de',
      'org=507f1f77bcf86cd799439011',
    ]) {
      const reply = await sut.call('GET', `/dashboard/sign-in?${query}`);
      expect([query, reply.status, reply.text]).toEqual([query, 200, plain.text]);
    }
  });

  it('dresses no page about an account with an organization', async () => {
    await brand(FACE);
    for (const name of ['verify-email', 'reset-password', 'forgot-password', 'change-email', 'undo-change']) {
      const page = await sut.call('GET', `/dashboard/${name}?org=${orgId}`);
      expect([name, page.status, page.text.includes('cme')]).toEqual([name, 200, false]);
    }
  });

  it('guide: the settings, a way back, an organization and a language', async () => {
    const guided = await sut.twin({ ...settingsOf('branding'), MAIL_URL: smtp.url, RATE_LIMITS: 'off' });
    try {
      const script = withAddresses(blocksOf('branding', 'bash').join('\n'), {
        'http://localhost:8000': guided.url,
      });
      const replies = await runShell(script, { env: { TOKEN: owner.token } });
      const [account, refused, branding, me] = replies.map(
        (line) => JSON.parse(line) as Record<string, unknown>,
      );
      expect(account).toHaveProperty('access_token');
      expect(refused).toMatchObject({ code: 'request.invalid', errors: { return_to: expect.any(String) } });
      expect(branding).toMatchObject({ product_name: 'Acme Invoices', color: '#b91c1c' });
      expect(me).toMatchObject({ locale: 'de' });
      const mail = await newest('jane@nest-readers.example');
      expect(mail.subject).toBe('Bestätigen Sie Ihre E-Mail-Adresse');
    } finally {
      await guided.stop();
    }
  });

  describeInBrowser('in Chromium', (launch) => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await launch();
    });
    afterAll(() => browser?.close());

    const open = async (colorScheme: 'light' | 'dark', locale: string): Promise<Page> => {
      const context = await browser.newContext({
        viewport: { width: 360, height: 640 },
        colorScheme,
        locale,
      });
      // Nobody is asked for the logos of this test.
      await context.route(/cdn\.nest|img\.acme/, (route) =>
        route.fulfill({ contentType: 'image/svg+xml', body: LOGO }),
      );
      return context.newPage();
    };
    const here = ({ pathname, search, hash }: URL): string => sut.url + pathname + search + hash;

    it.each(['light', 'dark'] as const)(
      'every page fits 360 pixels in a %s scheme, in both languages',
      async (scheme) => {
        await brand(FACE);
        const page = await open(scheme, 'de-DE');
        const faults: string[] = [];
        page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
        for (const name of [
          'verify-email',
          'change-email',
          'undo-change',
          'reset-password',
          'forgot-password',
          'password',
          'join',
          'members',
          'sign-in',
        ]) {
          for (const lang of ['en', 'de']) {
            await page.goto('about:blank');
            await page.goto(`${sut.url}/dashboard/${name}?lang=${lang}&org=${orgId}#code=rwc_x`);
            await page.locator('#scriptless').waitFor({ state: 'hidden' });
            const width = await page.evaluate<number>('document.documentElement.scrollWidth');
            expect([name, lang, width]).toEqual([name, lang, 360]);
            const box = await page.locator('header img').boundingBox();
            expect(box!.width).toBeLessThanOrEqual(180);
            if (process.env['SHOTS'])
              await page.screenshot({
                path: `${process.env['SHOTS']}/${name}-${lang}-${scheme}.png`,
                fullPage: true,
              });
          }
        }
        for (const path of ['/', '/docs', '/docs/errors', '/dashboard/invitation', '/dashboard/join']) {
          await page.goto(sut.url + path);
          const [width, paper] = await page.evaluate<[number, string]>(
            `[document.documentElement.scrollWidth, getComputedStyle(document.documentElement).colorScheme]`,
          );
          // Swagger UI follows the scheme by a class of its own.
          expect([path, width, paper]).toEqual([path, 360, path === '/docs' ? paper : 'light dark']);
        }
        expect(faults).toEqual([]);
        await page.context().close();
      },
    );

    it('says in German what was refused, and leads back after success', async () => {
      const { email } = await signUp({ 'accept-language': 'de' }, { return_to: RETURN });
      const page = await open('light', 'en-US');
      await page.goto(here(linkIn(await newest(email))));
      await page.getByRole('heading', { name: 'Bestätigen Sie Ihre E-Mail-Adresse' }).waitFor();
      const field = page.getByLabel('Das Passwort Ihres Kontos');
      await field.fill(NEXT_PASSWORD);
      await page.getByRole('button', { name: 'Adresse bestätigen' }).click();
      await page.getByText('Die Anmeldedaten stimmen nicht').waitFor();
      await field.fill(PASSWORD);
      await page.getByRole('button', { name: 'Adresse bestätigen' }).click();
      await page.getByText('Ihre Adresse ist bestätigt.').waitFor();
      const link = page.getByRole('link', { name: 'Weiter zu nest.example' });
      expect(await link.getAttribute('href')).toBe(RETURN);
      await page.context().close();
    });

    it('shows an organization’s invitation with its face, and names as text', async () => {
      const canary = `<img src=x onerror="document.title='owned'">`;
      await brand({ ...FACE, return_addresses: undefined });
      // As if an earlier version had let it in.
      await sut.master
        .collection<{ _id: string }>('brandings')
        .updateOne({ _id: orgId }, { $set: { product_name: canary, revision: 9 } });
      await until(
        async () => (await sut.call('GET', `/dashboard/sign-in?org=${orgId}`)).text.includes('&lt;img src=x'),
        3000,
        'the canary',
      );
      const mail = await invite();
      expect(mail.html).not.toContain('<img src=x');
      const page = await open('dark', 'en-US');
      await page.goto(here(linkIn(mail)));
      await page.locator('dl').waitFor();
      expect(await page.locator('header').textContent()).toContain(canary);
      expect(await page.locator('[data-fact="role"]').textContent()).toMatch(/^(member|Mitglied)$/);
      expect(await page.title()).not.toBe('owned');
      const paint = await page.evaluate<string>(
        `getComputedStyle(document.querySelector('form[name="accept"] button')).backgroundColor`,
      );
      expect(paint).toBe('rgb(94, 234, 212)');
      await page.context().close();
    });
  });
});
