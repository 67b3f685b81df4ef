import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findBinary } from '@rowhouse/embedded-mongodb';
import { MongoClient } from 'mongodb';
import { withLibraries } from '../../libs/embedded-mongodb/src/binary/found.js';
import { readEnv } from '../../src/config/env.js';
import { checkDatabase } from '../../src/database/preflight.js';
import { startTestAppOn, type TestApp } from '../support/app.js';
import { blocksOf, runMongosh, settingsOf, withAddresses } from '../support/guide.js';
import { textOf } from '../support/repository.js';
import { compileService, runService } from '../support/service.js';
import { until } from '../support/until.js';

const ADMIN = 'mongodb://root:rootpw@';
const BOTH = ['readWriteAnyDatabase', 'dbAdminAnyDatabase'];

/** A replica set of one node with access control, and its root. */
async function startGuarded(): Promise<{ host: string; stop(): Promise<void> }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  const dir = await mkdtemp(join(tmpdir(), 'rowhouse-guarded-'));
  await writeFile(join(dir, 'key'), 'a2V5IG9mIGEgdGVzdCwgbm90aGluZyBlbHNl');
  await chmod(join(dir, 'key'), 0o400);
  const binary = process.env['MONGOD_BINARY'];
  const found = await findBinary({ env: process.env, ...(binary ? { binary } : {}) });
  const host = `127.0.0.1:${port}`;
  const [command, ...args] = withLibraries(found, [
    ...[
      '--dbpath',
      dir,
      '--port',
      String(port),
      '--bind_ip',
      '127.0.0.1',
      '--nounixsocket',
      '--replSet',
      'rs0',
    ],
    ...['--keyFile', join(dir, 'key'), '--wiredTigerCacheSizeGB', '0.25'],
  ]);
  const mongod = spawn(command, args, { stdio: 'ignore' });
  const gone = new Promise((resolve) => mongod.once('exit', resolve));
  const client = await new MongoClient(`mongodb://${host}/?directConnection=true`).connect();
  const admin = client.db('admin');
  const [initiate] = blocksOf('your-own-mongodb', 'js') as [string];
  await runMongosh(withAddresses(initiate, { 'localhost:27017': host }), client);
  for (let i = 0; !(await admin.command({ hello: 1 }))['isWritablePrimary']; i++) await sleep(50);
  await admin.command({ createUser: 'root', pwd: 'rootpw', roles: ['root'] });
  await client.close();
  return {
    host,
    stop: async () => {
      mongod.kill('SIGKILL');
      await gone;
      await rm(dir, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

describe('the rights of the database user', () => {
  let mongo: Awaited<ReturnType<typeof startGuarded>>;
  let root: MongoClient;
  let serial = 0;
  beforeAll(async () => {
    mongo = await startGuarded();
    root = await new MongoClient(`${ADMIN}${mongo.host}/?replicaSet=rs0&authSource=admin`).connect();
  });
  afterAll(async () => {
    await root?.close();
    await mongo?.stop();
  });

  const user = async (roles: (string | object)[]): Promise<{ name: string; url: string }> => {
    const name = `user${++serial}`;
    await root.db('admin').command({ createUser: name, pwd: 'Pass-of-7', roles });
    return { name, url: `mongodb://${name}:Pass-of-7@${mongo.host}/?replicaSet=rs0&authSource=admin` };
  };
  const check = (url: string): Promise<void> => checkDatabase(readEnv({ MONGODB_URL: url }), () => undefined);
  const databases = async (): Promise<string[]> =>
    (await root.db('admin').admin().listDatabases({ nameOnly: true })).databases.map(({ name }) => name);

  it.each<[string, (string | object)[], RegExp]>([
    [
      'of master only',
      [{ role: 'readWrite', db: 'master_db' }],
      /^the database user user\d+ may not, in every database: create collections, read and write documents, make indexes, list collections and indexes, drop collections, follow change streams, drop databases; grant readWriteAnyDatabase and dbAdminAnyDatabase: db\.getSiblingDB\("admin"\)\.grantRolesToUser\("user\d+", \[\{ role: "readWriteAnyDatabase", db: "admin" \}, \{ role: "dbAdminAnyDatabase", db: "admin" \}\]\)$/,
    ],
    [
      'that cannot drop databases',
      ['readWriteAnyDatabase'],
      /^the database user user\d+ may not, in every database: drop databases; grant dbAdminAnyDatabase: /,
    ],
    [
      'that only reads',
      ['readAnyDatabase'],
      /create collections.*drop databases; grant readWriteAnyDatabase and/,
    ],
    ['none', [], /create collections.*drop databases; grant readWriteAnyDatabase and/],
  ])('the start names what a user may not do: %s', async (_name, roles, expected) => {
    const before = await databases();
    const { url } = await user(roles);
    await expect(check(url)).rejects.toThrow(expected);
    expect(await databases()).toEqual(before);
  });

  it('the doctor names it too, as a line with a code other than 0', async () => {
    const { doctor } = await compileService();
    const { url } = await user(['readWriteAnyDatabase']);
    const run = await runService({ main: doctor }, { MONGODB_URL: url }, undefined, ['--json']);
    try {
      expect((await run.ends(60_000)).code).toBe(1);
      expect(run.lines().map((line) => JSON.parse(line) as unknown)).toEqual([
        {
          check: 'database',
          state: 'fail',
          message: expect.stringMatching(
            /may not, in every database: drop databases; grant dbAdminAnyDatabase: /,
          ),
        },
      ]);
    } finally {
      await run.cleanUp();
    }
  });

  it.each([
    ['the documented roles', BOTH],
    ['root', ['root']],
  ])('%s suffice, and nothing stays behind', async (_name, roles) => {
    const before = await databases();
    await check((await user(roles)).url);
    expect(await databases()).toEqual(before);
  });

  it('the user of the guide may all it takes, at the address of the guide', async () => {
    const [, createUser] = blocksOf('your-own-mongodb', 'js') as [string, string];
    await runMongosh(createUser, root, 'password');
    const { MONGODB_URL } = settingsOf('your-own-mongodb');
    await check(withAddresses(MONGODB_URL, { 'localhost:27017': mongo.host }));
    const { users } = await root.db('admin').command({ usersInfo: 'rowhouse' });
    const roles = (users as { roles: { role: string }[] }[])[0].roles.map(({ role }) => role).sort();
    expect(roles).toEqual(['clusterMonitor', 'dbAdminAnyDatabase', 'readWriteAnyDatabase']);
    for (const role of roles) expect(textOf('docs/guides/your-own-mongodb.md')).toContain(`| \`${role}\` |`);
  });

  it('no user, a wrong password and a wrong authSource are told apart in a message without the password', async () => {
    await expect(check(`mongodb://${mongo.host}/?replicaSet=rs0`)).rejects.toThrow(
      /^this MongoDB demands a user: /,
    );
    const { name } = await user(BOTH);
    for (const url of [
      `mongodb://${name}:Not-the-Pass@${mongo.host}/?replicaSet=rs0`,
      `mongodb://${name}:Pass-of-7@${mongo.host}/?replicaSet=rs0&authSource=elsewhere`,
    ]) {
      const error = await check(url).catch((reason: unknown) => reason as Error);
      expect((error as Error).message).toMatch(
        /^the user name or the password in MONGODB_URL is wrong, or authSource /,
      );
      expect((error as Error).message).not.toMatch(/Pass/);
    }
  });

  describe('when one is taken away while the service runs', () => {
    let sut: TestApp;
    afterAll(() => sut?.stop());

    it('F14 a deletion and an update that took effect are answered so, readiness says what is missing, and the rest follows', async () => {
      const { name, url } = await user(BOTH);
      sut = await startTestAppOn(url, { MASTER_DB_NAME: 'rights_db', RECONCILE_SECONDS: '1' });
      const acme = await sut.organization('Rights Acme');
      const other = await sut.organization('Rights Other');
      const change = (command: string) =>
        root.db('admin').command({ [command]: name, roles: ['dbAdminAnyDatabase'] });
      await change('revokeRolesFromUser');

      const updated = await sut.call('PUT', '/org/update', {
        token: other.token,
        body: { password: 'NewSecurePassword123!' },
      });
      expect([updated.status, updated.body]).toEqual([
        200,
        {
          message: 'Organization updated successfully',
          data: {
            organization_name: other.name,
            collection_name: 'org_rights_other_v2',
            admin_id: other.adminId,
          },
        },
      ]);
      const deleted = await sut.call('DELETE', '/org/delete?organization_name=Rights%20Acme', {
        token: acme.token,
      });
      expect([deleted.status, deleted.body]).toEqual([200, { message: 'Organization deleted successfully' }]);
      expect((await sut.call('GET', '/org/get?organization_name=Rights%20Acme')).status).toBe(404);
      expect(await databases()).toEqual(expect.arrayContaining([acme.database, other.database]));

      const ready = await sut.call('GET', '/health/ready');
      expect(ready.status).toBe(503);
      expect(ready.body['error']).toEqual({
        database_rights: { status: 'down', missing: ['drop databases'] },
      });

      await change('grantRolesToUser');
      await until(async () => !(await databases()).includes(acme.database));
      // The sweep comes for this one when nobody can be at work on it any more, after a minute.
      const left = await sut.master.collection<{ _id: string }>('databases').findOne({ _id: other.database });
      expect(left).toMatchObject({ state: 'dropping' });
    });
  });
});
