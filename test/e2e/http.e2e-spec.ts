import { gzipSync } from 'node:zlib';
import { startTestApp, type TestApp } from '../support/app.js';
import { messageOf } from '../support/error-bodies.js';
import { rawBytes, rawRequest, type RawRequest } from '../support/raw.js';
import { until } from '../support/until.js';

const JSON_TYPE = { 'content-type': 'application/json' };
const SAMPLE = JSON.stringify({
  organization_name: 'A',
  email: 'a@a.example',
  password: 'SecurePassword123!',
});
const INVALID_JSON = 'Request body is not valid JSON';
const NOT_JSON = 'Content-Type must be application/json';
const NOT_UTF8 = 'The charset of the body must be UTF-8';
const UNSTORABLE = 'Request body contains a NUL character or an unpaired surrogate';
const NO_ENCODING = 'Content-Encoding is not supported';
const TOO_LARGE = 'Request body is too large';
const TOO_COMPLEX = 'Request body is nested too deeply or has too many values';
/** One route of each surface that takes a body; the second also needs a token. */
const ROUTES = [
  ['POST', '/org/create'],
  ['PUT', '/v1/me/password'],
] as const;

const typed = (type: string, body: string | Buffer = SAMPLE): RawRequest => ({
  headers: { 'content-type': type },
  body,
});
const json = (body: string | Buffer): RawRequest => ({ headers: JSON_TYPE, body });
const chunked = (body: string): RawRequest => ({
  headers: { ...JSON_TYPE, 'transfer-encoding': 'chunked' },
  body,
});
const text = (bytes: number): string => `"${'a'.repeat(bytes - 2)}"`;
const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

describe('the HTTP machinery', () => {
  let sut: TestApp;
  let token: string;
  const send = (method: string, path: string, request?: RawRequest) =>
    rawRequest(sut.url, method, path, request);
  beforeAll(async () => {
    sut = await startTestApp();
    token = (await sut.organization('Http Corp')).token;
  });
  afterAll(() => sut?.stop());

  describe.each(ROUTES)('%s %s', (method, path) => {
    it.each<[string, RawRequest, number, string]>([
      ['malformed JSON', json('{"a":'), 400, INVALID_JSON],
      ['truncated JSON', json(SAMPLE.slice(0, -1)), 400, INVALID_JSON],
      ['two values', json('{}{}'), 400, INVALID_JSON],
      ['a comment', json('{/* */}'), 400, INVALID_JSON],
      ['single quotes', json("{'a':1}"), 400, INVALID_JSON],
      ['NaN', json('{"a":NaN}'), 400, INVALID_JSON],
      ['UTF-16 bytes', json(Buffer.from(SAMPLE, 'utf16le')), 400, INVALID_JSON],
      ['bytes that are no UTF-8', json(Buffer.from([0x22, 0xff, 0xfe, 0x22])), 400, INVALID_JSON],
      ['an escaped NUL', json('{"organization_name":"a\\u0000"}'), 400, UNSTORABLE],
      ['a lone surrogate', json('{"organization_name":"\\ud800"}'), 400, UNSTORABLE],
      ['a lone surrogate as key', json('{"\\udc00":1}'), 400, UNSTORABLE],
      ['a form', typed('application/x-www-form-urlencoded', 'organization_name=A'), 415, NOT_JSON],
      ['text', typed('text/plain'), 415, NOT_JSON],
      ['no content type', { body: SAMPLE }, 415, NOT_JSON],
      ['an unreadable content type', typed('json'), 415, NOT_JSON],
      ['another JSON type', typed('application/vnd.api+json'), 415, NOT_JSON],
      ['a multipart form', typed('multipart/form-data; boundary=x', '--x--'), 415, NOT_JSON],
      ['charset utf-16', typed('application/json; charset=utf-16'), 415, NOT_UTF8],
      [
        'gzip',
        { headers: { ...JSON_TYPE, 'content-encoding': 'gzip' }, body: gzipSync(SAMPLE) },
        415,
        NO_ENCODING,
      ],
      ['64 KB and a byte', json(text(64 * 1024 + 1)), 413, TOO_LARGE],
      ['64 KB and a byte in chunks', chunked(text(64 * 1024 + 1)), 413, TOO_LARGE],
      ['10 MB', json(text(10_000_000)), 413, TOO_LARGE],
      ['10 MB in chunks', chunked(text(10_000_000)), 413, TOO_LARGE],
      ['5,000 levels', json(nested(5_000)), 400, TOO_COMPLEX],
      ['21 levels', json(nested(21)), 400, TOO_COMPLEX],
      [
        '5,000 keys',
        json(`{${Array.from({ length: 5000 }, (_, i) => `"${i}":1`).join()}}`),
        400,
        TOO_COMPLEX,
      ],
    ])('%s: refused before anybody is asked who it is', async (_name, request, status, message) => {
      const reply = await send(method, path, request);
      expect([reply.status, messageOf(path, reply)]).toEqual([status, message]);
    });

    it('takes any spelling of the media type and a byte order mark', async () => {
      for (const type of ['application/json; charset="UTF-8"', 'Application/JSON', 'application/json;x=y']) {
        const reply = await send(method, path, { ...typed(type, '\ufeff{}') });
        expect([401, 400]).toContain(reply.status);
        expect(messageOf(path, reply)).not.toBe(NOT_JSON);
      }
    });

    it.each(['[]', 'null', '1', '"x"', 'true', '1e400', '[{}]'])(
      'the body %s is 400: an object is wanted',
      async (body) => {
        const reply = await send(method, path, {
          headers: { ...JSON_TYPE, authorization: `Bearer ${token}` },
          body,
        });
        expect(reply.status).toBe(400);
        const message = messageOf(path, reply);
        expect(
          path === '/org/create' ? message : (reply.json!['errors'] as Record<string, string>)['body'],
        ).toBe('Request body must be a JSON object');
      },
    );

    it('405 names the methods in Allow', async () => {
      for (const wrong of ['GET', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND', 'OPTIONS']) {
        const reply = await send(wrong, path);
        expect([wrong, reply.status, reply.headers.allow]).toEqual([wrong, 405, method]);
        expect(messageOf(path, reply)).toBe('Method Not Allowed');
      }
      const head = await send('HEAD', path);
      expect([head.status, head.text, head.headers.allow]).toEqual([405, '', method]);
    });

    it('other spellings of the path are 404, never another guard', async () => {
      for (const other of [
        `${path}/`,
        `${path};x=1`,
        `${path}%00`,
        `${path}%20`,
        path.replace(/.$/, (l) => l.toUpperCase()),
      ]) {
        const reply = await send(method, other, json('{}'));
        expect([other, reply.status, messageOf(path, reply)]).toEqual([other, 404, 'Not Found']);
      }
    });
  });

  it('__proto__ and constructor.prototype are dropped, the last of two equal keys counts', async () => {
    const body =
      '{"__proto__":{"organization_name":"P"},"constructor":{"prototype":{"email":"p@p.example"}},' +
      '"email":"x","email":"last@keys.example","password":"SecurePassword123!"}';
    const reply = await send('POST', '/org/create', json(body));
    expect([reply.status, reply.json]).toEqual([400, { detail: 'organization_name is required' }]);
    const named = await send(
      'POST',
      '/org/create',
      json(body.replace(/^{/, '{"organization_name":"Keys Corp",')),
    );
    expect(named.status).toBe(201);
    expect(await sut.master.collection('admin_users').countDocuments({ email: 'last@keys.example' })).toBe(1);
    expect(({} as Record<string, unknown>)['organization_name']).toBeUndefined();
  });

  it('unknown keys are dropped: nobody sets what is not documented', async () => {
    const extra = {
      status: 'suspended',
      _id: 'x',
      seq: 1,
      collection_name: 'org_x',
      platform_operator: true,
      ver: 9,
      role: 'x',
    };
    const reply = await send(
      'POST',
      '/org/create',
      json(
        JSON.stringify({
          ...extra,
          organization_name: 'Mass Corp',
          email: 'm@mass.example',
          password: 'SecurePassword123!',
        }),
      ),
    );
    expect(reply.status).toBe(201);
    const row = await sut.master.collection('organizations').findOne({ organization_name: 'Mass Corp' });
    expect(row).toMatchObject({ status: 'active', collection_name: 'org_mass_corp' });
    const user = await sut.master.collection('admin_users').findOne({ email: 'm@mass.example' });
    expect(user).toMatchObject({ platform_operator: false, ver: 1, status: 'active' });
  });

  it.each([
    '/nope',
    '/org',
    '/org/',
    '/v1',
    '/v1/nope',
    '/v1/',
    '/__proto__',
    '/constructor',
    '/favicon.ico',
    '/v1%2fme',
    '//v1/me',
  ])('GET %s is 404 in the surface that owns it', async (path) => {
    const reply = await send('GET', path);
    expect([reply.status, messageOf(path, reply)]).toEqual([404, 'Not Found']);
  });

  it.each(['/%zz', '/v1/%zz', '/org/%', '/v1/%ff%'])('GET %s is 400: no such URL can be', async (path) => {
    const reply = await send('GET', path);
    expect([reply.status, messageOf(path, reply)]).toEqual([400, 'Malformed request']);
  });

  it('an encoded path meets the same guard as a plain one', async () => {
    const login = await send(
      'POST',
      '/%61dmin/login',
      json('{"email":"a@b.example","password":"whatever1"}'),
    );
    expect([login.status, messageOf('/admin/login', login)]).toEqual([401, 'Invalid credentials']);
    for (const path of ['/%76%31/me', '/v1/%6de']) {
      const reply = await send('GET', path);
      expect([reply.status, messageOf('/v1/me', reply)]).toEqual([401, 'Invalid token']);
    }
    const removed = await send('DELETE', '/%6frg/delete?organization_name=Http%20Corp');
    expect(removed.status).toBe(401);
  });

  it('a URL with the host in it answers in the surface of its path', async () => {
    const request = (path: string) =>
      `GET http://evil.example${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`;
    expect(await rawBytes(sut.url, request('/v1/nope'))).toMatch(/^HTTP\/1\.1 404[^]+problem\+json/);
    expect(await rawBytes(sut.url, request('/org/create'))).toMatch(/^HTTP\/1\.1 405[^]+allow: POST/i);
  });

  it('long URLs and headers are refused in the words of the surface, short enough ones answered', async () => {
    const id = await send('GET', `/v1/operations/${'a'.repeat(300)}`);
    expect([id.status, messageOf('/v1/operations', id)]).toEqual([404, 'Not Found']);
    const name = await send('GET', `/org/get?organization_name=${'a'.repeat(9000)}`);
    expect([name.status, name.json]).toEqual([404, { detail: 'Organization not found' }]);
    for (const reply of [
      await send('GET', `/${'a'.repeat(20_000)}`),
      await send('GET', '/health', { headers: { 'x-long': 'a'.repeat(20_000) } }),
    ]) {
      expect([reply.status, messageOf('/', reply)]).toEqual([431, 'Request headers are too large']);
    }
  });

  it('headers that are too long are refused in the surface of the path', async () => {
    const words = 'Request headers are too large';
    const headers = { 'x-long': 'a'.repeat(20_000) };
    for (const [path, body] of [
      ['/org/create', { detail: words }],
      ['/api/register', { status: 'error', message: words }],
      ['/signup', { detail: words }],
      ['/api/v1/tenants', { error: words }],
      ['/%61pi/v1/tenants', { error: words }],
      ['/api/tenants/login', { success: false, message: words }],
    ] as const) {
      const reply = await send('GET', `${path}?q=1`, { headers });
      expect([path, reply.status, reply.json]).toEqual([path, 431, body]);
    }
    const native = await send('GET', '/v1/me', { headers });
    expect([native.headers['content-type'], native.json]).toEqual([
      'application/problem+json; charset=utf-8',
      {
        type: '/docs/errors#request.headers_too_large',
        title: words,
        status: 431,
        code: 'request.headers_too_large',
        instance: '/v1/me',
        request_id: native.headers['x-request-id'],
      },
    ]);
    const long = await send('GET', `/v1/${'a'.repeat(20_000)}`);
    expect([long.status, String(long.json!['instance']).length]).toEqual([431, 2048]);
  });

  it.each([
    ['no request line', 'GARBAGE\r\n\r\n'],
    [
      'both Content-Length and Transfer-Encoding',
      'POST /org/create HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    [
      'a Content-Length that is no number',
      'POST /org/create HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n{}',
    ],
    [
      'a broken chunk',
      'POST /org/create HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Type: application/json\r\n\r\nZZ\r\n',
    ],
    ['a NUL in a header', 'GET /health HTTP/1.1\r\nHost: x\r\nX-A: \0\r\n\r\n'],
  ])('%s is 400 and closes the connection', async (_name, bytes) => {
    const reply = await rawBytes(sut.url, bytes);
    expect(reply).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(reply.split('\r\n\r\n')[1]).toBe('{"detail":"Malformed request"}');
    expect(reply).toContain('Connection: close');
  });

  it('a caller that goes away in the middle of its body leaves no error in the log', async () => {
    const { Logger } = await import('@nestjs/common');
    const logged = jest.spyOn(Logger.prototype, 'error').mockImplementation();
    await rawBytes(
      sut.url,
      `POST /org/create HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{"a":`,
      100,
    );
    const server = sut.app.getHttpServer();
    server.closeIdleConnections();
    const open = () => new Promise((resolve) => server.getConnections((_, count) => resolve(count)));
    await until(async () => (await open()) === 0);
    expect(logged).not.toHaveBeenCalled();
    logged.mockRestore();
  });

  it('HEAD answers like GET, without a body', async () => {
    for (const path of [
      '/health',
      '/org/get?organization_name=Http%20Corp',
      '/org/get?organization_name=x',
      '/v1/me',
    ]) {
      const [get, head] = [await send('GET', path), await send('HEAD', path)];
      expect([head.status, head.text]).toEqual([get.status, '']);
      expect(head.headers['content-type']).toBe(get.headers['content-type']);
    }
  });

  it('S19 names each request itself: an id from outside is never its name', async () => {
    for (const id of ['job-17.a_b', 'a b', '<script>', 'x'.repeat(65), 'é']) {
      const reply = await send('GET', '/v1/nope', { headers: { 'x-request-id': id } });
      expect(reply.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
      expect(reply.json!['request_id']).toBe(reply.headers['x-request-id']);
    }
  });

  it('I8 security headers are on every answer', async () => {
    for (const path of ['/health', '/nope', '/%zz', '/v1/me', '/docs']) {
      const { headers } = await send('GET', path);
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'SAMEORIGIN',
        'referrer-policy': 'no-referrer',
        'content-security-policy': expect.stringContaining("default-src 'self'"),
      });
      expect(headers['strict-transport-security']).toBeUndefined();
      expect(headers['server'] ?? headers['x-powered-by']).toBeUndefined();
    }
  });

  it('I8 without CORS_ORIGINS no browser of another origin may read or ask', async () => {
    for (const [method, path] of [
      ['GET', '/health'],
      ['OPTIONS', '/org/update'],
    ] as const) {
      const headers = { origin: 'https://evil.example', 'access-control-request-method': 'PUT' };
      const reply = await send(method, path, { headers });
      expect(Object.keys(reply.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
  });
});

describe('CORS and https', () => {
  let sut: TestApp;
  beforeAll(async () => {
    sut = await startTestApp({
      CORS_ORIGINS: 'https://admin.example.com, http://localhost:5173',
      PUBLIC_BASE_URL: 'https://api.example.com',
      HSTS_SUBDOMAINS: 'true',
    });
  });
  afterAll(() => sut?.stop());
  const preflight = (origin: string, path = '/org/update') =>
    rawRequest(sut.url, 'OPTIONS', path, {
      headers: {
        origin,
        'access-control-request-method': 'PUT',
        'access-control-request-headers': 'authorization',
      },
    });

  it('K-08 a listed origin may send a token and read the answer', async () => {
    for (const origin of ['https://admin.example.com', 'http://localhost:5173']) {
      const reply = await preflight(origin);
      expect([reply.status, reply.headers['access-control-allow-origin']]).toEqual([204, origin]);
      expect(reply.headers['access-control-allow-methods']).toContain('DELETE');
      expect(reply.headers['access-control-allow-headers']).toBe('authorization');
      expect(reply.headers.vary).toContain('Origin');
    }
    const refused = await rawRequest(sut.url, 'GET', '/v1/me', {
      headers: { origin: 'https://admin.example.com' },
    });
    expect(refused.headers['access-control-allow-origin']).toBe('https://admin.example.com');
  });

  it('I8 any other origin gets no permission, and never *', async () => {
    for (const origin of [
      'https://evil.example',
      'null',
      'https://admin.example.com.evil.example',
      'http://admin.example.com',
      '*',
    ]) {
      for (const reply of [
        await preflight(origin),
        await rawRequest(sut.url, 'GET', '/health', { headers: { origin } }),
      ]) {
        expect(reply.headers['access-control-allow-origin']).toBeUndefined();
      }
    }
  });

  it('OPTIONS that is no preflight is answered in the words of the surface', async () => {
    for (const path of ['/org/create', '/v1/me', '/nope']) {
      const reply = await rawRequest(sut.url, 'OPTIONS', path);
      expect([reply.status, messageOf(path, reply)]).toEqual(
        path === '/nope' ? [404, 'Not Found'] : [405, 'Method Not Allowed'],
      );
    }
  });

  it('behind https browsers are told to insist on it', async () => {
    const { headers } = await rawRequest(sut.url, 'GET', '/health');
    expect(headers['strict-transport-security']).toMatch(/^max-age=\d{8}; includeSubDomains$/);
  });
});
