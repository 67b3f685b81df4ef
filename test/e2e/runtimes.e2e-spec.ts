import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { transformSync } from '@swc/core';
import type * as Client from '@rowhouse/api-client';
import type * as Verify from '@rowhouse/verify';
import type * as Hono from '@rowhouse/verify/hono';
import type * as Next from '@rowhouse/verify/next';
import { startTestApp, type TestApp } from '../support/app.js';
import { describeInBrowser } from '../support/browser.js';
import { loadOnEdge } from '../support/edge.js';

const OPENAPI_FETCH = 'node_modules/openapi-fetch/dist/index.mjs';
const PAGE = `<!doctype html><title>client</title>
<script type="importmap">{ "imports": { "openapi-fetch": "/openapi-fetch.js" } }</script>
<script type="module">
  import * as client from '/client/index.js';
  window.client = client;
</script>`;

/** The sources of the client as a browser reads modules. */
function serveClient(): Promise<Server> {
  const server = createServer((request, response) => {
    const [, name] = /^\/client\/([\w/-]+)\.js$/.exec(request.url ?? '') ?? [];
    const isScript = name !== undefined || request.url === '/openapi-fetch.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    if (!isScript) return void response.end(PAGE);
    if (name === undefined) return void response.end(readFileSync(OPENAPI_FETCH));
    const source = readFileSync(`libs/api-client/src/${name}.ts`, 'utf8');
    const jsc = { target: 'es2022', parser: { syntax: 'typescript' } } as const;
    response.end(transformSync(source, { swcrc: false, module: { type: 'es6' }, jsc }).code);
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

describe('the libraries in other runtimes', () => {
  let pages: Server;
  let origin: string;
  let sut: TestApp;
  let org: Awaited<ReturnType<TestApp['organization']>>;
  beforeAll(async () => {
    pages = await serveClient();
    origin = `http://127.0.0.1:${(pages.address() as AddressInfo).port}`;
    sut = await startTestApp({ CORS_ORIGINS: origin, ALGORITHM: 'ES256' });
    org = await sut.organization('Runtime Corp');
  });
  afterAll(async () => {
    pages?.closeAllConnections();
    pages?.close();
    await sut?.stop();
  });

  it('edge: the client signs in, renews and works without anything of Node', async () => {
    const { createRowhouseClient, eachItem, ok, Session } = loadOnEdge<typeof Client>(
      'libs/api-client/src/index.ts',
    );
    const session = new Session({ baseUrl: sut.url });
    const { organization_id } = await session.signIn({ email: org.email, password: org.password });
    expect(organization_id).toBe(org.id);
    const api = createRowhouseClient({ baseUrl: sut.url, session, idempotencyKeys: true });
    const before = await session.accessToken();
    expect(await session.refresh(before)).not.toBe(before);
    const params = { path: { collection: 'edge' } };
    await ok(api.POST('/v1/data/{collection}', { params, body: { _id: 'a' } }));
    const ids: unknown[] = [];
    const list = eachItem((cursor) =>
      api.GET('/v1/data/{collection}', { params: { ...params, query: { cursor } } }),
    );
    for await (const { _id } of list) ids.push(_id);
    expect(ids).toEqual(['a']);
    await session.signOut();
    expect((await api.GET('/v1/me')).response.status).toBe(401);
  });

  it('edge: tokens are verified without anything of Node', async () => {
    const options = { url: sut.url, audience: 'rowhouse-api' };
    const { Verifier } = loadOnEdge<typeof Verify>('libs/verify/src/index.ts');
    expect((await new Verifier(options).verify(org.token)).organizationId).toBe(org.id);
    const { withCaller } = loadOnEdge<typeof Next>('libs/verify/src/next.ts');
    const handler = withCaller(options)((_request, caller) => Response.json(caller.role));
    const headers = { authorization: `Bearer ${org.token}` };
    const ask = (init: RequestInit) => handler(new Request('http://shop.example/', init), undefined);
    expect([await (await ask({ headers })).json(), (await ask({})).status]).toEqual(['owner', 401]);
    expect(typeof loadOnEdge<typeof Hono>('libs/verify/src/hono.ts').verifyRowhouse(options)).toBe(
      'function',
    );
  });

  describeInBrowser('in Chromium', (launch) => {
    it('the client keeps a session in a cookie, over a reload', async () => {
      const browser = await launch();
      try {
        const page = await browser.newPage();
        const faults: string[] = [];
        page.on('pageerror', (error) => faults.push(error.message));
        await page.goto(origin);
        const ask = (credentials?: { email: string; password: string }) =>
          page.evaluate(
            async ([baseUrl, given]) => {
              const { createRowhouseClient, ok, Session } = (
                globalThis as unknown as { client: typeof Client }
              ).client;
              const session = new Session({ baseUrl, cookie: true });
              if (given !== undefined) await session.signIn(given);
              const api = createRowhouseClient({ baseUrl, session });
              const me = await Promise.all([1, 2, 3].map(() => ok(api.GET('/v1/me'))));
              return me.map(({ email }) => email);
            },
            [sut.url, credentials] as const,
          );
        await page.waitForFunction('window.client !== undefined');
        const { email, password } = org;
        expect(await ask({ email, password })).toEqual([email, email, email]);
        await page.reload();
        await page.waitForFunction('window.client !== undefined');
        expect(await ask()).toEqual([email, email, email]);
        expect(faults).toEqual([]);
      } finally {
        await browser.close();
      }
    });
  });
});
