import { ObjectId } from 'mongodb';
import { startTestApp, type Reply, type TestApp } from '../support/app.js';
import { claimsOf, forge, headerOf } from '../support/tokens.js';
import { type Answer, type Body, golden } from './golden/s1.js';

const SECRET = 'a secret only this test knows, long enough';
const HEX24 = /^[0-9a-f]{24}$/;
const NAIVE_SECONDS = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/;

/** The golden body with what differs from run to run taken from the reply, where it has the documented type. */
function like(body: Body, reply: Body): Body {
  const data = body['data'] as Body | undefined;
  const given = (reply['data'] ?? {}) as Record<string, string>;
  if (data === undefined) return body;
  const types: Record<string, RegExp> = {
    admin_id: HEX24,
    organization_id: HEX24,
    created_at: NAIVE_SECONDS,
    access_token: /^[\w-]+\.[\w-]+\.[\w-]+$/,
  };
  const filled = Object.entries(data).map(([key, value]) => [
    key,
    types[key]?.test(given[key] ?? '') ? given[key] : value,
  ]);
  return { ...body, data: Object.fromEntries(filled) as Body };
}

describe('S1, the organization API', () => {
  let sut: TestApp;
  const seen: string[] = [];
  const call = async (...args: Parameters<TestApp['call']>): Promise<Reply<Answer>> => {
    const reply = await sut.call<Answer>(...args);
    seen.push(reply.text);
    return reply;
  };
  const get = (name: string) => call('GET', `/org/get?organization_name=${encodeURIComponent(name)}`);
  const login = (email: unknown, password: unknown) =>
    call('POST', '/admin/login', { body: { email, password } });
  const refused = ({ status, body }: Reply<Answer>) => [status, body];

  beforeAll(async () => {
    sut = await startTestApp({ SECRET_KEY: SECRET });
  });
  afterAll(() => sut?.stop());

  describe('the life of Acme Corp, step by step', () => {
    let created: Reply<Answer>;
    let token: string;
    let organizationId: string;

    it('S1-01 S1-02 S1-03 S1-32 POST /org/create is public and answers 201 with exactly the documented body', async () => {
      created = await call('POST', '/org/create', { body: golden.create.request });
      expect(created.status).toBe(201);
      expect(created.body).toEqual(like(golden.create.response, created.body as never));
      expect(created.headers.get('content-type')).toBe('application/json; charset=utf-8');
    });

    it('S1-04 admin_id is 24 hexadecimal digits, created_at naive UTC seconds', () => {
      const { admin_id, created_at } = created.body.data;
      expect(admin_id).toMatch(HEX24);
      expect(created_at).toMatch(NAIVE_SECONDS);
      expect(Math.abs(Date.parse(`${created_at}Z`) - Date.now())).toBeLessThan(60_000);
    });

    it('S1-05 GET /org/get is public and answers the same values; + and %20 are spaces', async () => {
      for (const query of ['Acme%20Corp', 'Acme+Corp', '%41cme%20Corp']) {
        const reply = await call('GET', `/org/get?organization_name=${query}`);
        expect(reply.status).toBe(200);
        expect(reply.body).toEqual({ message: golden.get.response['message'], data: created.body.data });
        expect(Object.keys(reply.body.data)).toEqual(Object.keys(golden.get.response['data'] as Body));
      }
    });

    it('S1-10 POST /admin/login answers exactly the documented body, token_type in lower case', async () => {
      const reply = await login(golden.login.request['email'], golden.login.request['password']);
      expect(reply.status).toBe(200);
      expect(reply.body).toEqual(like(golden.login.response, reply.body as never));
      expect(reply.body.data['admin_id']).toBe(created.body.data['admin_id']);
      expect(reply.body.data['token_type']).toBe('bearer');
      token = reply.body.data['access_token']!;
      organizationId = reply.body.data['organization_id']!;
    });

    it('S1-11 the token starts as documented: its header is exactly {"alg":"HS256","typ":"JWT"}', () => {
      expect(headerOf(token)).toBe('{"alg":"HS256","typ":"JWT"}');
      const sample = (golden.login.response['data'] as Record<string, string>)['access_token'];
      expect(token.startsWith(sample.replace('...', ''))).toBe(true);
      expect(claimsOf(token)).toMatchObject({
        admin_id: created.body.data['admin_id'],
        organization_id: organizationId,
        organization_name: 'Acme Corp',
        iss: 'rowhouse',
        aud: 'rowhouse-api',
      });
    });

    it('S1-12 the token lives ACCESS_TOKEN_EXPIRE_MINUTES', () => {
      const { iat, exp } = claimsOf(token) as { iat: number; exp: number };
      expect(exp - iat).toBe(Number(golden.environment['ACCESS_TOKEN_EXPIRE_MINUTES']) * 60);
    });

    it('S1-17 the documents of master_db have the documented fields and types', async () => {
      const organization = await sut.master
        .collection('organizations')
        .findOne({ organization_name: 'Acme Corp' });
      expect(Object.keys(organization!)).toEqual(expect.arrayContaining(golden.collections.organizations));
      expect(organization).toMatchObject({
        _id: new ObjectId(organizationId),
        collection_name: 'org_acme_corp',
        admin_id: created.body.data['admin_id'],
        created_at: expect.any(Date),
      });
      const admin = await sut.master.collection('admin_users').findOne({ email: 'admin@acme.com' });
      expect(Object.keys(admin!)).toEqual(expect.arrayContaining(golden.collections.admin_users));
      expect(admin).toMatchObject({
        _id: new ObjectId(created.body.data['admin_id']),
        organization_id: organizationId,
        created_at: expect.any(Date),
      });
      expect(organization!['created_at'].toISOString().slice(0, 19)).toBe(created.body.data['created_at']);
    });

    it('S1-21 the password is a bcrypt hash that any bcrypt library can check', async () => {
      const admin = await sut.master.collection('admin_users').findOne({ email: 'admin@acme.com' });
      const { compareSync } = await import('bcryptjs');
      expect(admin!['hashed_password']).toMatch(/^\$2[aby]\$04\$[./A-Za-z0-9]{53}$/);
      expect(compareSync(golden.create.request['password'] as string, admin!['hashed_password'])).toBe(true);
    });

    it('S1-19 K-03 the tenant database is org_<name> and has the collection data', async () => {
      const { databases } = await sut.client.db('admin').admin().listDatabases({ nameOnly: true });
      expect(databases.map(({ name }) => name)).toContain('org_acme_corp');
      const collections = await sut.client.db('org_acme_corp').listCollections().toArray();
      expect(collections.map(({ name }) => name)).toContain('data');
    });

    it('S1-14 C-04 a name that is taken, in any spelling, is 400 with the documented body', async () => {
      for (const name of ['Acme Corp', 'acme corp', '  ACME   Corp ', 'Ａｃｍｅ Corp', 'Acme\u200b Corp']) {
        const body = { organization_name: name, email: 'other@acme.example', password: 'SecurePassword123!' };
        expect(refused(await call('POST', '/org/create', { body }))).toEqual([400, golden.errors['400']]);
      }
    });

    it('S1-32 an e-mail that is taken is 400 {detail}', async () => {
      const body = { ...golden.create.request, organization_name: 'Other', email: 'ADMIN@acme.com' };
      const reply = await call('POST', '/org/create', { body });
      expect(refused(reply)).toEqual([400, { detail: 'Email already registered' }]);
      expect((await get('Other')).status).toBe(404);
    });

    it('S1-06 S1-07 PUT /org/update answers exactly the documented body, the next generation, without created_at', async () => {
      await sut.client
        .db('org_acme_corp')
        .collection<Body>('data')
        .insertMany([{ canary: 1 }, { canary: 2 }]);
      const reply = await call('PUT', '/org/update', { token, body: golden.update.request });
      expect(reply.status).toBe(200);
      expect(reply.body).toEqual(like(golden.update.response, reply.body as never));
      expect(reply.body.data['admin_id']).toBe(created.body.data['admin_id']);
      const moved = sut.client.db('org_acme_corp_v2').collection('data');
      expect((await moved.find().toArray()).map(({ canary }) => canary).sort()).toEqual([1, 2]);
    });

    it('S1-07 the old credentials are refused, the new ones work, GET shows the new database', async () => {
      const { email, password } = golden.create.request;
      expect(refused(await login(email, password))).toEqual([401, { detail: 'Invalid credentials' }]);
      expect((await login(golden.update.request['email'], password)).status).toBe(401);
      expect((await login(email, golden.update.request['password'])).status).toBe(401);
      expect((await login(golden.update.request['email'], golden.update.request['password'])).status).toBe(
        200,
      );
      expect((await get('Acme Corp')).body.data).toEqual({
        ...created.body.data,
        collection_name: 'org_acme_corp_v2',
      });
    });

    it('S1-07 C-22 the third update makes the third generation', async () => {
      const reply = await call('PUT', '/org/update', { token, body: { password: 'AnotherSecure123!' } });
      expect(reply.body.data).toEqual({
        organization_name: 'Acme Corp',
        collection_name: 'org_acme_corp_v3',
        admin_id: created.body.data['admin_id'],
      });
    });

    it('S1-34 an update without a change is 400, and changes nothing', async () => {
      for (const body of [
        {},
        { organization_name: 'Acme Corp' },
        { organization_name: null, email: null },
        { unknown: 1 },
      ]) {
        const reply = await call('PUT', '/org/update', { token, body });
        expect(refused(reply)).toEqual([
          400,
          { detail: 'Nothing to change: give a new name, email or password' },
        ]);
      }
      expect((await get('Acme Corp')).body.data['collection_name']).toBe('org_acme_corp_v3');
    });

    it('S1-34 S1-14 another name renames, a taken one is refused', async () => {
      await sut.organization('Taken Corp');
      const taken = await call('PUT', '/org/update', { token, body: { organization_name: 'taken corp' } });
      expect(refused(taken)).toEqual([400, golden.errors['400']]);
      const renamed = await call('PUT', '/org/update', { token, body: { organization_name: 'Acme Ltd' } });
      expect(renamed.body.data['organization_name']).toBe('Acme Ltd');
      expect(refused(await get('Acme Corp'))).toEqual([404, golden.errors['404']]);
      expect((await get('Acme Ltd')).status).toBe(200);
    });

    it('S1-08 S1-09 DELETE /org/delete answers exactly the documented body and leaves nothing', async () => {
      const reply = await call('DELETE', '/org/delete?organization_name=Acme%20Ltd', { token });
      expect(refused(reply)).toEqual([200, golden.delete.response]);
      expect(refused(await get('Acme Ltd'))).toEqual([404, golden.errors['404']]);
      expect((await login(golden.update.request['email'], 'AnotherSecure123!')).status).toBe(401);
      const { databases } = await sut.client.db('admin').admin().listDatabases({ nameOnly: true });
      expect(databases.filter(({ name }) => name.startsWith('org_acme'))).toEqual([]);
      expect(
        await sut.master.collection('admin_users').findOne({ organization_id: organizationId }),
      ).toBeNull();
    });

    it('S1-09 S1-15 the token died with the organization; its name is free, and then empty', async () => {
      const reply = await call('DELETE', '/org/delete?organization_name=Acme%20Ltd', { token });
      expect(refused(reply)).toEqual([401, golden.errors['401']]);
      const anew = await call('POST', '/org/create', { body: golden.create.request });
      expect(anew.status).toBe(201);
      const { collection_name: database } = anew.body.data;
      expect(await sut.client.db(database).collection('data').countDocuments()).toBe(0);
    });
  });

  describe('errors', () => {
    let own: Awaited<ReturnType<TestApp['organization']>>;
    let other: typeof own;
    beforeAll(async () => {
      own = await sut.organization('Own Corp');
      other = await sut.organization('Foreign Corp');
    });

    it('S1-15 401 {"detail":"Invalid token"} without a good token', async () => {
      const claims = claimsOf(own.token);
      const hs256 = { alg: 'HS256', typ: 'JWT' };
      const bad: (string | undefined)[] = [
        undefined,
        'malformed',
        forge(hs256, { ...claims, exp: (claims['iat'] as number) - 1 }, SECRET), // expired
        forge({ alg: 'HS512', typ: 'JWT' }, claims, SECRET, 'sha512'), // another algorithm
        forge({ alg: 'none', typ: 'JWT' }, claims, SECRET).replace(/[^.]+$/, ''), // no signature
        forge(hs256, claims, 'another secret'),
        forge(hs256, { ...claims, ver: 99 }, SECRET), // a version that is not the account's
        forge(hs256, { ...claims, organization_id: other.id }, SECRET),
      ];
      for (const token of bad) {
        for (const [method, path] of [
          ['PUT', '/org/update'],
          ['DELETE', '/org/delete?organization_name=Own%20Corp'],
        ] as const) {
          const reply = await call(method, path, {
            token,
            ...(method === 'PUT' ? { body: { password: 'x' } } : {}),
          });
          expect([token, ...refused(reply)]).toEqual([token, 401, golden.errors['401']]);
        }
      }
    });

    it('S1-15 D16 a token is revoked by a change of the password in another session', async () => {
      const org = await sut.organization('Revoked Corp');
      const second = (await login(org.email, org.password)).body.data['access_token'];
      const body = { password: 'NewSecurePassword123!' };
      expect((await call('PUT', '/org/update', { token: second, body })).status).toBe(200);
      const reply = await call('PUT', '/org/update', { token: org.token, body });
      expect(refused(reply)).toEqual([401, golden.errors['401']]);
      expect((await sut.call('GET', '/v1/me', { token: second })).status).toBe(200);
    });

    it('S1-11 C-10 the scheme is read without regard to case', async () => {
      for (const scheme of ['Bearer', 'bearer', 'BEARER']) {
        const headers = { authorization: `${scheme} ${own.token}` };
        expect((await sut.call('GET', '/v1/me', { headers })).status).toBe(200);
      }
    });

    it('S1-16 404 {"detail":"Organization not found"}, also for another spelling', async () => {
      for (const name of ['Nobody', 'own corp', 'Own  Corp', 'org_own_corp', own.id, own.email]) {
        expect(refused(await get(name))).toEqual([404, golden.errors['404']]);
      }
    });

    it('S1-33 DELETE of another organization is 403, of an unknown one 404, without a name 400', async () => {
      const { token } = own;
      const foreign = await call('DELETE', '/org/delete?organization_name=Foreign%20Corp', { token });
      expect(refused(foreign)).toEqual([403, { detail: 'Not authorized for this organization' }]);
      const unknown = await call('DELETE', '/org/delete?organization_name=Nobody', { token });
      expect(refused(unknown)).toEqual([404, golden.errors['404']]);
      for (const query of [
        '',
        '?organization_name=',
        '?organization_name=%20',
        '?organization_name[$ne]=x',
      ]) {
        const missing = await call('DELETE', `/org/delete${query}`, { token });
        expect(refused(missing)).toEqual([400, { detail: 'organization_name is required' }]);
        const got = await call('GET', `/org/get${query}`);
        expect(refused(got)).toEqual([400, { detail: 'organization_name is required' }]);
      }
      expect((await get('Foreign Corp')).status).toBe(200);
      expect((await get('Own Corp')).status).toBe(200);
    });

    it('S1-34 an update never reaches another organization, whatever the body says', async () => {
      const before = (await get('Foreign Corp')).body;
      const body = {
        organization_name: 'Foreign Corp',
        password: 'TakenOver123!',
        organization_id: other.id,
      };
      expect(refused(await call('PUT', '/org/update', { token: own.token, body }))).toEqual([
        400,
        golden.errors['400'],
      ]);
      expect((await get('Foreign Corp')).body).toEqual(before);
      expect((await login(other.email, other.password)).status).toBe(200);
    });

    it('S1-32 a wrong login is 401 {"detail":"Invalid credentials"}, byte for byte the same', async () => {
      const replies = [
        await login(own.email, 'WrongPassword1!'),
        await login('nobody@nowhere.example', own.password),
        await login('no address', own.password),
        await login(other.email, own.password.toLowerCase()),
      ];
      for (const reply of replies)
        expect([reply.status, reply.text]).toEqual([401, '{"detail":"Invalid credentials"}']);
    });

    it('S1-32 validation is 400 {detail: text}, the first field first', async () => {
      const valid = golden.create.request;
      const create = (body: unknown) => call('POST', '/org/create', { body });
      const cases: [unknown, string][] = [
        [{}, 'organization_name is required'],
        [{ ...valid, organization_name: '' }, 'organization_name is required'],
        [{ ...valid, organization_name: '   ' }, 'organization_name is required'],
        [{ ...valid, organization_name: 5 }, 'organization_name must be text'],
        [{ ...valid, organization_name: 'New', email: undefined }, 'email is required'],
        [{ ...valid, organization_name: 'New', email: 'nobody' }, 'email is invalid'],
        [{ ...valid, organization_name: 'New', password: undefined }, 'password is required'],
        [
          { ...valid, organization_name: 'New', email: 'n@n.example', password: 'short' },
          'Password must have at least 8 characters',
        ],
      ];
      for (const [body, detail] of cases) expect(refused(await create(body))).toEqual([400, { detail }]);
      expect(refused(await login(undefined, 'x'))).toEqual([400, { detail: 'email is required' }]);
      expect(refused(await login('a@b.example', undefined))).toEqual([
        400,
        { detail: 'password is required' },
      ]);
    });
  });

  it('S1-21 no answer held a hash or a password', () => {
    expect(seen.length).toBeGreaterThan(50);
    for (const text of seen) expect(text).not.toMatch(/\$2[aby]\$|hashed_password|SecurePassword/);
  });
});
