import { startTestApp, type TestApp } from '../support/app.js';
import { type RawReply, rawRequest } from '../support/raw.js';

const LIMITS = { RATE_LIMITS: 'on', RATE_LIMIT_SIGN_IN: '5', RATE_LIMIT_CREATE: '3', RATE_LIMIT_LOOKUP: '4' };

describe('rate limits', () => {
  let sut: TestApp;
  const post = (path: string, body: unknown, forwarded?: string): Promise<RawReply> =>
    rawRequest(sut.url, 'POST', path, {
      headers: { 'content-type': 'application/json', ...(forwarded ? { 'x-forwarded-for': forwarded } : {}) },
      body: JSON.stringify(body),
    });
  const wrong = (forwarded?: string) =>
    post('/admin/login', { email: 'a@b.example', password: 'WrongPassword1!' }, forwarded);
  const expectRefused = (reply: RawReply, most: number) => {
    expect([reply.status, reply.json]).toEqual([429, { detail: 'Too many requests' }]);
    expect(Number(reply.headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(reply.headers['retry-after'])).toBeLessThanOrEqual(most);
  };

  describe('without trusted proxies', () => {
    let org: Awaited<ReturnType<TestApp['organization']>>;
    beforeAll(async () => {
      sut = await startTestApp(LIMITS);
      org = await sut.organization('Limited Corp');
    });
    afterAll(() => sut?.stop());

    it('G1 sign-ins that succeed are not counted', async () => {
      for (let i = 0; i < 12; i++) {
        expect((await post('/admin/login', { email: org.email, password: org.password })).status).toBe(200);
      }
    });

    it('G1 G2 a burst of failures passes exactly as often as allowed; X-Forwarded-For buys nothing', async () => {
      const replies = await Promise.all(Array.from({ length: 40 }, (_, i) => wrong(`203.0.113.${i}`)));
      expect(replies.filter(({ status }) => status === 401)).toHaveLength(5);
      expectRefused(
        replies.find(({ status }) => status === 429)!,
        60,
      );
      expectRefused(await post('/admin/login', { email: org.email, password: org.password }), 60);
    });

    it('creating is limited by its own count', async () => {
      const create = (i: number) =>
        post('/org/create', {
          organization_name: `L${i}`,
          email: `l${i}@limits.example`,
          password: 'SecurePassword123!',
        });
      const statuses = [];
      for (let i = 0; i < 3; i++) statuses.push((await create(i)).status); // Limited Corp was the first of three
      expect(statuses).toEqual([201, 201, 429]);
      expectRefused(await create(9), 3600);
    });

    it('every way to make an account, a secret or a database for others counts as creating', async () => {
      const id = '0'.repeat(24);
      const counted: [string, object][] = [
        ['/v1/members', { email: 'm@limits.example' }],
        [`/v1/members/${id}/reset-password`, {}],
        ['/api/v1/tenants', { name: 'T', planType: 'pro' }],
        [`/api/v1/tenants/${id}/users`, { name: 'U', email: 'u@limits.example', role: 'member' }],
        [`/api/v1/tenants/${id}/users/${id}/reset-password`, {}],
      ];
      for (const [path, body] of counted) {
        const reply = await sut.call('POST', path, { token: org.token, body });
        expect([path, reply.status, reply.headers.get('ratelimit')]).toEqual([
          path,
          429,
          expect.stringMatching(/^"create"/),
        ]);
      }
    });

    it('looking up is limited; health and what needs a token are not', async () => {
      const statuses = [];
      for (let i = 0; i < 5; i++)
        statuses.push((await rawRequest(sut.url, 'GET', '/org/get?organization_name=x')).status);
      expect(statuses).toEqual([404, 404, 404, 404, 429]);
      for (let i = 0; i < 20; i++) {
        expect((await rawRequest(sut.url, 'GET', '/health')).status).toBe(200);
        expect((await sut.call('GET', '/v1/me', { token: org.token })).status).toBe(200);
      }
    });
  });

  describe('behind a trusted proxy', () => {
    beforeAll(async () => {
      sut = await startTestApp({ ...LIMITS, TRUSTED_PROXIES: '127.0.0.1, 10.0.0.0/8' });
    });
    afterAll(() => sut?.stop());
    const until429 = async (address: (i: number) => string) => {
      for (let i = 0; i < 10; i++) if ((await wrong(address(i))).status === 429) return i;
      return 10;
    };

    it('G2 counts each client, believing the proxy', async () => {
      expect(await until429(() => '203.0.113.1')).toBe(5);
      expect(await until429(() => '203.0.113.2')).toBe(5);
      expect((await wrong('203.0.113.3')).status).toBe(401);
    });

    it('G2 what the client itself wrote into the header buys nothing', async () => {
      expect(await until429((i) => `198.51.100.${i}, 203.0.113.10`)).toBe(5);
      expect(await until429((i) => `198.51.100.${i}, 203.0.113.11, 10.1.2.3`)).toBe(5);
    });

    it('G2 an IPv6 /64 is one client, the next one another; a mapped IPv4 is itself', async () => {
      expect(await until429((i) => `2001:db8:1:2::${i}`)).toBe(5);
      expect((await wrong('2001:db8:1:2:ffff::1')).status).toBe(429);
      expect((await wrong('2001:db8:1:3::1')).status).toBe(401);
      expect(await until429((i) => (i % 2 ? '::ffff:203.0.113.20' : '203.0.113.20'))).toBe(5);
    });

    it('G2 addresses that cannot be read share one count', async () => {
      expect(await until429((i) => `nonsense${i}`)).toBe(5);
    });
  });
});
