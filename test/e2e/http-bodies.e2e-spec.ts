import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { startTestApp, type TestApp } from '../support/app.js';
import { problem } from '../support/problem.js';
import { rawBytes, rawRequest, type RawRequest } from '../support/raw.js';
import { until } from '../support/smtp.js';

const TEN_MB = 10_000_000;

interface Upload {
  text: string;
  /** Bytes of the body that could be sent before the connection ended. */
  sent: number;
  error: string | undefined;
}

/** A client that, as many do, reads nothing before it has sent its whole body. */
function upload(base: string, head: string, size: number, { chunked = false } = {}): Promise<Upload> {
  const { hostname, port } = new URL(base);
  const length = chunked ? 'Transfer-Encoding: chunked' : `Content-Length: ${size}`;
  return new Promise((resolve) => {
    const result: Upload = { text: '', sent: 0, error: undefined };
    const socket: Socket = connect(Number(port), hostname);
    socket.pause();
    socket.on('error', (error: NodeJS.ErrnoException) => (result.error = error.code));
    socket.on('data', (data) => (result.text += data.toString('latin1')));
    socket.on('close', () => resolve(result));
    socket.write(`${head}\r\nHost: x\r\n${length}\r\n\r\n`);
    const part = Buffer.alloc(64 * 1024, 'a');
    const send = (): void => {
      if (socket.destroyed) return;
      if (result.sent >= size) {
        if (chunked) socket.write('0\r\n\r\n');
        return void socket.resume();
      }
      const bytes = part.subarray(0, Math.min(part.length, size - result.sent));
      const framed = chunked
        ? Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')])
        : bytes;
      socket.write(framed, (error) => {
        if (error) return void socket.resume();
        result.sent += bytes.length;
        send();
      });
    };
    send();
  });
}

describe('bodies that nobody wants, and headers', () => {
  let sut: TestApp;
  let token: string;
  beforeAll(async () => {
    sut = await startTestApp({
      RATE_LIMITS: 'on',
      RATE_LIMIT_LOOKUP: '1',
      REQUEST_TIMEOUT_MS: '5000',
    });
    token = (await sut.organization('Bodies Corp')).token;
  });
  afterAll(() => sut?.stop());

  const JSON_TYPE = 'Content-Type: application/json';
  /** A client that goes on sending after the service closed its side. */
  const halfOpen = (): Socket => {
    const { hostname, port } = new URL(sut.url);
    return connect({ port: Number(port), host: hostname, allowHalfOpen: true });
  };
  /** Open connections, but the idle ones of fetch. */
  const open = async (): Promise<number> => {
    const server = sut.app.getHttpServer();
    server.closeIdleConnections();
    return new Promise((resolve) => server.getConnections((_, count) => resolve(count)));
  };
  const auth = () => `Authorization: Bearer ${token}`;

  describe.each([false, true])('chunked: %s', (chunked) => {
    it.each<[string, number, () => string]>([
      ['larger than the route takes', 413, () => `POST /org/create HTTP/1.1\r\n${JSON_TYPE}`],
      ['larger than documents may be', 413, () => `POST /v1/data/a HTTP/1.1\r\n${JSON_TYPE}\r\n${auth()}`],
      ['of nobody', 401, () => `POST /v1/data/a HTTP/1.1\r\n${JSON_TYPE}`],
      ['of another type', 415, () => `POST /org/create HTTP/1.1\r\nContent-Type: text/plain`],
      [
        'an import of nobody',
        401,
        () => 'POST /v1/data/a/import HTTP/1.1\r\nContent-Type: application/x-ndjson',
      ],
      [
        'an import of another type',
        415,
        () => `POST /v1/data/a/import HTTP/1.1\r\nContent-Type: text/csv+x\r\n${auth()}`,
      ],
      ['for a path that is none', 404, () => `POST /v1/nothing HTTP/1.1\r\n${JSON_TYPE}`],
    ])('10 MB %s: the client sends all of it and reads its %i', async (_name, status, head) => {
      const { text, sent, error } = await upload(sut.url, head(), TEN_MB, { chunked });
      expect({ line: text.split('\r\n')[0].slice(0, 12), sent, error }).toEqual({
        line: `HTTP/1.1 ${status}`,
        sent: TEN_MB,
        error: undefined,
      });
      expect(text.toLowerCase()).toContain('\r\nconnection: close\r\n');
    });
  });

  it('10 MB over a rate limit are answered 429, and all of it was sent', async () => {
    const path = '/api/register/check-availability';
    const body = { company_name: 'Free', email: 'a@free.example' };
    for (let i = 0; i < 2; i++) await sut.call('POST', path, { body });
    const { text, sent } = await upload(sut.url, `POST ${path} HTTP/1.1\r\n${JSON_TYPE}`, TEN_MB);
    expect([text.slice(0, 12), sent]).toEqual(['HTTP/1.1 429', TEN_MB]);
  });

  it('a body without end is cut off, in size and in time', async () => {
    const head = `POST /org/create HTTP/1.1\r\n${JSON_TYPE}`;
    const endless = await upload(sut.url, head, 1e9);
    expect(endless.sent).toBeLessThan(200 * 1024 * 1024);
    const stalled = halfOpen();
    stalled.write(`${head}\r\nHost: x\r\nContent-Length: 100000\r\n\r\n{`);
    const [answer] = (await once(stalled, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 413 /);
    await until(async () => (await open()) === 0, 20_000, 'the stalled connection to end');
    stalled.destroy();
  });

  it('large bodies of clients that hung up do not keep the organization’s own one waiting', async () => {
    const large = JSON.stringify({ items: Array.from({ length: 90_000 }, (_, n) => n) });
    const head = `POST /v1/data/hung HTTP/1.1\r\n${JSON_TYPE}\r\n${auth()}\r\nHost: x\r\nContent-Length: ${large.length}`;
    const sockets = Array.from({ length: 40 }, halfOpen);
    const sent = (socket: Socket, text: string) => new Promise((done) => socket.write(text, done));
    await Promise.all(sockets.map((socket) => sent(socket, `${head}\r\n\r\n${large.slice(0, -1)}`)));
    for (const socket of sockets) socket.write(large.slice(-1), () => socket.destroy());
    const { status } = await sut.call('POST', '/v1/data/hung', { token, body: large });
    expect(status).toBe(201);
  });

  it('what follows such a body on the connection is no request', async () => {
    const create = JSON.stringify({
      organization_name: 'Smuggled',
      email: 'a@smuggled.example',
      password: 'SecurePassword123!',
    });
    const socket = halfOpen().resume();
    socket.on('error', () => undefined);
    socket.write(
      'POST /org/create HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 9\r\n\r\n',
    );
    await once(socket, 'data');
    const next = `POST /org/create HTTP/1.1\r\nHost: x\r\n${JSON_TYPE}\r\nContent-Length: ${create.length}`;
    socket.write(`123456789${next}\r\n\r\n${create}`);
    await until(async () => (await open()) === 0, 20_000, 'the connection to end');
    socket.destroy();
    expect(await sut.master.collection('organizations').countDocuments({ name: 'Smuggled' })).toBe(0);
  });

  it.each(['', 'Bearer x.y.z'])(
    'a token is asked for before the body is waited for: "%s"',
    async (header) => {
      const { hostname, port } = new URL(sut.url);
      for (const [method, path, type] of [
        ['POST', '/v1/data/a', 'application/json'],
        ['PUT', '/v1/data/a/1', 'application/json'],
        ['PATCH', '/v1/data/a/1', 'application/merge-patch+json'],
        ['POST', '/v1/data/a/import', 'application/x-ndjson'],
      ]) {
        const line = await new Promise<string>((resolve) => {
          const socket = connect(Number(port), hostname, () =>
            socket.write(
              `${method} ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: ${type}\r\nAuthorization: ${header}\r\nContent-Length: 4000000\r\n\r\n`,
            ),
          );
          socket.once('data', (data) => {
            resolve(data.toString().split('\r\n')[0]);
            socket.destroy();
          });
        });
        expect([path, line]).toEqual([path, 'HTTP/1.1 401 Unauthorized']);
      }
    },
  );

  it('a client that asks first is told to go on only when its body is wanted', async () => {
    const { hostname, port } = new URL(sut.url);
    const first = (lines: string[]) =>
      new Promise<string>((resolve) => {
        const socket = connect(Number(port), hostname, () =>
          socket.write(
            [
              'POST /v1/data/a HTTP/1.1',
              'Host: x',
              JSON_TYPE,
              ...lines,
              'Content-Length: 2',
              'Expect: 100-continue',
            ].join('\r\n') + '\r\n\r\n',
          ),
        );
        socket.once('data', (data) => {
          resolve(data.toString().split('\r\n')[0]);
          socket.destroy();
        });
      });
    expect(await first([auth()])).toBe('HTTP/1.1 100 Continue');
    expect(await first([])).toBe('HTTP/1.1 401 Unauthorized');
  });

  it('only routes that need a large body take one', async () => {
    const large = JSON.stringify({ a: 'a'.repeat(70_000) });
    const refused: string[] = [];
    for (const [method, path] of [
      ['POST', '/v1/roles'],
      ['PATCH', '/v1/me'],
      ['POST', '/signin'],
      ['DELETE', '/v1/sessions'],
    ] as const) {
      const reply = await sut.call(method, path, { token, body: large });
      refused.push(`${path} ${reply.status}`);
    }
    expect(refused).toEqual(['/v1/roles 413', '/v1/me 413', '/signin 413', '/v1/sessions 413']);
    expect((await sut.call('POST', '/v1/data/a', { token, body: large })).status).toBe(201);
  });

  it('415 names what the route takes, and a charset is its own fault', async () => {
    const send = (method: string, path: string, type: string) =>
      rawRequest(sut.url, method, path, {
        headers: { 'content-type': type, authorization: `Bearer ${token}` },
        body: '{}',
      });
    for (const [method, path, types] of [
      ['POST', '/v1/data/a', ['application/json']],
      ['PATCH', '/v1/data/a/1', ['application/json', 'application/merge-patch+json']],
      ['PUT', '/v1/data/a/1', ['application/json']],
    ] as const) {
      const { status, headers, json } = await send(method, path, 'text/plain');
      const title = `Content-Type must be ${types.join(' or ')}`;
      expect([status, json]).toEqual([415, problem(415, 'request.unsupported_media_type', title, path)]);
      expect([headers['accept'], headers['accept-post'], headers['accept-patch']]).toEqual([
        types.join(', '),
        method === 'POST' ? types.join(', ') : undefined,
        method === 'PATCH' ? types.join(', ') : undefined,
      ]);
    }
    const lines = await send('POST', '/v1/data/a/import', 'image/png');
    expect(lines.json!['title']).toMatch(/^Content-Type must be application\/x-ndjson/);
    expect(lines.headers['accept-post']).toMatch(/^application\/x-ndjson/);
    const charset = await send('POST', '/v1/data/a', 'application/json; charset=iso-8859-1');
    expect([charset.status, charset.json]).toEqual([
      415,
      problem(415, 'request.unsupported_charset', 'The charset of the body must be UTF-8', '/v1/data/a'),
    ]);
    const documented = await send('POST', '/signin', 'text/plain');
    expect(documented.json).toEqual({ detail: 'Content-Type must be application/json' });
  });

  it('S17 no cache keeps an answer, but of what is the same for everybody', async () => {
    const cache = async (method: string, path: string, request?: RawRequest) =>
      (await rawRequest(sut.url, method, path, request)).headers['cache-control'];
    for (const path of [
      '/v1/me',
      '/v1/nope',
      '/signin',
      '/health',
      '/org/get?organization_name=Http%20Corp',
    ]) {
      expect([path, await cache('GET', path)]).toEqual([path, 'no-store']);
    }
    const headers = { authorization: `Bearer ${token}` };
    expect(await cache('GET', '/v1/me', { headers })).toBe('no-store');
    expect(await cache('GET', '/%zz')).toBe('no-store');
    expect(await rawBytes(sut.url, 'GARBAGE\r\n\r\n')).toContain('Cache-Control: no-store');
    expect(await cache('GET', '/.well-known/jwks.json')).toBe('public, max-age=300');
    for (const path of ['/docs/swagger-ui.css', '/docs/errors', '/docs-json', '/dashboard/mail-pages.css']) {
      expect([path, await cache('GET', path)]).not.toEqual([path, 'no-store']);
    }
  });

  it('an empty X-Org-Id is none', async () => {
    for (const id of ['', '  ']) {
      const reply = await rawRequest(sut.url, 'GET', '/v1/me', {
        headers: { authorization: `Bearer ${token}`, 'x-org-id': id },
      });
      expect(reply.status).toBe(200);
    }
  });
});
