import { ObjectId, type Document } from 'mongodb';
import { startTestApp, type TestApp } from '../support/app.js';

/** Two registries on one MongoDB: the second has a master of its own. */
describe('the mark of a database', () => {
  let sut: TestApp;
  let other: TestApp;
  beforeAll(async () => {
    const settings = { REQUEST_TIMEOUT_MS: '20000', RECONCILE_SECONDS: '3600' };
    sut = await startTestApp(settings);
    other = await sut.twin({ MASTER_DB_NAME: 'master_staging' });
  }, 60_000);
  afterAll(async () => {
    await other?.stop();
    await sut?.stop();
  });

  const markOf = (database: string) =>
    sut.client.db(database).collection<Document & { _id: string }>('_rowhouse').findOne({ _id: 'mark' });
  const registryOf = async (app: TestApp) =>
    (await app.master.collection<Document & { _id: string }>('registry').findOne({ _id: 'registry' }))!['id'];

  it('is made with the database, and anew with the next generation', async () => {
    const registry = await registryOf(sut);
    const org = await sut.organization('Marked Corp');
    const mark = { _id: 'mark', registry, org_id: org.id, generation: 1, made_at: expect.any(Date) };
    expect(await markOf('org_marked_corp')).toEqual(mark);
    await sut.client.db(org.database).collection('data').insertOne({ kept: true });
    const moved = await sut.call('PUT', '/org/update', {
      token: org.token,
      body: { organization_name: 'Marked Sons' },
    });
    expect(moved.status).toBe(200);
    expect(await markOf('org_marked_sons_v2')).toEqual({ ...mark, generation: 2 });
    expect(await sut.client.db('org_marked_corp').listCollections().toArray()).toEqual([]);
  });

  it('is out of reach of members', async () => {
    const { token, database } = await sut.organization('Reaching Corp');
    const before = await markOf(database);
    const calls: [string, string, unknown?][] = [
      ['GET', '/_rowhouse'],
      ['GET', '/_rowhouse/mark'],
      ['POST', '/_rowhouse', { registry: 'mine' }],
      ['PUT', '/_rowhouse/mark', { registry: 'mine' }],
      ['DELETE', '/_rowhouse/mark'],
      ['DELETE', '/_rowhouse'],
      ['GET', '/_rowhouse/export'],
    ];
    for (const [method, path, body] of calls) {
      const reply = await sut.call(method, `/v1/data${path}`, { token, body });
      expect([method, path, reply.status, reply.body['code']]).toEqual([
        method,
        path,
        403,
        'collection.reserved',
      ]);
    }
    const listed = await sut.call<{ items: { name: string }[] }>('GET', '/v1/data', { token });
    expect(listed.body.items.map(({ name }) => name)).toEqual(['data']);
    expect(await markOf(database)).toEqual(before);
  });

  it('lets the second of two registries take the next name, also at the same moment', async () => {
    for (let i = 0; i < 6; i++) {
      const name = `Shared ${i} Corp`;
      const made = await Promise.all([sut.organization(name), other.organization(name)]);
      const names = made.map(({ database }) => database).sort();
      expect(names).toEqual([`org_shared_${i}_corp`, `org_shared_${i}_corp_v2`]);
      const registries = await Promise.all([registryOf(sut), registryOf(other)]);
      for (const [n, { database, id }] of made.entries()) {
        expect(await markOf(database)).toMatchObject({ registry: registries[n], org_id: id });
      }
    }
  }, 60_000);

  it('lets the second of two moves to one name take the next one', async () => {
    const orgs = await Promise.all([sut.organization('Left Ltd'), other.organization('Right Ltd')]);
    const moves = await Promise.all(
      [sut, other].map((app, i) =>
        app.call('PUT', '/org/update', {
          token: orgs[i]!.token,
          body: { organization_name: 'Both Ltd' },
        }),
      ),
    );
    expect(moves.map(({ status }) => status)).toEqual([200, 200]);
    const rows = await Promise.all(
      [sut, other].map((app, i) =>
        app.master.collection('organizations').findOne({ _id: new ObjectId(orgs[i]!.id) }),
      ),
    );
    expect(rows.map((row) => String(row!['collection_name'])).sort()).toEqual([
      'org_both_ltd_v2',
      'org_both_ltd_v3',
    ]);
  }, 60_000);
});
