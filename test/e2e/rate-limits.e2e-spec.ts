import { setTimeout as sleep } from 'node:timers/promises';
import { RateLimitsRepository } from '../../src/modules/rate-limits/rate-limits.repository.js';
import { RateLimitsService } from '../../src/modules/rate-limits/rate-limits.service.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { type RawReply, rawRequest } from '../support/raw.js';
import { until } from '../support/until.js';

const WRONG = 'WrongPassword1!';

/** A sign-in as it comes from `network`, through the proxy that is this machine. */
function signIn(
  { url }: TestApp,
  network: string,
  email: string,
  password: string,
  path = '/admin/login',
): Promise<RawReply> {
  return rawRequest(url, 'POST', path, {
    headers: { 'content-type': 'application/json', 'x-forwarded-for': network },
    body: JSON.stringify({ email, password }),
  });
}

const statuses = (replies: RawReply[]): Record<number, number> =>
  Object.fromEntries(
    [...new Set(replies.map(({ status }) => status))].map((one) => [
      one,
      replies.filter(({ status }) => status === one).length,
    ]),
  );

describe('limits over several instances and restarts', () => {
  let sut: TestApp;
  let twin: TestApp;
  beforeAll(async () => {
    sut = await startTestApp({
      RATE_LIMITS: 'on',
      RATE_LIMIT_SIGN_IN: '7',
      RATE_LIMIT_LOOKUP: '6',
      CORS_ORIGINS: 'https://admin.example.com',
      TRUSTED_PROXIES: '127.0.0.1',
    });
    twin = await sut.twin();
  });
  afterAll(async () => {
    await twin?.stop();
    await sut?.stop();
  });

  const lookUp = ({ url }: TestApp, network: string) =>
    rawRequest(url, 'GET', '/org/get?organization_name=x', { headers: { 'x-forwarded-for': network } });

  it('G1 a burst of a thousand wrong passwords on two instances passes exactly as often as allowed', async () => {
    const burst = Array.from({ length: 1000 }, (_, i) =>
      signIn(i % 2 ? sut : twin, '203.0.113.1', `nobody${i}@limits.example`, WRONG),
    );
    expect(statuses(await Promise.all(burst))).toEqual({ 401: 7, 429: 993 });
  });

  it('G1 a burst of sign-ins that succeed leaves nothing counted', async () => {
    const org = await sut.organization('Office');
    const counts = sut.app.get(RateLimitsRepository);
    const key = sut.app.get(RateLimitsService).keyOf('sign-in', '203.0.113.2');
    for (let i = 0; i < 3; i++) {
      const burst = Array.from({ length: 5 }, (_, j) =>
        signIn(j % 2 ? sut : twin, '203.0.113.2', org.email, org.password),
      );
      expect(statuses(await Promise.all(burst))).toEqual({ 200: 5 });
      while ((await counts.used(key)) > 0) await sleep(10); // a point is given back behind the answer
    }
    const wrong = Array.from({ length: 20 }, (_, i) =>
      signIn(sut, '203.0.113.2', `n${i}@limits.example`, WRONG),
    );
    expect(statuses(await Promise.all(wrong))).toEqual({ 401: 7, 429: 13 });
  });

  it('G1 a restart forgets nothing', async () => {
    for (let i = 0; i < 4; i++) expect((await lookUp(sut, '203.0.113.3')).status).toBe(404);
    const restarted = await sut.twin();
    const replies = await Promise.all(Array.from({ length: 10 }, () => lookUp(restarted, '203.0.113.3')));
    await restarted.stop();
    expect(statuses(replies)).toEqual({ 404: 2, 429: 8 });
  });

  it('tells what is allowed and what is left, with every answer of a limited route', async () => {
    const first = await lookUp(sut, '203.0.113.4');
    const second = await lookUp(twin, '203.0.113.4');
    for (const [reply, left] of [
      [first, 5],
      [second, 4],
    ] as const) {
      expect(reply.headers['ratelimit-policy']).toBe('"lookup";q=6;w=60');
      expect(reply.headers['ratelimit']).toMatch(new RegExp(`^"lookup";r=${left};t=([1-9]|[1-5]\\d|60)$`));
    }
    for (let i = 0; i < 4; i++) await lookUp(sut, '203.0.113.4');
    for (const app of [sut, twin, sut]) {
      const refused = await lookUp(app, '203.0.113.4');
      expect(refused.status).toBe(429);
      expect(refused.headers['ratelimit-policy']).toBe('"lookup";q=6;w=60');
      expect(refused.headers['ratelimit']).toBe(`"lookup";r=0;t=${refused.headers['retry-after']}`);
    }
    const open = await rawRequest(sut.url, 'GET', '/health');
    expect([open.headers['ratelimit'], open.headers['ratelimit-policy']]).toEqual([undefined, undefined]);
  });

  it('lets pages of another origin read the fields', async () => {
    const headers = { origin: 'https://admin.example.com' };
    const reply = await rawRequest(sut.url, 'GET', '/health', { headers });
    const exposed = String(reply.headers['access-control-expose-headers']).split(', ');
    expect(exposed).toEqual(expect.arrayContaining(['RateLimit', 'RateLimit-Policy', 'Retry-After']));
  });

  it('costs no database work for an address that is refused', async () => {
    while ((await lookUp(sut, '203.0.113.6')).status !== 429);
    const take = jest.spyOn(sut.app.get(RateLimitsRepository), 'take');
    const replies = await Promise.all(Array.from({ length: 50 }, () => lookUp(sut, '203.0.113.6')));
    expect([statuses(replies), take.mock.calls.length]).toEqual([{ 429: 50 }, 0]);
    take.mockRestore();
  });

  it('G2 an IPv6 /64 is one client on all instances', async () => {
    const burst = Array.from({ length: 30 }, (_, i) => lookUp(i % 2 ? sut : twin, `2001:db8:9:9::${i + 1}`));
    expect(statuses(await Promise.all(burst))).toEqual({ 404: 6, 429: 24 });
    expect((await lookUp(sut, '2001:db8:9:a::1')).status).toBe(404);
  });

  it('S21 the networks of an IPv6 /48 share a bucket twice as wide, on all instances', async () => {
    const burst = Array.from({ length: 30 }, (_, i) => lookUp(i % 2 ? sut : twin, `2001:db8:48:${i + 1}::1`));
    const replies = await Promise.all(burst);
    expect(statuses(replies)).toEqual({ 404: 12, 429: 18 });
    const refused = replies.find(({ status }) => status === 429)!;
    expect(refused.headers['ratelimit-policy']).toBe('"lookup";q=6;w=60, "lookup-site";q=12;w=60');
    expect(refused.headers['ratelimit']).toMatch(/, "lookup-site";r=0;t=\d+$/);
    expect((await lookUp(sut, '2001:db8:49::1')).status).toBe(404);
  });

  it('keeps neither addresses nor networks', async () => {
    await signIn(sut, '203.0.113.5', 'somebody@limits.example', WRONG);
    const rows = JSON.stringify(await sut.master.collection('rate_limits').find().toArray());
    expect(rows).not.toMatch(/203\.0|somebody|2001:db8/);
    const indexes = await sut.master.collection('rate_limits').indexes();
    expect(indexes).toContainEqual(
      expect.objectContaining({ key: { expires_at: 1 }, expireAfterSeconds: 0 }),
    );
  });
});

describe('a count', () => {
  let sut: TestApp;
  let twin: TestApp;
  beforeAll(async () => {
    sut = await startTestApp();
    twin = await sut.twin();
  });
  afterAll(async () => {
    await twin?.stop();
    await sut?.stop();
  });

  it('grants no point more than there are, however many ask on however many instances', async () => {
    const limit = { name: 'test', limit: 100, windowSeconds: 600, givesBack: true };
    for (const key of ['one', 'two', 'three']) {
      const asked = Array.from({ length: 2000 }, (_, i) =>
        (i % 2 ? sut : twin).app.get(RateLimitsService).take(limit, key),
      );
      const taken = await Promise.all(asked);
      const granted = taken.filter((one) => one.granted);
      expect(granted).toHaveLength(100);
      expect(new Set(granted.map(({ remaining }) => remaining)).size).toBe(100);
      await Promise.all(granted.slice(0, 10).map((one) => sut.app.get(RateLimitsService).giveBack(key, one)));
      const again = Array.from({ length: 50 }, () => sut.app.get(RateLimitsService).take(limit, key));
      expect((await Promise.all(again)).filter((one) => one.granted)).toHaveLength(10);
    }
  });

  it('begins again when its window is over, and takes back no point of an earlier one', async () => {
    const counts = sut.app.get(RateLimitsRepository);
    const ask = { key: 'window', points: 2, limit: 3, windowMs: 3000 };
    const first = await counts.take(ask);
    expect(first).toMatchObject({ granted: 2, used: 2 });
    expect(await counts.take({ ...ask, windowMs: 60_000 })).toMatchObject({ granted: 1, used: 3 });
    expect(await counts.used('window')).toBe(3);
    while ((await counts.used('window')) > 0) await sleep(20);
    const second = await counts.take({ ...ask, points: 9, windowMs: 60_000 });
    expect(second).toMatchObject({ granted: 3, used: 3 });
    expect(second.window.getTime()).toBeGreaterThan(first.window.getTime());
    await counts.giveBack('window', first.window);
    expect(await counts.used('window')).toBe(3);
    await counts.giveBack('window', second.window);
    expect(await counts.used('window')).toBe(2);
    for (let i = 0; i < 5; i++) await counts.giveBack('window', second.window);
    expect(await counts.used('window')).toBe(0);
  });
});

describe('wrong passwords of an account', () => {
  const BUDGET = 5;
  const ATTACKED = 12;
  let sut: TestApp;
  let twin: TestApp;
  beforeAll(async () => {
    sut = await startTestApp({
      RATE_LIMITS: 'on',
      RATE_LIMIT_SIGN_IN: '1000',
      RATE_LIMIT_CREATE: '1000',
      RATE_LIMIT_ACCOUNT: String(BUDGET),
      RATE_LIMIT_ACCOUNT_TOTAL: String(ATTACKED),
      TRUSTED_PROXIES: '127.0.0.1',
    });
    twin = await sut.twin();
  });
  afterAll(async () => {
    await twin?.stop();
    await sut?.stop();
  });

  it('G1 are checked exactly as often as allowed, in a burst over two instances', async () => {
    const org = await sut.organization('Burst');
    const burst = Array.from({ length: 300 }, (_, i) =>
      signIn(i % 2 ? sut : twin, '198.51.100.1', org.email, WRONG),
    );
    expect(statuses(await Promise.all(burst))).toEqual({ 401: BUDGET, 429: 300 - BUDGET });
  });

  it('let all the right ones pass that come at once', async () => {
    const org = await sut.organization('Machines');
    const burst = Array.from({ length: 40 }, (_, i) =>
      signIn(i % 2 ? sut : twin, '198.51.100.9', org.email, org.password),
    );
    expect(statuses(await Promise.all(burst))).toEqual({ 200: 40 });
  });

  it('are counted together at every surface, for every spelling of the address', async () => {
    const { email } = await sut.organization('Doors');
    const routes = ['/admin/login', '/signin', '/api/tenants/login', '/v1/sessions', '/admin/login'];
    for (const [i, route] of routes.entries()) {
      const spelled = i % 2 ? email.toUpperCase() : email;
      expect([route, (await signIn(sut, '198.51.100.2', spelled, WRONG, route)).status]).toEqual([
        route,
        401,
      ]);
    }
    for (const [route, body] of [
      ['/admin/login', { detail: 'Too many requests' }],
      ['/signin', { detail: 'Too many requests' }],
      ['/api/tenants/login', { success: false, message: 'Too many requests' }],
    ] as const) {
      const refused = await signIn(sut, '198.51.100.2', email, WRONG, route);
      expect([route, refused.status, refused.json]).toEqual([route, 429, body]);
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
      expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(900);
      expect(refused.headers['ratelimit-policy']).toBe(`"sign-in";q=1000;w=60, "account";q=${BUDGET};w=900`);
      expect(refused.headers['ratelimit']).toMatch(
        new RegExp(`^"sign-in";r=\\d+;t=\\d+, "account";r=0;t=${refused.headers['retry-after']}$`),
      );
    }
  });

  it('are counted when the caller confirms with a password', async () => {
    const org = await sut.organization('Confirmed');
    const change = () =>
      sut.call('PUT', '/api/v1/users/me/password', {
        token: org.token,
        headers: { 'x-forwarded-for': '198.51.100.3' },
        body: { currentPassword: WRONG, newPassword: 'AnotherPassword1!' },
      });
    for (let i = 0; i < BUDGET; i++) expect((await change()).status).toBe(401);
    expect((await change()).status).toBe(429);
    expect((await signIn(sut, '198.51.100.3', org.email, org.password)).status).toBe(429);
    expect((await signIn(sut, '198.51.100.4', org.email, org.password)).status).toBe(200);
  });

  it('G3 of strangers shut nobody out: not from a known network, not from a new one', async () => {
    const org = await sut.organization('Hammered');
    const home = '198.51.100.10';
    const enter = async (network: string) =>
      expect((await signIn(twin, network, org.email, org.password)).status).toBe(200);
    await enter(home);
    const checked = [];
    for (let stranger = 1; stranger <= 12; stranger++) {
      const tries = Array.from({ length: 8 }, () => `203.0.113.${stranger}`);
      const replies = [];
      for (const network of tries) replies.push(await signIn(sut, network, org.email, WRONG));
      checked.push(replies.filter(({ status }) => status === 401).length);
      await enter(home);
    }
    // The full budget each until twelve failures were seen, then three.
    expect(checked).toEqual([5, 5, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3]);
    for (let i = 1; i < BUDGET; i++) {
      expect((await signIn(sut, home, org.email, WRONG)).status).toBe(401);
    }
    await enter(home); // a known network keeps its full budget
    for (let i = 1; i < 3; i++) {
      expect((await signIn(sut, '198.51.100.11', org.email, WRONG)).status).toBe(401);
    }
    await enter('198.51.100.11'); // a new one has three tries
    await enter('198.51.100.12');
    const blocked = () =>
      sut.call<{ items: object[] }>('GET', '/v1/audit?action=session.blocked', { token: org.token });
    await until(async () => (await blocked()).body.items.length > 0);
    const { items } = (await blocked()).body; // of all these failures, one entry
    expect(items).toMatchObject([
      { actor_id: null, target_type: 'user', target_id: org.adminId, details: { failures: ATTACKED } },
    ]);
    expect(items).toHaveLength(1);
  });

  it('D10 of an address without an account are answered alike: bytes, headers, counts', async () => {
    const { email } = await sut.organization('Known');
    const tell = async (address: string, network: string) => {
      const replies = [];
      for (let i = 0; i < 24; i++) {
        const from = `${network}.${Math.floor(i / 8)}`;
        const { status, headers, text } = await signIn(i % 2 ? sut : twin, from, address, WRONG);
        const volatile = ['date', 'x-request-id', 'ratelimit', 'retry-after'];
        const rest = Object.entries(headers).filter(([name]) => !volatile.includes(name));
        replies.push({
          status,
          text,
          headers: Object.fromEntries(rest),
          retries: headers['retry-after'] !== undefined,
          left: String(headers['ratelimit']).replace(/t=\d+/g, 't'),
        });
      }
      return replies;
    };
    const known = await tell(email, '192.0.2');
    expect(await tell('nobody@known.example', '198.18.2')).toEqual(known);
    expect(statuses(known as unknown as RawReply[])).toEqual({ 401: 13, 429: 11 });
    const rows = await sut.master
      .collection<{ _id: string }>('rate_limits')
      .find({ _id: /^account:/ })
      .toArray();
    expect(rows.length).toBeGreaterThanOrEqual(6);
  });
});
