import { MongoClient } from 'mongodb';
import { checkUp } from '../../src/database/check-up.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { freePort, startRawMongod } from '../support/raw-mongod.js';
import { compileService, type CompiledService, serviceRuns } from '../support/service.js';

const PATIENCE_MS = 60_000;

interface Check {
  check: string;
  state: string;
  message: string;
}

/** The program behind `rowhouse doctor --database`. */
describe('the doctor beside the database', () => {
  const runs = serviceRuns();
  let service: CompiledService;
  let sut: TestApp;
  beforeAll(async () => {
    [service, sut] = await Promise.all([compileService(), startTestApp()]);
  });
  afterAll(() => sut?.stop());

  const examine = async (uri: string): Promise<{ code: number | null; checks: Record<string, Check> }> => {
    const settings = { MONGODB_URL: uri, DATABASE_WAIT_SECONDS: '0' };
    const run = await runs.start({ main: service.doctor }, settings, undefined, ['--json']);
    const { code } = await run.ends(PATIENCE_MS);
    const checks = run.lines().map((line) => JSON.parse(line) as Check);
    return { code, checks: Object.fromEntries(checks.map((one) => [one.check, one])) };
  };

  it('finds a database of the service well, and changes nothing', async () => {
    const { code, checks } = await examine(sut.mongoUri);
    expect([code, Object.values(checks).filter(({ state }) => state === 'fail')]).toEqual([0, []]);
    expect(Object.keys(checks)).toEqual([
      ...['server', 'replica set', 'clock', 'rights', 'oplog window', 'snapshot window', 'indexes'],
      'leftovers',
    ]);
    expect(checks['replica set']).toMatchObject({
      state: 'warn',
      message: expect.stringContaining('rs.add()'),
    });
  });

  it('names a missing index and leftovers, and what to do; it mends neither', async () => {
    const invitations = sut.master.collection('invitations');
    await invitations.dropIndex('invited_by_1');
    const leftovers = sut.master.collection<{ _id: string }>('leftovers');
    await leftovers.insertOne({ _id: 'org_left', status: 'open' } as never);
    try {
      const { code, checks } = await examine(sut.mongoUri);
      expect(code).toBe(1);
      expect(checks['indexes']).toEqual({
        check: 'indexes',
        state: 'fail',
        message: expect.stringMatching(
          /^missing: invitations \{"invited_by":1\}; a start of the service makes/,
        ),
      });
      expect(checks['leftovers']).toEqual({
        check: 'leftovers',
        state: 'warn',
        message: expect.stringMatching(/^1 databases belong to no organization: .*rowhouse leftovers list/),
      });
      expect((await invitations.indexes()).map(({ name }) => name)).not.toContain('invited_by_1');
    } finally {
      await invitations.createIndex({ invited_by: 1 });
      await leftovers.deleteOne({ _id: 'org_left' });
    }
  });

  it('sees a clock that is wrong', async () => {
    const checks = await checkUp(sut.app, () => Date.now() - 10_000);
    expect(checks.find(({ check }) => check === 'clock')).toMatchObject({
      state: 'fail',
      message: expect.stringMatching(/ms ahead: let NTP set the clocks/),
    });
  });

  it('says in a line what a standalone server, or none, lacks', async () => {
    const { server, port } = await freePort();
    server.close();
    const uri = `mongodb://127.0.0.1:${port}`;
    const mongod = await startRawMongod(port, []);
    try {
      await new MongoClient(uri).connect().then((client) => client.close());
      expect(await examine(uri)).toEqual({
        code: 1,
        checks: {
          database: {
            check: 'database',
            state: 'fail',
            message: expect.stringMatching(/standalone server.*--replSet rs0.*rs\.initiate\(\)/),
          },
        },
      });
    } finally {
      await mongod.stop();
    }
    expect(await examine('mongodb://127.0.0.1:9')).toMatchObject({
      code: 1,
      checks: { database: { state: 'fail', message: expect.stringContaining('127.0.0.1:9') } },
    });
    const words = await runs.start({ main: service.doctor }, { MONGODB_URL: 'http://x' });
    expect((await words.ends(PATIENCE_MS)).code).toBe(1);
    expect(words.output()).toMatch(/^✗ database: .*MONGODB_URL/m);
  });
});
