import { createRemoteJWKSet, jwtVerify } from 'jose';
import type { TestApp } from '../support/app.js';
import { newKeyText } from '../../src/modules/api-keys/api-key-text.js';
import { keyFounder } from '../support/keys.js';
import { addMember } from '../support/members.js';
import { startWithOperator, type TestOperator } from '../support/operator.js';
import { claimsOf, forge, headerOf } from '../support/tokens.js';
import { until } from '../support/until.js';

const ISSUER = 'https://accounts.example.com/rowhouse';
const SECRET = 'the-secret-of-the-shop-is-long-enough';
const SETTINGS = {
  ALGORITHM: 'ES256',
  TOKEN_ISSUER: ISSUER,
  TOKEN_AUDIENCE: 'https://api.example.com',
  TOKEN_CLAIMS: 'role, permissions',
  TOKEN_CLIENTS: JSON.stringify({
    shop: { audiences: ['shop-api', 'https://stock.example.com'] },
    'shop-api': { audiences: ['shop-api'], secret: SECRET },
    gateway: { secret: `${SECRET}-of-all` },
  }),
};

interface KeyRow {
  _id: string;
  slot: number;
  activates_at: Date;
}
type State = Record<string, unknown> & { active: boolean };

const basic = (id: string, secret: string) => `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;

describe('the settings of access tokens', () => {
  let sut: TestApp;
  let operator: TestOperator;
  let org: Awaited<ReturnType<TestApp['organization']>>;
  const signIn = async (app: TestApp, more: object = {}) => {
    const body = { email: org.email, password: org.password, ...more };
    return app.call<{ access_token: string; refresh_token: string }>('POST', '/v1/sessions', { body });
  };
  const me = async (app: TestApp, token: string) => (await app.call('GET', '/v1/me', { token })).status;
  const algorithmOf = (token: string) => (JSON.parse(headerOf(token)) as { alg: string }).alg;
  const introspect = async (token: string, authorization: string) =>
    sut.call<State>('POST', '/v1/introspect', {
      body: new URLSearchParams({ token, token_type_hint: 'access_token' }).toString(),
      headers: { authorization, 'content-type': 'application/x-www-form-urlencoded' },
    });
  const bearer = (token: string) => `Bearer ${token}`;

  beforeAll(async () => {
    ({ sut, operator } = await startWithOperator(SETTINGS));
    org = await sut.organization('Token Corp');
  });
  afterAll(() => sut?.stop());

  it('issuer, audience, algorithm and the claims that were asked for', async () => {
    const keys = createRemoteJWKSet(new URL(`${sut.url}/.well-known/jwks.json`));
    const expected = { issuer: ISSUER, audience: 'https://api.example.com', algorithms: ['ES256'] };
    const { payload } = await jwtVerify(org.token, keys, expected);
    expect(payload).toMatchObject({ aud: 'https://api.example.com', role: 'owner', type: 'access' });
    expect(payload['permissions']).toContain('organization.delete');
    expect(claimsOf(operator.token)).toMatchObject({
      role: null,
      permissions: expect.arrayContaining(['platform.impersonate']) as unknown,
    });
    const [key] = (await sut.call<{ keys: object[] }>('GET', '/.well-known/jwks.json')).body.keys;
    const text = expect.stringMatching(/^[\w-]{43}$/) as string;
    expect(key).toEqual({ kty: 'EC', crv: 'P-256', x: text, y: text, kid: text, use: 'sig', alg: 'ES256' });
    expect(await me(sut, org.token)).toBe(200);
  });

  it('the audiences of a client are those of its sessions, through a refresh', async () => {
    const { body } = await signIn(sut, { client_id: 'shop' });
    const aud = ['https://api.example.com', 'shop-api', 'https://stock.example.com'];
    expect(claimsOf(body.access_token)).toMatchObject({ aud, client_id: 'shop' });
    expect(await me(sut, body.access_token)).toBe(200);
    const refreshed = await sut.call<typeof body>('POST', '/v1/sessions/refresh', {
      body: { refresh_token: body.refresh_token },
    });
    expect(claimsOf(refreshed.body.access_token)).toMatchObject({ aud, client_id: 'shop' });
    const unknown = await signIn(sut, { client_id: 'stranger' });
    expect([unknown.status, unknown.body]).toEqual([
      400,
      expect.objectContaining({ errors: { client_id: 'client_id is unknown' } }),
    ]);
  });

  it('discovery documents say what is true, and nothing where the issuer is no URL', async () => {
    const metadata = {
      issuer: ISSUER,
      jwks_uri: expect.stringMatching(/\/\.well-known\/jwks\.json$/) as string,
      introspection_endpoint: expect.stringMatching(/\/v1\/introspect$/) as string,
      introspection_endpoint_auth_methods_supported: ['client_secret_basic', 'Bearer'],
      response_types_supported: [],
      grant_types_supported: [],
      service_documentation: expect.any(String) as string,
    };
    expect((await sut.call('GET', '/.well-known/oauth-authorization-server')).body).toEqual(metadata);
    expect((await sut.call('GET', '/.well-known/openid-configuration')).body).toEqual({
      ...metadata,
      subject_types_supported: ['public'],
      claims_supported: [
        ...['sub', 'organization_id', 'organization_name', 'email_verified', 'sid', 'act'],
        ...['role', 'permissions'],
      ],
    });
    const plain = await sut.twin({ TOKEN_ISSUER: 'rowhouse' });
    try {
      for (const name of ['oauth-authorization-server', 'openid-configuration']) {
        expect((await plain.call('GET', `/.well-known/${name}`)).status).toBe(404);
      }
      expect([await me(plain, org.token), await me(sut, org.token)]).toEqual([401, 200]);
    } finally {
      await plain.stop();
    }
  });

  it('from one key pair algorithm to another: the new key is published first, no token is refused', async () => {
    const rows = sut.master.collection<KeyRow>('signing_keys');
    const twin = await sut.twin({ ALGORITHM: 'RS256' });
    const again = await sut.twin({ ALGORITHM: 'RS256' });
    try {
      const stored = await rows.find().sort({ slot: 1 }).toArray();
      expect(stored).toHaveLength(3); // the second start found what the first one made
      const { keys } = (await sut.call<{ keys: { alg: string }[] }>('GET', '/.well-known/jwks.json')).body;
      await until(
        async () =>
          (await sut.call<{ keys: object[] }>('GET', '/.well-known/jwks.json')).body.keys.length === 3,
      );
      expect(keys.slice(0, 2).map(({ alg }) => alg)).toEqual(['ES256', 'ES256']);
      const lead = stored[2].activates_at.getTime() - Date.now();
      expect(lead > 8 * 60_000 && lead <= 10 * 60_000).toBe(true);
      expect(algorithmOf((await signIn(twin)).body.access_token)).toBe('ES256');

      await rows.updateOne({ _id: stored[2]._id }, { $set: { activates_at: new Date(Date.now() - 1000) } });
      for (const app of [sut, twin, again]) {
        await until(async () => algorithmOf((await signIn(app)).body.access_token) === 'RS256');
      }
      const fresh = (await signIn(sut)).body.access_token;
      const remote = createRemoteJWKSet(new URL(`${twin.url}/.well-known/jwks.json`));
      for (const token of [org.token, fresh]) {
        for (const app of [sut, twin]) expect(await me(app, token)).toBe(200);
        await jwtVerify(token, remote, { issuer: ISSUER, algorithms: ['ES256', 'RS256'] });
      }
      // A header cannot choose another algorithm for a key.
      const [, payload, signature] = fresh.split('.') as [string, string, string];
      const kid = (JSON.parse(headerOf(fresh)) as { kid: string }).kid;
      for (const alg of ['ES256', 'EdDSA', 'HS256', 'none', 'PS256']) {
        const head = Buffer.from(JSON.stringify({ alg, typ: 'JWT', kid })).toString('base64url');
        expect(await me(sut, `${head}.${payload}.${signature}`)).toBe(401);
      }
    } finally {
      await again.stop();
      await twin.stop();
    }
  });

  describe('POST /v1/introspect', () => {
    it('tells the state of a token, with the rights of this moment', async () => {
      const member = await addMember(sut, org.token, 'manager');
      const reply = await introspect(member.token, bearer(member.token));
      const { iss, sub, aud, exp, iat, jti, sid } = claimsOf(member.token);
      const permissions = ['data.drop', 'data.export', 'data.read', 'data.write', 'members.read'];
      permissions.push('organization.read', 'roles.read', 'stats.read');
      expect([reply.status, reply.headers.get('cache-control')]).toEqual([200, 'no-store']);
      expect(reply.body).toEqual({
        ...{ active: true, token_type: 'Bearer', scope: permissions.join(' ') },
        ...{ iss, sub, aud, exp, iat, jti, sid },
        ...{ organization_id: org.id, organization_name: 'Token Corp', email_verified: false },
        ...{ role: 'manager', permissions },
      });
      const change = { token: org.token, body: { role: 'member' } };
      expect((await sut.call('PATCH', `/v1/members/${member.id}`, change)).status).toBe(200);
      const later = await introspect(member.token, bearer(org.token));
      expect([later.body['role'], claimsOf(member.token)['role']]).toEqual(['member', 'manager']);

      expect((await sut.call('DELETE', `/v1/members/${member.id}`, { token: org.token })).status).toBe(204);
      expect((await introspect(member.token, bearer(org.token))).body).toEqual({ active: false });
      expect((await introspect(member.token, bearer(member.token))).status).toBe(401);
    });

    it('to the own account and organization, operators, and clients of the audience', async () => {
      const other = await sut.organization('Other Corp');
      const shop = (await signIn(sut, { client_id: 'shop' })).body.access_token;
      const active = async (token: string, authorization: string) => {
        const { status, body } = await introspect(token, authorization);
        return status === 200 ? body.active : status;
      };
      const gateway = basic('gateway', `${SECRET}-of-all`);
      expect([
        await active(shop, bearer(org.token)),
        await active(shop, bearer(other.token)),
        await active(operator.token, bearer(org.token)),
        await active(shop, bearer(operator.token)),
        await active(shop, basic('shop-api', SECRET)),
        await active(org.token, basic('shop-api', SECRET)),
        await active(org.token, gateway),
        await active(other.token, gateway),
      ]).toEqual([true, false, false, true, true, false, true, true]);
      const refused = [
        basic('shop-api', `${SECRET}!`),
        basic('shop-api', ''),
        basic('shop', ''),
        basic('shop', 'undefined'),
        basic('__proto__', SECRET),
        'Basic %%%',
        'Basic ',
        'Bearer x',
      ];
      for (const authorization of refused) expect(await active(shop, authorization)).toBe(401);
      const headers = { authorization: basic('shop-api', SECRET) };
      expect((await sut.call('GET', '/v1/me', { headers })).status).toBe(401);
    });

    it('says of all that is no token of ours the same, and takes JSON too', async () => {
      const claims = claimsOf(org.token);
      const tokens = [
        'x',
        'a.b.c',
        `${org.token}x`,
        'x'.repeat(16_000),
        forge({ alg: 'HS256' }, claims, 'x'),
      ];
      tokens.push(forge({ alg: 'none' }, claims, '').replace(/[^.]*$/, ''));
      for (const token of tokens) {
        const { status, text } = await introspect(token, bearer(org.token));
        expect([token.slice(0, 20), status, text]).toEqual([token.slice(0, 20), 200, '{"active":false}']);
      }
      const json = await sut.call('POST', '/v1/introspect', { token: org.token, body: { token: org.token } });
      expect(json.body).toMatchObject({ active: true });
      for (const body of ['', 'token=', 'other=1']) {
        const reply = await sut.call('POST', '/v1/introspect', {
          body,
          headers: { authorization: bearer(org.token), 'content-type': 'application/x-www-form-urlencoded' },
        });
        expect([reply.status, reply.body]).toEqual([
          400,
          expect.objectContaining({ errors: { token: 'token is required' } }),
        ]);
      }
      const form = { 'content-type': 'application/x-www-form-urlencoded' };
      const elsewhere = await sut.call('POST', '/v1/sessions', { body: 'email=a', headers: form });
      expect(elsewhere.status).toBe(415);
    });

    it('tells the state of an API key, to who holds it and is of its organization, a client or the key', async () => {
      const owner = await keyFounder(sut);
      const exp = Math.floor(Date.now() / 1000) + 3600;
      const make = async (path: string, more: object = {}) => {
        const body = { name: 'Books', scopes: ['organization.read', 'data.read'], ...more };
        return (await owner.call<{ id: string; key: string }>('POST', path, { body })).body;
      };
      const [own, mine] = [
        await make('/v1/api-keys', { expires_at: new Date(exp * 1000).toISOString() }),
        await make('/v1/me/api-keys'),
      ];
      const gateway = basic('gateway', `${SECRET}-of-all`);
      const of = { active: true, token_type: 'Bearer', scope: 'data.read organization.read' };
      const rest = { email_verified: true, permissions: ['data.read', 'organization.read'] };
      const place = { organization_id: owner.orgId, organization_name: expect.any(String) as unknown };
      expect((await introspect(own.key, gateway)).body).toEqual({
        ...{ ...of, ...rest, ...place, exp, role: null },
        ...{ sub: `key:${own.id}`, jti: own.id, api_key_id: own.id },
      });
      expect((await introspect(mine.key, bearer(owner.token))).body).toEqual({
        ...{ ...of, ...rest, ...place, role: 'owner' },
        ...{ sub: owner.userId, jti: mine.id, api_key_id: mine.id },
      });
      const other = await sut.organization('Keyless Corp');
      const active = async (token: string, authorization: string) =>
        (await introspect(token, authorization)).body.active;
      expect([
        await active(own.key, bearer(own.key)),
        await active(own.key, bearer(mine.key)),
        await active(owner.token, bearer(own.key)),
        await active(own.key, bearer(other.token)),
        await active(own.key, bearer(operator.token)),
        await active(newKeyText(own.id), gateway),
        await active(newKeyText('0123456789ABCDEF'), gateway),
        await active('rwh_live_x', gateway),
      ]).toEqual([true, false, false, false, true, false, false, false]);

      const limited = await make('/v1/api-keys', { allowed_addresses: ['192.0.2.0/24'] });
      const from = async (client_address?: string) =>
        sut.call<State>('POST', '/v1/introspect', {
          body: { token: limited.key, client_address },
          headers: { authorization: gateway },
        });
      expect([(await from('192.0.2.9')).body.active, (await from('198.51.100.1')).body.active]).toEqual([
        true,
        false,
      ]);
      expect([(await from()).body.active, (await from('office')).status]).toEqual([false, 400]);

      expect((await owner.call('DELETE', `/v1/api-keys/${own.id}`)).status).toBe(204);
      expect((await introspect(own.key, gateway)).body).toEqual({ active: false });
      expect((await introspect(own.key, bearer(own.key))).status).toBe(401);
      expect(await active(mine.key, gateway)).toBe(true);
    });

    it('is limited per address, without a round trip per question', async () => {
      const twin = await sut.twin({ RATE_LIMITS: 'on', RATE_LIMIT_INTROSPECT: '3' });
      try {
        const ask = () =>
          twin.call('POST', '/v1/introspect', { token: org.token, body: { token: org.token } });
        const statuses: number[] = [];
        for (let i = 0; i < 5; i++) statuses.push((await ask()).status);
        expect(statuses).toEqual([200, 200, 200, 429, 429]);
        expect(Number((await ask()).headers.get('retry-after'))).toBeGreaterThan(0);
      } finally {
        await twin.stop();
      }
    });
  });
});
