import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Controller, Get, type INestApplication, Module, UseGuards } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import * as expressVerify from '@rowhouse/verify/express';
import * as fastifyVerify from '@rowhouse/verify/fastify';
import * as honoVerify from '@rowhouse/verify/hono';
import * as nestVerify from '@rowhouse/verify/nest';
import * as nextVerify from '@rowhouse/verify/next';
import { type Caller, Verifier } from '@rowhouse/verify';
import express from 'express';
import fastify from 'fastify';
import { Hono } from 'hono';
import { startTestApp, type TestApp } from '../support/app.js';
import { prove } from '../support/keys.js';
import { addMember } from '../support/members.js';
import { claimsOf, forge } from '../support/tokens.js';
import { until } from '../support/until.js';

interface Backend {
  ask(path: string, token?: string, headers?: Record<string, string>): Promise<Response>;
  stop(): Promise<unknown>;
}
interface Options {
  url: string;
  audience: string;
  apiKeys?: boolean;
}

const WRITE = 'data.drop';
const shown = ({ userId, organizationId, role }: Caller) => ({ userId, organizationId, role });
const headersOf = (token?: string, headers: Record<string, string> = {}) => ({
  ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  ...headers,
});
const overHttp = (url: string, stop: Backend['stop']): Backend => ({
  ask: (path, token, headers) => fetch(url + path, { headers: headersOf(token, headers) }),
  stop,
});

async function listening(server: Server): Promise<Backend> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return overHttp(`http://127.0.0.1:${port}`, async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
}

/** A backend in each framework: `/` for callers, `/drop` for those with a permission, thrown by the handler in `/own`. */
const backends: Record<string, (options: Options) => Promise<Backend>> = {
  Express: (options) => {
    const app = express();
    app.use(expressVerify.verifyRowhouse(options));
    app.get('/', (request, response) => void response.json(shown(request.rowhouse!)));
    app.get('/drop', expressVerify.requirePermission(WRITE), (_request, response) => void response.json(1));
    app.get('/own', (request, response) => {
      request.rowhouse!.require(WRITE);
      response.json(1);
    });
    return listening(createServer(app));
  },
  Fastify: async (options) => {
    const app = fastify();
    app.addHook('onRequest', fastifyVerify.verifyRowhouse(options));
    app.get('/', ({ rowhouse }) => shown(rowhouse!));
    app.get('/drop', { onRequest: fastifyVerify.requirePermission(WRITE) }, () => 1);
    app.get('/own', ({ rowhouse }) => rowhouse!.require(WRITE));
    return overHttp(await app.listen({ port: 0, host: '127.0.0.1' }), () => app.close());
  },
  'Nest on Express': (options) => nest(options, () => undefined),
  'Nest on Fastify': (options) => nest(options, () => new FastifyAdapter()),
  Hono: (options) => {
    const app = new Hono<honoVerify.RowhouseEnv>();
    app.use(honoVerify.verifyRowhouse(options));
    app.get('/', (c) => c.json(shown(c.get('rowhouse'))));
    app.get('/drop', honoVerify.requirePermission(WRITE), (c) => c.json(1));
    app.get('/own', (c) => {
      c.get('rowhouse').require(WRITE);
      return c.json(1);
    });
    return Promise.resolve({
      ask: async (path, token, headers) => app.request(path, { headers: headersOf(token, headers) }),
      stop: () => Promise.resolve(),
    });
  },
  // Its middleware and route handlers are functions on the standard Request.
  Next: (options) => {
    const middleware = nextVerify.verifyRowhouse(options);
    const handler = nextVerify.withCaller(options)<{ path: string }>((_request, caller, { path }) => {
      if (path !== '/') caller.require(WRITE);
      return Response.json(shown(caller));
    });
    const ask: Backend['ask'] = async (path, token, headers) => {
      const request = new Request(`http://shop.example${path}`, { headers: headersOf(token, headers) });
      const alone = await handler(request, { path });
      const first = await middleware(request);
      if (first !== undefined) expect([first.status, first.status]).toEqual([401, alone.status]);
      return first ?? alone;
    };
    return Promise.resolve({ ask, stop: () => Promise.resolve() });
  },
};

async function nest(options: Options, adapter: () => FastifyAdapter | undefined): Promise<Backend> {
  @Controller()
  class ShopController {
    @Get()
    show(@nestVerify.CurrentCaller() caller: Caller) {
      return shown(caller);
    }

    @nestVerify.RequirePermission(WRITE)
    @Get('drop')
    drop() {
      return 1;
    }

    @UseGuards(nestVerify.verifyRowhouse(options))
    @nestVerify.RequirePermission(WRITE)
    @Get('own')
    own() {
      return 1;
    }

    @nestVerify.Public()
    @Get('open')
    open() {
      return 'open';
    }
  }
  @Module({ controllers: [ShopController] })
  class ShopModule {}
  const made = adapter();
  const app: INestApplication = made
    ? await NestFactory.create(ShopModule, made, { logger: false })
    : await NestFactory.create(ShopModule, { logger: false });
  app.useGlobalGuards(nestVerify.verifyRowhouse(options));
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  expect(await (await fetch(`${url}/open`)).text()).toBe('open');
  return overHttp(url, () => app.close());
}

describe('@rowhouse/verify against the service', () => {
  let sut: TestApp;
  let org: Awaited<ReturnType<TestApp['organization']>>;
  let options: Options;
  beforeAll(async () => {
    sut = await startTestApp({ ALGORITHM: 'RS256' });
    org = await sut.organization('Verify Corp');
    await prove(sut, org);
    options = { url: sut.url, audience: 'rowhouse-api' };
  });
  afterAll(() => sut?.stop());

  it.each(Object.keys(backends))(
    '%s: accepts, refuses, and within a second refuses who was removed',
    async (name) => {
      const backend = await backends[name](options);
      try {
        const member = await addMember(sut, org.token);
        const answer = await backend.ask('/', member.token);
        const caller = { userId: claimsOf(member.token)['sub'], organizationId: org.id, role: 'member' };
        expect([answer.status, await answer.json()]).toEqual([200, caller]);
        expect((await backend.ask('/drop', org.token)).status).toBe(200);

        const none = await backend.ask('/');
        expect([none.status, none.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="rowhouse"']);
        expect(await none.json()).toMatchObject({ code: 'token.missing' });
        const forged = await backend.ask('/', forge({ alg: 'HS256', typ: 'JWT' }, claimsOf(org.token), 'x'));
        expect([forged.status, forged.headers.get('www-authenticate')]).toEqual([
          401,
          'Bearer realm="rowhouse", error="invalid_token", error_description="The access token is invalid"',
        ]);
        for (const path of ['/drop', '/own']) {
          const forbidden = await backend.ask(path, member.token);
          expect([path, forbidden.status, forbidden.headers.get('www-authenticate')]).toEqual([
            path,
            403,
            `Bearer realm="rowhouse", error="insufficient_scope", error_description="A permission is missing", scope="${WRITE}"`,
          ]);
        }

        expect((await backend.ask('/', member.token)).status).toBe(200);
        const gone = await sut.call('DELETE', `/v1/members/${member.id}`, { token: org.token });
        expect(gone.status).toBe(204);
        // An answer is good for half a second.
        await until(async () => (await backend.ask('/', member.token)).status !== 200, 1000);
        const removed = await backend.ask('/', member.token);
        expect([removed.status, await removed.json()]).toEqual([
          401,
          expect.objectContaining({ code: 'token.revoked' }),
        ]);
        expect((await backend.ask('/', org.token)).status).toBe(200);
      } finally {
        await backend.stop();
      }
    },
  );

  it.each(Object.keys(backends))('%s: accepts API keys where it is told to', async (name) => {
    const made = await backends[name]({ ...options, apiKeys: true });
    const closed = name === 'Hono' ? await backends[name](options) : undefined;
    try {
      const body = { name, scopes: ['data.read', 'organization.read'] };
      const reply = await sut.call<{ id: string; key: string }>('POST', '/v1/api-keys', {
        token: org.token,
        body,
      });
      const { id, key } = reply.body;
      const caller = { userId: `key:${id}`, organizationId: org.id, role: null };
      const answer = await made.ask('/', key);
      expect([answer.status, await answer.json()]).toEqual([200, caller]);
      const header = await made.ask('/', undefined, { 'x-api-key': key });
      expect([header.status, await header.json()]).toEqual([200, caller]);
      expect((await made.ask('/drop', key)).status).toBe(403);
      expect((await made.ask('/', org.token, { 'x-api-key': key })).status).toBe(401);
      expect((await closed?.ask('/', key))?.status ?? 401).toBe(401);
      expect((await sut.call('DELETE', `/v1/api-keys/${id}`, { token: org.token })).status).toBe(204);
      await until(async () => (await made.ask('/', key)).status === 401, 10_000);
    } finally {
      await made.stop();
      await closed?.stop();
    }
  });

  it('a changed role, an ended session and a suspended organization are noticed; another organization is foreign', async () => {
    const verifier = new Verifier({ ...options, revocation: { maxAge: 0 } });
    const member = await addMember(sut, org.token, 'manager');
    expect((await verifier.verify(member.token)).can('data.drop')).toBe(true);
    const change = { token: org.token, body: { role: 'member' } };
    expect((await sut.call('PATCH', `/v1/members/${member.id}`, change)).status).toBe(200);
    expect((await verifier.verify(member.token)).can('data.drop')).toBe(false);
    expect((await sut.call('DELETE', '/v1/sessions/current', { token: member.token })).status).toBe(204);
    await expect(verifier.verify(member.token)).rejects.toMatchObject({ code: 'token.revoked' });

    const other = await sut.organization('Other Verify Corp');
    const caller = await verifier.verify(other.token);
    expect(() => caller.requireOrganization(org.id)).toThrow('another organization');
    await expect(
      new Verifier({ ...options, organization: org.id }).verify(other.token),
    ).rejects.toMatchObject({
      code: 'organization.foreign',
      status: 403,
    });
    const { token } = other;
    expect(
      (await sut.call('DELETE', '/org/delete?organization_name=Other%20Verify%20Corp', { token })).status,
    ).toBe(200);
    await expect(verifier.verify(token)).rejects.toMatchObject({ code: 'token.revoked' });
  });
});
