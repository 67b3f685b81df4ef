import { ObjectId, type Document } from 'mongodb';
import type { TestApp } from '../support/app.js';
import { leftoversOf, markOf as readMark, registryOf, rowsOf, sweep as sweepApp } from '../support/marks.js';
import { startWithOperator, type TestOperator } from '../support/operator.js';
import { problem } from '../support/problem.js';
import { PASSWORD } from '../support/surfaces.js';
import { until } from '../support/until.js';

describe('a leftover database', () => {
  let sut: TestApp;
  let other: TestApp;
  let operator: TestOperator;
  beforeAll(async () => {
    const settings = { RECONCILE_SECONDS: '3600' };
    ({ sut, operator } = await startWithOperator(settings));
    other = await sut.twin({ MASTER_DB_NAME: 'master_staging' });
  });
  afterAll(async () => {
    await other?.stop();
    await sut?.stop();
  });

  const markOf = (database: string) => readMark(sut, database);
  const registry = () => rowsOf(sut);
  const leftovers = () => leftoversOf(sut);
  const sweep = () => sweepApp(sut);
  const exists = async (database: string) =>
    (await sut.client.db(database).listCollections().toArray()).length > 0;

  const settle = (database: string, body: unknown) =>
    operator.call('POST', `/leftovers/${database}`, { body });
  const refused = async (database: string, body: unknown) => {
    const { status, body: answer } = await settle(database, body);
    return [status, answer['code']];
  };
  const list = (query = '') =>
    operator.call<{ items: Document[]; next_cursor: string | null; open: number }>(
      'GET',
      `/leftovers${query}`,
    );
  const audited = async (action: string) => {
    const path = `/audit?organization_id=platform&action=${action}`;
    const { body } = await operator.call<{ items: Document[] }>('GET', path);
    return body.items.map(({ actor_id, target_type, target_id, details }) => ({
      ...{ actor_id, target_type, target_id, details },
    }));
  };
  /** Rows as a master from an older backup has them: without the organization, or with it before its move. */
  async function forget({ id, database }: { id: string; database: string }): Promise<void> {
    await sut.master.collection('organizations').deleteOne({ _id: new ObjectId(id) });
    await sut.master.collection('memberships').deleteMany({ org_id: id });
    await registry().deleteOne({ _id: database });
  }

  it('is listed, page by page, and ignored', async () => {
    await sut.client.db('org_aa_ours').collection('data').insertOne({ n: 1 });
    const mark = { registry: await registryOf(sut), org_id: '6912f0b1a4c1d20f4d8c2a11', generation: 3 };
    await sut.client
      .db('org_aa_ours')
      .collection('_rowhouse')
      .insertOne({ _id: 'mark', ...mark } as never);
    await sut.client.db('org_ab_none').collection('data').insertOne({ n: 1 });
    await sweep();
    const { body: all } = await list();
    expect(all.open).toBe(all.items.length);
    const first = {
      reason: 'unknown',
      size: expect.any(Number),
      status: 'open',
      first_seen: expect.any(String),
    };
    const ours = {
      registry_id: mark.registry,
      this_registry: true,
      organization_id: mark.org_id,
      generation: 3,
    };
    const { status, body } = await list('?limit=2');
    expect([status, body]).toEqual([
      200,
      {
        items: [
          { database: 'org_aa_ours', mark: ours, ...first },
          { database: 'org_ab_none', mark: null, ...first },
        ],
        next_cursor: 'org_ab_none',
        open: all.open,
      },
    ]);
    const second = await list('?limit=1&cursor=org_aa_ours');
    expect(second.body.items.map(({ database }) => database)).toEqual(['org_ab_none']);

    const ignored = await settle('org_ab_none', { action: 'ignore' });
    expect([ignored.status, ignored.body]).toEqual([
      200,
      { database: 'org_ab_none', status: 'ignored', organization_id: null },
    ]);
    const quiet = await list('?status=ignored');
    expect([quiet.body.items, quiet.body.open]).toEqual([
      [{ database: 'org_ab_none', mark: null, ...first, status: 'ignored' }],
      all.open - 1,
    ]);
    expect((await list('?status=gone')).status).toBe(400);
    await sweep();
    expect((await list('?status=ignored')).body.items).toHaveLength(1);
    expect(await audited('leftover.ignored')).toEqual([
      { actor_id: operator.id, target_type: 'database', target_id: 'org_ab_none', details: {} },
    ]);
  });

  it('is dropped by its name, unless it is another registry’s or in use', async () => {
    const neighbour = await other.organization('Untouched Corp');
    const home = await sut.organization('Home Corp');
    await sweep();
    const drop = (name: string) => ({ action: 'drop', confirm: name });
    expect((await settle('org_ab_none', { action: 'drop', confirm: 'org_aa_ours' })).body).toEqual({
      ...problem(400, 'request.invalid', 'Validation error', '/v1/platform/leftovers/org_ab_none'),
      errors: { confirm: 'confirm must be the name of the database' },
    });
    expect(await refused('org_ab_none', { action: 'drop' })).toEqual([400, 'request.invalid']);
    expect(await refused('org_ab_none', { action: 'burn' })).toEqual([400, 'request.invalid']);
    expect(await refused('org_nowhere', drop('org_nowhere'))).toEqual([404, 'leftover.not_found']);
    expect(await refused(home.database, drop(home.database))).toEqual([404, 'leftover.not_found']);
    expect(await refused(neighbour.database, drop(neighbour.database))).toEqual([409, 'leftover.foreign']);
    await leftovers().insertOne({ _id: home.database, reason: 'unknown', mark: null, status: 'open' });
    expect(await refused(home.database, drop(home.database))).toEqual([409, 'leftover.in_use']);
    await leftovers().deleteOne({ _id: home.database });
    expect([await exists(home.database), await exists(neighbour.database)]).toEqual([true, true]);

    const twice = await Promise.all([1, 2].map(() => settle('org_ab_none', drop('org_ab_none'))));
    const [first, second] = twice.map(({ status }) => status).sort();
    expect([first, [404, 409].includes(second)]).toEqual([200, true]);
    expect(twice.find(({ status }) => status === 200)!.body).toEqual({
      database: 'org_ab_none',
      status: 'dropped',
      organization_id: null,
    });
    expect(await exists('org_ab_none')).toBe(false);
    expect((await list('?status=ignored')).body.items).toEqual([]);
    expect((await audited('leftover.dropped'))[0]).toMatchObject({ target_id: 'org_ab_none' });
    expect((await sut.organization('Ab None')).database).toBe('org_ab_none_v2');
  });

  it('brings an organization back that a restored master has forgotten', async () => {
    const lost = await sut.organization('Lost Corp');
    const member = await sut.organization('Member Corp');
    await sut.call('POST', '/v1/data/data', { token: lost.token, body: { _id: 'kept' } });
    await forget(lost);
    await sweep();
    const adopt = { action: 'adopt', organization_name: 'Lost Corp', owner_email: lost.email };
    expect((await settle(lost.database, { action: 'adopt' })).body).toMatchObject({
      code: 'request.invalid',
      errors: {
        organization_name: 'organization_name is required',
        owner_email: 'owner_email is required',
      },
    });
    const unknown = { ...adopt, owner_email: 'nobody@nowhere.example' };
    expect(await refused(lost.database, unknown)).toEqual([404, 'user.not_found']);
    const taken = { ...adopt, organization_name: 'Member Corp' };
    expect(await refused(lost.database, taken)).toEqual([409, 'organization.name_taken']);

    const adopted = await settle(lost.database, adopt);
    expect([adopted.status, adopted.body]).toEqual([
      200,
      { database: lost.database, status: 'adopted', organization_id: lost.id },
    ]);
    expect(await refused(lost.database, adopt)).toEqual([404, 'leftover.not_found']);
    const body = { email: lost.email, password: PASSWORD };
    const { body: signed } = await sut.call<{ data: Document }>('POST', '/admin/login', { body });
    const { access_token: token } = signed.data as { access_token: string };
    const headers = { 'x-org-id': lost.id };
    expect((await sut.call('GET', '/v1/data/data/kept', { token, headers })).body['_id']).toBe('kept');
    const sent = { token: member.token, headers };
    expect((await sut.call('GET', '/v1/data/data/kept', sent)).status).toBeGreaterThan(400);
    expect((await sut.call('DELETE', '/v1/organizations/current', { token, headers })).status).toBe(204);
    expect(await exists(lost.database)).toBe(false);
  });

  it('of a drop and an adoption at once one counts, and the other leaves no trace', async () => {
    for (const round of [0, 1, 2]) {
      const torn = await sut.organization(`Torn Corp ${round}`);
      await forget(torn);
      await sweep();
      const decisions = [
        { action: 'adopt', organization_name: `Torn Corp ${round}`, owner_email: torn.email },
        { action: 'drop', confirm: torn.database },
      ];
      if (round % 2) decisions.reverse();
      const replies = await Promise.all(decisions.map((decision) => settle(torn.database, decision)));
      const won = decisions.filter((_, i) => replies[i].status === 200).map(({ action }) => action);
      expect(won).toHaveLength(1);
      expect(replies.filter(({ status }) => [404, 409].includes(status))).toHaveLength(1);
      const row = await sut.master.collection('organizations').findOne({ _id: new ObjectId(torn.id) });
      const isAdopted = won[0] === 'adopt';
      expect([await exists(torn.database), row !== null]).toEqual([isAdopted, isAdopted]);
      const told = { target_id: torn.database, action: { $in: ['leftover.dropped', 'leftover.adopted'] } };
      expect(await sut.master.collection('audit_log').countDocuments(told)).toBe(1);
    }
  });

  it('leads an organization back to the generation that a restored master has forgotten', async () => {
    const org = await sut.organization('Rolled Corp');
    await sut.call('POST', '/v1/data/data', { token: org.token, body: { _id: 'kept' } });
    const before = await sut.master.collection('organizations').findOne({ _id: new ObjectId(org.id) });
    const row = await registry().findOne({ _id: org.database });
    const update = { token: org.token, body: { organization_name: 'Rolled On Corp' } };
    expect((await sut.call('PUT', '/org/update', update)).status).toBe(200);
    const { collection_name: moved } = (await sut.master
      .collection('organizations')
      .findOne({ _id: new ObjectId(org.id) }))! as unknown as { collection_name: string };
    await sut.master.collection('organizations').replaceOne({ _id: new ObjectId(org.id) }, before!);
    await registry().replaceOne({ _id: org.database }, row!);
    await registry().deleteOne({ _id: moved });
    await sweep();
    const stranger = await sut.organization('Stranger Corp');
    const wrong = { action: 'adopt', organization_id: stranger.id };
    expect(await refused(moved, wrong)).toEqual([409, 'leftover.owner_differs']);
    const adopted = await settle(moved, { action: 'adopt' });
    expect([adopted.status, adopted.body['organization_id']]).toEqual([200, org.id]);
    expect(await markOf(moved)).toMatchObject({ org_id: org.id, generation: 2 });
    const read = () => sut.call('GET', '/v1/data/data/kept', { token: org.token });
    await until(async () => (await read()).status === 200);
  });

  it('gives a database without a mark to one organization that has no documents', async () => {
    const orgs = [await sut.organization('Empty A Corp'), await sut.organization('Empty B Corp')];
    const full = await sut.organization('Full Corp');
    await sut.call('POST', '/v1/data/data', { token: full.token, body: { n: 1 } });
    await sut.client
      .db('org_restored')
      .collection('orders')
      .insertMany([{ n: 1 }, { n: 2 }]);
    await sweep();
    const adopt = (organization_id: string) => ({ action: 'adopt', organization_id });
    expect(await refused('org_restored', adopt(full.id))).toEqual([409, 'leftover.not_replaceable']);
    expect(await refused('org_restored', adopt('6912f0b1a4c1d20f4d8c2a11'))).toEqual([
      404,
      'organization.not_found',
    ]);
    const both = await Promise.all(orgs.map(({ id }) => settle('org_restored', adopt(id))));
    expect(both.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(both.filter(({ status }) => status === 404 || status === 409)).toHaveLength(1);
    const winner = orgs[both.findIndex(({ status }) => status === 200)];
    const counted = async () => {
      const { body } = await sut.call('GET', '/v1/data/orders/count', { token: winner.token });
      return body['count'] === 2;
    };
    await until(counted);
    expect(await leftovers().findOne({ _id: winner.database })).toMatchObject({ reason: 'replaced' });
    expect((await settle(winner.database, { action: 'drop', confirm: winner.database })).status).toBe(200);
    expect(await exists(winner.database)).toBe(false);
    const update = { token: winner.token, body: { organization_name: 'Filled Corp' } };
    expect((await sut.call('PUT', '/org/update', update)).status).toBe(200);
    expect(await exists('org_restored')).toBe(false);
  });

  it('is nobody else’s to see', async () => {
    const { token } = await sut.organization('Curious Corp');
    for (const [method, path] of [
      ['GET', '/v1/platform/leftovers'],
      ['POST', '/v1/platform/leftovers/org_aa_ours'],
    ] as const) {
      const body = method === 'POST' ? { action: 'drop', confirm: 'org_aa_ours' } : undefined;
      expect((await sut.call(method, path, { token, body })).status).toBe(403);
      expect((await sut.call(method, path, { body })).status).toBe(401);
    }
    expect(await exists('org_aa_ours')).toBe(true);
  });
});
