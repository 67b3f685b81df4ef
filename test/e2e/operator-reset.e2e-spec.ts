import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { startWithOperator, type TestOperator } from '../support/operator.js';
import type { TestApp } from '../support/app.js';
import { compileService, type CompiledService, runService } from '../support/service.js';

const SECRET_KEY = 'the secret of both, which the audit log needs';

describe('rowhouse operator reset', () => {
  let sut: TestApp;
  let operator: TestOperator;
  let service: CompiledService;
  beforeAll(async () => {
    [{ sut, operator }, service] = await Promise.all([startWithOperator({ SECRET_KEY }), compileService()]);
  });
  afterAll(() => sut?.stop());

  const reset = async (master: string, ...args: string[]) => {
    const settings = { MONGODB_URL: sut.mongoUri, MASTER_DB_NAME: master, SECRET_KEY };
    const run = await runService({ main: service.operatorReset }, settings, undefined, args);
    try {
      const { code } = await run.ends(60_000);
      const file = join(run.dir, '.data', 'operator.secret');
      const secret = code === 0 ? readFileSync(file, 'utf8').trim() : '';
      if (code === 0) expect((statSync(file).mode & 0o777).toString(8)).toBe('600');
      return { code, said: run.output(), secret };
    } finally {
      await run.cleanUp();
    }
  };
  const resetKeepingIn = async (dataDir: string, master: string, ...args: string[]) => {
    const settings = { MONGODB_URL: sut.mongoUri, MASTER_DB_NAME: master, SECRET_KEY, DATA_DIR: dataDir };
    const run = await runService({ main: service.operatorReset }, settings, undefined, args);
    try {
      return { code: (await run.ends(60_000)).code, said: run.output() };
    } finally {
      await run.cleanUp();
    }
  };
  const signIn = (email: string, password: string) =>
    sut.call<{ access_token: string }>('POST', '/v1/sessions', { body: { email, password } });

  it('replaces the password, ends the sessions of the running service, and is in the log', async () => {
    const master = sut.master.databaseName;
    const done = await reset(master);
    expect(done.code).toBe(0);
    expect(done.said).toMatch(
      /^root@platform\.example has a temporary password and is signed out everywhere\.\n/,
    );
    expect(done.said).not.toContain(done.secret);
    expect((await operator.call('GET', '/organizations')).status).toBe(401);
    expect((await signIn('root@platform.example', 'PlatformSecure123!')).status).toBe(401);
    const signedIn = await signIn('root@platform.example', done.secret);
    expect(signedIn).toMatchObject({ status: 201, body: { account: { must_change_password: true } } });
    const body = { current_password: done.secret, new_password: 'Operators-Own-Secret-1' };
    const token = signedIn.body.access_token;
    expect((await sut.call('PUT', '/v1/me/password', { token, body })).status).toBe(204);
    const next = (await signIn('root@platform.example', 'Operators-Own-Secret-1')).body.access_token;
    const log = await sut.call<{ items: object[] }>(
      'GET',
      '/v1/platform/audit?action=operator.password_reset',
      {
        token: next,
      },
    );
    expect(log.body.items).toMatchObject([{ actor_id: null, target_id: operator.id }]);
  });

  it('asks which of several, refuses a user who is none, and makes the first', async () => {
    await sut.organization('No Operators');
    const owner = (await sut.master.collection('admin_users').findOne({ platform_operator: false }))!;
    const master = sut.master.databaseName;
    const refused = await reset(master, '--email', String(owner['email']));
    expect(refused).toMatchObject({
      code: 1,
      said: `✗ ${String(owner['email'])} is not the address of a platform operator\n`,
    });
    expect(await sut.master.collection('admin_users').findOne({ _id: owner['_id'] })).toEqual(owner);
    await sut.master
      .collection('admin_users')
      .updateOne({ _id: owner['_id'] }, { $set: { platform_operator: true } });
    expect((await reset(master)).said).toMatch(/^✗ there are several .* \(root@platform\.example, \S+\)\n$/);
    expect((await reset(master, '--nobody')).said).toMatch(/Unknown option '--nobody'/);

    // A container whose file system is read only: refused before anything is changed, as nobody could read it.
    const before = await sut.master.collection('admin_users').find().sort({ _id: 1 }).toArray();
    const unkept = await resetKeepingIn('/dev/null/rowhouse', master, '--email', 'root@platform.example');
    expect(unkept).toMatchObject({
      code: 1,
      said: expect.stringMatching(/^✗ .*neither kept \(.*\) nor shown/),
    });
    expect(await sut.master.collection('admin_users').find().sort({ _id: 1 }).toArray()).toEqual(before);

    const first = await reset('without_operator', '--email', 'first@operators.example');
    expect(first).toMatchObject({ code: 0, said: expect.stringContaining('made: first@operators.example') });
    const made = sut.master.client.db('without_operator').collection('admin_users');
    expect(await made.findOne()).toMatchObject({ platform_operator: true, must_change_password: true });
  });
});
