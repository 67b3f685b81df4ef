import { randomInt } from 'node:crypto';
import { ObjectId } from 'mongodb';
import { OperatorService } from '../../src/modules/auth/operator.service.js';
import { PasswordsService } from '../../src/modules/credentials/passwords.service.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { stretched } from '../support/stretched.js';
import { until } from '../support/until.js';
import { problem } from '../support/problem.js';
import { rawBytes, rawRequest } from '../support/raw.js';
import { claimsOf, forge } from '../support/tokens.js';

const SECRET = 'only this test signs with this, and it is long';
const HS256 = { alg: 'HS256', typ: 'JWT' };
const INVALID = '{"detail":"Invalid token"}';

describe('who may come in', () => {
  let sut: TestApp;
  let org: Awaited<ReturnType<TestApp['organization']>>;
  const login = (email: string, password: string) =>
    sut.call<{ data: { access_token: string } }>('POST', '/admin/login', { body: { email, password } });
  const me = (token: string) => sut.call('GET', '/v1/me', { token });
  const users = () => sut.master.collection('admin_users');
  beforeAll(async () => {
    sut = await startTestApp({ SECRET_KEY: SECRET });
    org = await sut.organization('Auth Corp');
  });
  afterAll(() => sut?.stop());
  afterEach(() => jest.restoreAllMocks());

  describe('D15 tokens', () => {
    const now = () => Math.floor(Date.now() / 1000);
    const cases = (): [string, string][] => {
      const claims = claimsOf(org.token);
      const [head, body, signature] = org.token.split('.') as [string, string, string];
      const signed = (over: object) => forge(HS256, { ...claims, ...over }, SECRET);
      const without = (name: string) => forge(HS256, { ...claims, [name]: undefined }, SECRET);
      const header = (over: object) => forge({ ...HS256, ...over }, claims, 'a key of the caller');
      return [
        ...['none', 'None', 'nOnE', 'NONE', ''].map((alg): [string, string] => [
          `alg ${alg}`,
          forge({ alg, typ: 'JWT' }, claims, '').replace(/[^.]*$/, ''),
        ]),
        ['alg none with a signature', forge({ alg: 'none' }, claims, SECRET)],
        ['alg HS384', forge({ alg: 'HS384', typ: 'JWT' }, claims, SECRET, 'sha384')],
        ['alg HS512', forge({ alg: 'HS512', typ: 'JWT' }, claims, SECRET, 'sha512')],
        ['alg RS256 with an HMAC', forge({ alg: 'RS256', typ: 'JWT' }, claims, SECRET)],
        ['alg ES256 with an HMAC', forge({ alg: 'ES256', typ: 'JWT' }, claims, SECRET)],
        ['alg as a list', forge({ alg: ['HS256'], typ: 'JWT' }, claims, SECRET)],
        ['no alg', forge({ typ: 'JWT' }, claims, SECRET)],
        ['another key', forge(HS256, claims, 'another')],
        ['an empty key', forge(HS256, claims, '')],
        ['the sample key', forge(HS256, claims, 'your-super-secret-key-change-this-in-production')],
        ['the key cut short', forge(HS256, claims, SECRET.slice(0, -1))],
        ['jwk in the header', header({ jwk: { kty: 'oct', k: 'YQ' } })],
        ['jku in the header', header({ jku: 'http://127.0.0.1/keys' })],
        ['x5u in the header', header({ x5u: 'http://127.0.0.1/cert' })],
        ['x5c in the header', header({ x5c: ['MIIB'] })],
        ['kid as a path', header({ kid: '../../dev/null' })],
        ['kid as SQL', header({ kid: "x' UNION SELECT 'a" })],
        ['crit', header({ crit: ['b64'], b64: false })],
        ['an empty signature', `${head}.${body}.`],
        ['two parts', `${head}.${body}`],
        ['four parts', `${org.token}.x`],
        ['five parts, as encrypted', `${head}.${body}.${signature}.a.b`],
        ['one part', head],
        ['dots', '...'],
        ['padding', `${org.token}=`],
        ['the signature of another token', `${head}.${body}.${forge(HS256, { a: 1 }, SECRET).split('.')[2]}`],
        [
          'the header of none, signed',
          `${forge({ alg: 'none' }, 1, SECRET).split('.')[0]}.${body}.${signature}`,
        ],
        [
          'another payload',
          `${head}.${forge(HS256, { ...claims, sub: 'x' }, SECRET).split('.')[1]}.${signature}`,
        ],
        ['a payload that is text', forge(HS256, '"text"', SECRET)],
        ['a payload that is a list', forge(HS256, [claims], SECRET)],
        ['a payload that is null', forge(HS256, 'null', SECRET)],
        ['a payload that is no JSON', forge(HS256, '{', SECRET)],
        ['a nested token', forge(HS256, `"${org.token}"`, SECRET)],
        ...['exp', 'iat', 'iss', 'aud', 'sub', 'sid', 'jti', 'ver', 'type', 'organization_id'].map(
          (name): [string, string] => [`no ${name}`, without(name)],
        ),
        ['expired a second ago', signed({ exp: now() - 1 })],
        ['exp zero', signed({ exp: 0 })],
        ['exp negative', signed({ exp: -1 })],
        ['exp as text', signed({ exp: String(now() + 600) })],
        ['exp as a fraction', signed({ exp: now() + 600.5 })],
        [
          'exp beyond numbers',
          forge(HS256, JSON.stringify(claims).replace(/"exp":\d+/, '"exp":1e400'), SECRET),
        ],
        ['exp null', signed({ exp: null })],
        ['not before tomorrow', signed({ nbf: now() + 86_400 })],
        ['another issuer', signed({ iss: 'evil' })],
        ['another audience', signed({ aud: 'other-api' })],
        ['an audience list without us', signed({ aud: ['a', 'b'] })],
        ['another type', signed({ type: 'refresh' })],
        ['type as a list', signed({ type: ['access'] })],
        ['an unknown account', signed({ sub: new ObjectId().toHexString() })],
        ['an operator as sub', signed({ sub: { $ne: null } })],
        ['another version', signed({ ver: 2 })],
        ['version as text', signed({ ver: '1' })],
        ['an unknown organization', signed({ organization_id: new ObjectId().toHexString() })],
        ['an operator as organization', signed({ organization_id: { $ne: null } })],
        ['5,000 characters', signed({ padding: 'x'.repeat(5000) })],
      ];
    };

    it('60 forgeries and mistakes are 401 with the same bytes', async () => {
      const all = cases();
      expect(all.length).toBeGreaterThanOrEqual(60);
      for (const [name, token] of all) {
        const reply = await rawRequest(sut.url, 'DELETE', '/org/delete?organization_name=Auth%20Corp', {
          headers: { authorization: `Bearer ${token}` },
        });
        expect([name, reply.status, reply.text]).toEqual([name, 401, INVALID]);
        expect(reply.headers['www-authenticate']).toBe('Bearer');
      }
      expect((await me(org.token)).status).toBe(200);
    });

    it('600 tokens with one byte changed are 401', async () => {
      const bytes = Buffer.from(org.token);
      const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
      const accepted: string[] = [];
      for (let round = 0; round < 20; round++) {
        await Promise.all(
          Array.from({ length: 30 }, async () => {
            const token = Buffer.from(bytes);
            // The last character carries two bits nobody reads (RFC 4648, section 3.5): it may stand for itself.
            const at = randomInt(token.length - 1);
            const before = token[at];
            do token[at] = alphabet.charCodeAt(randomInt(64));
            while (token[at] === before);
            const reply = await me(token.toString());
            if (reply.status !== 401) accepted.push(`${reply.status} at ${at}: ${token.toString()}`);
          }),
        );
      }
      expect(accepted).toEqual([]);
    });

    it('a malformed Authorization header is 401, of two the first counts', async () => {
      for (const value of [
        '',
        'Bearer',
        'Bearer ',
        `Basic ${org.token}`,
        `Bearer  ${org.token} x`,
        `Token ${org.token}`,
        org.token,
        `Bearer ${org.token},x`,
        `Bearer\t${org.token}`,
      ]) {
        const reply = await rawRequest(sut.url, 'GET', '/v1/me', { headers: { authorization: value } });
        expect([value, reply.status]).toEqual([value, 401]);
      }
      const twice = (first: string, second: string) =>
        rawBytes(
          sut.url,
          `GET /v1/me HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer ${first}\r\nAuthorization: Bearer ${second}\r\n\r\n`,
        );
      expect(await twice('x', org.token)).toMatch(/^HTTP\/1\.1 401/);
      const query = await rawRequest(sut.url, 'GET', `/v1/me?access_token=${org.token}`);
      expect(query.status).toBe(401);
    });

    it('a token that was good a moment ago ends with its second', async () => {
      const exp = now() + 3600;
      const token = forge(HS256, { ...claimsOf(org.token), exp }, SECRET);
      expect((await me(token)).status).toBe(200);
      const clock = jest.spyOn(Date, 'now').mockReturnValue(exp * 1000 - 1);
      const before = await me(token);
      clock.mockReturnValue(exp * 1000);
      const after = await me(token);
      clock.mockRestore();
      expect([before.status, after.status]).toEqual([200, 401]);
    });
  });

  describe('signing in', () => {
    it('D10 hashes once whether or not the address is known, and says the same bytes', async () => {
      const verify = jest.spyOn(sut.app.get(PasswordsService, { strict: false }), 'verify');
      const replies = [
        await login(org.email, 'WrongPassword1!'),
        await login('nobody@auth.example', 'WrongPassword1!'),
        await login('no address', 'WrongPassword1!'),
      ];
      expect(verify).toHaveBeenCalledTimes(3);
      expect(verify.mock.calls.map(([, stored]) => typeof stored)).toEqual([
        'string',
        'undefined',
        'undefined',
      ]);
      const comparable = replies.map(({ status, text, headers }) => [
        status,
        text,
        [...headers.keys()].sort(),
      ]);
      expect(new Set(comparable.map((one) => JSON.stringify(one))).size).toBe(1);
    });

    it('D10 compares against a decoy of the same cost when there is no account', async () => {
      const service = sut.app.get(PasswordsService, { strict: false });
      const run = jest.spyOn(
        service as unknown as { run: (name: string, task: { hash: string }) => unknown },
        'run',
      );
      await login('nobody@auth.example', 'WrongPassword1!');
      const [name, task] = run.mock.calls.at(-1)!;
      expect([name, task.hash.slice(0, 7)]).toEqual(['compare', '$2b$04$']);
    });

    it('D10 reads as much of the database for an address that nobody has', async () => {
      const { email } = await sut.organization('Zz Profiled Corp');
      const accounts = `${sut.master.databaseName}.admin_users`;
      const read = async (address: string) => {
        await sut.master.command({ profile: 2, filter: { ns: accounts } });
        await sut.call('POST', '/signin', { body: { email: address, password: 'AnotherSecure123!' } });
        await sut.master.command({ profile: 0 });
        const profile = sut.master.collection('system.profile');
        const reads = await profile.find({ ns: accounts, 'command.find': 'admin_users' }).toArray();
        await profile.drop();
        return reads.map(({ keysExamined, docsExamined, nreturned, planSummary }) => ({
          ...{ keysExamined, docsExamined, nreturned, planSummary },
        }));
      };
      const known = await read(email);
      expect(known).toMatchObject([{ nreturned: 1, docsExamined: 1 }]);
      expect(await read(`x${email}`)).toEqual(known);
    });

    it('D10 a suspended account is 403 only after the right password', async () => {
      const { email, password, adminId } = await sut.organization('Frozen Account');
      await users().updateOne({ _id: new ObjectId(adminId) }, { $set: { status: 'suspended' } });
      expect([(await login(email, 'WrongPassword1!')).text]).toEqual(['{"detail":"Invalid credentials"}']);
      const right = await login(email, password);
      expect([right.status, right.text]).toEqual([403, '{"detail":"The account is suspended or inactive"}']);
    });
  });

  it('suspending an account or an organization acts within 100 ms, and lifting it too', async () => {
    for (const [collection, id, refused] of [
      ['admin_users', org.adminId, 401],
      ['organizations', org.id, 403],
    ] as const) {
      expect((await me(org.token)).status).toBe(200);
      const set = (status: string) =>
        sut.master.collection(collection).updateOne({ _id: new ObjectId(id) }, { $set: { status } });
      // The best of three, because this machine may have other things to do.
      const delays: number[] = [];
      for (let round = 0; round < 3; round++) {
        await set('suspended');
        const since = performance.now();
        await until(async () => (await me(org.token)).status === refused);
        delays.push(performance.now() - since);
        await set('active');
        await until(async () => (await me(org.token)).status === 200);
      }
      expect(Math.min(...delays)).toBeLessThan(stretched(1000));
    }
  });

  describe('changing the password', () => {
    const change = (token: string, current: unknown, next: unknown) =>
      sut.call('PUT', '/v1/me/password', { token, body: { current_password: current, new_password: next } });

    it('D16 ends every other session and keeps its own', async () => {
      const { email, password } = await sut.organization('Sessions Corp');
      const [one, two, three] = await Promise.all(
        [1, 2, 3].map(async () => (await login(email, password)).body.data.access_token),
      );
      expect((await change(one, password, 'AnotherSecure123!')).status).toBe(204);
      expect(await Promise.all([one, two, three].map(async (token) => (await me(token)).status))).toEqual([
        200, 401, 401,
      ]);
      expect((await login(email, password)).status).toBe(401);
      const four = (await login(email, 'AnotherSecure123!')).body.data.access_token;
      expect((await change(four, 'AnotherSecure123!', 'ThirdSecure123!!')).status).toBe(204);
      expect(await Promise.all([one, four].map(async (token) => (await me(token)).status))).toEqual([
        401, 200,
      ]);
    });

    it('asks for the current one and keeps to the policy', async () => {
      const { token, password, email } = await sut.organization('Policy Words Corp');
      for (const [current, next, status] of [
        ['wrong password', 'AnotherSecure123!', 401],
        [password, 'short', 400],
        [password, 'password', 400],
        [password, email, 400],
        [password, 'policy words corp', 400],
        [password, password, 400],
        [password, 'x'.repeat(1025), 400],
        [undefined, 'AnotherSecure123!', 400],
        [password, undefined, 400],
      ] as const) {
        const reply = await change(token, current, next);
        expect([next, reply.status]).toEqual([next, status]);
        expect(reply.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
        expect(reply.text).not.toMatch(/\$2[aby]\$/);
      }
      expect((await me(token)).status).toBe(200);
    });
  });

  describe('the platform operator', () => {
    const bootstrap = (app: TestApp) => app.app.get(OperatorService, { strict: false }).bootstrap(true);

    it('is invented with a temporary password that can only change the password', async () => {
      const made = (await bootstrap(sut))!;
      expect(made.email).toBe('operator@rowhouse.local');
      const lost = made.secret; // another start shows another one, until one was used
      Object.assign(made, (await bootstrap(sut))!);
      expect((await login(made.email, lost)).status).toBe(401);
      const signedIn = await login(made.email, made.secret);
      expect(signedIn.body.data).toMatchObject({ organization_id: null, organization_name: null });
      const token = signedIn.body.data.access_token;
      for (const [method, path] of [
        ['GET', '/v1/me'],
        ['PUT', '/org/update'],
        ['DELETE', '/org/delete?organization_name=Auth%20Corp'],
      ] as const) {
        const reply = await sut.call(method, path, {
          token,
          ...(method === 'PUT' ? { body: { password: 'x' } } : {}),
        });
        expect([path, reply.status, reply.text.includes('Password change required')]).toEqual([
          path,
          403,
          true,
        ]);
      }
      const body = { current_password: made.secret, new_password: 'OperatorSecure123!' };
      const same = await sut.call('PUT', '/v1/me/password', {
        token,
        body: { ...body, new_password: made.secret },
      });
      expect(same.status).toBe(400);
      expect((await sut.call('PUT', '/v1/me/password', { token, body })).status).toBe(204);
      expect((await login(made.email, made.secret)).status).toBe(401);
      const operator = (await login(made.email, 'OperatorSecure123!')).body.data.access_token;
      expect((await me(operator)).body).toMatchObject({
        platform_operator: true,
        organization_id: null,
        role: null,
      });
      expect(await bootstrap(sut)).toBeNull();
    });

    it("has no organization's rights", async () => {
      const token = (await login('operator@rowhouse.local', 'OperatorSecure123!')).body.data.access_token;
      const removed = await sut.call('DELETE', '/org/delete?organization_name=Auth%20Corp', { token });
      expect(removed.status).toBe(403);
      const updated = await sut.call('PUT', '/org/update', {
        token,
        body: { password: 'AnotherSecure123!' },
      });
      expect([403, 404]).toContain(updated.status);
    });

    it('D1: an expired secret changes no password, in a session of before', async () => {
      await users().deleteMany({ platform_operator: true });
      const { email, secret } = (await bootstrap(sut))!;
      type Tokens = { access_token: string; refresh_token: string };
      const before = (await sut.call<Tokens>('POST', '/signin', { body: { email, password: secret } })).body;
      const gone = { secret_expires_at: new Date(Date.now() - 1000) };
      await users().updateOne({ email }, { $set: gone });
      const change = (current_password: string) =>
        sut.call('PUT', '/v1/me/password', {
          token: before.access_token,
          body: { current_password, new_password: 'OperatorSecure123!' },
        });
      const refused = problem(401, 'auth.credentials_invalid', 'Invalid credentials', '/v1/me/password');
      for (const current of [secret, 'WrongPassword1!']) {
        const reply = await change(current);
        expect([reply.status, reply.body]).toEqual([401, refused]);
      }
      for (const [path, body] of [
        ['/token/refresh', { detail: 'Invalid refresh token' }],
        [
          '/v1/sessions/refresh',
          problem(401, 'auth.refresh_invalid', 'Invalid refresh token', '/v1/sessions/refresh'),
        ],
      ] as const) {
        const { refresh_token } = before;
        const reply = await sut.call('POST', path, { body: { refresh_token } });
        expect([path, reply.status, reply.body]).toEqual([path, 401, body]);
      }
      await users().updateOne({ email }, { $unset: { secret_expires_at: 1 } });
      expect((await change(secret)).status).toBe(204);
    });

    it('an expired secret signs nobody in, is renewed at the next start, and is ended by no guesses (S4)', async () => {
      await users().deleteMany({ platform_operator: true });
      const first = (await bootstrap(sut))!;
      const set = (fields: object) => users().updateOne({ email: first.email }, { $set: fields });
      await set({ secret_expires_at: new Date(Date.now() - 1000) });
      expect((await login(first.email, first.secret)).text).toBe('{"detail":"Invalid credentials"}');
      const second = (await bootstrap(sut))!;
      expect(second.secret).not.toBe(first.secret);
      expect((await login(first.email, first.secret)).status).toBe(401);
      expect((await login(second.email, second.secret)).status).toBe(200);
      for (let i = 0; i < 6; i++) await login(second.email, 'WrongPassword1!');
      expect((await login(second.email, second.secret)).status).toBe(200);
    });
  });
});
