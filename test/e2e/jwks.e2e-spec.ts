import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { MongoNetworkError } from 'mongodb';
import { SigningKeysRepository } from '../../src/modules/auth/signing-keys.repository.js';
import { openKey } from '../../src/modules/auth/signing-key.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { rawRequest } from '../support/raw.js';
import { claimsOf, forge, headerOf } from '../support/tokens.js';
import { until } from '../support/until.js';

interface Jwks {
  keys: { kid: string; x: string }[];
}
interface KeyRow {
  _id: string;
  slot: number;
  sealed: unknown;
  activates_at: Date;
  created_at: Date;
}

const DAY_MS = 24 * 3_600_000;
const SECRET = 'only this test signs with this, and it is long';
const INVALID = '{"detail":"Invalid token"}';
const HS256 = { alg: 'HS256', typ: 'JWT' };
const encode = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

const jwks = async (app: TestApp) => (await app.call<Jwks>('GET', '/.well-known/jwks.json')).body.keys;
const kidOf = (token: string) => (JSON.parse(headerOf(token)) as { kid: string }).kid;
const me = async (app: TestApp, token: string) => (await app.call('GET', '/v1/me', { token })).status;

describe('ALGORITHM=EdDSA', () => {
  let sut: TestApp;
  let twin: TestApp;
  let org: Awaited<ReturnType<TestApp['organization']>>;
  const rows = () => sut.master.collection<KeyRow>('signing_keys');
  const login = async (app: TestApp) => {
    const { email, password } = org;
    const reply = await app.call<{ data: { access_token: string } }>('POST', '/admin/login', {
      body: { email, password },
    });
    return reply.body.data.access_token;
  };
  const remote = (app: TestApp) =>
    createRemoteJWKSet(new URL(`${app.url}/.well-known/jwks.json`), { cooldownDuration: 0 });
  const verify = (app: TestApp, token: string) =>
    jwtVerify(token, remote(app), {
      algorithms: ['EdDSA'],
      issuer: 'rowhouse',
      audience: 'rowhouse-api',
      typ: 'JWT',
    });

  beforeAll(async () => {
    sut = await startTestApp({ SECRET_KEY: SECRET, ALGORITHM: 'EdDSA' });
    twin = await sut.twin();
    org = await sut.organization('Key Corp');
  });
  afterAll(async () => {
    await twin?.stop();
    await sut?.stop();
  });

  it('an independent verifier accepts a token with the published keys', async () => {
    const { payload, protectedHeader } = await verify(sut, org.token);
    const [signing, next] = await jwks(sut);
    expect(protectedHeader).toEqual({ alg: 'EdDSA', typ: 'JWT', kid: signing.kid });
    expect(payload).toMatchObject({
      sub: org.adminId,
      admin_id: org.adminId,
      organization_id: org.id,
      organization_name: 'Key Corp',
      type: 'access',
    });
    expect(payload.exp! - payload.iat!).toBe(1800);
    expect(next.kid).not.toBe(signing.kid);
    expect(await me(twin, org.token)).toBe(200);
    const [head, , signature] = org.token.split('.');
    const altered = `${head}.${encode({ ...payload, organization_id: 'x' })}.${signature}`;
    await expect(verify(sut, altered)).rejects.toThrow('signature verification failed');
  });

  it('publishes exactly the public halves, and lets them be kept', async () => {
    const reply = await sut.call<Jwks>('GET', '/.well-known/jwks.json');
    expect(reply.headers.get('cache-control')).toBe('public, max-age=300');
    const text = expect.stringMatching(/^[\w-]{43}$/) as string;
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: text, kid: text, use: 'sig', alg: 'EdDSA' };
    expect([reply.status, reply.body]).toEqual([200, { keys: [jwk, jwk] }]);
  });

  it('keys are made once for all instances and nobody can read them from the database', async () => {
    const stored = await rows().find().sort({ slot: 1 }).toArray();
    expect(stored.map(({ slot }) => slot)).toEqual([1, 2]);
    expect(stored.map(({ _id }) => _id)).toEqual((await jwks(sut)).map(({ kid }) => kid));
    expect(await jwks(twin)).toEqual(await jwks(sut));
    const [first, second] = stored as [KeyRow, KeyRow];
    expect(second.activates_at.getTime() - first.activates_at.getTime()).toBe(30 * DAY_MS);
    expect(Object.keys(first).sort()).toEqual(['_id', 'activates_at', 'created_at', 'sealed', 'slot']);
  });

  it('four instances that start at once on an empty database agree', async () => {
    const one = await startTestApp({ SECRET_KEY: SECRET, ALGORITHM: 'EdDSA' });
    const collection = one.master.collection<KeyRow>('signing_keys');
    await collection.deleteMany({});
    const starts = [one.twin(), one.twin(), one.twin()];
    try {
      const others = await Promise.all(starts);
      await until(async () => (await collection.countDocuments()) === 2);
      const sets = await Promise.all([one, ...others].map((app) => jwks(app)));
      expect(new Set(sets.map((set) => JSON.stringify(set))).size).toBe(1);
    } finally {
      for (const start of await Promise.allSettled(starts)) {
        if (start.status === 'fulfilled') await start.value.stop();
      }
      await one.stop();
    }
  });

  it('forged and confused tokens are 401 with the same bytes', async () => {
    const claims = claimsOf(org.token);
    const [signing] = (await jwks(sut)) as [Jwks['keys'][number]];
    const raw = Buffer.from(signing.x, 'base64url');
    const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), raw]);
    const pem = `-----BEGIN PUBLIC KEY-----\n${spki.toString('base64')}\n-----END PUBLIC KEY-----\n`;
    const stranger = generateKeyPairSync('ed25519');
    const EDDSA = { alg: 'EdDSA', typ: 'JWT', kid: signing.kid };
    const signed = (header: unknown, payload: unknown = claims, key = stranger.privateKey) => {
      const text = `${encode(header)}.${encode(payload)}`;
      return `${text}.${sign(null, Buffer.from(text), key).toString('base64url')}`;
    };
    const jwk = stranger.publicKey.export({ format: 'jwk' });
    const [head, body, signature] = org.token.split('.') as [string, string, string];
    const hmac = (header: unknown, key: Buffer) => {
      const text = `${encode(header)}.${encode(claims)}`;
      return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
    };
    const cases: [string, string][] = [
      ['HS256 with the server secret', forge(HS256, claims, SECRET)],
      ['HS256 with the server secret and our kid', forge({ ...HS256, kid: signing.kid }, claims, SECRET)],
      ['HS256 with the raw public key', hmac(HS256, raw)],
      ['HS256 with the raw public key and kid', hmac({ ...HS256, kid: signing.kid }, raw)],
      ['HS256 with the x of the key', hmac(HS256, Buffer.from(signing.x))],
      ['HS256 with the SPKI', hmac(HS256, spki)],
      ['HS256 with the PEM', hmac({ ...HS256, kid: signing.kid }, Buffer.from(pem))],
      ['EdDSA with an HMAC of the public key', hmac(EDDSA, raw)],
      ...['none', 'None', 'nOnE', ''].flatMap((alg): [string, string][] => [
        [`alg ${alg}`, `${encode({ ...EDDSA, alg })}.${body}.`],
        [`alg ${alg} with the signature`, `${encode({ ...EDDSA, alg })}.${body}.${signature}`],
      ]),
      ['alg Ed25519', signed({ ...EDDSA, alg: 'Ed25519' })],
      ['alg ES256', signed({ ...EDDSA, alg: 'ES256' })],
      ['alg as a list', signed({ ...EDDSA, alg: ['EdDSA'] })],
      ['no alg', signed({ typ: 'JWT', kid: signing.kid })],
      ["a stranger's key", signed(EDDSA)],
      ['no kid', signed({ alg: 'EdDSA', typ: 'JWT' })],
      ['no kid, our signature', `${encode({ alg: 'EdDSA', typ: 'JWT' })}.${body}.${signature}`],
      ['an unknown kid', signed({ ...EDDSA, kid: 'x'.repeat(43) })],
      ['kid as a path', signed({ ...EDDSA, kid: '../../dev/null' })],
      ['kid as SQL', signed({ ...EDDSA, kid: "x' UNION SELECT 'a" })],
      ['kid as an operator', signed({ ...EDDSA, kid: { $ne: null } })],
      ['kid as a list', signed({ ...EDDSA, kid: [signing.kid] })],
      ['kid __proto__', signed({ ...EDDSA, kid: '__proto__' })],
      ['jwk in the header', signed({ ...EDDSA, jwk })],
      ['jwk and its kid', signed({ ...EDDSA, kid: 'mine', jwk: { ...jwk, kid: 'mine' } })],
      ['jku in the header', signed({ ...EDDSA, jku: `${sut.url}/.well-known/jwks.json` })],
      ['x5c in the header', signed({ ...EDDSA, x5c: ['MIIB'] })],
      ['crit', signed({ ...EDDSA, crit: ['b64'], b64: false })],
      ['an empty signature', `${head}.${body}.`],
      ['a signature of zeros', `${head}.${body}.${Buffer.alloc(64).toString('base64url')}`],
      ['two parts', `${head}.${body}`],
      ['four parts', `${org.token}.x`],
      ['five parts', `${head}.${body}.${signature}.a.b`],
      ['padding', `${org.token}=`],
      ['another payload', `${head}.${encode({ ...claims, sub: 'x' })}.${signature}`],
      ['another header', `${encode({ ...EDDSA, typ: 'jwt2' })}.${body}.${signature}`],
      ['a payload that is text', signed(EDDSA, '"text"')],
      ['a payload that is null', signed(EDDSA, 'null')],
      ['a payload that is no JSON', signed(EDDSA, '{')],
    ];
    for (const [name, token] of cases) {
      const reply = await rawRequest(sut.url, 'DELETE', '/org/delete?organization_name=Key%20Corp', {
        headers: { authorization: `Bearer ${token}` },
      });
      expect([name, reply.status, reply.text]).toEqual([name, 401, INVALID]);
      expect(reply.headers['www-authenticate']).toBe('Bearer');
    }
    expect(await me(sut, org.token)).toBe(200);
  });

  it('what our own key signs is 401 all the same when a claim is absent, wrong, stale or of another type', async () => {
    const claims = claimsOf(org.token);
    const row = (await rows().findOne({ _id: kidOf(org.token) })) as unknown as {
      sealed: { buffer: Buffer };
    };
    const pair = openKey(SECRET, kidOf(org.token), Buffer.from(row.sealed.buffer))!;
    const now = Math.floor(Date.now() / 1000);
    const signed = (over: object, header: object = {}) => {
      const head = { alg: 'EdDSA', typ: 'JWT', kid: pair.jwk.kid, ...header };
      const text = `${encode(head)}.${encode({ ...claims, ...over })}`;
      return `${text}.${sign(null, Buffer.from(text), pair.privateKey).toString('base64url')}`;
    };
    expect(await me(sut, signed({}))).toBe(200);
    const names = ['exp', 'iat', 'iss', 'aud', 'sub', 'sid', 'jti', 'ver', 'type', 'organization_id'];
    const cases: [string, string][] = [
      ...names.map((name): [string, string] => [`no ${name}`, signed({ [name]: undefined })]),
      ['expired a second ago', signed({ exp: now - 1 })],
      ['exp zero', signed({ exp: 0 })],
      ['exp as text', signed({ exp: String(now + 600) })],
      ['exp as a fraction', signed({ exp: now + 600.5 })],
      ['exp null', signed({ exp: null })],
      ['not before tomorrow', signed({ nbf: now + 86_400 })],
      ['another issuer', signed({ iss: 'evil' })],
      ['another audience', signed({ aud: 'other-api' })],
      ['an audience list without us', signed({ aud: ['a', 'b'] })],
      ['another type', signed({ type: 'refresh' })],
      ['another version', signed({ ver: 2 })],
      ['an operator as sub', signed({ sub: { $ne: null } })],
      ['an operator as organization', signed({ organization_id: { $ne: null } })],
      ['an unknown impersonator', signed({ act: { sub: '507f1f77bcf86cd799439011' }, act_ver: 1 })],
      ['itself as impersonator', signed({ act: { sub: claims['sub'] }, act_ver: 1 })],
      ['an impersonator without a version', signed({ act: { sub: claims['sub'] } })],
      ['typ of another kind', signed({}, { typ: 'at+jwt' })],
      ['crit', signed({}, { crit: ['exp'] })],
      ['5,000 characters', signed({ padding: 'x'.repeat(5000) })],
    ];
    for (const [name, token] of cases) {
      const reply = await sut.call('GET', '/v1/me', { token });
      expect([name, reply.status]).toEqual([name, 401]);
    }
  });

  it('300 tokens with one byte changed are 401', async () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const accepted: string[] = [];
    for (let i = 0; i < 300; i++) {
      const token = Buffer.from(org.token);
      // The last character carries bits nobody reads (RFC 4648, section 3.5): it may stand for itself.
      const at = Math.floor((i / 300) * (token.length - 1));
      const before = token[at];
      token[at] = alphabet.charCodeAt((alphabet.indexOf(String.fromCharCode(before)) + 1 + (i % 62)) % 64);
      if ((await me(sut, token.toString())) !== 401) accepted.push(`${at}: ${token.toString()}`);
    }
    expect(accepted).toEqual([]);
  });

  it('a key that was written into the database signs nothing and verifies nothing', async () => {
    const pair = generateKeyPairSync('ed25519');
    const row = {
      slot: 99,
      sealed: Buffer.from('forged'),
      activates_at: new Date(0),
      created_at: new Date(0),
    };
    const read = jest.spyOn(sut.app.get(SigningKeysRepository, { strict: false }), 'list');
    await rows().insertOne({ _id: 'forged', ...row });
    const text = `${encode({ alg: 'EdDSA', typ: 'JWT', kid: 'forged' })}.${encode(claimsOf(org.token))}`;
    const token = `${text}.${sign(null, Buffer.from(text), pair.privateKey).toString('base64url')}`;
    await until(async () => read.mock.results.length > 0); // the change feed has told
    await read.mock.results[0].value;
    read.mockRestore();
    expect(await me(sut, token)).toBe(401);
    expect((await jwks(sut)).map(({ kid }) => kid)).not.toContain('forged');
    await rows().deleteOne({ _id: 'forged' });
  });

  it('a token of a key that cannot be read at this moment is 503, not refused', async () => {
    const list = jest.spyOn(sut.app.get(SigningKeysRepository, { strict: false }), 'list');
    list.mockRejectedValue(new MongoNetworkError('away'));
    const [, body, signature] = org.token.split('.');
    const token = `${encode({ alg: 'EdDSA', typ: 'JWT', kid: 'unread' })}.${body}.${signature}`;
    await until(async () => (await me(sut, token)) === 503); // looks once in a second
    list.mockRestore();
    await until(async () => (await me(sut, token)) === 401);
    expect(await me(sut, org.token)).toBe(200);
  });

  it('rotates: the next key signs when its time comes, the old one is accepted until its tokens have ended', async () => {
    const [first, second] = (await rows().find().sort({ slot: 1 }).toArray()) as [KeyRow, KeyRow];
    expect(kidOf(org.token)).toBe(first._id);
    const at = (id: string, ms: number) =>
      rows().updateOne({ _id: id }, { $set: { activates_at: new Date(Date.now() + ms) } });
    await at(first._id, -30 * DAY_MS);
    await at(second._id, -1000);
    for (const app of [sut, twin]) {
      await until(async () => kidOf(await login(app)) === second._id);
      await until(async () => (await jwks(app)).length === 3);
    }
    const third = (await rows().find().sort({ slot: 1 }).toArray())[2];
    expect((await jwks(sut)).map(({ kid }) => kid)).toEqual([first._id, second._id, third._id]);
    expect(third.activates_at.getTime() - Date.now()).toBeGreaterThan(29 * DAY_MS);
    // No live token is refused in the overlap, by us or by others.
    expect([await me(sut, org.token), await me(twin, org.token)]).toEqual([200, 200]);
    const fresh = await login(sut);
    for (const token of [org.token, fresh]) await verify(twin, token);

    const later = await sut.twin();
    try {
      expect(await me(later, org.token)).toBe(200);
      // An hour after the change nothing that the first key signed can live any more.
      await at(second._id, -62 * 60_000);
      await until(async () => (await jwks(later)).length === 2);
      await until(async () => (await rows().countDocuments()) === 2);
      const unseen = await sut.twin();
      expect([await me(unseen, org.token), await me(unseen, fresh)]).toEqual([401, 200]);
      await unseen.stop();
    } finally {
      await later.stop();
    }
  });

  it('HS256 publishes no key, and a token of one algorithm is none of the other', async () => {
    const hs256 = await startTestApp({ SECRET_KEY: SECRET });
    try {
      const { token } = await hs256.organization('Old Corp');
      expect(headerOf(token)).toBe('{"alg":"HS256","typ":"JWT"}');
      expect((await hs256.call('GET', '/.well-known/jwks.json')).text).toBe('{"keys":[]}');
      expect(await hs256.master.collection('signing_keys').countDocuments()).toBe(0);
      expect(await me(hs256, org.token)).toBe(401);
      expect(await me(sut, token)).toBe(401);
    } finally {
      await hs256.stop();
    }
  });
});

describe('SECRET_KEY_PREVIOUS', () => {
  it('what the previous secret signed is accepted, and nothing that an older one did', async () => {
    const old = await startTestApp({ SECRET_KEY: 'the first secret of this test, long enough' });
    const org = await old.organization('Rotating Corp');
    const { email, password } = org;
    const refresh = async (app: TestApp, token: string) =>
      app.call<{ refresh_token: string }>('POST', '/token/refresh', { body: { refresh_token: token } });
    const signIn = await old.call<{ refresh_token: string }>('POST', '/signin', {
      body: { email, password },
    });
    for (let i = 0; i < 3; i++) await old.call('POST', '/v1/data/data', { token: org.token, body: { i } });
    const page = await old.call<{ next_cursor: string }>('GET', '/v1/data/data?limit=1', {
      token: org.token,
    });
    const cursor = encodeURIComponent(page.body.next_cursor);
    const middle = await old.twin({
      SECRET_KEY: 'the second secret of this test, long enough',
      SECRET_KEY_PREVIOUS: 'the first secret of this test, long enough',
    });
    const last = await old.twin({
      SECRET_KEY: 'the third secret of this test, long enough',
      SECRET_KEY_PREVIOUS: 'the second secret of this test, long enough',
    });
    try {
      expect([await me(middle, org.token), await me(last, org.token)]).toEqual([200, 401]);
      const next = `/v1/data/data?limit=1&cursor=${cursor}`;
      expect((await middle.call('GET', next, { token: org.token })).status).toBe(200);
      const renewed = await refresh(middle, signIn.body.refresh_token);
      expect(renewed.status).toBe(200);
      expect((await refresh(last, signIn.body.refresh_token)).status).toBe(401);
      expect((await refresh(last, renewed.body.refresh_token)).status).toBe(200);
      const signed = await middle.call<{ access_token: string }>('POST', '/signin', {
        body: { email, password },
      });
      expect([await me(old, signed.body.access_token), await me(last, signed.body.access_token)]).toEqual([
        401, 200,
      ]);
    } finally {
      await last.stop();
      await middle.stop();
      await old.stop();
    }
  });

  it('an Idempotency-Key and the key pairs outlive a new secret', async () => {
    const first = 'the first secret of this test, long enough';
    const second = 'the second secret of this test, long enough';
    const old = await startTestApp({ SECRET_KEY: first, ALGORITHM: 'EdDSA' });
    const org = await old.organization('Pairs Corp');
    const request = { token: org.token, body: { a: 1 }, headers: { 'idempotency-key': 'kept' } };
    const made = await old.call('POST', '/v1/data/data', request);
    const middle = await old.twin({ SECRET_KEY: second, SECRET_KEY_PREVIOUS: first, ALGORITHM: 'EdDSA' });
    const last = await old.twin({ SECRET_KEY: second, ALGORITHM: 'EdDSA' });
    try {
      expect([await me(middle, org.token), await me(last, org.token)]).toEqual([200, 200]);
      expect(await jwks(last)).toEqual(await jwks(old));
      const again = await middle.call('POST', '/v1/data/data', request);
      expect([again.status, again.headers.get('idempotency-replayed'), again.text]).toEqual([
        201,
        'true',
        made.text,
      ]);
    } finally {
      await last.stop();
      await middle.stop();
      await old.stop();
    }
  });
});
