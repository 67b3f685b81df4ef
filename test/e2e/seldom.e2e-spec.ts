import { ObjectId } from 'mongodb';
import { startTestApp, type TestApp } from '../support/app.js';
import { heard } from '../support/feed.js';

interface Command {
  filter?: object;
}

describe('organizations that come by now and then', () => {
  let sut: TestApp;
  let org: Awaited<ReturnType<TestApp['organization']>>;
  beforeAll(async () => {
    sut = await startTestApp();
    org = await sut.organization('Seldom Corp');
  });
  afterAll(() => sut?.stop());

  describe('the first request of an organization', () => {
    const MET = ['admin_users', 'memberships', 'organizations', 'roles'];
    const COUNTING = 'IXSCAN { org_id: 1, status: 1, role: 1 }';
    let twin: TestApp;
    let orgs: (typeof org)[];
    beforeAll(async () => {
      twin = await sut.twin();
      orgs = await Promise.all(Array.from({ length: 12 }, (_, i) => sut.organization(`First ${i}`)));
    });
    afterAll(() => twin?.stop());
    const read = ({ token }: { token: string }) =>
      twin.call('GET', '/v1/data/data/0123456789abcdef01234567', { token });
    const readsOfMaster = async () => {
      const rows = await sut.master
        .collection('system.profile')
        .find({
          ns: { $in: MET.map((name) => `master_db.${name}`) },
          op: { $ne: 'getmore' },
          planSummary: { $ne: COUNTING }, // MemberCountsService, in the background
        })
        .toArray();
      // FencesService looks after every silence of the change feed; a busy machine has some.
      return rows.filter(({ command }) => !('fence.token' in ((command as Command).filter ?? {})));
    };

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

    const bulkWrites = async () => {
      const { metrics } = await sut.client.db('admin').command({ serverStatus: 1 });
      const { commands } = metrics as { commands: { bulkWrite: { total: number | bigint } } };
      return Number(commands.bulkWrite.total);
    };

    it('to data is one command from the first one on', async () => {
      const own = await sut.organization('Data Only');
      const answer = () => write(sut, 'data', own).then(({ status }) => expect(status).toBe(201));
      expect(await commandsOf(own, answer)).toEqual(['insert']);
    });

    it('to another collection asks for the names once', async () => {
      const own = await sut.organization('Notes Only');
      await write(sut, 'notes', own);
      await heard(sut); // that the collection was made
      await write(sut, 'notes', own);
      const commands = await commandsOf(own, async () => {
        for (let i = 0; i < 3; i++) await write(sut, 'notes', own);
      });
      expect(commands).toEqual(['insert', 'insert', 'insert']);
    });

    it('shares its command with those of others, and has an answer of its own', async () => {
      const [own, other] = await Promise.all([sut.organization('Batch One'), sut.organization('Batch Two')]);
      await sut.client.db(own.database).collection('data').createIndex({ n: 1 }, { unique: true });
      const before = await bulkWrites();
      const insert = (n: number, { token }: { token: string }) =>
        sut.call('POST', '/v1/data/data', { token, body: { n } });
      const numbers = Array.from({ length: 60 }, (_, i) => i % 30);
      const answers = await Promise.all(numbers.map((n, i) => insert(n, i % 3 === 0 ? other : own)));
      const refused = answers.filter(({ status }) => status !== 201);
      expect(await bulkWrites()).toBeGreaterThan(before);
      // Of other's, i % 3 === 0, no number is refused; of own's every number comes twice.
      expect(refused).toHaveLength(20);
      for (const { body } of refused) {
        expect(body).toMatchObject({ code: 'document.exists', errors: { n: 'Must be unique' } });
      }
      for (const [{ database }, count] of [[own, 20] as const, [other, 20] as const]) {
        expect(await sut.client.db(database).collection('data').countDocuments()).toBe(count);
      }
      const made = answers.flatMap(({ status, body }, i) => (status === 201 ? [[body, i] as const] : []));
      for (const [document, i] of made) {
        const { n, _id, _rev } = document as { n: number; _id: string; _rev: string };
        const db = sut.client.db((i % 3 === 0 ? other : own).database);
        const stored = await db.collection('data').findOne({ _id: new ObjectId(_id) });
        expect(stored).toEqual({ _id: new ObjectId(_id), n, _rev });
        expect(n).toBe(numbers[i]);
      }
    });

    it('counts a collection again that another instance has dropped', async () => {
      const own = await sut.organization('Dropped Elsewhere');
      const twin = await sut.twin();
      try {
        await write(sut, 'notes', own);
        await write(sut, 'notes', own);
        await twin.call('DELETE', '/v1/data/notes', { token: own.token });
        for (let i = 0; i < 19; i++) expect((await write(twin, `c${i}`, own)).status).toBe(201);
        await heard(sut);
        expect((await write(sut, 'notes', own)).body).toMatchObject({ code: 'collection.limit_reached' });
        // Past the service: what the next creation finds is what counts.
        await sut.client.db(own.database).dropCollection('c0');
        await sut.client.db(own.database).dropCollection('c1');
        expect((await write(sut, 'notes', own)).status).toBe(201);
        await heard(twin);
        expect((await write(twin, 'c0', own)).status).toBe(201);
        expect((await write(twin, 'c1', own)).body).toMatchObject({ code: 'collection.limit_reached' });
      } finally {
        await twin.stop();
      }
    });
  });
});
