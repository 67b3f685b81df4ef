import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { NestLog } from '../../src/common/logging/nest-log.js';
import { startEmbeddedMongodb, type EmbeddedMongodb } from '@rowhouse/embedded-mongodb';
import type { FairQueue } from '../../src/common/fair-queue.js';
import { PasswordsService } from '../../src/modules/credentials/passwords.service.js';
import { OrganizationsService } from '../../src/modules/organizations/organizations.service.js';
import { UsersService } from '../../src/modules/users/users.service.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { messageOf } from '../support/error-bodies.js';
import { type RawReply, rawRequest } from '../support/raw.js';
import { stretched } from '../support/stretched.js';
import { until } from '../support/until.js';

/** Half a second above the driver's server selection: a dead database is noticed in 2 s. */
const DEAD_MS = 2500;
const DEADLINE_MS = 3000;

describe('when something breaks', () => {
  let sut: TestApp;
  let dataDir: string;
  let mongo: EmbeddedMongodb;
  let org: Awaited<ReturnType<TestApp['organization']>>;

  const start = (port?: number) => {
    const binary = process.env['MONGOD_BINARY'];
    const more = { ...(binary ? { binary } : {}), ...(port ? { port } : {}) };
    return startEmbeddedMongodb({ dataDir, cacheSizeGB: 0.25, restart: false, env: process.env, ...more });
  };
  const send = (method: string, path: string, body?: unknown): Promise<RawReply> =>
    rawRequest(sut.url, method, path, {
      headers: {
        authorization: `Bearer ${org.token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const timed = async (method: string, path: string, body?: unknown) => {
    const since = performance.now();
    const reply = await send(method, path, body);
    return { path, reply, ms: performance.now() - since };
  };
  /** One request of each kind, all of which need the database. */
  const everyKind = (tag: string) =>
    Promise.all([
      timed('POST', '/org/create', {
        organization_name: `New ${tag}`,
        email: `new@${tag}.example`,
        password: 'SecurePassword123!',
      }),
      timed('GET', `/org/get?organization_name=Unknown%20${tag}`),
      timed('POST', '/admin/login', { email: org.email, password: org.password }),
      timed('POST', '/api/tenants/register', {
        name: `Tenant ${tag}`,
        email: `tenant@${tag}.example`,
        password: 'SecurePassword123!',
      }),
      timed('POST', '/api/tenants/login', { email: org.email, password: org.password }),
      timed('PUT', '/v1/me/password', { current_password: org.password, new_password: 'AnotherSecure1!' }),
      timed('PUT', '/org/update', { password: 'AnotherSecure1!' }),
      timed('DELETE', '/org/delete?organization_name=Faults%20Corp'),
    ]);
  /** S4 documents one message for each route, and a reference in `error` (D6). */
  const expectWords = (path: string, reply: RawReply) => {
    if (!path.startsWith('/api/tenants')) return void messageOf(path, reply);
    expect(reply.json).toEqual({
      success: false,
      message: path.endsWith('/login') ? 'Unable to login' : 'Error registering tenant',
      error: expect.stringMatching(
        new RegExp(
          `^(Service temporarily unavailable|The request took too long; its outcome is unknown|The request could not be carried out in time; nothing was changed), reference ${reply.headers['x-request-id'] as string}$`,
        ),
      ),
    });
  };
  const recovers = async (withinMs: number) => {
    const signIn = () => send('POST', '/admin/login', { email: org.email, password: org.password });
    await until(async () => (await signIn()).status === 200, withinMs, 'a sign-in');
  };

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'rowhouse-faults-'));
    mongo = await start();
    sut = await startTestApp({ MONGODB_URL: mongo.uri, REQUEST_TIMEOUT_MS: String(DEADLINE_MS) });
    org = await sut.organization('Faults Corp');
  });
  afterAll(async () => {
    await sut?.stop();
    await mongo?.stop();
    await rm(dataDir, { recursive: true, force: true, maxRetries: 10 });
  });
  afterEach(() => jest.restoreAllMocks());

  it.each([
    ['GET', '/org/get?organization_name=Faults%20Corp'],
    ['GET', '/v1/me'],
  ])('a bug behind %s %s is a 500 that tells a reference, not the inside', async (method, path) => {
    const logged = jest.spyOn(NestLog.prototype, 'error').mockImplementation();
    const bug = Object.assign(new Error('E11000 of MongoServerError at /src/inside.ts:1:1'), { code: 11000 });
    jest.spyOn(sut.app.get(OrganizationsService, { strict: false }), 'findByName').mockRejectedValue(bug);
    jest.spyOn(sut.app.get(UsersService, { strict: false }), 'getState').mockRejectedValue(bug);
    const reply = await send(method, path);
    expect([reply.status, messageOf(path, reply)]).toEqual([500, 'Internal error']);
    expect(logged.mock.calls.flat().join(' ')).toContain(reply.headers['x-request-id']);
    expect(logged.mock.calls[0][1]).toMatchObject({ err: { stack: expect.stringContaining('inside.ts') } });
  });

  it('thrown things that are no errors are a 500 too', async () => {
    jest.spyOn(NestLog.prototype, 'error').mockImplementation();
    const service = sut.app.get(OrganizationsService, { strict: false });
    for (const thrown of [undefined, null, 'text', 5, { code: 11000 }, Symbol('x')]) {
      jest.spyOn(service, 'findByName').mockRejectedValue(thrown);
      const reply = await send('GET', '/org/get?organization_name=Faults%20Corp');
      expect([reply.status, messageOf('/org', reply)]).toEqual([500, 'Internal error']);
    }
  });

  it('a handler that does not come back is 503 at its deadline, and nothing was changed', async () => {
    const service = sut.app.get(PasswordsService, { strict: false });
    jest.spyOn(service, 'verify').mockImplementation(() => new Promise(() => undefined));
    const bodies: [string, string, unknown][] = [
      ['POST', '/admin/login', { email: org.email, password: org.password }],
      ['PUT', '/v1/me/password', { current_password: org.password, new_password: 'AnotherSecure1!' }],
    ];
    const replies = await Promise.all(bodies.map((request) => timed(...request)));
    for (const { path, reply, ms } of replies) {
      expect([reply.status, messageOf(path, reply)]).toEqual([
        503,
        'The request could not be carried out in time; nothing was changed',
      ]);
      expect(Number(reply.headers['retry-after'])).toBeGreaterThan(0);
      expect(ms).toBeLessThan(stretched(DEADLINE_MS + 1000));
    }
  });

  it('a full hashing queue is 503 with Retry-After, not a wait', async () => {
    const { queue } = sut.app.get<PasswordsService, { queue: { averageMs: number; run: FairQueue['run'] } }>(
      PasswordsService,
      { strict: false },
    );
    let end = (): void => undefined;
    const running = new Promise<void>((resolve) => (end = resolve));
    // One for each slot, and one for the extra slot of a key that has nothing running.
    const keys = ['one', ...Array.from({ length: availableParallelism() }, () => 'two')];
    const busy = keys.map((key) => queue.run({ key, deadline: Infinity }, () => running));
    const { averageMs } = queue;
    queue.averageMs = DEADLINE_MS;
    const { path, reply, ms } = await timed('POST', '/admin/login', {
      email: org.email,
      password: org.password,
    });
    expect([reply.status, messageOf(path, reply)]).toEqual([503, 'Too many sign-ins at the moment']);
    end();
    await Promise.all(busy);
    queue.averageMs = averageMs;
    expect(reply.headers['retry-after']).toMatch(/^[1-9]$/); // what the line is reckoned to take
    expect(ms).toBeLessThan(stretched(2500));
  });

  it('I1 a frozen database: 503 by the deadline, live but not ready, well again when it thaws', async () => {
    process.kill(mongo.pid!, 'SIGSTOP'); // acts on each of its threads in turn, some of which answer once more
    try {
      await until(async () => (await send('GET', '/health/ready')).status === 503);
      for (const { path, reply, ms } of await everyKind('frozen')) {
        expect([path, reply.status]).toEqual([path, 503]);
        expectWords(path, reply);
        expect(Number(reply.headers['retry-after'])).toBeGreaterThan(0);
        // A move and a deletion have no deadline of their own: the driver's monitor ends them.
        const limit = /update|delete/.test(path) ? 6000 : DEADLINE_MS + 1000;
        expect([path, ms < stretched(limit)]).toEqual([path, true]);
      }
      expect((await send('GET', '/health')).status).toBe(200);
      expect((await send('GET', '/health/live')).status).toBe(200);
      const ready = await send('GET', '/health/ready');
      expect([ready.status, ready.headers['retry-after']]).toEqual([503, '1']);
      expect(ready.json).toMatchObject({ status: 'error', error: { mongodb: { status: 'down' } } });
    } finally {
      process.kill(mongo.pid!, 'SIGCONT');
    }
    await recovers(10_000);
  });

  it('I1 a dead database: 503 within 2.5 s, known not to be done, well again when it is back', async () => {
    await mongo.stop();
    for (const { path, reply, ms } of await everyKind('dead')) {
      expect([path, reply.status]).toEqual([path, 503]);
      expectWords(path, reply);
      expect(Number(reply.headers['retry-after'])).toBeGreaterThan(0);
      if (path.startsWith('/v1')) expect(reply.json).not.toHaveProperty('outcome');
      expect([path, ms < stretched(DEAD_MS)]).toEqual([path, true]);
    }
    expect((await send('GET', '/health/live')).status).toBe(200);
    expect((await send('GET', '/health/ready')).status).toBe(503);
    mongo = await start(mongo.port);
    await recovers(10_000);
    const reply = await send('GET', '/org/get?organization_name=Faults%20Corp');
    expect(reply.status).toBe(200);
    await until(async () => (await send('GET', '/health/ready')).status === 200);
  });
});
