import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page, Request } from 'playwright-core';
import type { TestApp } from './app.js';
import { stretched } from './stretched.js';

const AXE = readFileSync(createRequire(__filename).resolve('axe-core/axe.min.js'), 'utf8');
export const PASSWORD = 'a-long-enough-Passphrase1';
/** What anybody could call anything. */
export const MEAN = '<img src=x onerror="document.title=`owned`"><script>document.title="owned"</script>';

/** One browser on the dashboard of a service, with an organization and its owner. */
export class Dashboard {
  readonly owner = { email: 'owner@acme.example', token: '', org: '' };
  /** What browsers complained about; each fails the test. */
  readonly faults: string[] = [];
  private readonly contexts: BrowserContext[] = [];
  private browser: Browser | undefined;
  private readonly requests = new WeakMap<Page, Set<Request>>();

  constructor(private readonly service: () => TestApp) {}

  get sut(): TestApp {
    return this.service();
  }

  async open(browser: Browser): Promise<void> {
    this.browser = browser;
    const { email } = this.owner;
    const body = { email, password: PASSWORD, name: 'Jane', organization_name: 'Acme' };
    const made = await this.sut.call<{ access_token: string; organization_id: string }>(
      'POST',
      '/v1/accounts',
      { body },
    );
    await this.sut.master
      .collection('admin_users')
      .updateOne({ email: body.email }, { $set: { email_verified: true } });
    Object.assign(this.owner, { token: made.body.access_token, org: made.body.organization_id });
  }

  /** After each test. */
  async rest(): Promise<void> {
    await Promise.all(this.contexts.splice(0).map((context) => context.close()));
    expect(this.faults.splice(0)).toEqual([]);
  }

  async close(): Promise<void> {
    await this.browser?.close();
  }

  /** A browser of somebody; whatever it complains about or asks elsewhere fails the test. */
  readonly somebody = async (options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> => {
    const context = await this.browser!.newContext({ reducedMotion: 'reduce', ...options });
    this.contexts.push(context);
    return this.newTab(context);
  };

  readonly newTab = async (context: BrowserContext): Promise<Page> => {
    const page = await context.newPage();
    page.setDefaultTimeout(stretched(30_000));
    page.on('console', (message) => {
      // A browser logs each refusal of the service; those are asserted where they are provoked.
      const isRefusal = message.text().startsWith('Failed to load resource: the server responded');
      if (['error', 'warning'].includes(message.type()) && !isRefusal) this.faults.push(message.text());
    });
    this.count(page);
    page.on('pageerror', (error) => this.faults.push(error.message));
    page.on('request', (request) => {
      const { origin, protocol } = new URL(request.url());
      if (origin !== this.sut.url && protocol !== 'blob:' && protocol !== 'data:')
        this.faults.push(request.url());
    });
    return page;
  };

  /** Requests that are under way; the stream of events always is. */
  private count(page: Page): void {
    const open = new Set<Request>();
    this.requests.set(page, open);
    page.on('request', (request) => {
      if (!request.url().endsWith('/v1/events')) open.add(request);
    });
    page.on('requestfinished', (request) => void open.delete(request));
    page.on('requestfailed', (request) => void open.delete(request));
  }

  /** Until the page has all that it asked for. */
  readonly settled = async (page: Page): Promise<void> => {
    const open = this.requests.get(page);
    for (let calm = 0; calm < 4;) {
      await page.waitForTimeout(40);
      calm = open?.size === 0 ? calm + 1 : 0;
    }
  };

  readonly at = (path: string): string => `${this.sut.url}/dashboard${path}`;

  readonly signIn = async (page: Page, email: string, password = PASSWORD, path = '/'): Promise<void> => {
    await page.goto(this.at(path));
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
  };

  readonly confirmWith = async (page: Page, password: string): Promise<void> => {
    const dialog = page.getByRole('dialog', { name: 'Confirm that it is you' });
    await dialog.getByLabel('Your password').fill(password);
    await dialog.getByRole('button', { name: 'Confirm' }).click();
  };

  readonly heading = (page: Page, name: string): Promise<void> =>
    page.getByRole('heading', { level: 1, name }).waitFor();

  /** @param rules all of axe by default */
  readonly axe = async (page: Page, rules?: string[]): Promise<string[]> => {
    // The page's policy lets no script in; the tool stands outside of it.
    const session = await page.context().newCDPSession(page);
    await session.send('Runtime.evaluate', { expression: `if (typeof axe === 'undefined') {\n${AXE}\n}` });
    const options = JSON.stringify({ resultTypes: ['violations'], runOnly: rules });
    const { result } = await session.send('Runtime.evaluate', {
      expression: `axe.run(document, ${options}).then(({ violations }) => violations.map(({ id, nodes }) =>
        id + ': ' + nodes.map(({ target, failureSummary }) => target + ' ' + failureSummary).join(' | ')))`,
      awaitPromise: true,
      returnByValue: true,
    });
    return result.value as string[];
  };

  readonly overflow = (page: Page): Promise<number> =>
    page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');

  /** As people see it, small and large, light and dark: into the folder SCREENSHOTS, where it is set. */
  readonly pictures = async (page: Page, name: string): Promise<void> => {
    const folder = process.env['SCREENSHOTS'];
    if (folder === undefined || folder === '') return;
    const before = page.viewportSize()!;
    const file = name.replace(/\W+/g, '-').replace(/^-|-$/g, '').slice(0, 60) || 'start';
    for (const size of [before, { width: 1440, height: 900 }]) {
      await page.setViewportSize(size);
      for (const colorScheme of ['dark', 'light'] as const) {
        await page.emulateMedia({ colorScheme });
        await this.settled(page);
        await page.screenshot({ path: join(folder, `${file}.${size.width}.${colorScheme}.png`) });
      }
    }
    await page.setViewportSize(before);
  };
}
