import { TenantConnectionFactory } from '@rowhouse/tenancy';
import { MongoClient, ObjectId, type Document } from 'mongodb';
import { AbandonedTransactions } from '../../src/database/abandoned-transactions.js';
import { NamedLeases } from '../../src/database/work/lease-rows.js';
import { InstanceService } from '../../src/modules/registry/instance.service.js';
import { OrganizationsRepository } from '../../src/modules/registry/organizations.repository.js';
import { ReconcilerService } from '../../src/modules/organizations/reconciler/reconciler.service.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { claimsOf } from '../support/tokens.js';
import { until } from '../support/until.js';

describe('what a crash left behind', () => {
  let sut: TestApp;
  beforeAll(async () => {
    sut = await startTestApp({
      RECONCILE_SECONDS: '3600',
    });
  });
  afterAll(() => sut?.stop());

  const organizations = () => sut.master.collection('organizations');
  const registry = () => sut.master.collection<Document & { _id: string }>('databases');
  const moves = () => sut.master.collection<Document & { _id: string }>('moves');
  const reconcile = (sweep = false) => sut.app.get(ReconcilerService).reconcile(sweep);
  const exists = async (database: string) =>
    (await sut.client.db(database).listCollections().toArray()).length > 0;
  const change = (id: string, update: Document) =>
    organizations().updateOne({ _id: new ObjectId(id) }, update);
  const rowOf = (id: string) => organizations().findOne({ _id: new ObjectId(id) });

  /** The rows of a move as an instance leaves them when it dies. */
  async function abandon(org: Awaited<ReturnType<TestApp['organization']>>, phase: string, to: string) {
    await sut.client.db(org.database).collection('data').insertOne({ kept: true });
    await change(org.id, { $set: { lifecycle: 'moving' } });
    await registry().insertOne({
      _id: to,
      org_id: org.id,
      slug: 'x',
      generation: 2,
      state: 'building',
      created_at: new Date(),
    });
    await moves().insertOne({
      _id: `move-${org.id}`,
      org_id: org.id,
      phase,
      from: org.database,
      to,
      generation: 2,
      slug: org.database.slice(4),
      name: org.name,
      actor_id: org.adminId,
      sid: String(claimsOf(org.token)['sid']),
      lease_owner: 'dead',
      lease_until: new Date(Date.now() - 1000),
      documents_total: 0,
      documents_done: 0,
      positions: [],
      created_at: new Date(),
      updated_at: new Date(0),
    });
  }

  it('an abandoned move goes on', async () => {
    const org = await sut.organization('Abandoned Corp');
    await abandon(org, 'copying', 'org_abandoned_corp_v2');
    await reconcile();
    expect(await rowOf(org.id)).toMatchObject({
      lifecycle: 'ready',
      collection_name: 'org_abandoned_corp_v2',
      organization_name: 'Abandoned Corp',
    });
    expect(await exists(org.database)).toBe(false);
    expect(await sut.client.db('org_abandoned_corp_v2').collection('data').countDocuments()).toBe(1);
    expect(await moves().findOne({ org_id: org.id })).toMatchObject({ phase: 'done' });
  });

  it('a move that died while cleaning up drops the old database only', async () => {
    const org = await sut.organization('Cleaning Corp');
    await abandon(org, 'cleaning', 'org_cleaning_corp_v2');
    await registry().updateOne({ _id: org.database }, { $set: { state: 'dropping' } });
    await sut.client.db('org_cleaning_corp_v2').collection('data').insertOne({ kept: true });
    await change(org.id, { $set: { lifecycle: 'ready', collection_name: 'org_cleaning_corp_v2' } });
    await reconcile();
    expect([await exists(org.database), await exists('org_cleaning_corp_v2')]).toEqual([false, true]);
  });

  it('a move that another instance finished is not undone by the one that lost it', async () => {
    const org = await sut.organization('Taken Corp');
    await abandon(org, 'copying', 'org_taken_corp_v2');
    await moves().updateOne({ org_id: org.id }, { $set: { lease_until: new Date(Date.now() + 60_000) } });
    await reconcile();
    expect(await rowOf(org.id)).toMatchObject({ lifecycle: 'moving', collection_name: org.database });
    expect(await exists(org.database)).toBe(true);
  });

  it('a deletion is finished', async () => {
    const org = await sut.organization('Half Gone Corp');
    await registry().updateOne({ _id: org.database }, { $set: { state: 'dropping' } });
    await change(org.id, {
      $set: { lifecycle: 'deleting', updated_at: new Date(Date.now() - 60_000) },
      $unset: { organization_name: 1, name_key: 1, slug: 1 },
    });
    await reconcile();
    expect(await rowOf(org.id)).toBeNull();
    expect(await exists(org.database)).toBe(false);
    expect(await registry().findOne({ _id: org.database })).toMatchObject({ state: 'dropped' });
  });

  it('a spent database that a late writer brought back is dropped, at the sweep, by its word only', async () => {
    const org = await sut.organization('Spent Corp');
    await sut.call('DELETE', '/org/delete?organization_name=Spent%20Corp', { token: org.token });
    const write = () =>
      sut.client.db(org.database).collection('data').insertOne({ late: true, _rev: '3f2a9c0d1e4b' });
    await write();
    await reconcile();
    expect(await exists(org.database)).toBe(true);
    await sweepAnew();
    expect(await exists(org.database)).toBe(true); // it may be a dump

    await registry().updateOne({ _id: org.database }, { $set: { late_writer_at: new Date() } });
    await sweepAnew();
    expect(await exists(org.database)).toBe(false);
    await write();
    await sweepAnew();
    expect(await exists(org.database)).toBe(true); // its word counts once

    const long = new Date(Date.now() - 11 * 60_000);
    await registry().updateOne({ _id: org.database }, { $set: { late_writer_at: long } });
    await sweepAnew();
    expect(await exists(org.database)).toBe(true);
  });

  it('a process that writes under another lease than it began says that it came late', async () => {
    const org = await sut.organization('Frozen Corp');
    const instance = sut.app.get(InstanceService);
    const writing = sut.app.get(TenantConnectionFactory).run(org.id, async (db) => {
      // Frozen: the lease ends, others delete the organization, and the write goes out afterwards.
      jest.spyOn(instance, 'term', 'get').mockReturnValue(-1);
      await registry().updateOne({ _id: db.name }, { $set: { state: 'dropped' } });
      await sut.client.db(db.name).dropDatabase();
      await db.collection('data').insertOne({ late: true, _rev: '3f2a9c0d1e4b' });
    });
    await expect(writing).rejects.toThrow('term');
    jest.restoreAllMocks();
    const said = async () =>
      (await registry().findOne({ _id: org.database }))!['late_writer_at'] !== undefined;
    await until(said);
    await change(org.id, { $set: { lifecycle: 'deleting', updated_at: new Date() } });
    await sweepAnew();
    expect(await exists(org.database)).toBe(false);
    await organizations().deleteOne({ _id: new ObjectId(org.id) });
  });

  it('empty collections and the sign of a frozen mover in a spent database are dropped, at the sweep', async () => {
    const row = { org_id: 'x', slug: 'hollow', generation: 1, state: 'dropped', created_at: new Date() };
    await registry().insertOne({ _id: 'org_hollow', ...row });
    await sut.client.db('org_hollow').createCollection('data');
    await sut.client.db('org_hollow').collection('_rowhouse_fence').insertOne({ token: 1 });
    await sweepAnew();
    expect(await exists('org_hollow')).toBe(false);
  });

  it('a database that is in use is never dropped, whatever the registry says', async () => {
    const org = await sut.organization('Living Corp');
    for (const state of ['dropped', 'dropping', 'building']) {
      await registry().updateOne({ _id: org.database }, { $set: { state, created_at: new Date(0) } });
      await sweepAnew();
      expect(await exists(org.database)).toBe(true);
    }
    await registry().deleteOne({ _id: org.database });
    await sweepAnew();
    expect(await exists(org.database)).toBe(true);
  });

  it('one instance sweeps at a time, until its lease ends', async () => {
    const leases = sut.app.get(NamedLeases);
    expect(await leases.take('test', 'a', 60_000)).toBe(true);
    expect(await leases.take('test', 'b', 60_000)).toBe(false);
    expect(await leases.take('test', 'a', 60_000)).toBe(true);
    expect(await leases.renew('test', 'b', 60_000)).toBe(false);
    const over = { $set: { until: new Date(Date.now() - 1) } };
    await sut.master.collection<{ _id: string }>('leases').updateOne({ _id: 'test' }, over);
    expect(await leases.renew('test', 'a', 60_000)).toBe(true); // nobody has taken it meanwhile
    await sut.master.collection<{ _id: string }>('leases').updateOne({ _id: 'test' }, over);
    expect(await leases.take('test', 'b', 60_000)).toBe(true);
    expect(await leases.take('test', 'a', 60_000)).toBe(false);
    await leases.release('test', 'a'); // not its own any more
    expect(await leases.take('test', 'a', 60_000)).toBe(false);
    await leases.release('test', 'b');
    expect(await leases.renew('test', 'a', 60_000)).toBe(false); // somebody worked in between
    expect(await leases.take('test', 'a', 60_000)).toBe(true);
    const many = await Promise.all('cdefghij'.split('').map((owner) => leases.take('race', owner, 60_000)));
    expect(many.filter(Boolean)).toHaveLength(1);
  });

  it('a transaction of a killed process lets go of its name', async () => {
    const killed = await new MongoClient(sut.mongoUri, { appName: 'rowhouse' }).connect();
    const session = killed.startSession();
    session.startTransaction();
    const held = { organization_name: 'Held Corp', name_key: 'held corp', collection_name: 'held', seq: -1 };
    await killed
      .db('master_db')
      .collection('organizations')
      .insertOne({ ...held, uid: 'x' }, { session });
    const isOpen = async () => {
      const mine = { 'lsid.id': session.id!.id, transaction: { $exists: true } };
      const open = sut.client
        .db('admin')
        .aggregate([{ $currentOp: { allUsers: true, idleSessions: true } }, { $match: mine }]);
      return (await open.toArray()).length > 0;
    };
    expect(await isOpen()).toBe(true);
    // The service's own look may be the first: what counts is that somebody ends it, once it has been idle long enough.
    await until(async () => {
      await sut.app.get(AbandonedTransactions).end();
      return !(await isOpen());
    });
    await expect(session.commitTransaction()).rejects.toThrow();
    expect((await sut.organization('Held Corp')).database).toBe('org_held_corp');
    expect(await sut.app.get(AbandonedTransactions).end()).toBe(0);
    await session.endSession().catch(() => undefined);
    await killed.close();
  });

  describe('a fence', () => {
    const keepers = (id: string) =>
      sut.master.collection('fence_acks').countDocuments({ token: `fence-${id}` });
    /** @returns when its time is over */
    const raise = async (id: string, ms: number): Promise<Date> => {
      const expires_at = new Date(Date.now() + ms);
      const fence = { token: `fence-${id}`, mode: 'write', expires_at };
      await change(id, { $set: { lifecycle: 'moving', fence } });
      return expires_at;
    };
    const isKept = async (id: string) => (await keepers(id)) > 0;
    const write = async (at: TestApp, token: string, _id: string) => {
      const { status } = await at.call('POST', '/v1/data/data', { token, body: { _id } });
      return { status, at: new Date() };
    };

    it('whose owner died lets writers on when its time is over', async () => {
      const org = await sut.organization('Fenced Corp');
      expect((await write(sut, org.token, 'before')).status).toBe(201);
      const end = await raise(org.id, 1000);
      await until(() => isKept(org.id));
      const { status, at } = await write(sut, org.token, 'after');
      expect([status, at >= end]).toEqual([201, true]);
      expect((await rowOf(org.id))!['fence']).toBeUndefined();
      expect((await write(sut, org.token, 'again')).status).toBe(201);
    });

    it('holds writers as long as a flip is being committed under it', async () => {
      const org = await sut.organization('Late Flip Corp');
      await sut.client.db('org_late_flip_corp_v2').createCollection('data');
      expect((await write(sut, org.token, 'before')).status).toBe(201);
      const lift = jest.spyOn(sut.app.get(OrganizationsRepository), 'expireFence');
      await raise(org.id, 1000);
      const session = sut.client.startSession();
      session.startTransaction({ writeConcern: { w: 'majority' } });
      await organizations().updateOne(
        { _id: new ObjectId(org.id), 'fence.token': `fence-${org.id}` },
        { $set: { collection_name: 'org_late_flip_corp_v2', lifecycle: 'ready' }, $unset: { fence: 1 } },
        { session },
      );
      await until(() => isKept(org.id));
      const writing = write(sut, org.token, 'late');
      await until(() => lift.mock.calls.length > 0); // the fence's time is over, the flip is not
      const committedAt = new Date();
      await session.commitTransaction();
      await session.endSession();
      lift.mockRestore();
      const { status, at } = await writing;
      expect([status, at >= committedAt]).toEqual([201, true]);
      const late = (database: string) =>
        sut.client
          .db(database)
          .collection('data')
          .countDocuments({ _id: 'late' as never });
      expect([await late(org.database), await late('org_late_flip_corp_v2')]).toEqual([0, 1]);
    });

    it('is kept by an instance that starts while it stands', async () => {
      const org = await sut.organization('Booting Corp');
      const end = await raise(org.id, 60_000);
      const twin = await sut.twin();
      try {
        await until(async () => (await keepers(org.id)) === 2);
        const writing = write(twin, org.token, 'one');
        await until(() => twin.app.get(TenantConnectionFactory).stats().waiting > 0);
        const liftedAt = new Date();
        await change(org.id, { $set: { lifecycle: 'ready' }, $unset: { fence: 1 } });
        const { status, at } = await writing;
        expect([status, at >= liftedAt, at < end]).toEqual([201, true, true]);
      } finally {
        await twin.stop();
      }
    });
  });

  /** The lease of the last sweep is not waited for. */
  async function sweepAnew(): Promise<void> {
    await sut.master.collection('leases').deleteMany({});
    await reconcile(true);
  }
});
