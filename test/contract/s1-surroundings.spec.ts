import { execFile, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { ObjectId } from 'mongodb';
import { readEnv } from '../../src/config/env.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { type Answer, golden } from './golden/s1.js';

const hasCurl = spawnSync('curl', ['--version']).status === 0;

describe('S1, what surrounds the organization API', () => {
  let sut: TestApp;
  const call = (...args: Parameters<TestApp['call']>) => sut.call<Answer>(...args);
  const login = (email: unknown, password: unknown) =>
    call('POST', '/admin/login', { body: { email, password } });
  beforeAll(async () => {
    sut = await startTestApp();
  });
  afterAll(() => sut?.stop());

  it('S1-13 C-21 GET /health answers exactly the documented body, app being APP_NAME', async () => {
    const reply = await call('GET', '/health');
    expect([reply.status, reply.body]).toEqual([200, golden.health.response]);
  });

  it('S1-18 K-02 the documented indexes exist', async () => {
    const keys = async (name: string) =>
      (await sut.master.collection(name).listIndexes().toArray()).map(({ key, unique = false }) => [
        key,
        unique,
      ]);
    expect(await keys('organizations')).toContainEqual([{ organization_name: 1 }, true]);
    expect(await keys('admin_users')).toContainEqual([{ email: 1 }, true]);
    expect(await keys('admin_users')).toContainEqual([{ organization_id: 1 }, false]);
  });

  it('S1-20 C-11 the documented environment is read, with the documented defaults', () => {
    const defaults = readEnv({}) as unknown as Record<string, string | number | boolean | undefined>;
    const { SECRET_KEY: _secret, MONGODB_URL: _url, ...documented } = golden.environment;
    for (const [name, value] of Object.entries(documented)) {
      expect([name, String(defaults[name]).toLowerCase()]).toEqual([name, value.toLowerCase()]);
    }
    expect(readEnv(golden.environment)).toMatchObject({
      ...documented,
      ACCESS_TOKEN_EXPIRE_MINUTES: 30,
      DEBUG: false,
    });
    expect(defaults.PORT).toBe(8000);
  });

  it('C-06 names alike in their slug get databases of their own', async () => {
    const names = ['Slug Corp', 'slug-corp', 'Slug.Corp', 'Slug Corp v2'];
    const databases: string[] = [];
    for (const name of names) databases.push((await sut.organization(name)).database);
    expect(databases).toEqual(['org_slug_corp', 'org_slug_corp_2', 'org_slug_corp_3', 'org_slug_corp_v2']);
    const { token } = await sut.organization('Slug Corp v3').then(async () => {
      const row = await sut.master.collection('admin_users').findOne({ email: /@slug-corp\.example$/ });
      return { token: (await login(row!['email'], 'SecurePassword123!')).body.data['access_token'] };
    });
    const moved = await call('PUT', '/org/update', { token, body: { password: 'AnotherSecure123!' } });
    expect(moved.body.data['collection_name']).not.toMatch(/_v[23]$/);
  });

  it('C-01 C-15 C-16 one entity has an ObjectId, a UUID and an integer; dates are dates, status is text', async () => {
    const rows = await sut.master.collection('organizations').find().toArray();
    expect(rows.length).toBeGreaterThan(3);
    for (const row of rows) {
      expect(row).toMatchObject({ _id: expect.any(ObjectId), seq: expect.any(Number), status: 'active' });
      expect(row['uid']).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(row['updated_at']).toEqual(expect.any(Date));
    }
    expect(new Set(rows.map(({ seq }) => seq)).size).toBe(rows.length);
  });

  it("S1 'Testing with cURL': the seed's own command lines work", async () => {
    if (!hasCurl) return console.warn('curl is not here: skipped');
    const run = async (command: string): Promise<Answer> => {
      const line = command.replaceAll('http://localhost:8000', sut.url).replace('curl', 'curl -s');
      // Not execFileSync: the service answers from this very process.
      return JSON.parse((await promisify(execFile)('sh', ['-c', line])).stdout) as Answer;
    };
    const [create, signIn, read, remove] = golden.curl as [string, string, string, string];
    expect((await run(create)).message).toBe('Organization created successfully');
    const { access_token: token } = (await run(signIn)).data;
    expect((await run(read)).data['collection_name']).toBe('org_test_org');
    expect(await run(remove)).toEqual({ detail: 'Invalid token' });
    expect(await run(remove.replace('<your_token_here>', token))).toEqual(golden.delete.response);
    expect(await run(read)).toEqual(golden.errors['404']);
  });

  it('S1-22 K-05 interactive documentation is at /docs', async () => {
    const reply = await sut.call('GET', '/docs');
    expect([reply.status, reply.headers.get('content-type')]).toEqual([
      200,
      expect.stringContaining('text/html'),
    ]);
    expect(reply.text).toContain('swagger-ui');
  });

  it('S1-22 K-06 the Postman collection has every S1 request and the documented variables', () => {
    const collection = readFileSync('docs/postman_collection.json', 'utf8');
    for (const path of ['org/create', 'org/get', 'org/update', 'org/delete', 'admin/login', 'health']) {
      expect(collection).toContain(`{{base_url}}/${path}`);
    }
    for (const name of ['base_url', 'token', 'org_name']) expect(collection).toContain(`"key": "${name}"`);
  });

  it('K-07 the top level is laid out as asked', () => {
    for (const name of ['src', 'test', 'apps', 'libs', 'nest-cli.json', 'package.json', 'tsconfig.json']) {
      expect([name, existsSync(name)]).toEqual([name, true]);
    }
    for (const name of ['organizations', 'auth', 'users', 'health']) {
      expect([name, existsSync(`src/modules/${name}/${name}.module.ts`)]).toEqual([name, true]); // K-01
    }
  });
});
