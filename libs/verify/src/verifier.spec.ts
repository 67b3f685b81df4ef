import { createHmac } from 'node:crypto';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT } from 'jose';
import { Introspector } from './introspector.js';
import { type RevocationOptions, Verifier, VerifyError, type VerifyOptions } from './index.js';

const URL_OF = 'https://accounts.example.com';
const ORG = '507f1f77bcf86cd799439012';
type Pair = Awaited<ReturnType<typeof pairOf>>;

async function pairOf(alg: string, kid: string) {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' };
  return { alg, kid, privateKey, publicKey, jwk };
}

/** What Rowhouse answers, and how often it is asked. */
class FakeRowhouse {
  keys: object[] = [];
  keyStatus = 200;
  state: () => Response | Promise<Response> = () =>
    Response.json({ active: true, role: 'owner', permissions: ['data.read'], email_verified: true });
  readonly asked = { keys: 0, introspect: 0 };
  readonly authorizations: (string | null)[] = [];

  readonly fetch: NonNullable<VerifyOptions['fetch']> = (url, { headers }) => {
    if (url === `${URL_OF}/.well-known/jwks.json`) {
      this.asked.keys++;
      return Promise.resolve(Response.json({ keys: this.keys }, { status: this.keyStatus }));
    }
    expect(url).toBe(`${URL_OF}/v1/introspect`);
    this.asked.introspect++;
    this.authorizations.push(new Headers(headers).get('authorization'));
    return Promise.resolve(this.state());
  };
}

let serial = 0;
const claims = (over: object = {}) => ({
  iss: 'rowhouse',
  sub: '507f1f77bcf86cd799439011',
  aud: ['rowhouse-api', 'shop'],
  exp: Math.floor(Date.now() / 1000) + 600,
  iat: Math.floor(Date.now() / 1000),
  jti: `token-${++serial}`,
  type: 'access',
  sid: 'session',
  organization_id: ORG,
  organization_name: 'Acme',
  email_verified: false,
  ...over,
});
const sign = ({ alg, kid, privateKey }: Pair, payload: object = claims(), header: object = {}) =>
  new SignJWT({ ...payload }).setProtectedHeader({ alg, kid, typ: 'JWT', ...header }).sign(privateKey);
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const bearer = async (token: string | Promise<string>) => `Bearer ${await token}`;

describe('Verifier', () => {
  const pairs = {} as Record<'EdDSA' | 'ES256' | 'RS256' | 'stranger', Pair>;
  let rowhouse: FakeRowhouse;
  let now: number;

  beforeAll(async () => {
    pairs.EdDSA = await pairOf('EdDSA', 'ed');
    pairs.ES256 = await pairOf('ES256', 'es');
    pairs.RS256 = await pairOf('RS256', 'rs');
    pairs.stranger = await pairOf('EdDSA', 'stranger');
  });
  beforeEach(() => {
    rowhouse = new FakeRowhouse();
    rowhouse.keys = [pairs.EdDSA.jwk, pairs.ES256.jwk, pairs.RS256.jwk];
    now = Date.now();
    jest.spyOn(Date, 'now').mockImplementation(() => now);
  });
  afterEach(() => jest.restoreAllMocks());

  const verifierOf = (more: Partial<VerifyOptions> = {}) =>
    new Verifier({ url: `${URL_OF}/`, audience: 'shop', fetch: rowhouse.fetch, ...more });
  const signed = (more: Partial<VerifyOptions> = {}) => verifierOf({ revocation: false, ...more });
  const refusal = async (work: Promise<unknown>): Promise<VerifyError> => {
    const error = await work.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (!(error instanceof VerifyError)) throw new Error('it was not refused', { cause: error });
    return error;
  };
  const codeOf = async (verifier: Verifier, token: string | Promise<string>) =>
    (await refusal(verifier.authenticate(await bearer(token)))).code;

  it.each(['EdDSA', 'ES256', 'RS256'] as const)(
    '%s: the caller, with the rights of this moment',
    async (alg) => {
      const caller = await verifierOf().authenticate(
        await bearer(sign(pairs[alg], claims({ role: 'member' }))),
      );
      expect(caller).toMatchObject({
        userId: '507f1f77bcf86cd799439011',
        organizationId: ORG,
        organizationName: 'Acme',
        sessionId: 'session',
        emailVerified: true,
        role: 'owner',
        impersonatorId: undefined,
        clientId: undefined,
      });
      expect([caller.can('data.read'), caller.can('data.write')]).toEqual([true, false]);
      caller.require('data.read');
      caller.requireOrganization(ORG);
      expect(() => caller.require('data.write')).toThrow(
        new VerifyError('permission.missing', { permission: 'data.write' }),
      );
      expect(() => caller.requireOrganization('another')).toThrow(new VerifyError('organization.foreign'));
    },
  );

  it('without revocation, role and permissions are those of the claims, or not known', async () => {
    const verifier = signed();
    const told = await verifier.verify(
      await sign(pairs.EdDSA, claims({ role: 'admin', permissions: ['a'] })),
    );
    expect([told.role, told.can('a'), told.can('b')]).toEqual(['admin', true, false]);
    const untold = await verifier.verify(await sign(pairs.EdDSA));
    expect([untold.role, untold.permissions]).toEqual([undefined, undefined]);
    expect(() => untold.can('a')).toThrow('TOKEN_CLAIMS');
    expect(rowhouse.asked).toEqual({ keys: 1, introspect: 0 });
  });

  it('refuses what is forged, confused, stale or for others, each with its code', async () => {
    const { EdDSA: own, RS256: rsa, stranger } = pairs;
    const spki = await exportSPKI(rsa.publicKey);
    const hmac = (header: object, key: string) => {
      const text = `${encode({ typ: 'JWT', ...header })}.${encode(claims())}`;
      return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
    };
    const [head, body, signature] = (await sign(own)).split('.') as [string, string, string];
    const seconds = Math.floor(now / 1000);
    const cases: [string, string | Promise<string>, string][] = [
      ['alg none', `${encode({ alg: 'none', typ: 'JWT' })}.${body}.`, 'token.invalid'],
      [
        'alg none, our kid and signature',
        `${encode({ alg: 'none', kid: 'ed' })}.${body}.${signature}`,
        'token.invalid',
      ],
      ['HS256 with the public key', hmac({ alg: 'HS256', kid: 'rs' }, spki), 'token.invalid'],
      ['HS256 with the x of the key', hmac({ alg: 'HS256', kid: 'ed' }, String(own.jwk.x)), 'token.invalid'],
      ['RS256 with an HMAC', hmac({ alg: 'RS256', kid: 'rs' }, spki), 'token.invalid'],
      [
        'another alg for our key',
        `${encode({ alg: 'ES256', kid: 'ed', typ: 'JWT' })}.${body}.${signature}`,
        'token.invalid',
      ],
      ["a stranger's key under our kid", sign({ ...stranger, kid: 'ed' }), 'token.invalid'],
      [
        'a key in the header',
        sign(stranger, claims(), { jwk: stranger.jwk, kid: undefined }),
        'token.invalid',
      ],
      [
        'a key set in the header',
        sign(stranger, claims(), { jku: 'https://evil.example/jwks' }),
        'token.invalid',
      ],
      ['crit', sign(own, claims(), { crit: ['exp'] }).catch(() => 'x'), 'token.invalid'],
      ['another typ', sign(own, claims(), { typ: 'at+jwt' }), 'token.invalid'],
      ['a changed payload', `${head}.${encode(claims({ sub: 'x' }))}.${signature}`, 'token.invalid'],
      ['no signature', `${head}.${body}.`, 'token.invalid'],
      ['two parts', `${head}.${body}`, 'token.invalid'],
      ['another issuer', sign(own, claims({ iss: 'https://evil.example' })), 'token.issuer'],
      ['another audience', sign(own, claims({ aud: 'rowhouse-api' })), 'token.audience'],
      ['an audience that begins like ours', sign(own, claims({ aud: ['shop2', 'sho'] })), 'token.audience'],
      ['expired', sign(own, claims({ exp: seconds - 6 })), 'token.expired'],
      ['of tomorrow', sign(own, claims({ nbf: seconds + 86_400 })), 'token.invalid'],
      ['a password token', sign(own, claims({ type: 'password' })), 'token.type'],
      ...['exp', 'iat', 'sub', 'jti', 'sid', 'iss', 'aud', 'organization_id'].map(
        (name): [string, Promise<string>, string] => [
          `no ${name}`,
          sign(own, claims({ [name]: undefined })),
          name === 'iss' ? 'token.issuer' : name === 'aud' ? 'token.audience' : 'token.invalid',
        ],
      ),
      ['8,193 characters', `${head}.${body}.${'x'.repeat(8193)}`, 'token.invalid'],
      ['a megabyte', 'x'.repeat(1_000_000), 'token.invalid'],
    ];
    const verifier = verifierOf();
    for (const [name, token, code] of cases)
      expect([name, await codeOf(verifier, token)]).toEqual([name, code]);
    // Nobody asks Rowhouse about what it did not sign.
    expect(rowhouse.asked.introspect).toBe(0);
    expect((await verifier.authenticate(await bearer(sign(own)))).organizationId).toBe(ORG);
  });

  it('RFC 6750: what is answered to no token, to a wrong one, and to a missing permission', async () => {
    const verifier = verifierOf({ realm: 'the "shop"\r\n' });
    for (const header of [undefined, null, '', 'Basic YTpi', 'Bearerx y']) {
      const { status, headers, code } = await refusal(verifier.authenticate(header));
      expect([status, code, headers['www-authenticate']]).toEqual([
        401,
        'token.missing',
        'Bearer realm="the shop"',
      ]);
    }
    for (const header of ['Bearer', 'Bearer ', 'Bearer a b', 'bearer ä', 'Bearer x, Bearer y']) {
      const { status, headers } = await refusal(verifier.authenticate(header));
      expect([header, status, headers['www-authenticate']]).toEqual([
        header,
        401,
        'Bearer realm="the shop", error="invalid_token", error_description="The access token is invalid"',
      ]);
    }
    const missing = new VerifyError('permission.missing', { permission: 'invoices.approve' });
    expect(missing.status).toBe(403);
    expect(missing.headers['www-authenticate']).toBe(
      'Bearer realm="rowhouse", error="insufficient_scope", error_description="A permission is missing", scope="invoices.approve"',
    );
    const response = missing.getResponse();
    expect([response.status, response.headers.get('content-type'), await response.json()]).toEqual([
      403,
      'application/problem+json; charset=utf-8',
      { title: 'A permission is missing: invoices.approve', status: 403, code: 'permission.missing' },
    ]);
  });

  it('options: issuer, organization, clock tolerance, algorithms; wrong ones are refused at once', async () => {
    const { EdDSA: own } = pairs;
    const other = { issuer: 'https://other.example' };
    expect(await codeOf(signed(other), sign(own))).toBe('token.issuer');
    await signed().verify(await sign(own, claims({ iss: URL_OF })));
    expect(await codeOf(signed({ organization: 'another' }), sign(own))).toBe('organization.foreign');
    expect(await codeOf(signed({ organization: ORG }), sign(own, claims({ organization_id: null })))).toBe(
      'organization.foreign',
    );
    await signed({ organization: ORG }).verify(await sign(own));
    const late = await sign(own, claims({ exp: Math.floor(now / 1000) - 3 }));
    await signed().verify(late);
    expect(await codeOf(signed({ clockTolerance: 0 }), late)).toBe('token.expired');
    expect(await codeOf(signed({ algorithms: ['ES256'] }), sign(own))).toBe('token.invalid');
    expect(() => signed({ algorithms: ['HS256'] })).toThrow(TypeError);
    expect(() => signed({ url: 'accounts.example.com' })).toThrow(TypeError);
    expect(() => signed({ audience: [] })).toThrow(TypeError);
    expect(() => signed({ audience: ' ' })).toThrow(TypeError);
  });

  describe('keys', () => {
    it('are asked for once by all who wait, again after ten minutes, and not for each unknown key id', async () => {
      const verifier = signed();
      const token = await sign(pairs.EdDSA);
      await Promise.all(Array.from({ length: 50 }, () => verifier.verify(token)));
      expect(rowhouse.asked.keys).toBe(1);
      for (let i = 0; i < 100; i++) {
        const unknown = await sign({ ...pairs.stranger, kid: `unknown-${i}` });
        expect(await codeOf(verifier, unknown)).toBe('token.invalid');
      }
      expect(rowhouse.asked.keys).toBe(1); // within 30 seconds of the first question
      now += 31_000;
      await Promise.all(
        Array.from({ length: 100 }, async (_, i) =>
          codeOf(verifier, sign({ ...pairs.stranger, kid: `later-${i}` })),
        ),
      );
      expect(rowhouse.asked.keys).toBe(2);
      now += 10 * 60_000;
      await verifier.verify(await sign(pairs.EdDSA));
      expect(rowhouse.asked.keys).toBe(3);
    });

    it('a key that is new is found; one that is gone is refused', async () => {
      const verifier = signed();
      await verifier.verify(await sign(pairs.EdDSA));
      rowhouse.keys = [pairs.stranger.jwk];
      now += 31_000;
      await verifier.verify(await sign(pairs.stranger));
      expect(await codeOf(verifier, sign(pairs.EdDSA))).toBe('token.invalid');
    });

    it('go on for a day while Rowhouse does not answer, which is asked once a second at most', async () => {
      const verifier = signed();
      const fresh = () => sign(pairs.EdDSA, claims({ exp: Math.floor(now / 1000) + 600 }));
      await verifier.verify(await fresh());
      rowhouse.keyStatus = 500;
      now += 60 * 60_000;
      for (let i = 0; i < 20; i++) await verifier.verify(await fresh());
      expect(rowhouse.asked.keys).toBe(2);
      now += 1001;
      await verifier.verify(await fresh());
      expect(rowhouse.asked.keys).toBe(3);
      now += 24 * 60 * 60_000;
      expect(await codeOf(verifier, fresh())).toBe('rowhouse.unavailable');
      rowhouse.keyStatus = 200;
      now += 1001;
      await verifier.verify(await fresh());
    });

    it('there are none, or none could be read: 503 and a cause for the log', async () => {
      rowhouse.keys = [];
      const verifier = signed();
      const error = await refusal(verifier.verify(await sign(pairs.EdDSA)));
      expect([error.status, error.code, error.headers['retry-after']]).toEqual([
        503,
        'rowhouse.no_keys',
        '1',
      ]);
      expect((error.cause as Error).message).toContain('ALGORITHM');
      rowhouse.keyStatus = 302;
      expect(await codeOf(signed(), sign(pairs.EdDSA))).toBe('rowhouse.unavailable');
      for (let i = 0; i < 20; i++) await codeOf(verifier, sign(pairs.EdDSA));
      expect(rowhouse.asked.keys).toBe(2);
    });
  });

  describe('API keys', () => {
    const KEY = `rwh_live_${'K'.repeat(16)}_${'s'.repeat(38)}`;
    const bodies: unknown[] = [];
    const taken = (more: Partial<VerifyOptions> = {}) =>
      verifierOf({
        apiKeys: true,
        fetch: (url, init) => {
          bodies.push(JSON.parse(init.body as string));
          return rowhouse.fetch(url, init);
        },
        ...more,
      });
    beforeEach(() => {
      bodies.length = 0;
      const key = { sub: 'key:K', api_key_id: 'K', organization_id: ORG, organization_name: 'Acme' };
      const rights = { role: null, permissions: ['data.read'], email_verified: true };
      rowhouse.state = () => Response.json({ active: true, ...key, ...rights });
    });

    it('are asked about, once in half a second, as X-API-Key or a bearer token', async () => {
      const verifier = taken();
      const callers = [
        await verifier.authenticate(undefined, { apiKey: KEY }),
        await verifier.authenticate(`Bearer ${KEY}`),
      ];
      for (const caller of callers) {
        expect(caller).toMatchObject({
          ...{ apiKeyId: 'K', userId: 'key:K', sessionId: 'key:K', organizationId: ORG, role: null },
          claims: { type: 'api_key', iss: URL_OF },
        });
        expect([caller.can('data.read'), caller.can('data.write')]).toEqual([true, false]);
      }
      expect(rowhouse.asked).toEqual({ keys: 0, introspect: 1 });
      expect(bodies).toEqual([{ token: KEY, token_type_hint: 'access_token' }]);
      expect(rowhouse.authorizations).toEqual([`Bearer ${KEY}`]);
      await verifier.authenticate(null, { apiKey: KEY, address: '192.0.2.7' });
      expect(bodies[1]).toMatchObject({ client_address: '192.0.2.7' });
    });

    it('are refused when Rowhouse refuses them or does not answer, for others, beside a token, and by default', async () => {
      const refused = async (verifier: Verifier, authorization?: string, apiKey?: string | string[]) =>
        (await refusal(verifier.authenticate(authorization, { apiKey }))).code;
      expect(await refused(taken(), 'Bearer x', KEY)).toBe('token.invalid');
      for (const garbage of ['', 'x', `${KEY}x`, [KEY, KEY]]) {
        expect(await refused(taken(), undefined, garbage)).toBe('token.invalid');
      }
      expect(await refused(taken({ organization: 'another' }), undefined, KEY)).toBe('organization.foreign');
      expect(await refused(verifierOf(), undefined, KEY)).toBe('token.missing');
      expect(await refused(verifierOf(), `Bearer ${KEY}`)).toBe('token.invalid');
      rowhouse.state = () => Response.json({ active: false });
      expect(await refused(taken(), undefined, KEY)).toBe('token.invalid');
      // An answer about a token names no key.
      rowhouse.state = () =>
        Response.json({ active: true, role: null, permissions: [], email_verified: true });
      expect(await refused(taken(), undefined, KEY)).toBe('token.invalid');
      rowhouse.state = () => Promise.reject(new Error('away'));
      const open = taken({ revocation: { onUnavailable: 'accept' } });
      expect(await refused(open, undefined, KEY)).toBe('rowhouse.unavailable');
      expect(() => taken({ revocation: false })).toThrow('apiKeys needs revocation');
    });
  });

  describe('revocation', () => {
    const revoked = () => Response.json({ active: false });

    it('is asked for once in half a second and token, with the token itself', async () => {
      const verifier = verifierOf();
      const token = await sign(pairs.EdDSA);
      await Promise.all(Array.from({ length: 50 }, () => verifier.verify(token)));
      expect(rowhouse.asked.introspect).toBe(1);
      expect(rowhouse.authorizations).toEqual([`Bearer ${token}`]);
      rowhouse.state = revoked;
      now += 499;
      await verifier.verify(token);
      now += 1;
      expect(await codeOf(verifier, token)).toBe('token.revoked');
      expect(rowhouse.asked.introspect).toBe(2);
      rowhouse.state = () => Response.json({ code: 'auth.token_invalid' }, { status: 401 });
      expect(await codeOf(verifier, sign(pairs.EdDSA))).toBe('token.revoked');
      rowhouse.state = () => Response.json({ code: 'organization.suspended' }, { status: 403 });
      expect(await codeOf(verifier, sign(pairs.EdDSA))).toBe('token.revoked');
    });

    it('with a client: its secret, and a refusal of the client is none of the caller', async () => {
      const client = { id: 'shop', secret: 'a:b+c' };
      const open: RevocationOptions = { client, onUnavailable: 'accept' };
      const verifier = verifierOf({ revocation: open });
      await verifier.verify(await sign(pairs.EdDSA));
      expect(rowhouse.authorizations).toEqual([`Basic ${Buffer.from('shop:a%3Ab%2Bc').toString('base64')}`]);
      rowhouse.state = () => Response.json({}, { status: 401 });
      expect(await codeOf(verifier, sign(pairs.EdDSA))).toBe('rowhouse.client_refused');
    });

    it.each<[string, FakeRowhouse['state']]>([
      ['no answer', () => Promise.reject(new TypeError('fetch failed'))],
      ['429', () => Response.json({}, { status: 429 })],
      ['500', () => Response.json({}, { status: 500 })],
      ['a page', () => new Response('<html>')],
      ['another JSON', () => Response.json({ active: 'yes' })],
      ['a redirect', () => Response.json({ active: true, permissions: [] }, { status: 302 })],
    ])('%s: refused with 503, or accepted on the signature where that is wanted', async (_name, state) => {
      rowhouse.state = state;
      const closed = verifierOf();
      const token = await sign(pairs.EdDSA);
      for (let i = 0; i < 5; i++) expect(await codeOf(closed, token)).toBe('rowhouse.unavailable');
      expect(rowhouse.asked.introspect).toBe(1);
      const caller = await verifierOf({ revocation: { onUnavailable: 'accept' } }).verify(token);
      expect([caller.organizationId, caller.permissions]).toEqual([ORG, undefined]);
    });

    it('keeps 10,000 answers at most', async () => {
      const introspector = new Introspector({ url: URL_OF, fetch: rowhouse.fetch });
      const { answers } = introspector as unknown as { answers: Map<string, unknown> };
      for (let i = 0; i < 10_000; i++) answers.set(`${i}`, { askedAt: now });
      for (let i = 0; i < 50; i++) await introspector.state('t', `new-${i}`);
      expect([answers.size, answers.has('49'), answers.has('50')]).toEqual([10_000, false, true]);
    });
  });
});
