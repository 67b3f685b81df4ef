import type { Page } from 'playwright-core';
import type { TestApp } from '../support/app.js';
import { describeInBrowser } from '../support/browser.js';
import { buildDashboardIfStale } from '../support/built.js';
import { Dashboard, MEAN, PASSWORD } from '../support/dashboard.js';
import { OPERATOR, startWithOperator } from '../support/operator.js';
import { plantCanaries } from './dashboard/canaries.js';
import { liveJourneys } from './dashboard/live.journeys.js';
import { networkJourneys } from './dashboard/network.journeys.js';
import { ownJourneys } from './dashboard/own.journeys.js';
import { pageJourneys } from './dashboard/pages.journeys.js';
import { permissionJourneys } from './dashboard/permissions.journeys.js';
import { webhookJourneys } from './dashboard/webhooks.journeys.js';

let sut: TestApp;
beforeAll(async () => {
  buildDashboardIfStale();
  ({ sut } = await startWithOperator({ RATE_LIMITS: 'off', REQUIRE_STEP_UP: 'true' }));
});
afterAll(() => sut?.stop());

describe('the files of the dashboard', () => {
  const page = (path: string) => sut.call('GET', path, { headers: { accept: 'text/html' } });

  it('a page of every address below /dashboard: kept by nobody, with a policy of its own for each answer', async () => {
    const [one, two] = [
      await page('/dashboard'),
      await page('/dashboard/o/507f1f77bcf86cd799439011/members'),
    ];
    for (const { status, headers, text } of [one, two]) {
      expect([status, headers.get('content-type'), headers.get('cache-control')]).toEqual([
        200,
        'text/html; charset=utf-8',
        'no-store',
      ]);
      const policy = headers.get('content-security-policy')!;
      expect(policy).not.toMatch(/unsafe|https?:|\*/);
      expect(text).not.toMatch(/<script>|<style|style=| on\w+=|https?:/);
      const nonce = /'nonce-([^']+)'/.exec(policy)![1];
      expect(text).toContain(`<meta name="rowhouse-nonce" content="${nonce}">`);
    }
    expect(one.headers.get('content-security-policy')).not.toBe(two.headers.get('content-security-policy'));
  });

  it('a program, another method and a file that is not there get what they get elsewhere', async () => {
    expect((await sut.call('GET', '/dashboard/o/1')).status).toBe(404);
    expect((await sut.call('GET', '/dashboard/assets/gone.js')).status).toBe(404);
    expect((await sut.call('POST', '/dashboard', { body: {} })).status).toBe(405);
  });

  it('files are kept for ever under names that change with them, and come compressed', async () => {
    const { text } = await page('/dashboard');
    const files = [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file]) => file);
    expect(files.length).toBeGreaterThan(3);
    for (const file of files) {
      const reply = await sut.call('GET', file, { headers: { 'accept-encoding': 'br' } });
      expect([file, reply.status, reply.headers.get('content-encoding')]).toEqual([file, 200, 'br']);
      const caching = file.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
      expect(reply.headers.get('cache-control')).toBe(caching);
    }
  });

  it('stands below the path of a proxy', async () => {
    const twin = await sut.twin({ PUBLIC_BASE_URL: 'https://example.com/rowhouse' });
    try {
      const { text } = await twin.call('GET', '/dashboard', { headers: { accept: 'text/html' } });
      expect(text).toContain('<meta name="rowhouse-base" content="/rowhouse">');
      expect(text).toMatch(/src="\/rowhouse\/dashboard\/assets\/index-[^"]+\.js"/);
      expect(text).not.toContain('"./');
    } finally {
      await twin.stop();
    }
  });
});

describeInBrowser('the dashboard in a browser', (launch) => {
  const dashboard = new Dashboard(() => sut);
  const { owner } = dashboard;
  const { at, somebody, newTab, signIn, confirmWith, heading, axe, overflow, settled, pictures, faults } =
    dashboard;

  beforeAll(async () => dashboard.open(await launch()));
  afterEach(() => dashboard.rest());
  afterAll(() => dashboard.close());

  it('somebody signs up with an organization, stores a document and edits it; mean text stays text', async () => {
    const page = await somebody();
    await page.goto(at('/'));
    await page.getByRole('link', { name: 'Sign up' }).click();
    await page.getByLabel('Your name').fill(MEAN);
    await page.getByLabel('E-mail').fill('new@bolt.example');
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByLabel('Organization').fill(`Bolt ${MEAN}`);
    await page.getByRole('button', { name: 'Create account' }).click();
    await heading(page, `Bolt ${MEAN}`);
    await page.getByRole('link', { name: 'Data', exact: true }).click();
    await page.getByRole('button', { name: 'New collection' }).first().click();
    await page.getByLabel('Name of the collection').fill('orders');
    const at2026 = '{"$date":"2026-01-30T12:00:00.000Z"}';
    await page
      .getByLabel('JSON of the document')
      .fill(`{"_id":"first","item":${JSON.stringify(MEAN)},"at":${at2026},"inner":{"a":1,"b":2}}`);
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    await heading(page, 'orders');
    await page.getByText('date', { exact: true }).first().waitFor();
    await page.getByRole('button', { name: 'first', exact: true }).click();
    const field = page.getByLabel('JSON of the document');
    await field.waitFor();
    await field.fill((await field.inputValue()).replace('"b": 2', '"c": true'));
    await page.getByRole('button', { name: 'Review changes' }).click();
    await page.getByText('sent as a merge patch').waitFor();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('The document is saved.').waitFor();
    const [database] = await sut.master
      .collection('organizations')
      .find({ name: `Bolt ${MEAN}` })
      .toArray();
    expect(database).toBeDefined();
    expect(await page.title()).not.toBe('owned');
    expect(await axe(page)).toEqual([]);
  });

  it('a conflict shows both versions', async () => {
    const page = await somebody();
    const { token } = owner;
    await sut.call('POST', '/v1/data/notes', { token, body: { _id: 'shared', text: 'before' } });
    await signIn(page, owner.email, PASSWORD, `/o/${owner.org}/data/notes?document=%22shared%22`);
    const field = page.getByLabel('JSON of the document');
    await field.waitFor();
    await sut.call('PATCH', '/v1/data/notes/shared', { token, body: { text: 'theirs' } });
    await field.fill((await field.inputValue()).replace('before', 'mine'));
    await page.getByRole('button', { name: 'Review changes' }).click();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Somebody changed this meanwhile').waitFor();
    await page.getByText('"text": "theirs"').waitFor();
    await page.getByRole('button', { name: 'Save mine over it' }).click();
    await page.getByText('The document is saved.').waitFor();
    const { body } = await sut.call('GET', '/v1/data/notes/shared', { token });
    expect(body['text']).toBe('mine');
  });

  it('a member is added with a temporary password, changes it, and is offered what the role permits', async () => {
    const page = await somebody();
    await signIn(page, owner.email, PASSWORD, `/o/${owner.org}/members`);
    await page.getByRole('button', { name: 'Add a member' }).click();
    await page.getByRole('dialog').getByLabel('E-mail').fill('clerk@acme.example');
    await page.getByRole('dialog').getByRole('button', { name: 'Add a member' }).click();
    await confirmWith(page, PASSWORD);
    const secret = await page.getByLabel('Shown once').innerText();
    await page.getByRole('button', { name: 'I have copied it' }).click();
    await page.getByText('clerk@acme.example').first().waitFor();

    const clerk = await somebody();
    await signIn(clerk, 'clerk@acme.example', secret);
    await clerk.getByLabel('New password').fill('another-long-Passphrase2');
    await clerk.getByRole('button', { name: 'Save and go on' }).click();
    await heading(clerk, 'Acme');
    const links = await clerk.getByRole('navigation').getByRole('link').allInnerTexts();
    expect(links.map((link) => link.trim())).toEqual([
      'Overview',
      'Data',
      'API keys',
      'Settings',
      'Profile',
      'Sessions',
    ]);
    for (const path of ['members', 'roles', 'audit', 'invitations']) {
      await clerk.goto(at(`/o/${owner.org}/${path}`));
      await clerk.getByText('You may not see this').waitFor();
    }
    await clerk.goto(at('/platform'));
    await heading(clerk, 'Acme');
  });

  it('two tabs share the session: one refresh, and a sign-out ends both', async () => {
    const page = await somebody();
    await signIn(page, owner.email);
    await heading(page, 'Acme');
    const other = await newTab(page.context());
    await other.goto(at('/account/sessions'));
    await heading(other, 'Sessions');
    await page.goto(at('/account'));
    await heading(page, 'Profile');
    await page.getByRole('button', { name: /Jane/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await heading(page, 'Sign in');
    await heading(other, 'Sign in');
    expect(await page.evaluate<string>('JSON.stringify({ ...localStorage })')).not.toMatch(/eyJ|rwr_/);
  });

  it('a session that ended elsewhere keeps what was typed; a lost connection is said and healed', async () => {
    const page = await somebody();
    await signIn(page, owner.email, PASSWORD, `/o/${owner.org}/settings`);
    const field = page.getByLabel('Custom settings');
    await field.fill('{"colour": "green"}');
    await sut.call('DELETE', '/v1/sessions', { token: owner.token });
    const again = { email: owner.email, password: PASSWORD };
    owner.token = (
      await sut.call<{ access_token: string }>('POST', '/v1/sessions', { body: again })
    ).body.access_token;
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
    await dialog.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await dialog.getByRole('button', { name: 'Sign in' }).click();
    await dialog.waitFor({ state: 'hidden' });
    expect(await field.inputValue()).toBe('{"colour": "green"}');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Saved').waitFor();
    await page.context().setOffline(true);
    await page.getByText('The connection is lost.').waitFor();
    await page.context().setOffline(false);
    await page.getByText('The connection is lost.').waitFor({ state: 'hidden' });
    faults.splice(0, Infinity, ...faults.filter((fault) => !/ERR_INTERNET_DISCONNECTED/.test(fault)));
  });

  it('dangerous acts want the name and, where the service says so, the password', async () => {
    const page = await somebody();
    const body = { email: 'gone@gone.example', password: PASSWORD, organization_name: 'Gone Ltd' };
    await sut.call('POST', '/v1/accounts', { body });
    await signIn(page, body.email);
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('button', { name: 'Delete the organization' }).click();
    const dialog = page.getByRole('dialog');
    const act = dialog.getByRole('button', { name: 'Delete the organization' });
    expect(await act.isDisabled()).toBe(true);
    await dialog.getByLabel('Type Gone Ltd to confirm').fill('Gone Ltd');
    await act.click();
    await confirmWith(page, 'not-the-Password1');
    await page.getByText('This password is wrong.').waitFor();
    await confirmWith(page, PASSWORD);
    await heading(page, 'You belong to no organization yet');
    expect(await sut.master.collection('organizations').countDocuments({ name: 'Gone Ltd' })).toBe(0);
  });

  it('an operator makes an organization, suspends it, and acts as its owner under a banner', async () => {
    const page = await somebody();
    await signIn(page, OPERATOR.email, OPERATOR.password);
    await heading(page, 'Welcome to Rowhouse');
    await page.getByRole('link', { name: 'Create an organization' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name', { exact: true }).fill('Cedar');
    await dialog.getByLabel('E-mail of its owner').fill('owner@cedar.example');
    await dialog.getByRole('button', { name: 'Create', exact: true }).click();
    await page.getByText('Cedar is ready').waitFor();
    expect((await page.getByLabel('Shown once').innerText()).length).toBeGreaterThan(10);
    await page.getByRole('link', { name: 'Open the organization' }).click();
    await heading(page, 'Cedar');
    await page.getByRole('button', { name: 'Suspend' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Suspend' }).click();
    await page.getByRole('button', { name: 'Activate' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Activate' }).click();
    await page.getByText('Active', { exact: true }).waitFor();
    await page.getByText('Generation 1').waitFor();
    await page.goto(at('/platform/accounts'));
    await page.getByRole('button', { name: `Actions for ${owner.email}` }).click();
    await page.getByRole('menuitem', { name: 'Act as this user' }).click();
    await page.getByRole('dialog').getByLabel('Reason').fill('ticket 12');
    await page.getByRole('dialog').getByRole('button', { name: 'Start' }).click();
    await confirmWith(page, OPERATOR.password);
    await heading(page, 'Acme');
    await page.getByText('You are acting as Jane').waitFor();
    expect(await axe(page)).toEqual([]);
    await page.getByRole('button', { name: 'End impersonation' }).click();
    await heading(page, 'Accounts');
  });

  it('a key is shown once and works; documents are put back to a moment', async () => {
    const page = await somebody();
    await signIn(page, owner.email, PASSWORD, `/o/${owner.org}/api-keys`);
    await page.getByRole('button', { name: 'New key', exact: true }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('export');
    await page.getByRole('dialog').getByRole('button', { name: 'Create', exact: true }).click();
    const key = page.getByLabel('Shown once');
    await confirmWith(page, PASSWORD);
    const token = await key.innerText();
    expect((await sut.call('GET', '/v1/data', { token })).status).toBe(200);
    await page.getByRole('button', { name: 'I have copied it' }).click();
    await page.getByText('export', { exact: true }).waitFor();
    await page.goto(at(`/o/${owner.org}/undo`));
    await page.getByRole('slider', { name: 'How long ago' }).press('End');
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByText('What would change').waitFor();
  });

  it('the command palette leads everywhere by a few letters', async () => {
    const page = await somebody();
    await signIn(page, owner.email);
    await heading(page, 'Acme');
    await page.keyboard.press('Control+k');
    await page.getByLabel('Find a page or an act').last().fill('audit');
    await page.keyboard.press('Enter');
    await heading(page, 'Audit log');
    await page.getByRole('button', { name: 'Verify' }).click();
    await page.getByText(/Intact: none of/).waitFor();
  });

  webhookJourneys(dashboard);
  liveJourneys(dashboard);
  pageJourneys(dashboard);
  ownJourneys(dashboard);
  networkJourneys(dashboard);
  permissionJourneys(dashboard);

  const OF_OWNER = [
    '',
    '/members',
    '/invitations',
    '/roles',
    '/audit',
    '/data',
    '/data/notes',
    '/api-keys',
    '/webhooks',
    '/backups',
    '/branches',
    '/branding',
    '/undo',
    '/settings',
  ];
  const OF_OPERATOR = [
    '',
    '/organizations',
    '/accounts',
    '/statistics',
    '/permissions',
    '/impersonations',
    '/deleted',
    '/leftovers',
    '/audit',
    '/health',
  ];

  /** The rules of axe that depend on colours. */
  const COLOURS = ['color-contrast', 'link-in-text-block'];

  it('every page is whole for all, light and dark, at 360 pixels, and takes text for nothing but text', async () => {
    const wrong: unknown[] = [];
    const canaries = await plantCanaries(dashboard);
    const look = async (page: Page, paths: string[]) => {
      for (const path of paths) {
        await page.goto(at(path));
        await page.getByRole('heading', { level: 1 }).waitFor();
        await settled(page);
        wrong.push(...(await axe(page)).map((fault) => `${path} ${fault}`));
        if ((await overflow(page)) > 0) wrong.push(`${path} scrolls sideways`);
        await page.emulateMedia({ colorScheme: 'dark' });
        await page.locator('html[data-mantine-color-scheme="dark"]').waitFor({ state: 'attached' });
        wrong.push(...(await axe(page, COLOURS)).map((fault) => `${path} (dark) ${fault}`));
        await page.emulateMedia({ colorScheme: 'light' });
        await pictures(page, path.replace(`/o/${owner.org}`, '/organization'));
        // Nothing of what anybody has typed has run.
        if ((await page.title()) === 'owned') wrong.push(`${path} ran what somebody typed`);
      }
    };
    const small = { viewport: { width: 360, height: 740 } };
    const [stranger, member, operator] = [
      await somebody(small),
      await somebody(small),
      await somebody(small),
    ];
    await Promise.all([
      look(stranger, ['/', '/sign-up', '/forgot']),
      signIn(member, owner.email).then(async () => {
        await heading(member, 'Acme');
        await look(member, [
          ...OF_OWNER.map((path) => `/o/${owner.org}${path}`),
          ...canaries.owners,
          '/account',
          '/account/sessions',
          '/start',
          '/nothing',
        ]);
      }),
      signIn(operator, OPERATOR.email, OPERATOR.password).then(async () => {
        await heading(operator, 'Welcome to Rowhouse');
        await look(
          operator,
          [...OF_OPERATOR, ...canaries.operators].map((path) => `/platform${path}`),
        );
      }),
    ]);
    expect(wrong).toEqual([]);
  });
});
