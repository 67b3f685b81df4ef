import { ObjectId } from 'mongodb';
import { MemberCountsService } from '../../src/modules/memberships/member-counts.service.js';
import type { TestApp } from '../support/app.js';
import { addMember } from '../support/members.js';
import { startWithOperator, type TestOperator } from '../support/operator.js';

interface OrgRole {
  organization: string;
  role: string;
  user_count: number;
}

/** Everything the platform's statistics are about, counted one by one. */
async function oracle(sut: TestApp, filter: object = {}): Promise<OrgRole[]> {
  const orgs = await sut.master.collection('organizations').find({ lifecycle: 'ready' }).toArray();
  const names = new Map(orgs.map(({ _id, name }) => [_id.toHexString(), String(name)]));
  const counts = new Map<string, OrgRole>();
  for (const { org_id, role } of await sut.master.collection('memberships').find(filter).toArray()) {
    const organization = names.get(String(org_id));
    if (organization === undefined) continue;
    const title = String(role).replace(/^./, (first) => first.toUpperCase());
    const key = `${organization}\n${title}`;
    const row = counts.get(key) ?? { organization, role: title, user_count: 0 };
    row.user_count++;
    counts.set(key, row);
  }
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

describe('the counts of the platform', () => {
  let sut: TestApp;
  let operator: TestOperator;
  let keeper: MemberCountsService;
  const stats = async (query = '', route = 'org-role-wise-users') =>
    (await sut.call<OrgRole[]>('GET', `/stats/${route}${query}`, { token: operator.token })).body;
  const counts = () => sut.master.collection<{ _id: string; places: object }>('member_counts');

  beforeAll(async () => {
    ({ sut, operator } = await startWithOperator());
    keeper = sut.app.get(MemberCountsService, { strict: false });
    // Its own run, 5 s after the start, would count what a test has just put wrong; the tests run it themselves.
    await keeper.beforeApplicationShutdown();
  });
  afterAll(() => sut?.stop());

  it('are exact while members come, change and go at once', async () => {
    const orgs = await Promise.all(['Ants', 'Bees', 'Cats', 'Dogs'].map((name) => sut.organization(name)));
    await Promise.all(
      orgs.map(async ({ token }) => {
        const members = await Promise.all(Array.from({ length: 4 }, () => addMember(sut, token)));
        const [first, second, third] = members.map(({ id }) => `/v1/members/${id}`) as [
          string,
          string,
          string,
        ];
        await Promise.all([
          sut.call('PATCH', first, { token, body: { role: 'admin' } }),
          sut.call('PATCH', first, { token, body: { role: 'manager' } }),
          sut.call('PATCH', second, { token, body: { status: 'inactive' } }),
          sut.call('DELETE', third, { token }),
          stats(),
        ]);
      }),
    );
    const { name, token } = orgs[3];
    const path = `/org/delete?organization_name=${name}`;
    expect((await sut.call('DELETE', path, { token })).status).toBe(200);
    const expected = await oracle(sut);
    expect(expected.length).toBeGreaterThanOrEqual(9);
    expect(await stats()).toEqual(expected);
    for (const status of ['active', 'inactive', 'pending']) {
      expect(await stats(`?status=${status}`)).toEqual(await oracle(sut, { status }));
    }
    expect(await keeper.run()).toBe(0);
    expect(await counts().countDocuments()).toBe(3);
  });

  it('are counted once where they are missing, and mended where they are wrong', async () => {
    const ids = (await counts().find().toArray()).map(({ _id }) => _id);
    const [missing, wrong] = ids as [string, string];
    await counts().deleteOne({ _id: missing });
    await counts().updateOne({ _id: wrong }, { $inc: { 'places.owner.active': 7 } });
    await counts().insertOne({ _id: new ObjectId().toHexString(), places: { owner: { active: 1 } } });
    const twin = await sut.twin();
    try {
      const others = twin.app.get(MemberCountsService, { strict: false });
      await Promise.all([keeper.run(), others.run()]);
    } finally {
      await twin.stop();
    }
    expect(await keeper.run()).toBe(0);
    expect((await counts().find().toArray()).map(({ _id }) => _id).sort()).toEqual([...ids].sort());
    expect(await stats()).toEqual(await oracle(sut));
  });

  it('are exact to the millisecond between two times', async () => {
    const times = (await sut.master.collection('memberships').distinct('created_at')) as Date[];
    times.sort((a, b) => +a - +b);
    const [from, to] = [times[2], times.at(-2)!];
    const created_at = { $gte: from, $lt: to };
    expect(await stats(`?from=${+from}&to=${+to}`)).toEqual(await oracle(sut, { created_at }));
  });

  describe('of 20,000 organizations', () => {
    const SIZE = 20_000;
    /** Those of the tests before. */
    let others: number;
    beforeAll(async () => {
      others = await sut.master.collection('organizations').countDocuments({ lifecycle: 'ready' });
      const ids = Array.from({ length: SIZE }, () => new ObjectId());
      const at = new Date('2024-05-05');
      const rows = ids.map((_id, i) => ({
        _id,
        ...{ organization_name: `Town ${i}`, name: `Town ${i}`, name_key: `town ${i}`, slug: `town_${i}` },
        ...{ collection_name: `org_town_${i}`, uid: `uid-${i}`, seq: 1_000_000 + i, generation: 1 },
        ...{ status: i % 4000 === 7 ? 'suspended' : 'active', lifecycle: 'ready', origin: 'org' },
        ...{ admin_id: 'x', settings: {}, personal: false, created_at: at, updated_at: at },
      }));
      const places = ids.map((id, i) => ({
        _id: `${id.toHexString()}:u${i}` as never,
        ...{
          seq: 1_000_000 + i,
          org_id: id.toHexString(),
          user_id: `u${i}`,
          user_name: `u${i}@town.example`,
        },
        ...{ role: 'owner', status: 'active', created_at: at, updated_at: at },
      }));
      await sut.master.collection('organizations').insertMany(rows, { ordered: false });
      await sut.master.collection('memberships').insertMany(places, { ordered: false });
      await counts().bulkWrite(
        ids.map((id) => ({
          replaceOne: {
            filter: { _id: id.toHexString() },
            replacement: { places: { owner: { active: 1 } } },
            upsert: true,
          },
        })),
        { ordered: false },
      );
    });

    it('are answered by every route, with and without times', async () => {
      const rows = await stats();
      expect(rows).toHaveLength(
        SIZE + (await oracle(sut, { created_at: { $gt: new Date('2024-06-01') } })).length,
      );
      expect(rows).toContainEqual({ organization: 'Town 19999', role: 'Owner', user_count: 1 });
      expect(await stats('', 'org-wise-members')).toHaveLength(SIZE + others);
      const owners = { role: 'Owner', user_count: SIZE + others };
      expect(await stats('', 'role-wise-users')).toContainEqual(owners);
      expect(await stats('?to=2024-06-01', 'role-wise-users')).toEqual([{ role: 'Owner', user_count: SIZE }]);
    });

    it('are read by index, a page of the list without a sort', async () => {
      await sut.master.command({ profile: 2, filter: { appName: 'rowhouse' } });
      const lists = ['', '?q=town%20123', '?status=suspended', '?limit=100&q=Town%2019'];
      for (const query of lists) {
        const { status, body } = await operator.call<{ items: unknown[] }>('GET', `/organizations${query}`);
        expect([query, status, (body.items ?? []).length > 0]).toEqual([query, 200, true]);
      }
      await stats('?from=2024-05-04&to=2024-05-06');
      await sut.master.command({ profile: 0 });
      const commands = await sut.master
        .collection('system.profile')
        .find({ ns: { $in: ['master_db.organizations', 'master_db.memberships'] } })
        .toArray();
      const slow = commands.filter(
        ({ planSummary, hasSortStage, command }) =>
          (/COLLSCAN/.test(String(planSummary)) && command.filter?.name !== undefined) || hasSortStage,
      );
      expect([commands.length >= lists.length, slow]).toEqual([true, []]);
    });
  });
});
