import { readFileSync, statSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { isAlive, processesNaming } from '../medium/embedded-mongodb/helpers.js';
import { startTestMongo } from '../support/mongo.js';
import { freePort, startRawMongod } from '../support/raw-mongod.js';
import { SEED_PASSWORD, SeedMaster } from '../support/seed-master.js';
import {
  compileService,
  type CompiledService,
  runService,
  serviceRuns,
  type ServiceRun,
} from '../support/service.js';
import { stretched } from '../support/stretched.js';
import { until } from '../support/until.js';

const GOOD_SECRET = 'Zm9yIHRlc3RzIG9ubHksIG5vYm9keSBlbHNlIHVzZXMgdGhpcyBrZXk';
const SAMPLE_SECRET = 'your-super-secret-key-change-this-in-production';
const URL_LINE = /API +(http:\/\/\S+)/;
/** Each costs the test mongod a database: the whole thousand takes a minute on a busy machine. */
const MANY = Number(process.env['ADOPT_ORGANIZATIONS'] ?? 200);
/** How long a step of the service may take on a busy machine. The tests that bound a time say so themselves. */
const PATIENCE_MS = 60_000;
/** A port nobody listens on: the system gives out higher ones. */
const DEAD_URL = 'mongodb://127.0.0.1:9';

describe('starting and stopping', () => {
  let service: CompiledService;
  let mongo: Awaited<ReturnType<typeof startTestMongo>>;
  const runs = serviceRuns();
  const run = (settings: Record<string, string>, dir?: string): Promise<ServiceRun> =>
    runs.start(service, settings, dir);
  beforeAll(async () => {
    [service, mongo] = await Promise.all([compileService(), startTestMongo()]);
  });
  afterAll(async () => {
    await mongo?.stop();
  });

  describe('refuses to start with a message and a code other than 0', () => {
    it('S1-24 without its database, within 5 s', async () => {
      const sut = await run({ MONGODB_URL: DEAD_URL, DATABASE_WAIT_SECONDS: '0' });
      const { code, ms } = await sut.ends(PATIENCE_MS);
      expect(code).toBe(1);
      expect(sut.output()).toMatch(/^✗ Failed to connect to MongoDB: .*127\.0\.0\.1:9/m);
      expect(sut.output()).not.toMatch(/^\s+at /m);
      expect(ms).toBeLessThan(stretched(6000)); // the driver's own patience would be 30 s
    });

    // Begun before the other tests, and its test is the last: it waits for an election and for the next look.
    let waitedFor: Promise<void>;
    beforeAll(() => {
      waitedFor = comesLate();
      waitedFor.catch(() => undefined); // its test tells it
    });

    async function comesLate(): Promise<void> {
      const { server, port } = await freePort();
      server.close();
      const sut = await runService(service, {
        MONGODB_URL: `mongodb://127.0.0.1:${port}/?replicaSet=late`,
        MASTER_DB_NAME: 'waited_for',
      });
      let late: Awaited<ReturnType<typeof startRawMongod>> | undefined;
      try {
        await sut.prints(
          /^✗ Failed to connect to MongoDB: .*ECONNREFUSED.*\(waiting for it, \d+ s more\)$/m,
          PATIENCE_MS,
        );
        late = await startRawMongod(port, ['--replSet', 'late']);
        await sut.prints(/the replica set of .* is not initiated: run rs\.initiate\(\)/, PATIENCE_MS);
        const client = await new MongoClient(`mongodb://127.0.0.1:${port}/?directConnection=true`).connect();
        await client
          .db('admin')
          .command({ replSetInitiate: { _id: 'late', members: [{ _id: 0, host: `127.0.0.1:${port}` }] } });
        await client.close();
        await sut.prints(URL_LINE, PATIENCE_MS);
        sut.child.kill('SIGTERM');
        expect((await sut.ends(PATIENCE_MS)).code).toBe(0);
      } finally {
        await sut.cleanUp();
        await late?.stop();
      }
    }

    it('I4 on a standalone server, which has no transactions', async () => {
      const { server, port } = await freePort();
      server.close();
      const uri = `mongodb://127.0.0.1:${port}`;
      const mongod = await startRawMongod(port, []);
      try {
        await new MongoClient(uri).connect().then((client) => client.close());
        const sut = await run({ MONGODB_URL: uri });
        expect((await sut.ends(PATIENCE_MS)).code).toBe(1);
        expect(sut.output()).toMatch(/^✗ Failed to connect to MongoDB: .*standalone.*replica set/m);
        expect(sut.output().trim().split('\n')).toHaveLength(1);
      } finally {
        await mongod.stop();
      }
    });

    it('I4 with every mistake of its configuration at once', async () => {
      const sut = await run({
        MONGODB_URL: 'http://127.0.0.1',
        PORT: '70000',
        ALGORITHM: 'none',
        CORS_ORIGINS: '*',
        DEBUG: 'perhaps',
        BCRYPT_COST: '99',
        ACCESS_TOKEN_EXPIRE_MINUTES: '0',
        TRUSTED_PROXIES: 'everybody',
      });
      expect((await sut.ends(PATIENCE_MS)).code).toBe(1);
      for (const name of [
        'MONGODB_URL',
        'PORT',
        'ALGORITHM',
        'CORS_ORIGINS',
        'DEBUG',
        'BCRYPT_COST',
        'ACCESS_TOKEN_EXPIRE_MINUTES',
        'TRUSTED_PROXIES',
      ]) {
        expect(sut.output()).toMatch(new RegExp(`^ {2}- .*${name}`, 'm'));
      }
      expect(sut.output()).not.toMatch(/^\s+at /m);
    });

    it('F6 with a .env that says something else than it seems to, with its lines', async () => {
      const dir = await mkdtemp(join(tmpdir(), 'rowhouse-env-'));
      const text =
        '\uFEFFPORT=0\nMONGO_URL=mongodb://elsewhere\nPLATFORM_ADMIN_PASSWORD=Operator-Secret#77-long\n';
      await writeFile(join(dir, '.env'), text);
      const sut = await run({}, dir);
      expect((await sut.ends(PATIENCE_MS)).code).toBe(1);
      expect(sut.output()).toBe(`! .env, line 2: MONGO_URL is ignored: did you mean MONGODB_URL?
The configuration has a mistake:
  - .env, line 3: an unquoted # ends the value of PLATFORM_ADMIN_PASSWORD; put the value in quotes ('…')
`);
    });

    it.each([
      ['unescaped', 'mongodb://user:Pa@ss/w:rdX@127.0.0.1:9/', /percent-encoded/],
      ['an unknown option', 'mongodb://user:PassX@127.0.0.1:9/?foo=bar', /option foo is not supported/],
      ['no host', 'mongodb://user:PassX@/', /must look like/],
      ['a wrong value', 'mongodb://user:PassX@127.0.0.1:9/?maxPoolSize=many', /maxPoolSize/],
      ['TLS where there is none', 'tls', /speaks no TLS/],
      [
        'a replica set of another name',
        'name',
        /is called "rowhouse", and MONGODB_URL says replicaSet=wrong/,
      ],
      ['a file that is missing', 'file', /missing/],
    ])(
      'F12 a mistake in MONGODB_URL at once, without a part of the password: %s',
      async (_name, given, expected) => {
        const host = new URL(mongo.uri.replace('mongodb:', 'http:')).host;
        const own: Record<string, string> = {
          tls: `mongodb://user:PassX@${host}/?tls=true`,
          name: `mongodb://${host}/?replicaSet=wrong`,
          file: `mongodb://user:PassX@${host}/?tls=true&tlsCAFile=/nowhere/ca.pem`,
        };
        const sut = await run({ MONGODB_URL: own[given] ?? given });
        expect((await sut.ends(PATIENCE_MS)).code).toBe(1);
        expect(sut.output()).toMatch(/^✗ Failed to connect to MongoDB: .*\n$/);
        expect(sut.output()).toMatch(expected);
        expect(sut.output()).not.toMatch(/Pa@ss|PassX|rdX|\bss\b/);
      },
    );

    it.each([
      ['without a secret', {}],
      ['with the sample secret', { SECRET_KEY: SAMPLE_SECRET }],
      ['with a short secret', { SECRET_KEY: 'short-but-not-short' }],
      ['with a secret of one letter', { SECRET_KEY: 'a'.repeat(64) }],
    ])('D15 in production %s', async (_name, settings) => {
      const sut = await run({ NODE_ENV: 'production', MONGODB_URL: mongo.uri, ...settings });
      expect((await sut.ends(PATIENCE_MS)).code).toBe(1);
      expect(sut.output()).toMatch(/SECRET_KEY.*randomBytes/);
      if ('SECRET_KEY' in settings) expect(sut.output()).not.toContain(settings.SECRET_KEY);
    });

    it('when its port is taken', async () => {
      const { server, port } = await freePort();
      const sut = await run({ MONGODB_URL: mongo.uri, PORT: String(port), MASTER_DB_NAME: 'port_taken' });
      expect((await sut.ends(PATIENCE_MS)).code).toBe(1);
      expect(sut.output()).toMatch(/^✗ .*(address already in use|EADDRINUSE).*PORT/m);
      expect(sut.output()).not.toMatch(/^\s+at /m);
      server.close();
    });

    it('a database that is not there yet is waited for, with a line, and used when it comes', () =>
      waitedFor);
  });

  describe('on a master that S1’s own service made', () => {
    let client: MongoClient;
    beforeAll(async () => {
      client = await new MongoClient(mongo.uri).connect();
    });
    afterAll(() => client?.close());
    const adopt = (db: string, ...args: string[]): Promise<ServiceRun> =>
      runs.start({ main: service.adopt }, { MONGODB_URL: mongo.uri, MASTER_DB_NAME: db }, undefined, args);

    it('stops in one message, says what an adoption would do, and what cannot be adopted', async () => {
      const seed = new SeedMaster(client, 'seed_refused');
      await seed.indexes();
      await seed.organization('Start Alpha');
      await seed.organization('Start Beta', { admin: null });
      const sut = await run({ MONGODB_URL: mongo.uri, MASTER_DB_NAME: 'seed_refused' });
      expect((await sut.ends(PATIENCE_MS)).code).toBe(1);
      expect(sut.output()).toMatch(/^✗ The database seed_refused holds .*npx rowhouse adopt --dry-run.*\n$/);
      const dry = await adopt('seed_refused', '--dry-run');
      expect((await dry.ends(PATIENCE_MS)).code).toBe(1);
      expect(dry.output()).toBe(`seed_refused was made by another program.
To adopt: 1 organization, 1 account.
  Added: numbers, slugs, memberships. Kept: ids, password hashes, database names, creation times.
  Replaced by an index on the same field: organizations.organization_name_1.
To know:
  - "Start Alpha": its database org_start_alpha is missing and is made
Cannot be adopted:
  - organization "Start Beta" (_id ${String((await seed.db.collection('organizations').findOne({ organization_name: 'Start Beta' }))!._id)}): its administrator has no account, and nobody else belongs to it
Mend these rows, or leave them out: --leave-out puts them aside unchanged.

Nothing was changed. Stop the other program, then run: npx rowhouse adopt --yes
`);
      const refused = await adopt('seed_refused', '--yes');
      expect((await refused.ends(PATIENCE_MS)).code).toBe(1);
      expect(refused.output()).toMatch(/^✗ 1 row cannot be adopted; nothing was changed$/m);
      const done = await adopt('seed_refused', '--yes', '--leave-out');
      expect((await done.ends(PATIENCE_MS)).code).toBe(0);
      expect(done.output()).toMatch(/^Adopted 1 organization\. Start the service\.$/m);
      const again = await adopt('seed_refused', '--yes');
      expect((await again.ends(PATIENCE_MS)).code).toBe(0);
      expect(again.output()).toBe('There is nothing to adopt in seed_refused.\n');
    });

    it(`${MANY} organizations: killed in the middle, adopted by the next start, and all answer as before`, async () => {
      const seed = new SeedMaster(client, 'seed_thousand');
      await seed.indexes();
      const orgs = await seed.many(MANY, 'Thousand', false);
      const organizations = seed.db.collection('organizations');
      const adopted = () => organizations.countDocuments({ seq: { $exists: true } });
      const first = await adopt('seed_thousand', '--yes');
      await until(async () => (await adopted()) >= MANY / 10);
      first.child.kill('SIGKILL');
      await first.ends(PATIENCE_MS);
      expect(await adopted()).toBeLessThan(MANY);
      const sut = await run({
        MONGODB_URL: mongo.uri,
        MASTER_DB_NAME: 'seed_thousand',
        ADOPT_EXISTING: 'true',
      });
      const url = (await sut.prints(URL_LINE, 150_000))[1];
      const rows = await organizations.find().toArray();
      expect(new Set(rows.map(({ seq }) => seq as number)).size).toBe(MANY);
      expect(new Set(rows.map(({ slug }) => slug as string)).size).toBe(MANY);
      for (const name of ['memberships', 'databases'])
        expect(await seed.db.collection(name).countDocuments()).toBe(MANY);
      for (const org of [orgs[0], orgs[MANY / 2], orgs[MANY - 1]]) {
        const found = await fetch(`${url}/org/get?organization_name=${encodeURIComponent(org.name)}`);
        expect(await found.json()).toMatchObject({ data: { collection_name: org.database } });
        const body = JSON.stringify({ email: org.email, password: SEED_PASSWORD });
        const headers = { 'content-type': 'application/json' };
        const reply = await fetch(`${url}/admin/login`, { method: 'POST', headers, body });
        expect(await reply.json()).toMatchObject({ data: { organization_id: org.id.toHexString() } });
      }
    }, 240_000);
  });

  it('keeps a secret of its own, made once, for its owner only', async () => {
    const settings = { MONGODB_URL: mongo.uri, MASTER_DB_NAME: 'secret_kept' };
    const first = await run(settings);
    const url = (await first.prints(URL_LINE, PATIENCE_MS))[1];
    const file = join(first.dir, '.data', 'secret.key');
    const secret = readFileSync(file, 'utf8');
    expect(secret).toMatch(/^[\w-]{64}$/);
    expect((statSync(file).mode & 0o777).toString(8)).toBe('600');
    const token = await signIn(url);
    first.child.kill('SIGTERM');
    expect((await first.ends(PATIENCE_MS)).code).toBe(0);
    const second = await run(settings, first.dir);
    const again = (await second.prints(URL_LINE, PATIENCE_MS))[1];
    const me = await fetch(`${again}/v1/me`, { headers: { authorization: `Bearer ${token}` } });
    expect(me.status).toBe(200);
    expect(readFileSync(file, 'utf8')).toBe(secret);
    expect(first.output() + second.output()).not.toContain(secret);
  });

  it('starts in production with a good secret, and is limited', async () => {
    const sut = await run({
      NODE_ENV: 'production',
      SECRET_KEY: GOOD_SECRET,
      MONGODB_URL: mongo.uri,
      MASTER_DB_NAME: 'production_db',
    });
    const url = (await sut.prints(URL_LINE, PATIENCE_MS))[1];
    const statuses = await Promise.all(
      Array.from({ length: 35 }, async (_, i) => {
        const body = JSON.stringify({ email: `a${i}@b.example`, password: 'WrongPassword1!' });
        return (
          await fetch(`${url}/admin/login`, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body,
          })
        ).status;
      }),
    );
    expect(statuses.filter((status) => status === 429).length).toBe(5);
    expect(sut.output()).not.toContain(GOOD_SECRET);
  });

  it('A14 SIGTERM under load: what was taken is answered, it ends within 10 s with 0, and no mongod stays', async () => {
    const sut = await run({ REQUEST_TIMEOUT_MS: '9000' }); // a busy machine creates an organization slowly
    const url = (await sut.prints(URL_LINE, PATIENCE_MS))[1];
    await sut.prints(/A platform operator was made: operator@rowhouse\.local/, PATIENCE_MS);
    const token = await signIn(url);
    const dataDir = join(sut.dir, '.data', 'mongodb');
    const mongods = await processesNaming(dataDir);
    expect(mongods.length).toBeGreaterThan(0);

    let stopping = false;
    let answers = 0;
    const broken: string[] = [];
    const clients = Array.from({ length: 8 }, async (_, client) => {
      for (let i = 0; !stopping; i++) {
        // A request that was sent before the signal must be answered; one after it may find the port closed.
        const before = !stopping;
        try {
          const reply = await fetch(`${url}/v1/me`, { headers: { authorization: `Bearer ${token}` } });
          await reply.text();
          answers++;
          if (reply.status >= 500 && reply.status !== 503) broken.push(`${client}.${i}: ${reply.status}`);
        } catch (error) {
          if (before && !stopping) broken.push(`${client}.${i}: ${String((error as Error).cause ?? error)}`);
        }
      }
    });
    await until(() => answers > 50);
    const slow = await Promise.all(
      Array.from({ length: 6 }, (_, i) =>
        taken(`${url}/org/create`, {
          organization_name: `Late ${i}`,
          email: `late${i}@late.example`,
          password: 'SecurePassword123!',
        }),
      ),
    );
    stopping = true;
    sut.restartClock();
    sut.child.kill('SIGTERM');
    expect(await Promise.all(slow.map(({ answered }) => answered))).toEqual(Array(6).fill(201));
    const { code, ms } = await sut.ends(PATIENCE_MS);
    await Promise.all(clients);
    expect([code, broken]).toEqual([0, []]);
    expect(ms).toBeLessThan(stretched(10_000));
    // R11: the process ends after its mongod, not before.
    expect(await Promise.all(mongods.map((pid) => isAlive(pid)))).toEqual(mongods.map(() => false));
    expect(await processesNaming(dataDir)).toEqual([]);
  });

  async function signIn(url: string): Promise<string> {
    const post = (path: string, body: object) =>
      fetch(url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const account = { email: 'admin@start.example', password: 'SecurePassword123!' };
    expect((await post('/org/create', { organization_name: 'Start Corp', ...account })).status).toBe(201);
    const reply = (await (await post('/admin/login', account)).json()) as { data: { access_token: string } };
    return reply.data.access_token;
  }
});

/** A POST that the service has taken: it has read the head and asked for the body. */
async function taken(url: string, body: object): Promise<{ answered: Promise<number> }> {
  const headers = { 'content-type': 'application/json', expect: '100-continue' };
  const sent = request(url, { method: 'POST', headers, agent: false });
  const answered = once(sent, 'response').then(([reply]: IncomingMessage[]) => {
    reply.resume();
    return reply.statusCode!;
  });
  sent.flushHeaders();
  await once(sent, 'continue');
  sent.end(JSON.stringify(body));
  return { answered };
}
