import { Logger } from '@nestjs/common';
import { ObjectId, type Db, type Document } from 'mongodb';
import { MarkAdditionsService } from '../../src/modules/organizations/marks/mark-additions.service.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { leftoversOf, markOf as readMark, registryOf, rowsOf, sweep as sweepApp } from '../support/marks.js';
import { until } from '../support/until.js';

/** Two registries on one MongoDB: the second has a master of its own. */
describe('the mark of a database', () => {
  let sut: TestApp;
  let other: TestApp;
  beforeAll(async () => {
    const settings = { RECONCILE_SECONDS: '3600' };
    sut = await startTestApp(settings);
    other = await sut.twin({ MASTER_DB_NAME: 'master_staging' });
  });
  afterAll(async () => {
    await other?.stop();
    await sut?.stop();
  });

  const markOf = (database: string) => readMark(sut, database);
  const registry = (app: TestApp = sut) => rowsOf(app);
  const leftovers = (app: TestApp = sut) => leftoversOf(app);
  const sweep = (app: TestApp = sut) => sweepApp(app);
  const exists = async (database: string) =>
    (await sut.client.db(database).listCollections().toArray()).length > 0;
  const count = (database: string) => sut.client.db(database).collection('data').countDocuments();

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
  });

  it('lets the second of two moves to one name take the next one', async () => {
    const orgs = await Promise.all([sut.organization('Left Ltd'), other.organization('Right Ltd')]);
    const moves = await Promise.all(
      [sut, other].map((app, i) =>
        app.call('PUT', '/org/update', {
          token: orgs[i].token,
          body: { organization_name: 'Both Ltd' },
        }),
      ),
    );
    expect(moves.map(({ status }) => status)).toEqual([200, 200]);
    const rows = await Promise.all(
      [sut, other].map((app, i) =>
        app.master.collection('organizations').findOne({ _id: new ObjectId(orgs[i].id) }),
      ),
    );
    expect(rows.map((row) => String(row!['collection_name'])).sort()).toEqual([
      'org_both_ltd_v2',
      'org_both_ltd_v3',
    ]);
  });

  describe('and what is dropped', () => {
    const remove = (app: TestApp, { token }: { token: string }) =>
      app.call('DELETE', '/v1/organizations/current', { token });
    const warnings = () => jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    afterEach(() => jest.restoreAllMocks());

    it('is nothing of another registry, which is reported once', async () => {
      const org = await sut.organization('Neighbour Corp');
      await sut.client
        .db(org.database)
        .collection('data')
        .insertMany([{ n: 1 }, { n: 2 }]);
      await sut.client.db('org_somebodys').collection('things').insertOne({ n: 1 });
      await sut.client.db('other_program').collection('data').insertOne({ n: 1 });
      const warn = warnings();
      for (let i = 0; i < 3; i++) await sweep(other);
      expect([await count(org.database), await exists('org_somebodys')]).toEqual([2, true]);
      const lines = warn.mock.calls.map(([line]) => String(line));
      for (const name of [org.database, 'org_somebodys'])
        expect(lines.filter((line) => line.includes(`database ${name} is left alone`))).toHaveLength(1);
      expect(lines.join()).not.toContain('other_program');
      const mark = { registry: await registryOf(sut), org_id: org.id, generation: 1 };
      const row = { size: expect.any(Number), status: 'open', first_seen: expect.any(Date) };
      expect(await leftovers(other).findOne({ _id: org.database })).toEqual({
        ...{ _id: org.database, reason: 'unknown', mark },
        ...row,
      });
      expect(await leftovers(other).findOne({ _id: 'org_somebodys' })).toEqual({
        ...{ _id: 'org_somebodys', reason: 'unknown', mark: null },
        ...row,
      });
      await sut.client.db('org_somebodys').dropDatabase();
      await sweep(other);
      expect(await leftovers(other).findOne({ _id: 'org_somebodys' })).toBeNull();
    });

    it('is no dump that was restored under the name of a deleted organization', async () => {
      const org = await sut.organization('Oops Corp');
      expect((await remove(sut, org)).status).toBe(204);
      expect(await exists(org.database)).toBe(false);
      await sut.client
        .db(org.database)
        .collection('data')
        .insertMany([{ n: 1 }, { n: 2 }]);
      await sweep();
      expect(await count(org.database)).toBe(2);
      expect(await leftovers().findOne({ _id: org.database })).toMatchObject({
        reason: 'returned',
        mark: null,
      });
    });

    it('is no dump whose documents this service had written, with or without its mark', async () => {
      const org = await sut.organization('Dumped Corp');
      await sut.call('POST', '/v1/data/data', { token: org.token, body: { n: 1 } });
      const db = sut.client.db(org.database);
      const [dump, mark] = [await db.collection('data').find().toArray(), await markOf(org.database)];
      expect((await remove(sut, org)).status).toBe(204);
      await db.collection('data').insertMany(dump);
      await sweep();
      expect(await count(org.database)).toBe(1);
      await db.collection('_rowhouse').insertOne(mark as never);
      await registry().updateOne({ _id: org.database }, { $set: { late_writer_at: new Date() } });
      await sweep();
      expect(await count(org.database)).toBe(1);
    });

    it('is nothing that a master restored from an older backup has forgotten', async () => {
      const org = await sut.organization('Forgotten Corp');
      await sut.client
        .db(org.database)
        .collection('data')
        .insertMany([{ n: 1 }, { n: 2 }]);
      await sut.master.collection('organizations').deleteOne({ _id: new ObjectId(org.id) });
      await sut.master.collection('memberships').deleteMany({ org_id: org.id });
      await registry().deleteOne({ _id: org.database });
      await sweep();
      expect(await count(org.database)).toBe(2);
      expect(await leftovers().findOne({ _id: org.database })).toMatchObject({
        reason: 'unknown',
        mark: { registry: await registryOf(sut), org_id: org.id, generation: 1 },
      });
    });

    it.each([
      ['no mark', 'mark_missing', (db: Db) => db.collection('_rowhouse').drop()],
      ['the mark of another registry', 'mark_differs', remark({ registry: 'another' })],
      ['the mark of another organization', 'mark_differs', remark({ org_id: 'another' })],
      ['the mark of another generation', 'mark_differs', remark({ generation: 7 })],
      ['something else as its mark', 'mark_differs', remark({ registry: { $gt: 1 } })],
    ] as [string, string, (db: Db) => Promise<unknown>][])(
      'is no database with %s, at the end of a deletion and of a move',
      async (what, reason, tamper) => {
        const deleted = await sut.organization(`Gone ${what} Corp`);
        const moved = await sut.organization(`Moved ${what} Corp`);
        for (const { database } of [deleted, moved]) {
          await sut.client.db(database).collection('data').insertOne({ kept: true });
          await tamper(sut.client.db(database));
        }
        expect((await remove(sut, deleted)).status).toBe(204);
        expect((await sut.call('GET', '/v1/data/data', { token: deleted.token })).status).toBe(401);
        const update = { token: moved.token, body: { organization_name: `Remoted ${what} Corp` } };
        expect((await sut.call('PUT', '/org/update', update)).status).toBe(200);
        for (const { database } of [deleted, moved]) {
          await sweep();
          expect(await count(database)).toBe(1);
          expect(await registry().findOne({ _id: database })).toMatchObject({ state: 'left' });
          expect(await leftovers().findOne({ _id: database })).toMatchObject({ reason });
        }
        expect(await sut.master.collection('moves').findOne({ org_id: moved.id })).toMatchObject({
          phase: 'done',
        });
      },
    );

    it('is what an earlier version made, which gets its mark at the next start', async () => {
      const orgs = [await sut.organization('Early Corp'), await sut.organization('Earlier Corp')];
      for (const { database } of orgs) {
        await sut.client.db(database).collection('_rowhouse').drop();
        await registry().updateOne({ _id: database }, { $unset: { marked: 1 } });
      }
      const [early, earlier] = orgs as [(typeof orgs)[0], (typeof orgs)[0]];
      expect((await remove(sut, early)).status).toBe(204);
      expect(await exists(early.database)).toBe(false);

      const twin = await sut.twin();
      try {
        const marked = async () => (await registry().findOne({ _id: earlier.database }))!['marked'] === true;
        await until(marked);
        expect(await markOf(earlier.database)).toMatchObject({ org_id: earlier.id, generation: 1 });
      } finally {
        await twin.stop();
      }
      expect((await remove(sut, earlier)).status).toBe(204);
      expect(await exists(earlier.database)).toBe(false);
    });

    it('is nothing when a start finds the mark of another registry, or no database', async () => {
      const [claimed, missing] = [
        await sut.organization('Claimed Corp'),
        await sut.organization('Missing Corp'),
      ];
      await remark({ registry: 'another' })(sut.client.db(claimed.database));
      await sut.client.db(missing.database).dropDatabase();
      for (const { database } of [claimed, missing])
        await registry().updateOne({ _id: database }, { $unset: { marked: 1 } });
      await sut.app.get(MarkAdditionsService).run(() => false);
      expect(await markOf(claimed.database)).toMatchObject({ registry: 'another' });
      expect(await leftovers().findOne({ _id: claimed.database })).toMatchObject({ reason: 'mark_differs' });
      expect(await exists(missing.database)).toBe(false);
      expect((await remove(sut, claimed)).status).toBe(204);
      expect(await exists(claimed.database)).toBe(true);
    });
  });

  it('a master that is a copy of another one on the same MongoDB does not start', async () => {
    await sut.client
      .db('master_copy')
      .collection('registry')
      .insertOne((await sut.master.collection('registry').findOne({}))!);
    await expect(sut.twin({ MASTER_DB_NAME: 'master_copy' })).rejects.toThrow(
      'The database master_copy is a copy of master_db on the same MongoDB',
    );
    await sut.client.db('master_copy').dropDatabase();
  });

  it('a prefix of its own names the databases of a deployment, and older ones keep theirs', async () => {
    const before = await other.organization('Prefixed Before Corp');
    await other.stop();
    other = await sut.twin({ MASTER_DB_NAME: 'master_staging', DATABASE_PREFIX: 'staging_of_us_2_' });
    const org = await other.organization('Prefixed Corp');
    expect(org.database).toBe('staging_of_us_2_prefixed_corp');
    const schema = `${'s'.repeat(50)}_end`;
    const made = await other.call<{ id: string }>('POST', '/v1/organizations', {
      token: org.token,
      body: { name: 'Long Schema Corp', slug: schema },
    });
    expect([made.status, made.text]).toEqual([
      201,
      expect.stringMatching(/"staging_of_us_2_s{38}_[0-9a-f]{8}"/),
    ]);
    const insert = { token: before.token, body: { n: 1 } };
    expect((await other.call('POST', '/v1/data/data', insert)).status).toBe(201);
    const update = { token: before.token, body: { organization_name: 'Prefixed After Corp' } };
    expect((await other.call<{ data: Document }>('PUT', '/org/update', update)).body.data).toMatchObject({
      collection_name: 'staging_of_us_2_prefixed_after_corp_v2',
    });
    expect(await sut.client.db(before.database).listCollections().toArray()).toEqual([]);
  });
});

function remark(change: Document): (db: Db) => Promise<unknown> {
  return (db) =>
    db.collection<Document & { _id: string }>('_rowhouse').updateOne({ _id: 'mark' }, { $set: change });
}
