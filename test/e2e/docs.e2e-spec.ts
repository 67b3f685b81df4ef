import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OpenAPIObject } from '@nestjs/swagger';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import type { Browser } from 'playwright-core';
import { ERROR_DEFAULTS } from '../../src/common/errors/error-codes.js';
import { describeInBrowser } from '../support/browser.js';
import { compactDocument } from '../../src/docs/compact.js';
import { describeApi } from '../../src/docs/openapi.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { rawRequest } from '../support/raw.js';
import { dereferenced, undocumented } from '../support/openapi.js';

/** What is read of an element: the tests are compiled without the types of a browser. */
interface Tagged {
  dataset: { tag: string };
}

interface Operation {
  operationId: string;
  tags?: string[];
  summary?: string;
  security: Record<string, string[]>[];
  requestBody?: { content: Record<string, { example?: unknown }> };
  responses: Record<
    string,
    {
      description: string;
      content?: Record<string, { schema?: { $ref?: string }; example?: unknown; examples?: object }>;
    }
  >;
}
interface Document {
  openapi: string;
  info: { version: string };
  tags: { name: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: Record<string, Record<string, unknown>>;
}

/** Every route of the router as `METHOD /path/{parameter}`, without the pages of the documentation and of mails. */
function routesOf(sut: TestApp): string[] {
  const tree = sut.app.getHttpAdapter().getInstance().printRoutes({ commonPrefix: false });
  const names: string[] = [];
  const stack: string[] = [];
  for (const line of tree.split('\n')) {
    const found = /^([│├└─\s]*)(\S+)(?: \(([^)]+)\))?$/.exec(line);
    if (!found) continue;
    stack.length = found[1].length / 4 - 1;
    stack.push(found[2]);
    const path = stack.join('').replace(/:(\w+)/g, '{$1}');
    for (const method of found[3]?.split(', ') ?? []) names.push(`${method} ${path}`);
  }
  return names.filter((name) => !/^(HEAD|OPTIONS) /.test(name) && !/ (\/docs|\/dashboard|\*)/.test(name));
}

describe('the API documentation', () => {
  let sut: TestApp;
  let served: Document;
  /** As served, with references replaced by what they refer to. */
  let document: Document;
  let operations: [string, Operation][];
  beforeAll(async () => {
    sut = await startTestApp();
    served = (await sut.call<Document>('GET', '/docs-json')).body;
    document = dereferenced(served);
    operations = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]): [string, Operation] => [
        `${method.toUpperCase()} ${path}`,
        operation,
      ]),
    );
  });
  afterAll(() => sut?.stop());

  it('describes every route of the router, and nothing else', () => {
    expect(operations.map(([name]) => name).sort()).toEqual(routesOf(sut).sort());
  });

  it('is the committed openapi.json', () => {
    expect(served).toEqual(JSON.parse(readFileSync('openapi.json', 'utf8')));
  });

  it('says once what operations share: a third of the size, and nothing is lost', () => {
    const whole = JSON.parse(JSON.stringify(describeApi(sut.app))) as OpenAPIObject;
    expect(document).toEqual(whole);
    const size = (value: unknown) => JSON.stringify(value, null, 2).length;
    expect(size(served) / size(whole)).toBeLessThan(0.36);
    expect(dereferenced(compactDocument(whole))).toEqual(whole);
    expect(compactDocument(whole)).toEqual(served);
  });

  it('has the version of package.json', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(served.info.version).toBe(version);
  });

  it('names the components by what they say', () => {
    const { responses, parameters, headers, examples } = served.components;
    const names = [responses, parameters, headers, examples].map((components) => Object.keys(components));
    expect(names.flat().filter((name) => !/^([A-Z][A-Za-z0-9]*)$/.test(name))).toEqual([]);
    const some = [
      'V1AuthTokenInvalid',
      'V1CredentialInvalid',
      'V1NotPermitted',
      'V1OrganizationNotFound',
      'V1Unavailable',
    ];
    expect(names[0]).toEqual(expect.arrayContaining(some));
    expect(names[1]).toEqual(expect.arrayContaining(['IdempotencyKey', 'XOrgId']));
    expect(names[3]).toEqual(expect.arrayContaining(['V1RequestInvalidEmail', 'V1RoleNotFound']));
  });

  it('has one class for each schema: of two with one name, one would be shown for both', () => {
    const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) =>
      /\.ts$/.test(name),
    );
    const classes = files.flatMap((name) =>
      [...readFileSync(join('src', name), 'utf8').matchAll(/^(?:export )?class (\w+Dto)\b/gm)].map(
        ([, one]) => one,
      ),
    );
    expect(classes.length).toBeGreaterThan(100);
    expect(classes.filter((one, i) => classes.indexOf(one) !== i)).toEqual([]);
  });

  it('names, tags and exemplifies every operation', () => {
    const bare = operations.filter(([, { tags, summary, requestBody, responses }]) => {
      const media = [
        ...Object.values(requestBody?.content ?? {}),
        ...Object.values(responses).flatMap(({ content }) => Object.values(content ?? {})),
      ];
      return !tags?.length || !summary || media.some((one) => !('example' in one) && !('examples' in one));
    });
    expect(bare.map(([name]) => name)).toEqual([]);
    const ids = operations.map(([, { operationId }]) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('asks for a token exactly where the service does', async () => {
    for (const [name, { security, requestBody }] of operations) {
      const [method, path] = name.split(' ') as [string, string];
      const reply = await sut.call(method, path.replace(/[{}]/g, ''), {
        ...(requestBody
          ? { body: {}, headers: { 'content-type': Object.keys(requestBody.content)[0] } }
          : {}),
      });
      // A wrong password or refresh token is 401 as well, at surfaces that ask for no access token.
      const refused = reply.status === 401 && reply.headers.has('www-authenticate');
      // [{}, { bearer: [] }]: a setting that is off by default would demand the token.
      const needed =
        security.length > 0 &&
        security.every((scheme) => ['bearer', 'client', 'api_key'].some((one) => one in scheme));
      expect({ name, refused }).toEqual({ name, refused: needed });
    }
  });

  it('writes the envelope and the samples of the seed', () => {
    const { responses, requestBody } = document.paths['/org/create']['post'];
    expect(requestBody!.content['application/json'].example).toEqual({
      organization_name: 'Acme Corp',
      email: 'admin@acme.com',
      password: 'SecurePassword123!',
    });
    expect(responses['201'].content!['application/json'].example).toEqual({
      message: 'Organization created successfully',
      data: {
        organization_name: 'Acme Corp',
        collection_name: 'org_acme_corp',
        admin_id: '507f1f77bcf86cd799439011',
        created_at: '2024-12-12T10:30:00',
      },
    });
    expect(responses['400'].content!['application/json'].examples).toMatchObject({
      'organization.name_taken': { value: { detail: 'Organization already exists' } },
    });
  });

  it('shows what an empty body is answered with', async () => {
    const shown: unknown[] = [];
    const sent: unknown[] = [];
    for (const [name, { security, responses }] of operations) {
      const { content } = responses['400'] ?? {};
      const examples = content?.['application/json']?.examples as
        Record<string, { value: unknown }> | undefined;
      const [method, path] = name.split(' ') as [string, string];
      if (security.length > 0 || method === 'GET' || !examples?.['request.invalid']) continue;
      shown.push([name, examples['request.invalid'].value]);
      sent.push([name, (await sut.call(method, path, { body: {} })).body]);
    }
    expect(shown.length).toBeGreaterThan(1);
    expect(sent).toMatchObject(shown);
  });

  it('lists the errors of each route: the tests’ client fails on another one', () => {
    const unused = { code: 'role.in_use' };
    expect(undocumented('DELETE', '/v1/roles/auditor', 409, unused)).toBeUndefined();
    expect(undocumented('GET', '/v1/roles/auditor?a=b', 409, unused)).toMatch(/409 role.in_use/);
    expect(undocumented('POST', '/v1/members/confirm', 404, { code: 'user.not_found' })).toMatch(/404/);
  });

  it('has an anchor for every code that `type` of a problem leads to', async () => {
    const problem = await sut.call<{ type: string }>('GET', '/v1/me');
    const page = await sut.call('GET', problem.body.type);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    const anchors = [...page.text.matchAll(/ id="([^"]+)"/g)].map(([, code]) => code);
    expect(anchors).toEqual(Object.keys(ERROR_DEFAULTS));
    expect(page.text).not.toMatch(/<script|style=|(?:src|href)="(?!data:,|#)/);
  });

  it('is sent compressed and kept by browsers: the page costs 650 KB once, and 304s from then on', async () => {
    const page = await sut.call('GET', '/docs');
    const assets = [...page.text.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path);
    expect(assets).toHaveLength(4);
    let sent = 0;
    for (const path of ['/docs', '/docs-json', '/docs/errors', ...assets]) {
      const raw = await rawRequest(sut.url, 'GET', path, { headers: { 'accept-encoding': 'gzip, br' } });
      expect([path, raw.status, raw.headers['content-encoding']]).toEqual([path, 200, 'br']);
      sent += Number(raw.headers['content-length']);
      const etag = String(raw.headers['etag']);
      const again = await rawRequest(sut.url, 'GET', path, { headers: { 'if-none-match': etag } });
      expect([path, again.status, again.text]).toEqual([path, 304, '']);
      expect(raw.headers['cache-control']).toBe(
        path.includes('?v=') ? 'public, max-age=31536000, immutable' : 'no-cache',
      );
      const plain = await rawRequest(sut.url, 'GET', path, { headers: { 'accept-encoding': 'br;q=0' } });
      expect(plain.headers['content-encoding']).toBeUndefined();
    }
    expect(sent).toBeLessThan(650_000);
  });

  it('has a document for each surface, which are the whole together', async () => {
    const start = (await sut.call('GET', '/docs/start.js')).text;
    const urls = [...start.matchAll(/"url": "([^"]+)"/g)].map(([, path]) => path);
    expect(urls.slice(0, 2)).toEqual(['/docs-json', '/docs/openapi/v1.json']);
    const parts = await Promise.all(
      urls.slice(1).map(async (path) => (await sut.call<Document>('GET', path)).body),
    );
    const all = parts.map((part) => dereferenced(part).paths);
    expect(Object.keys(all[0]).every((path) => path.startsWith('/v1/'))).toBe(true);
    expect(Object.assign({}, ...all)).toEqual(document.paths);
    expect(all.reduce((sum, paths) => sum + Object.keys(paths).length, 0)).toBe(
      Object.keys(document.paths).length,
    );
    expect(Math.max(...parts.slice(1).map((part) => JSON.stringify(part).length))).toBeLessThan(200_000);
  });

  it('keeps the names that clients were generated with', () => {
    const now = operations.map(([name, { operationId }]) => `${operationId} ${name}`);
    const kept = readFileSync('docs/operation-ids.txt', 'utf8').trim().split('\n');
    expect(kept.filter((line) => !now.includes(line))).toEqual([]);
    expect(now.filter((line) => !kept.includes(line))).toEqual([]);
  });

  it('is without an error for the linter of Redocly', async () => {
    const config = await createConfig({ extends: ['recommended'] });
    const problems = await lintFromString({ source: JSON.stringify(served), config });
    const errors = problems.filter(({ severity }) => severity === 'error');
    expect(errors.map(({ ruleId, message }) => `${ruleId}: ${message}`)).toEqual([]);
  });

  it('is not served with DOCS=off', async () => {
    const { readEnv } = await import('../../src/config/env.js');
    const { createApplication } = await import('../../src/application.js');
    const app = await createApplication(
      readEnv({ NODE_ENV: 'test', MONGODB_URL: sut.mongoUri, DOCS: 'off', SECRET_KEY: 'kept-by-nobody' }),
    );
    await app.init();
    for (const url of ['/docs', '/docs-json', '/docs/errors']) {
      const reply = await app.inject({ method: 'GET', url });
      expect([url, reply.statusCode, reply.json()]).toEqual([url, 404, { detail: 'Not Found' }]);
    }
    await app.close();
  });

  describeInBrowser('in Chromium', (launch) => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await launch();
    });
    afterAll(() => browser?.close());

    it('shows every surface without an error, and sends the token it was given', async () => {
      const page = await browser.newPage();
      const faults: string[] = [];
      page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
      page.on('pageerror', (error) => faults.push(error.message));
      await page.goto(`${sut.url}/docs`);
      await page.waitForSelector('.opblock-tag');
      // Groups are closed; the native API's are the first.
      expect(await page.locator('.opblock').count()).toBe(0);
      const groups = await page
        .locator('.opblock-tag')
        .evaluateAll((all) => all.map((one) => (one as unknown as Tagged).dataset.tag));
      expect(groups).toEqual(served.tags.map(({ name }) => name));
      const guarded = operations.find(([, { security }]) => security.length === 1)![1];
      await page.locator(`.opblock-tag[data-tag="${guarded.tags![0]}"]`).click();
      await page.locator('.operation-filter-input').fill('Sessions');
      await page.waitForFunction('document.querySelectorAll(".opblock-tag").length === 1');
      await page.locator('.operation-filter-input').fill('');
      // One document per surface beside the whole.
      await page.locator('#select').selectOption({ label: 'Organization API' });
      await page.locator('.opblock-tag[data-tag="Organizations (S1)"], .opblock-tag').first().waitFor();
      await page.locator('.info .title').getByText('Rowhouse: Organization API').waitFor();
      await page.locator('#select').selectOption({ label: 'Everything' });
      await page.locator('.info .title').getByText('Rowhouse', { exact: false }).waitFor();
      expect(faults).toEqual([]);

      await page.click('button.authorize');
      await page.fill('.auth-container input', 'a-token');
      await page.click('.auth-btn-wrapper button.authorize');
      await page.click('.auth-btn-wrapper button.btn-done');
      const guardedWords = guarded.responses['401'].description;
      const block = page.locator(`.opblock[id$="-${guarded.operationId}"]`);
      await block.locator('.opblock-summary-control').click();
      await block.locator('.responses-inner').getByText(guardedWords, { exact: true }).first().waitFor();
      const sent = page.waitForRequest((request) => request.headers()['authorization'] === 'Bearer a-token');
      await block.locator('.btn.execute').click();
      await sent;
    });
  });
});
