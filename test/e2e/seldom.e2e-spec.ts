import { setTimeout as sleep } from 'node:timers/promises';
import { startTestApp, type TestApp } from '../support/app.js';

describe('organizations that come by now and then', () => {
  let sut: TestApp;
  let org: Awaited<ReturnType<TestApp['organization']>>;
  beforeAll(async () => {
    sut = await startTestApp();
    org = await sut.organization('Seldom Corp');
  }, 60_000);
  afterAll(() => sut?.stop());

  describe('the first request of an organization', () => {
    const MET = ['admin_users', 'memberships', 'organizations', 'roles'];
    let twin: TestApp;
    let orgs: (typeof org)[];
    beforeAll(async () => {
      twin = await sut.twin();
      orgs = await Promise.all(Array.from({ length: 12 }, (_, i) => sut.organization(`First ${i}`)));
    }, 60_000);
    afterAll(() => twin?.stop());
    const read = ({ token }: { token: string }) =>
      twin.call('GET', '/v1/data/data/0123456789abcdef01234567', { token });
    const readsOfMaster = () =>
      sut.master
        .collection('system.profile')
        .find({ ns: { $in: MET.map((name) => `master_db.${name}`) }, op: { $ne: 'getmore' } })
        .toArray();

    it('costs one read of master, which others that come at once share', async () => {
      const [single, ...others] = orgs as [typeof org, ...(typeof org)[]];
      await read(org); // what is read once for everybody
      await sut.master.command({ profile: 2, filter: { appName: 'rowhouse' } });
      expect((await read(single)).status).toBe(404);
      const [first, ...more] = await readsOfMaster();
      expect([first?.['command'].aggregate, more]).toEqual([expect.any(String), []]);
      await Promise.all(others.slice(0, 8).map(read));
      const all = await readsOfMaster();
      expect(all.every(({ command }) => 'aggregate' in command)).toBe(true);
      expect(all.length).toBeLessThanOrEqual(9);
      expect(all.every(({ planSummary = '' }) => !String(planSummary).includes('COLLSCAN'))).toBe(true);
      await Promise.all(orgs.slice(0, 9).map(read)); // known by now
      await sut.master.command({ profile: 0 });
      expect(await readsOfMaster()).toHaveLength(all.length);
    });
  });

  describe('a write', () => {
    const write = (app: TestApp, name: string, { token }: { token: string }) =>
      app.call('POST', `/v1/data/${name}`, { body: { a: 1 }, token });
    /** Commands of the service on the organization's database while `work` goes on. */
    const commandsOf = async ({ database }: { database: string }, work: () => Promise<unknown>) => {
      const db = sut.client.db(database);
      await db.command({ profile: 2, filter: { appName: 'rowhouse' } });
      await work();
      await db.command({ profile: 0 });
      const rows = await db.collection('system.profile').find().sort({ ts: 1 }).toArray();
      await db.dropCollection('system.profile');
      return rows.map(({ command }) => Object.keys(command as object)[0]);
    };

    it('to data is one command from the first one on', async () => {
      const own = await sut.organization('Data Only');
      const answer = () => write(sut, 'data', own).then(({ status }) => expect(status).toBe(201));
      expect(await commandsOf(own, answer)).toEqual(['insert']);
    });

    it('to another collection asks for the names once', async () => {
      const own = await sut.organization('Notes Only');
      await write(sut, 'notes', own);
      await sleep(300); // the change feed tells that the collection was made
      await write(sut, 'notes', own);
      const commands = await commandsOf(own, async () => {
        for (let i = 0; i < 3; i++) await write(sut, 'notes', own);
      });
      expect(commands).toEqual(['insert', 'insert', 'insert']);
    });

    it('counts a collection again that another instance has dropped', async () => {
      const own = await sut.organization('Dropped Elsewhere');
      const twin = await sut.twin();
      try {
        await write(sut, 'notes', own);
        await write(sut, 'notes', own);
        await twin.call('DELETE', '/v1/data/notes', { token: own.token });
        for (let i = 0; i < 19; i++) expect((await write(twin, `c${i}`, own)).status).toBe(201);
        await sleep(300); // the change feed
        expect((await write(sut, 'notes', own)).body).toMatchObject({ code: 'collection.limit_reached' });
        // Past the service: what the next creation finds is what counts.
        await sut.client.db(own.database).dropCollection('c0');
        await sut.client.db(own.database).dropCollection('c1');
        expect((await write(sut, 'notes', own)).status).toBe(201);
        await sleep(300);
        expect((await write(twin, 'c0', own)).status).toBe(201);
        expect((await write(twin, 'c1', own)).body).toMatchObject({ code: 'collection.limit_reached' });
      } finally {
        await twin.stop();
      }
    });
  });
});
