import { connect } from 'node:net';
import { Readable, Writable } from 'node:stream';
import { Metrics } from '../../../src/common/metrics/metrics.js';
import { setImmediate as turn } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { HttpPlatform } from '../../../src/common/http/platform.js';
import { createLog, type Log } from '../../../src/common/logging/log.js';
import type { LogOptions } from '../../../src/common/logging/log-options.js';
import { NestLog } from '../../../src/common/logging/nest-log.js';
import { scrub } from '../../../src/common/logging/scrub.js';
import { enterRequest, FOLLOWS_FREELY } from '../../../src/common/request-scope.js';
import { SURFACES } from '../../../src/surfaces/surfaces.js';

type Line = Record<string, unknown>;

const JSON_LINES: LogOptions = { level: 'debug', format: 'json', colours: false, links: false };
const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl';
const CODE = 'rhc_F4Y953_mhZapbYW8-Z1kaiRNq';

/** A log into memory. */
async function memoryLog(
  options: Partial<LogOptions> = {},
): Promise<{ log: Log; text(): string; lines(): Line[] }> {
  let text = '';
  const write = (chunk: Buffer, _encoding: string, done: () => void): void => {
    text += chunk.toString();
    done();
  };
  const log = await createLog({ ...JSON_LINES, ...options }, new Writable({ write }));
  return {
    log,
    text: () => text,
    lines: () =>
      text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Line),
  };
}

function platformOf(log: Log): HttpPlatform {
  return new HttpPlatform({
    surfaces: SURFACES,
    requestTimeoutMs: 5000,
    corsOrigins: [],
    trustedProxies: '',
    https: false,
    hstsSubdomains: false,
    publicPath: '',
    maxConnections: 100,
    maxConnectionsPerAddress: 100,
    minUploadBytesPerSecond: 0,
    log,
    metrics: new Metrics(false),
  });
}

describe('scrub', () => {
  it.each([
    [`GET /v1/invitations?code=${CODE} failed`, 'GET /v1/invitations?[redacted] failed'],
    ['https://a.example/verify?token=x&b=1) again', 'https://a.example/verify?[redacted]) again'],
    ['connect mongodb://ada:p%40ss@db.example:27017/', 'connect mongodb://[redacted]@db.example:27017/'],
    [`jwt ${JWT} is malformed`, 'jwt [redacted] is malformed'],
    ['Authorization: Bearer abc.def', 'Authorization: Bearer [redacted]'],
    [`no code ${CODE}`, 'no code [redacted]'],
  ])('%s', (text, expected) => expect(scrub(text)).toBe(expected));

  it.each([
    'dropping database org_acme_corp_v2: left behind by an interrupted change',
    'move 65f0c1d2e3a4b5c6d7e8f901 of 0b9f0a1c-7d0e-4a6e-9c1a-1f2e3d4c5b6a failed',
    'at AccessTokenGuard.canActivate (file:///app/dist/src/modules/auth/http/access-token.guard.js:48:13)',
    'E11000 duplicate key error collection: master_db.organizations index: slug_1',
    'digest 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  ])('leaves %s', (text) => expect(scrub(text)).toBe(text));
});

describe('the log on standard output', () => {
  it('has no timer that runs on when nothing is written: a closed application leaves nothing behind', async () => {
    const started = jest.spyOn(globalThis, 'setInterval');
    await createLog(JSON_LINES);
    expect(started).not.toHaveBeenCalled();
    started.mockRestore();
  });
});

describe('the lines of Nest’s Logger', () => {
  afterEach(() => Logger.overrideLogger(false));

  it('have a level, a time, the context and fields of their own', async () => {
    const { log, lines } = await memoryLog();
    Logger.overrideLogger(new NestLog(log));
    new Logger('MailWorker').warn('mail kept', {
      template: 'invitation',
      link: `https://a.example/?token=${CODE}`,
    });
    expect(lines()).toEqual([
      {
        level: 'warn',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        pid: process.pid,
        hostname: expect.any(String),
        context: 'MailWorker',
        template: 'invitation',
        msg: 'mail kept',
      },
    ]);
  });

  it('of an error have its type, code, message and stack, and nothing else it holds', async () => {
    const { log, lines } = await memoryLog();
    Logger.overrideLogger(new NestLog(log));
    const cause = Object.assign(new TypeError(`of ${JWT}`), { document: { password: 'Secret123!' } });
    const error = Object.assign(new Error(`cannot read /x?code=${CODE}`, { cause }), { code: 11000 });
    new Logger('Http').error('request failed', error);
    new Logger('Http').error('it failed', `RangeError: of ${JWT}\n    at f (file.js:1:1)`);
    expect(lines()[0]).toMatchObject({
      level: 'error',
      context: 'Http',
      msg: 'request failed',
      err: {
        type: 'Error',
        code: 11000,
        message: 'cannot read /x?[redacted]',
        stack: expect.stringMatching(/^Error: cannot read \/x\?\[redacted\]\n +at /),
        cause: { type: 'TypeError', message: 'of [redacted]', stack: expect.any(String) },
      },
    });
    expect(lines()[1]).toMatchObject({
      err: { type: 'RangeError', stack: expect.stringContaining('file.js:1:1') },
    });
    expect(JSON.stringify(lines())).not.toMatch(/Secret123|eyJ|rhc_/);
  });

  it('those of Nest’s own start are at debug', async () => {
    const { log, lines } = await memoryLog();
    Logger.overrideLogger(new NestLog(log));
    new Logger('RouterExplorer').log('Mapped {/x, GET} route');
    new Logger('Reconciler').log('done');
    expect(lines().map(({ level }) => level)).toEqual(['debug', 'info']);
  });

  it('hold no field with the name of a secret', async () => {
    const { log, text } = await memoryLog();
    for (const name of ['password', 'secret', 'token', 'cookie', 'authorization'])
      log.info({ [name]: CODE }, 'oops');
    expect(text()).not.toContain(CODE);
  });

  it('are readable outside JSON, without escape codes where there is no terminal, and links need one', async () => {
    const { log, text } = await memoryLog({ format: 'pretty' });
    const nest = new NestLog(log);
    nest.warn('mail kept', { link: `https://a.example/?token=${CODE}` }, 'MailWorker');
    enterRequest({ id: 'r1' }, () => nest.error('it failed', new Error('boom'), 'Http'))();
    expect(text()).toMatch(
      /^\[[\d:.]+\] WARN: \[MailWorker\] mail kept\n\[[\d:.]+\] ERROR: \[Http\] it failed \(request r1\)[^]*\n +Error: boom\n +at /,
    );
    // eslint-disable-next-line no-control-regex -- the escape character is what must not be there
    expect(text()).not.toMatch(/\u001b/);
    const terminal = await memoryLog({ format: 'pretty', colours: true, links: true });
    new NestLog(terminal.log).warn('mail kept', { link: 'https://a.example/?token=x' }, 'MailWorker');
    expect(terminal.text()).toContain('https://a.example/?token=x');
  });
});

describe('the lines of requests', () => {
  it('those written on the way name the request, its organization and its user', async () => {
    const { log, lines } = await memoryLog();
    const platform = platformOf(log);
    const nest = new NestLog(log);
    const fastify = platform.adapter.getInstance();
    fastify.post('/v1/things/:code', async (request) => {
      const { n } = request.body as { n: number };
      Object.assign(request, { actor: { userId: `user-${n}`, organizationId: `org-${n}` } });
      for (let i = 0; i < 5; i++) await turn();
      nest.warn('on the way', { n }, 'Things');
      request.log.warn({ n }, 'of Fastify');
      if (n === 3) throw new Error(`no ${CODE}`);
      return { n };
    });
    const url = await fastify.listen({ port: 0, host: '127.0.0.1' });
    try {
      await Promise.all(
        Array.from({ length: 6 }, (_, n) =>
          fetch(`${url}/v1/things/${CODE}?token=${JWT}`, {
            method: 'POST',
            headers: { 'content-type': 'application/json', 'x-request-id': 'mine' },
            body: JSON.stringify({ n }),
          }).then((reply) => reply.text()),
        ),
      );
      for (let i = 0; i < 200 && lines().filter(({ msg }) => msg === 'request').length < 6; i++) await turn();
    } finally {
      await fastify.close();
    }
    const all = lines();
    const request = all.filter(({ msg }) => msg === 'request');
    expect(request).toHaveLength(6);
    for (const line of request) {
      expect(line).toEqual({
        level: 'info',
        time: expect.any(String),
        pid: process.pid,
        hostname: expect.any(String),
        msg: 'request',
        request_id: expect.stringMatching(/^[\da-f-]{36}$/),
        client_request_id: 'mine',
        organization_id: expect.stringMatching(/^org-\d$/),
        user_id: expect.stringMatching(/^user-\d$/),
        surface: 'v1',
        route: '/v1/things/:code',
        method: 'POST',
        status: line['user_id'] === 'user-3' ? 500 : 200,
        duration_ms: expect.any(Number),
      });
    }
    for (const line of all.filter(({ n }) => n !== undefined) as { n: number; request_id: string }[]) {
      const own = request.find(({ user_id: id }) => id === `user-${line.n}`)!;
      expect(line).toMatchObject({ request_id: own['request_id'], organization_id: `org-${line.n}` });
    }
    expect(JSON.stringify(all)).not.toMatch(/rhc_|eyJ/);
  });

  // On Node 20 and 22 such a route runs outside the request's context (ADR-0037).
  it('of a hot route name it through request.log, and never another request', async () => {
    const { log, lines } = await memoryLog();
    const nest = new NestLog(log);
    const fastify = platformOf(log).adapter.getInstance();
    const work = async (request: FastifyRequest): Promise<object> => {
      const { kind, n } = request.params as { kind: string; n: string };
      const line = { kind, n, is: request.id };
      for (let i = 0; i < 5; i++) await turn();
      nest.warn('on the way', line, 'Things');
      request.log.warn(line, 'of the request');
      return {};
    };
    fastify.get('/v1/hot/:kind/:n', { config: { hotPath: true } }, work);
    fastify.get('/v1/:kind/:n', work);
    const url = await fastify.listen({ port: 0, host: '127.0.0.1' });
    const paths = Array.from({ length: 24 }, (_, i) => `${i % 2 ? '/v1/hot/hot' : '/v1/cold'}/${i % 8}`);
    const ids = await Promise.all(
      paths.map(async (path) => (await fetch(url + path)).headers.get('x-request-id')),
    ).finally(() => fastify.close());
    const all = lines();
    const own = all.filter(({ msg }) => msg === 'of the request');
    expect(own.map((line) => line['request_id']).sort()).toEqual(ids.sort());
    expect(own.filter((line) => line['request_id'] !== line['is'])).toEqual([]);
    const deep = all.filter(({ msg }) => msg === 'on the way');
    expect(deep).toHaveLength(paths.length);
    for (const line of deep) {
      const known = FOLLOWS_FREELY || line['kind'] === 'cold' ? line['is'] : undefined;
      expect([line['kind'], line['request_id']]).toEqual([line['kind'], known]);
    }
  });

  it('an answer that breaks off after its headers is told once, with its error; a client that goes is not', async () => {
    const { log, lines } = await memoryLog();
    const fastify = platformOf(log).adapter.getInstance();
    const endless = async function* (): AsyncGenerator<string> {
      for (;;) {
        await turn();
        yield 'line\n'.repeat(1000);
      }
    };
    const broken = async function* (): AsyncGenerator<string> {
      yield 'line\n';
      await turn();
      throw new Error(`cursor of ${CODE} lost`);
    };
    fastify.get('/v1/broken', (_request, reply) => reply.send(Readable.from(broken())));
    fastify.get('/v1/endless', (_request, reply) => reply.send(Readable.from(endless())));
    const url = await fastify.listen({ port: 0, host: '127.0.0.1' });
    try {
      const reply = await fetch(`${url}/v1/broken`);
      expect(reply.status).toBe(200);
      await expect(reply.text()).rejects.toThrow();
      const leaver = connect(Number(new URL(url).port), '127.0.0.1');
      leaver.write('GET /v1/endless HTTP/1.1\r\nHost: a\r\n\r\n');
      leaver.once('data', () => leaver.destroy());
      for (let i = 0; i < 10_000 && lines().filter(({ aborted }) => aborted).length < 2; i++) await turn();
    } finally {
      await fastify.close();
    }
    const [gone, left] = lines().filter(({ msg }) => msg === 'request');
    expect(gone).toMatchObject({ route: '/v1/broken', status: 200, aborted: true });
    expect(left).toMatchObject({ route: '/v1/endless', aborted: true });
    expect(lines().filter(({ level }) => level === 'error')).toMatchObject([
      {
        msg: 'The response broke off after its headers were sent',
        request_id: gone['request_id'],
        err: { message: expect.stringContaining('cursor of') },
      },
    ]);
    expect(JSON.stringify(lines())).not.toContain('rhc_');
  });
});
