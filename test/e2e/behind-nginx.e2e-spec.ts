import { ObjectId } from 'mongodb';
import { startTestApp, type TestApp } from '../support/app.js';
import { describeBehindNginx, type Nginx, startNginx } from '../support/nginx.js';
import { blockOf, runShell, settingsOf, withAddresses } from '../support/guide.js';
import { mailsTo } from '../support/members.js';
import { problem } from '../support/problem.js';
import { textOf } from '../support/repository.js';
import { until } from '../support/smtp.js';

const PASSWORD = 'SecurePassword123!';
const JSON_TYPE = { 'content-type': 'application/json' };

describeBehindNginx('behind an nginx that takes a prefix away', () => {
  let sut: TestApp;
  let nginx: Nginx;
  let token: string;

  beforeAll(async () => {
    sut = await startTestApp(settingsOf('reverse-proxy'));
    const location = withAddresses(blockOf('reverse-proxy', 'nginx'), { 'http://127.0.0.1:8000': sut.url });
    nginx = await startNginx({
      server: `${location}
      location /elsewhere/ { proxy_pass ${sut.url}/; proxy_set_header X-Forwarded-For 203.0.113.7; }`,
    });
    token = (await sut.organization('Prefix Corp')).token;
  });
  afterAll(async () => {
    await nginx?.stop();
    await sut?.stop();
  });

  const send = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const reply = await fetch(`${nginx.url}${path}`, {
      method,
      headers: { ...(body === undefined ? {} : JSON_TYPE), ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await reply.text();
    const isJson = /json/.test(reply.headers.get('content-type') ?? '');
    return {
      status: reply.status,
      headers: reply.headers,
      text,
      body: isJson ? (JSON.parse(text) as never) : {},
    };
  };
  const bearer = () => ({ authorization: `Bearer ${token}` });

  it('the commands of the guide go through the prefix', async () => {
    const script = blockOf('reverse-proxy', 'bash');
    const [health, head] = await runShell(withAddresses(script, { 'https://example.com': nginx.url }));
    expect(JSON.parse(health)).toMatchObject({ status: 'healthy' });
    expect(head).toMatch(/^HTTP\/1\.1 201 /);
    const shown = /has `(location: [^`]+)`/.exec(textOf('docs/guides/reverse-proxy.md'))![1];
    const lines = await runShell(
      withAddresses(script, { 'https://example.com': nginx.url, 'jane@': 'joan@' }),
    );
    expect(lines.map((line) => line.trim().toLowerCase())).toContain(shown);
  });

  it('F5 the refresh cookie comes back to the routes that read it', async () => {
    const made = await send('POST', '/rowhouse/v1/accounts', {
      email: 'jane@prefix.example',
      password: PASSWORD,
    });
    expect([made.status, made.headers.get('location')]).toEqual([201, '/rowhouse/v1/me']);
    const opened = await send('POST', '/rowhouse/v1/sessions', {
      email: 'jane@prefix.example',
      password: PASSWORD,
      cookie: true,
    });
    expect(opened.headers.get('location')).toMatch(/^\/rowhouse\/v1\/sessions\/[0-9a-f-]{36}$/);
    const cookie = opened.headers.get('set-cookie')!;
    expect(cookie).toContain('Path=/rowhouse/v1/sessions;');
    const sent = { cookie: cookie.split(';', 1)[0] };
    expect((await send('POST', '/rowhouse/v1/sessions/refresh', {}, sent)).status).toBe(200);
  });

  it('F5 Location, Link, problem types and the documentation carry the prefix', async () => {
    const located = await send('POST', '/rowhouse/v1/data/things', { _id: 'one' }, bearer());
    expect(located.headers.get('location')).toBe('/rowhouse/v1/data/things/one');
    expect((await send('GET', located.headers.get('location')!, undefined, bearer())).status).toBe(200);
    const role = { name: 'Prefix', permissions: ['data.read'] };
    const first = await send('POST', '/rowhouse/v1/roles', role, {
      ...bearer(),
      'idempotency-key': 'role-1',
    });
    const again = await send('POST', '/rowhouse/v1/roles', role, {
      ...bearer(),
      'idempotency-key': 'role-1',
    });
    expect(first.headers.get('location')).toMatch(/^\/rowhouse\/v1\/roles\//);
    expect(again.headers.get('location')).toBe(first.headers.get('location'));
    const refused = await send('GET', '/rowhouse/v1/me');
    expect(refused.body).toEqual({
      ...problem(401, 'auth.token_invalid', 'Invalid token', '/rowhouse/v1/me'),
      type: '/rowhouse/docs/errors#auth.token_invalid',
    });
    const errors = await send('GET', '/rowhouse/docs/errors');
    expect([errors.status, errors.text.includes('id="auth.token_invalid"')]).toEqual([200, true]);
    expect((await send('GET', '/rowhouse/docs-json')).body).toMatchObject({
      servers: [{ url: '/rowhouse' }],
    });
    const docs = await send('GET', '/rowhouse/docs/');
    const assets = [...docs.text.matchAll(/(?:src|href)="(?!data:)([^"]+)"/g)].map(([, address]) => address);
    expect(assets.length).toBeGreaterThan(2);
    for (const address of assets) {
      const { pathname } = new URL(address, `${nginx.url}/rowhouse/docs/`);
      expect([address, (await send('GET', pathname)).status]).toEqual([address, 200]);
    }
  });

  it('F5 the operation of an update that failed is where the answer says, in its head and in its body', async () => {
    const org = await sut.organization('Stuck Prefix');
    const db = sut.client.db(org.database);
    // As long as a name may be beside this database, and too long beside the next one (255 bytes together).
    await db.collection('x'.repeat(255 - org.database.length - 1)).insertOne({ a: 1 });
    const sent = { authorization: `Bearer ${org.token}` };
    const path = '/rowhouse/v1/organizations/current';
    const failed = await send('PATCH', path, { name: 'Stuck Prefix 1' }, sent);
    const at = failed.headers.get('operation-location')!;
    expect(at).toMatch(/^\/rowhouse\/v1\/operations\/[^/]+$/);
    const title = 'The change could not be carried out and was undone';
    expect(failed.body).toEqual({
      ...problem(409, 'operation.failed', title, path, { operation: at }),
      type: '/rowhouse/docs/errors#operation.failed',
    });
    expect((await send('GET', at, undefined, sent)).body).toMatchObject({ phase: 'failed' });
  });

  it('F5 Link leads to the next page through the prefix', async () => {
    const org = await sut.organization('Pages of Prefix');
    const organization = await sut.master.collection('organizations').findOne({ admin_id: org.adminId });
    const people = Array.from({ length: 100 }, (_, n) => ({
      _id: new ObjectId(),
      email: `u${n}@pages.example`,
    }));
    await sut.master.collection('admin_users').insertMany(
      people.map(({ _id, email }, n) => ({
        ...{ _id, email, seq: 1000 + n, hashed_password: 'x', status: 'active', ver: 1 },
        organization_id: org.id,
      })),
    );
    await sut.master.collection<{ _id: string }>('memberships').insertMany(
      people.map(({ _id, email }, n) => ({
        _id: `${org.id}:${_id.toHexString()}`,
        ...{ seq: 1000 + n, org_id: org.id, user_id: _id.toHexString(), user_name: email },
        ...{ role: 'attendant', status: 'active', created_at: new Date(), updated_at: new Date() },
      })),
    );
    const sent = { authorization: `Bearer ${org.token}` };
    const path = `/rowhouse/api/v1/tenants/${String(organization!['uid'])}/users`;
    const first = await send('GET', path, undefined, sent);
    const next = /^<(\/rowhouse\/api\/v1\/[^>]+)>; rel="next"$/.exec(first.headers.get('link') ?? '')!;
    expect((await send('GET', next[1], undefined, sent)).status).toBe(200);
  });

  it('F5 a mailed link leads through the prefix to a page whose own links stay in it', async () => {
    const [mail] = await mailsTo(sut, 'jane@prefix.example', 1);
    const link = new URL(mail.link!);
    expect(link.origin + link.pathname).toBe('https://example.com/rowhouse/dashboard/verify-email');
    const page = await send('GET', link.pathname);
    expect(page.status).toBe(200);
    const addresses = [...page.text.matchAll(/(?:src|href|action)="(?!data:)([^"#]+)"/g)].map(
      ([, address]) => address,
    );
    expect(addresses.length).toBeGreaterThan(2);
    for (const address of addresses) {
      expect(new URL(address, `${nginx.url}${link.pathname}`).pathname).toMatch(/^\/rowhouse\//);
    }
  });

  it('HSTS is for this host alone', async () => {
    const { headers } = await send('GET', '/rowhouse/health');
    expect(headers.get('strict-transport-security')).toMatch(/^max-age=\d{8}$/);
  });

  it('S19 the id of a request is a trusted proxy’s to give', async () => {
    const { headers } = await send('GET', '/rowhouse/v1/me', undefined, { 'x-request-id': 'job-17.a_b' });
    expect(headers.get('x-request-id')).toBe('job-17.a_b');
  });

  it('S20 kept mails are shown to this machine only', async () => {
    expect((await send('GET', '/rowhouse/v1/dev/mails', undefined)).status).toBe(404);
    expect((await send('GET', '/elsewhere/v1/dev/mails', undefined)).status).toBe(404);
    await until(async () => (await sut.call('GET', '/v1/dev/mails')).status === 200, 30_000, 'mails');
  });
});
