import { readFileSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { compileService, type CompiledService, runService, type ServiceRun } from '../support/service.js';
import { startTestMongo } from '../support/mongo.js';
import { until } from '../support/smtp.js';

type Line = Record<string, unknown>;

const URL_LINE = /API +(http:\/\/\S+)/;
const EVERY = ['hostname', 'level', 'msg', 'pid', 'time'];
const REQUEST = [...EVERY, 'duration_ms', 'method', 'request_id', 'route', 'status'];
const PASSWORD = 'SecurePassword123!';

describe('the log of a served process', () => {
  let compiled: CompiledService;
  let mongo: Awaited<ReturnType<typeof startTestMongo>>;
  let client: MongoClient;
  let sut: ServiceRun;
  let url: string;
  /** Whatever must never stand in it. */
  const secrets = new Set<string>();

  beforeAll(async () => {
    [compiled, mongo] = await Promise.all([compileService(), startTestMongo()]);
    client = await new MongoClient(mongo.uri).connect();
    sut = await runService(compiled, {
      MONGODB_URL: mongo.uri,
      MASTER_DB_NAME: 'logged',
      LOG_LEVEL: 'debug',
    });
    url = (await sut.prints(URL_LINE, 60_000))[1]!;
  });
  afterAll(async () => {
    await sut?.cleanUp();
    await client?.close();
    await mongo?.stop();
  });

  const call = async (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; id: string; body: Record<string, never>; headers: Headers }> => {
    const reply = await fetch(url + path, {
      method,
      headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await reply.text();
    const isJson = text.startsWith('{') || text.startsWith('[');
    return {
      status: reply.status,
      id: reply.headers.get('x-request-id')!,
      body: (isJson ? JSON.parse(text) : {}) as Record<string, never>,
      headers: reply.headers,
    };
  };
  const lines = (): Line[] => sut.lines().map((line) => JSON.parse(line) as Line);
  /** The line of a request that was answered. */
  const lineOf = async (id: string): Promise<Line> => {
    const find = (): Line | undefined =>
      lines().find((line) => line['request_id'] === id && line['msg'] === 'request');
    await until(async () => find() !== undefined, 30_000, `the line of ${id}`);
    return find()!;
  };
  /** The code in the newest mail of a template. */
  const mailed = async (template: string): Promise<string> => {
    const outbox = client.db('logged').collection('outbox');
    const newest = () => outbox.findOne({ template }, { sort: { _id: -1 } });
    await until(async () => (await newest()) !== null, 30_000, `a mail ${template}`);
    const code = /rw[ci]_[\w-]+/.exec(JSON.stringify(await newest()))![0];
    secrets.add(code);
    return code;
  };
  const keep = (secret: string): string => {
    secrets.add(secret);
    return secret;
  };
  const signIn = async (email: string, password: string): Promise<{ token: string; cookie: string }> => {
    const own = { 'sec-fetch-site': 'same-origin', origin: url };
    const { status, body, headers } = await call(
      'POST',
      '/v1/sessions',
      { email, password: keep(password), cookie: true },
      own,
    );
    expect(status).toBe(201);
    const cookie = headers.getSetCookie()[0].split(';')[0];
    keep(cookie.split('=')[1]);
    return { token: keep(body['access_token']), cookie };
  };

  it('has a line for a request, with the ids of organization and user once they are known', async () => {
    const created = await call('POST', '/org/create', {
      organization_name: 'Logged Corp',
      email: 'ada@logged.example',
      password: keep(PASSWORD),
    });
    expect(created.status).toBe(201);
    const line = await lineOf(created.id);
    expect(Object.keys(line).sort()).toEqual([...REQUEST, 'surface'].sort());
    expect(line).toMatchObject({
      level: 'info',
      surface: 'org',
      route: '/org/create',
      method: 'POST',
      status: 201,
      duration_ms: expect.any(Number),
    });
    const login = await call('POST', '/admin/login', { email: 'ada@logged.example', password: PASSWORD });
    const {
      access_token: token,
      organization_id,
      admin_id,
    } = login.body['data'] as unknown as Record<string, string>;
    const authorization = `Bearer ${keep(token)}`;
    const written = await call(
      'POST',
      '/v1/data/orders',
      { _id: 'a', secret: keep('SecretOfADocument') },
      { authorization },
    );
    expect(written.status).toBe(201);
    const own = { organization_id, user_id: admin_id, surface: 'v1' };
    const writtenLine = await lineOf(written.id);
    expect(writtenLine).toMatchObject({ ...own, route: '/v1/data/:collection', method: 'POST', status: 201 });
    expect(Object.keys(writtenLine).sort()).toEqual(
      [...REQUEST, 'organization_id', 'surface', 'user_id'].sort(),
    );
    const read = await call('GET', '/v1/data/orders/a', undefined, { authorization });
    expect(await lineOf(read.id)).toMatchObject({ ...own, route: '/v1/data/:collection/:id', status: 200 });
  });

  it('has the pattern for what is in a path or query, a stray for an unknown path, and probes at debug', async () => {
    const code = keep('rhi_A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6');
    const shown = await call('GET', `/v1/invitations/${code}?token=${code}&access_token=${code}`);
    expect([400, 404, 401]).toContain(shown.status);
    expect((await lineOf(shown.id))['status']).toBe(shown.status);
    const unknown = await call('GET', `/nowhere/${code}?code=${code}`, undefined, {
      'x-request-id': 'from-outside',
    });
    expect(await lineOf(unknown.id)).toMatchObject({
      route: '(none)',
      status: 404,
      client_request_id: 'from-outside',
    });
    const malformed = await call('GET', `/v1/%E0%A4%A?code=${code}`);
    expect(malformed.status).toBe(400);
    expect(await lineOf(malformed.id)).toMatchObject({ status: 400 });
    for (const path of ['/health', '/health/live', '/health/ready']) {
      expect(await lineOf((await call('GET', path)).id)).toMatchObject({
        level: 'debug',
        route: path,
        status: 200,
      });
    }
  });

  it('names the trace of a traced request in its lines, and no other', async () => {
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
    const traced = await runService(compiled, {
      MONGODB_URL: mongo.uri,
      MASTER_DB_NAME: 'traced',
      LOG_LEVEL: 'debug',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9', // nobody listens: the log is all there is
    });
    try {
      const own = (await traced.prints(URL_LINE, 60_000))[1];
      const headers = { traceparent: `00-${trace}-00f067aa0ba902b7-01`, 'content-type': 'application/json' };
      const body = JSON.stringify({ email: 'nobody@traced.example', password: PASSWORD });
      const asked = await fetch(`${own}/v1/sessions`, { method: 'POST', headers, body });
      const other = await fetch(`${own}/health/ready`);
      const linesOf = (reply: Response) =>
        traced
          .lines()
          .filter((line) => line.startsWith('{'))
          .map((line) => JSON.parse(line) as Line)
          .filter((line) => line['request_id'] === reply.headers.get('x-request-id'));
      await until(() => linesOf(asked).length > 0 && linesOf(other).length > 0, 20_000, 'the lines');
      expect(new Set(linesOf(asked).map((line) => line['trace_id']))).toEqual(new Set([trace]));
      expect(linesOf(other).map((line) => line['trace_id'])).not.toContain(trace);
    } finally {
      await traced.cleanUp();
    }
  });

  it('says that a client had gone', async () => {
    const head = [
      'POST /org/create HTTP/1.1',
      'Host: a',
      'Content-Type: application/json',
      'Content-Length: 100',
    ];
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.write(`${head.join('\r\n')}\r\n\r\n{"organization_name`, () => socket.destroy());
    const isGone = (line: Line): boolean => line['aborted'] === true;
    await until(() => lines().some(isGone), 30_000, 'the line of the request that was given up');
    expect(lines().filter(isGone)).toMatchObject([{ route: '/org/create', status: 499 }]);
  });

  it('holds no password, token, code, cookie, key or secret of what people and machines do', async () => {
    const [ada, eve] = ['ada@logged.example', 'eve@logged.example'];
    const ok = async (...args: Parameters<typeof call>) => {
      const reply = await call(...args);
      if (reply.status >= 300)
        throw new Error(`${args.slice(0, 2).join(' ')}: ${reply.status} ${JSON.stringify(reply.body)}`);
      return reply.body as unknown as Record<string, string>;
    };
    const asAda = async (password: string) => {
      const { token, cookie } = await signIn(ada, password);
      return { cookie, headers: { authorization: `Bearer ${token}` } };
    };
    await ok('POST', '/signup', {
      email: eve,
      password: keep('EvesPassword123!'),
      organization_name: 'Eves',
    });
    const confirmation = await mailed('verify_email');
    await ok('POST', '/email/verify', { code: confirmation, password: 'EvesPassword123!' });
    const { access_token: access, refresh_token: refresh } = await ok('POST', '/signin', {
      email: eve,
      password: 'EvesPassword123!',
    });
    keep(access);
    const refreshed = await ok('POST', '/token/refresh', { refresh_token: keep(refresh) });
    keep(refreshed['access_token']);
    keep(refreshed['refresh_token']);
    await call('POST', '/admin/login', { email: ada, password: keep('WrongPassword987!') });
    const first = await asAda(PASSWORD);
    await ok(
      'POST',
      '/v1/sessions/refresh',
      {},
      { cookie: first.cookie, 'sec-fetch-site': 'same-origin', origin: url },
    );
    await call('GET', `/v1/me?access_token=${access}`);
    await call('GET', '/v1/me', undefined, { authorization: `Bearer ${access}x` });
    await ok('POST', '/v1/password/forgot', { email: ada });
    const reset = await mailed('reset_password');
    await call('GET', `/v1/password/reset?code=${reset}`);
    await ok('POST', '/v1/password/reset', { code: reset, password: keep('AnotherPassword123!') });
    const { headers } = await asAda('AnotherPassword123!');
    await ok('POST', '/v1/invitations', { email: 'guest@logged.example', role: 'member' }, headers);
    const invitation = await mailed('invitation');
    await ok('POST', '/v1/invitations/preview', { code: invitation });
    await ok('POST', '/v1/invitations/accept', { code: invitation, password: keep('GuestPassword123!') });
    await call('POST', '/v1/invitations/accept', `{"code":"${invitation}"`);
    await ok(
      'PUT',
      '/v1/me/password',
      { current_password: 'AnotherPassword123!', new_password: keep('ThirdPassword123!') },
      headers,
    );
    await client
      .db('logged')
      .collection('admin_users')
      .updateOne({ email: ada }, { $set: { email_verified: true } });
    const third = await asAda('ThirdPassword123!');
    const made = await ok('POST', '/v1/api-keys', { name: 'x', scopes: ['data.read'] }, third.headers);
    const key = keep(made['key']);
    const sent: Record<string, string>[] = [
      { 'x-api-key': key },
      { authorization: `Bearer ${key}` },
      { 'x-api-key': `${key}x` },
    ];
    for (const headers of sent) await call('GET', `/v1/data/orders?key=${key}`, undefined, headers);
    await call('GET', '/v1/data/orders', undefined, { 'x-api-key': key, authorization: `Bearer ${key}` });
    await call('POST', '/v1/introspect', { token: key }, third.headers);
    await call('POST', '/v1/introspect', `{"token":"${key}"`, third.headers);
    const next = await ok('POST', `/v1/api-keys/${made['id']}/rotate`, {}, third.headers);
    await call('POST', '/v1/api-keys/leaks', [
      { token: keep(next['key']), type: 'x', url: 'https://x.example' },
    ]);
    const hook = { url: 'https://hooks.invalid/x', event_types: ['role.*'] };
    keep((await ok('POST', '/v1/webhooks', hook, third.headers))['secret']);
    await lineOf((await call('GET', '/health')).id);
    await until(
      async () => lines().some(({ msg }) => String(msg).startsWith('mail kept')),
      10_000,
      'a kept mail',
    );
    const text = sut.lines().join('\n');
    expect(secrets.size).toBeGreaterThan(12);
    expect([...secrets].filter((secret) => text.includes(secret))).toEqual([]);
    expect([...secrets].filter((secret) => sut.output().includes(secret))).toEqual([]);
  });

  it('is JSON, line by line, without an escape code, from the start to the end', async () => {
    sut.child.kill('SIGTERM');
    expect((await sut.ends(20_000)).code).toBe(0);
    const all = lines();
    expect(all.length).toBeGreaterThan(30);
    for (const line of all) {
      expect(Object.keys(line)).toEqual(expect.arrayContaining(EVERY));
      expect(line['level']).toMatch(/^(debug|info|warn|error)$/);
    }
    expect(all.find(({ msg }) => String(msg).includes('is ready'))).toMatchObject({ level: 'info', url });
    // eslint-disable-next-line no-control-regex -- the escape character is what must not be there
    expect(sut.lines().join('\n') + sut.output()).not.toMatch(/\u001b/);
  });

  it('is told of an operator’s temporary password only where it is: in a file of its own', async () => {
    const own = await runService(compiled, { LOG_FORMAT: 'pretty' });
    try {
      const url = (await own.prints(URL_LINE, 60_000))[1];
      await own.prints(
        /operator@rowhouse\.local; its temporary password .* is in the file .*operator\.secret$/m,
        10_000,
      );
      const file = join(own.dir, '.data', 'operator.secret');
      expect((statSync(file).mode & 0o777).toString(8)).toBe('600');
      const secret = readFileSync(file, 'utf8').trim();
      const reply = await fetch(`${url}/admin/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email: 'operator@rowhouse.local', password: secret }),
      });
      expect(reply.status).toBe(200);
      await own.prints(/INFO: POST \/admin\/login 200 [\d.]+ ms/, 10_000);
      expect(own.output()).not.toContain(secret);
    } finally {
      await own.cleanUp();
    }
  });
});
