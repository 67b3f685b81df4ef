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
});
