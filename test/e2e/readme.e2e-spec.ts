import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { transformSync } from '@swc/core';
import { type INestApplication, Logger, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Verifier } from '@rowhouse/verify';
import type { FastifyInstance } from 'fastify';
import type { Hono } from 'hono';
import type { MongoClient } from 'mongodb';
import { readEnv } from '../../src/config/env.js';
import { startTestAppOn, type TestApp } from '../support/app.js';
import {
  blockOf,
  blocksOf,
  GUIDE_BLOCKS,
  runMongosh,
  runShell,
  settingsOf,
  withAddresses,
} from '../support/guide.js';
import { startTestMongo } from '../support/mongo.js';
import { freePort } from '../support/nginx.js';
import { filesOf, textOf } from '../support/repository.js';
import { copyOf, putBack } from '../support/restore.js';
import { swcOptions } from '../support/swc.js';

/** Of Next: a middleware that lets a request pass answers nothing. */
type Handler = (request: Request) => Promise<Response | undefined>;

const SERVICE = 'http://localhost:8000';
const SECRET_KEY = 'of the guides alone, and long enough to sign with';
const NEXT_KEY = 'the next one of the guides, which signs from then on';

/** The shell blocks of one section of the README, as one script. */
function scriptOf(section: string): string {
  const text = readFileSync('README.md', 'utf8').split(`## ${section}\n`)[1].split('\n## ')[0];
  return [...text.matchAll(/```bash\n([\s\S]*?)```/g)].map(([, code]) => code).join('\n');
}

const parse = (lines: string[]): Record<string, unknown>[] =>
  lines.map((line) => JSON.parse(line) as Record<string, unknown>);

describe('the README and the guides', () => {
  let mongo: Awaited<ReturnType<typeof startTestMongo>>;
  let sut: TestApp;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'rowhouse-guides-'));
    mongo = await startTestMongo();
    sut = await startTestAppOn(mongo.uri, { SECRET_KEY });
  });
  afterAll(async () => {
    await sut?.stop();
    await mongo?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('README: commands that work as pasted, in sequence', async () => {
    const replies = parse(await runShell(withAddresses(scriptOf('Use it'), { [SERVICE]: sut.url })));
    const words = replies.map(({ message, customer, items, role }) => message ?? customer ?? items ?? role);
    expect(words).toEqual([
      'Organization created successfully',
      'Login successful',
      'Organization retrieved successfully',
      'Jane',
      [expect.objectContaining({ _id: 'first', customer: 'Jane', total: 12.5 })],
      'member',
      'Organization updated successfully',
      'Jane',
      'Organization deleted successfully',
    ]);
  });

  it('every shell block is one that a shell can read, also where its programs are not installed', () => {
    const read = ['README.md', ...['docs', 'libs'].flatMap(filesOf)].filter((path) => path.endsWith('.md'));
    const blocks = read.flatMap((path) =>
      [...textOf(path).matchAll(/^```(?:sh|bash)\n([\s\S]*?)^```/gm)].map(([, code]) => [path, code]),
    );
    expect(blocks.length).toBeGreaterThan(40);
    for (const [path, input] of blocks) {
      const { status, stderr } = spawnSync('bash', ['-n'], { input, encoding: 'utf8' });
      expect([path, status, stderr]).toEqual([path, 0, '']);
    }
  });

  // operating-guides.e2e-spec.ts runs those of deploy, production, monitor, move-in and testing-against.
  it('guides: no block of another kind than those that tests run', () => {
    const guides = filesOf('docs/guides').filter((path) => path !== 'docs/guides/README.md');
    const kinds = guides.flatMap((path) =>
      [...textOf(path).matchAll(/^```(\w*)\n[\s\S]*?^```/gm)].map(
        ([, kind]) => `${basename(path, '.md')} ${kind}`,
      ),
    );
    expect([...new Set(kinds)].sort()).toEqual(GUIDE_BLOCKS);
    // The settings of production stand together as they are.
    expect(readEnv(settingsOf('several-instances'))).toMatchObject({
      production: true,
      SHUTDOWN_DELAY_SECONDS: '2',
    });
  });

  describe('limits', () => {
    const rows = [
      ...textOf('docs/guides/limits.md').matchAll(
        /^\|([^|]+)\| ([\d,]+) \| `([^`]+)`(?: in `([^`]+)`)? \|$/gm,
      ),
    ];
    const sources = filesOf('src').filter((path) => path.endsWith('.ts') && !path.endsWith('.spec.ts'));
    const settings = readEnv({}) as unknown as Record<string, unknown>;
    const valueOf = (text: string): number =>
      text.split('+').reduce((sum, term) => sum + term.split('*').reduce((n, one) => n * factor(one), 1), 0);
    const factor = (text: string): number => {
      const plain = text.trim().replaceAll('_', '');
      return /^\d+$/.test(plain) ? Number(plain) : valueOf(constant(text.trim()));
    };
    /** What a constant of the sources is made of; `NAME.key` is a number inside of it. */
    const constant = (name: string, file = ''): string => {
      const [base, key] = name.split('.') as [string, string?];
      const pattern = key
        ? new RegExp(`const ${base}\\b[^]*?\\b${key}: ([\\d_* ]+),`)
        : new RegExp(`const ${base} = ([\\w* +]+);`);
      const found = sources
        .filter((path) => path.endsWith(file))
        .flatMap((path) => pattern.exec(textOf(path))?.[1] ?? []);
      expect([name, new Set(found).size]).toEqual([name, 1]);
      return found[0];
    };

    it.each(rows.map(([, what, value, name, file]) => [what.trim(), value, name, file ?? '']))(
      '%s: %s, held by %s %s',
      (_what, value, name, file) => {
        const held = name in settings ? Number(settings[name]) : valueOf(constant(name, file));
        expect(held).toBe(Number(value.replaceAll(',', '')));
      },
    );

    it('are shown by the commands, and the table is read', async () => {
      expect(rows.length).toBeGreaterThan(24);
      const { token } = await sut.organization('Limits Guide');
      const script = withAddresses(blockOf('limits', 'bash'), { [SERVICE]: sut.url });
      const [plans, plan] = parse(await runShell(script, { env: { TOKEN: token } }));
      expect(plans).toHaveLength(3);
      expect(plan).toHaveProperty('usage');
    });
  });

  it('back up: a collection travels exactly, by export and import', async () => {
    const org = await sut.organization('Backup Guide');
    const orders = sut.client.db(org.database).collection<Record<string, unknown>>('orders');
    await orders.insertMany([
      { _id: 'a' as never, at: new Date(0), n: 1.5 },
      { _id: 7 as never, text: 'ä' },
    ]);
    const [backup, script] = blocksOf('back-up', 'bash').map((one) =>
      withAddresses(one, { [SERVICE]: sut.url }),
    );
    await runShell(script, { env: { TOKEN: org.token }, cwd: folder });
    // The link has the address of the settings, not that of the test.
    const followed = withAddresses(backup, { 'curl -s "$URL"': `curl -s "${sut.url}/\${URL#*://*/}"` });
    await runShell(followed, { env: { TOKEN: org.token }, cwd: folder });
    const dump = readFileSync(join(folder, 'acme.archive.gz'));
    expect(gunzipSync(dump.subarray(0, -1)).readUInt32LE()).toBe(0x8199e26d); // curl() adds a line's end
    const raw = (name: string) =>
      sut.client.db(org.database).collection(name).find({}, { raw: true }).sort({ _id: 1 }).toArray();
    expect(await raw('orders_again')).toEqual(await raw('orders'));
    expect(await raw('orders_again')).toHaveLength(2);
  });

  describe('tokens in your own backend', () => {
    let issuer: TestApp;
    let backend: Server | undefined;
    let own: string;
    let shop: INestApplication | undefined;
    let token: string;
    let organization: string;
    beforeAll(async () => {
      issuer = await sut.twin(settingsOf('verify-tokens', blocksOf('verify-tokens', 'dotenv')[0]));
    });
    afterAll(async () => {
      backend?.close();
      await shop?.close();
      await issuer?.stop();
    });

    it('verify tokens: the backend takes those of Rowhouse and no other', async () => {
      const port = await freePort();
      own = `http://localhost:${port}`;
      const code = withAddresses(blocksOf('verify-tokens', 'js')[0], {
        [SERVICE]: issuer.url,
        'listen(3000)': `listen(${port})`,
      });
      backend = (await load(code, {}))['server'] as Server;
      const script = blocksOf('verify-tokens', 'bash').slice(0, 2).join('\n');
      const replies = parse(
        await runShell(withAddresses(script, { [SERVICE]: issuer.url, 'http://localhost:3000': own })),
      );
      const { access_token, organization_id, admin_id } = replies[2]['data'] as Record<string, string>;
      [token, organization] = [access_token, organization_id];
      expect(replies[0]).toEqual({ keys: expect.any(Array) });
      expect(replies[3]).toEqual({ user: admin_id, organization, verified: false, role: 'owner' });

      const ask = async (bearer: string) =>
        (await fetch(own, { headers: { authorization: `Bearer ${bearer}` } })).status;
      expect(await ask(token)).toBe(200);
      const { token: ofSecret } = await sut.organization('Backend Guide');
      const [head, body] = token.split('.') as [string, string];
      const changed = `${head}.${Buffer.from(body, 'base64url').toString().replace('"access"', '"password"')}`;
      for (const other of ['', ofSecret, `${head}.${body}.AAAA`, changed]) expect(await ask(other)).toBe(401);
    });

    it('verify tokens: a token that may only change a password is refused', async () => {
      const tenant = { name: 'Guide Tenant', schema: 'guide_tenant', planType: 'basic' };
      expect((await issuer.call('POST', '/api/v1/tenants', { token, body: tenant })).status).toBe(201);
      const body = { email: 'owner@guide-tenant.com', password: 'tenant123' };
      const login = await issuer.call<{ data: { access_token: string } }>('POST', '/admin/login', { body });
      expect(login.status).toBe(200);
      const reply = await fetch(own, {
        headers: { authorization: `Bearer ${login.body.data.access_token}` },
      });
      expect(reply.status).toBe(401);
    });

    it('verify tokens: Fastify, Hono, Nest and Next', async () => {
      const [, ofFastify, ofHono] = blocksOf('verify-tokens', 'js');
      const [ofNest, ofMiddleware, ofHandler] = blocksOf('verify-tokens', 'ts');
      const made = async (code: string) => load(withAddresses(code, { [SERVICE]: issuer.url }), {});
      const headers = { authorization: `Bearer ${token}` };
      const shown = [{ organization }, { role: 'owner' }];

      const fastify = (await made(ofFastify))['app'] as FastifyInstance;
      const answers = await Promise.all(['/', '/stock'].map((url) => fastify.inject({ url, headers })));
      expect(answers.map((answer) => answer.json<object>())).toEqual(shown);
      expect((await fastify.inject('/')).statusCode).toBe(401);

      const hono = (await made(ofHono))['app'] as Hono;
      const ask = async (path: string) => (await hono.request(path, { headers })).json() as Promise<object>;
      expect([await ask('/'), await ask('/stock')]).toEqual(shown);
      expect((await hono.request('/')).status).toBe(401);

      const { AppModule } = (await made(ofNest)) as { AppModule: Type };
      const nest = await NestFactory.create(AppModule, { logger: false });
      await nest.listen(0, '127.0.0.1');
      const url = await nest.getUrl();
      const get = async (path: string) => (await fetch(url + path, { headers })).json() as Promise<object>;
      expect([await get('/'), await get('/stock'), (await fetch(url)).status]).toEqual([...shown, 401]);
      await nest.close();

      const { middleware } = (await made(ofMiddleware)) as { middleware: Handler };
      const { GET } = (await made(ofHandler)) as { GET: Handler };
      const request = (more = {}) => new Request('http://shop.example/api/stock', more);
      expect(await middleware(request({ headers }))).toBeUndefined();
      expect((await middleware(request()))!.status).toBe(401);
      expect(await (await GET(request({ headers })))!.json()).toEqual(shown[1]);
      expect((await GET(request()))!.status).toBe(401);
    });

    it('verify tokens: a token for the backend of a client', async () => {
      const settings = settingsOf('verify-tokens', blocksOf('verify-tokens', 'dotenv')[1]);
      const twin = await sut.twin(settings);
      try {
        const script = `BASE=${twin.url}\n${blocksOf('verify-tokens', 'bash')[2]}`;
        const [{ access_token }] = parse(await runShell(script)) as [{ access_token: string }];
        const options = { url: twin.url, audience: 'shop-api' };
        const { clientId } = await new Verifier(options).verify(access_token);
        expect(clientId).toBe('shop');
        await expect(new Verifier(options).verify(token)).rejects.toMatchObject({ code: 'token.audience' });
      } finally {
        await twin.stop();
      }
    });

    it('tenancy in your Nest application: one database per organization', async () => {
      Logger.overrideLogger(['error', 'fatal']);
      const port = await freePort();
      const [module, main, migrate] = blocksOf('tenancy-in-nest', 'ts') as [string, string, string];
      const uri = issuer.mongoUri.replace(/\/(\?|$)/, '/shop_registry$1');
      const code = withAddresses(module, {
        [SERVICE]: issuer.url,
        'mongodb://localhost:27017/shop_registry': uri,
      });
      const app = await load(code, {});
      shop = (await load(withAddresses(main, { '3000': String(port) }), { './app.module.js': app }))[
        'app'
      ] as INestApplication;
      const script = withAddresses(blockOf('tenancy-in-nest', 'bash'), {
        'http://localhost:3000': `http://127.0.0.1:${port}`,
      });
      const replies = parse(await runShell(script, { env: { TOKEN: token } }));
      const shown = parse(blockOf('tenancy-in-nest', 'json').trim().split('\n'));
      const database = `shop_${organization}`;
      expect(replies).toEqual(
        shown.map((body) => ('database' in body ? { _id: organization, database } : body)),
      );
      expect(await sut.client.db(database).collection('items').countDocuments()).toBe(1);
      const stranger = await fetch(`http://127.0.0.1:${port}/shop/items`);
      expect(stranger.status).toBe(401);
      const setup = await sut.client
        .db(database)
        .collection('tenancy_setup')
        .findOne({ migrations: { $size: 1 } });
      expect(setup).toMatchObject({ indexes: expect.any(String) });
      await load(migrate, { './app.module.js': app });
      expect(process.exitCode).toBe(0);
    });
  });

  it('upgrade: readiness, the layout of master, and a change of the secret', async () => {
    const script = withAddresses(blockOf('upgrade', 'bash'), { [SERVICE]: sut.url });
    expect(parse(await runShell(script))).toEqual([expect.objectContaining({ status: 'ok' })]);
    const layout = await runMongosh(blockOf('upgrade', 'js'), sut.client);
    expect(layout).toEqual(expect.objectContaining({ version: expect.any(Number) }));

    const { token, email, password } = await sut.organization('Secret Guide');
    const login = async (app: TestApp) =>
      (
        await app.call<{ data: { access_token: string } }>('POST', '/admin/login', {
          body: { email, password },
        })
      ).body.data.access_token;
    const [after, before] = blocksOf('upgrade', 'dotenv').map((block) => {
      const settings = Object.entries(settingsOf('upgrade', block));
      const secrets = settings.map(([name, text]) => [
        name,
        text.startsWith('the new') ? NEXT_KEY : SECRET_KEY,
      ]);
      return Object.fromEntries(secrets) as Record<string, string>;
    }) as [Record<string, string>, Record<string, string>];
    expect([after['SECRET_KEY'], before['SECRET_KEY_PREVIOUS']]).toEqual([NEXT_KEY, NEXT_KEY]);
    const waiting = await sut.twin(before);
    const next = await sut.twin(after);
    try {
      const tokens = [token, await login(waiting), await login(next)];
      for (const app of [waiting, next]) {
        for (const one of tokens) expect((await app.call('GET', '/v1/me', { token: one })).status).toBe(200);
        const chain = await app.call('GET', '/v1/audit/verification', { token });
        expect(chain.body).toMatchObject({ intact: true });
      }
    } finally {
      await next.stop();
      await waiting.stop();
    }
  });

  it('back up: the databases in the order of the guide, and the service goes on where it was', async () => {
    const org = await sut.organization('Restored Corp');
    const body = { _id: 'first', total: 12.5 };
    expect((await sut.call('POST', '/v1/data/orders', { token: org.token, body })).status).toBe(201);
    await sut.app.close();
    const copy = await copyOf(sut.client);
    await dropAll(
      sut.client,
      copy.map(({ name }) => name),
    );
    const master = copy.filter(({ name }) => name === 'master_db');
    await putBack(sut.client, [...copy.filter(({ name }) => name !== 'master_db'), ...master]);
    // The guide to upgrades changed the secret meanwhile.
    const secrets = { SECRET_KEY: NEXT_KEY, SECRET_KEY_PREVIOUS: SECRET_KEY };
    const restored = await startTestAppOn(mongo.uri, secrets);
    try {
      const read = await restored.call('GET', '/v1/data/orders/first', { token: org.token });
      expect([read.status, read.body]).toEqual([200, expect.objectContaining(body)]);
      const audit = await restored.call('GET', '/v1/audit/verification', { token: org.token });
      expect(audit.body).toMatchObject({ intact: true });
      const moved = await restored.call('PUT', '/org/update', {
        token: org.token,
        body: { organization_name: 'Restored Incorporated' },
      });
      expect(moved.status).toBe(200);
      expect((await restored.call('GET', '/v1/data/orders/first', { token: org.token })).status).toBe(200);
    } finally {
      await restored.stop();
    }
  });
});

async function dropAll(client: MongoClient, names: string[]): Promise<void> {
  for (const name of names) await client.db(name).dropDatabase();
}

/** Runs a TypeScript block as the compiler of a Nest application would, and answers what it exports or makes. */
async function load(code: string, modules: Record<string, unknown>): Promise<Record<string, unknown>> {
  const { code: compiled } = transformSync(code, swcOptions('commonjs'));
  const exports: Record<string, unknown> = {};
  const find = (name: string): unknown => modules[name] ?? (require(name) as unknown);
  const AsyncFunction = (async () => undefined).constructor as new (
    ...args: string[]
  ) => (...args: unknown[]) => Promise<unknown>;
  const names = ['app', 'server'].map((name) => `...(typeof ${name} === 'undefined' ? {} : { ${name} })`);
  const body = `${compiled}\n;return { ${names.join(', ')} };`;
  const made = await new AsyncFunction('exports', 'require', body)(exports, find);
  return { ...exports, ...(made as Record<string, unknown>) };
}
