import { TenantConnectionFactory } from '@rowhouse/tenancy';
import type { Db } from 'mongodb';
import { ReconcilerService } from '../../src/modules/organizations/reconciler/reconciler.service.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { stretched } from '../support/stretched.js';
import { until } from '../support/until.js';
import { differences, type Outcome, Writers } from '../support/writers.js';

type Organization = Awaited<ReturnType<TestApp['organization']>>;

/** Milliseconds; the target is 100 on a quiet machine, and printed; a fence that is not lifted holds for seconds. */
const PAUSE_LIMIT = 500;

describe('an organization in use', () => {
  let sut: TestApp;
  let twin: TestApp;
  beforeAll(async () => {
    sut = await startTestApp();
  });
  afterAll(async () => {
    await twin?.stop();
    await sut?.stop();
  });

  afterEach(async () => {
    await Writers.stopAll();
    Readers.stopAll();
  });

  const fill = (db: Db, count: number) =>
    db
      .collection<{ _id: string; n: number }>('data')
      .insertMany(Array.from({ length: count }, (_, n) => ({ _id: `stable-${n}`, n })));
  const databases = async (prefix: string) => {
    const { databases: all } = await sut.client.db('admin').admin().listDatabases({ nameOnly: true });
    return all.map(({ name }) => name).filter((name) => name.startsWith(prefix));
  };
  const pauses = async (orgId: string) => {
    const rows = await sut.master
      .collection('moves')
      .find({ org_id: orgId })
      .sort({ created_at: 1 })
      .toArray();
    return rows.map((row) => Number(row['pause_ms']));
  };
  const update = (org: Organization, name: string) =>
    sut.call<{ data: { collection_name: string } }>('PUT', '/org/update', {
      token: org.token,
      body: { organization_name: name },
    });

  /** Moves three times under writers; nothing acknowledged may be missing afterwards. */
  async function moveUnderWriters(name: string, apps: TestApp[]): Promise<Outcome> {
    const org = await sut.organization(name);
    await fill(sut.client.db(org.database), 3000);
    const writers = new Writers(() => apps.map(({ url }) => ({ url, token: org.token })));
    const readers = new Readers(apps, org.token);
    await writers.answered();
    let database = '';
    for (let i = 1; i <= 3; i++) {
      const moved = await update(org, `${name} ${i}`);
      expect([moved.status, moved.text]).toEqual([200, expect.any(String)]);
      database = moved.body.data.collection_name;
      await writers.answered();
    }
    const outcome = await writers.stop();
    const missing = await readers.stop();
    const documents = await sut.client.db(database).collection('data').find().toArray();
    expect(differences(outcome, documents as never)).toEqual([]);
    expect(documents.filter(({ _id }) => String(_id).startsWith('stable-'))).toHaveLength(3000);
    expect(missing).toEqual([]);
    const paused = await pauses(org.id);
    process.stdout.write(
      `  ${name}: ${outcome.acknowledged} writes acknowledged, ${outcome.unknown} unknown, pauses ${paused.join(', ')} ms, ` +
        `longest write ${Math.round(outcome.longestMs)} ms, ${readers.count} reads\n`,
    );
    expect(Math.min(...paused)).toBeLessThan(stretched(PAUSE_LIMIT));
    return outcome;
  }

  it('moves under 16 writers without losing a write or hiding a document (one instance)', async () => {
    const outcome = await moveUnderWriters('Written Corp', [sut]);
    expect([outcome.faults, outcome.unknown]).toEqual([[], 0]);
    expect(await databases('org_written_corp')).toHaveLength(1);
  });

  it('moves under 16 writers without losing a write or hiding a document (two instances)', async () => {
    twin = await sut.twin();
    const outcome = await moveUnderWriters('Twin Corp', [sut, twin]);
    expect([outcome.faults, outcome.unknown]).toEqual([[], 0]);
  });

  it('moves time series that are written meanwhile (F7)', async () => {
    const org = await sut.organization('Metrics Corp');
    const db = sut.client.db(org.database);
    await db.createCollection('metrics', { timeseries: { timeField: 't', metaField: 'm' } });
    await db.createCollection('seen', { viewOn: 'metrics', pipeline: [{ $match: { m: 1 } }] });
    await db
      .collection('metrics')
      .insertMany(
        Array.from({ length: 20_000 }, (_, i) => ({ t: new Date(1.7e12 + i * 1000), m: i % 5, v: i })),
      );
    let running = true;
    const acknowledged: number[] = [];
    const writers = Array.from({ length: 4 }, async (_, w) => {
      // Straight to the collection under the lease of a request: what the API does.
      for (let i = 0; running; i++) {
        const n = (i * 4 + w) * 10;
        await sut.app
          .get(TenantConnectionFactory)
          .run(org.id, (tenant) =>
            tenant.collection('metrics').insertOne({ t: new Date(1.7e12 + n), m: n % 5, n }),
          );
        acknowledged.push(n);
      }
    });
    const moved = await update(org, 'Metrics Corp 1');
    running = false;
    await Promise.all(writers);
    expect([moved.status, moved.body]).toEqual([
      200,
      expect.objectContaining({ message: 'Organization updated successfully' }),
    ]);
    const target = sut.client.db(moved.body.data.collection_name);
    const found = await target.collection('metrics').distinct('n');
    expect(acknowledged.length).toBeGreaterThan(0);
    expect(acknowledged.filter((n) => !found.includes(n))).toEqual([]);
    expect(await target.collection('metrics').countDocuments()).toBe(20_000 + acknowledged.length);
    expect(await target.collection('seen').countDocuments()).toBe(4000);
    const again = await update(org, 'Metrics Corp 2');
    expect(again.status).toBe(200);
  });

  it('ends an update that cannot succeed as failed, and the organization is as it was', async () => {
    const org = await sut.organization('Stuck Corp');
    const db = sut.client.db(org.database);
    // As long as a name may be beside this database, and too long beside the next one (255 bytes together).
    const long = 'x'.repeat(255 - org.database.length - 1);
    await db.collection<{ _id: number }>(long).insertOne({ _id: 1 });
    const failed = await update(org, 'Stuck Corp 1');
    expect([failed.status, failed.body]).toEqual([
      409,
      { detail: 'The change could not be carried out and was undone' },
    ]);
    const row = await sut.master.collection('moves').findOne({ org_id: org.id });
    expect(row).toMatchObject({ phase: 'failed', attempts: 4, error: expect.stringMatching(/namespace/i) });
    const operations = await sut.call<{ items: object[] }>('GET', '/v1/operations', { token: org.token });
    expect(operations.body.items).toEqual([
      expect.objectContaining({ phase: 'failed', error: row!['error'], to: row!['to'] }),
    ]);
    expect(await databases('org_stuck_corp')).toEqual([org.database]);
    const organization = await sut.master.collection('organizations').findOne({ admin_id: org.adminId });
    expect(organization).toMatchObject({ name: 'Stuck Corp', lifecycle: 'ready' });
    expect(organization!['fence']).toBeUndefined();
    const written = await sut.call('POST', '/v1/data/data', { token: org.token, body: { _id: 'after' } });
    expect(written.status).toBe(201);
    await db.collection(long).drop();
    const moved = await update(org, 'Stuck Corp 1');
    expect(moved.status).toBe(200);
    expect((await sut.call('GET', '/v1/data/data/after', { token: org.token })).status).toBe(200);
  });

  it('waits for a write under way on the other instance', async () => {
    const org = await sut.organization('Slow Corp');
    const isFenced = async () =>
      (await sut.master.collection('organizations').findOne({ admin_id: org.adminId }))!['fence'] !==
      undefined;
    let isBegun = false;
    const writing = twin.app.get(TenantConnectionFactory).run(org.id, async (db) => {
      isBegun = true;
      await until(isFenced);
      await db.collection<{ _id: string }>('data').insertOne({ _id: 'slow' });
    });
    await until(() => isBegun);
    const { status, body } = await update(org, 'Slow Corp 1');
    await writing;
    expect(status).toBe(200);
    const data = sut.client.db(body.data.collection_name).collection<{ _id: string }>('data');
    expect(await data.countDocuments({ _id: 'slow' })).toBe(1);
  });

  it('stays deleted under 16 writers, also after a sweep', async () => {
    const org = await sut.organization('Ghost Corp');
    const writers = new Writers(() => [sut, twin].map(({ url }) => ({ url, token: org.token })));
    await writers.answered();
    const gone = await sut.call('DELETE', '/org/delete?organization_name=Ghost%20Corp', { token: org.token });
    expect(gone.status).toBe(200);
    expect(await databases('org_ghost_corp')).toEqual([]);
    await writers.answered(10);
    const outcome = await writers.stop();
    expect(outcome.faults).toEqual([]);
    expect(outcome.acknowledged).toBeGreaterThan(0);
    await sut.app.get(ReconcilerService).reconcile(true);
    expect(await databases('org_ghost_corp')).toEqual([]);
  });

  it('goes on with a move whose client has hung up', async () => {
    const org = await sut.organization('Hangup Corp');
    await fill(sut.client.db(org.database), 5000);
    const hangUp = new AbortController();
    const request = fetch(`${sut.url}/org/update`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${org.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ organization_name: 'Hung Up Corp' }),
      signal: hangUp.signal,
    });
    request.catch(() => undefined);
    const find = () => sut.master.collection('organizations').findOne({ admin_id: org.adminId });
    await until(async () => (await find())!['lifecycle'] !== 'ready', 60_000, 'the move to begin');
    hangUp.abort();
    await expect(request).rejects.toThrow();
    await until(async () => (await find())!['lifecycle'] === 'ready', 60_000, 'the move to end');
    const row = await find();
    expect(row).toMatchObject({ name: 'Hung Up Corp', lifecycle: 'ready' });
    expect(row!['fence']).toBeUndefined();
  });

  it('a stopping instance leaves its move to the others, and its requests lose nothing', async () => {
    const leaver = await sut.twin();
    const org = await sut.organization('Leaver Corp');
    await fill(sut.client.db(org.database), 20_000);
    let targets = [leaver, sut].map(({ url }) => ({ url, token: org.token }));
    const writers = new Writers(() => targets, { writers: 8 });
    await writers.answered();
    const moving = leaver.call('PUT', '/org/update', {
      token: org.token,
      body: { organization_name: 'Left Corp' },
    });
    const find = () => sut.master.collection('organizations').findOne({ admin_id: org.adminId });
    // A busy machine takes the request late: an instance that has stopped before would know nothing of it.
    await until(async () => (await find())?.['lifecycle'] !== 'ready', 60_000, 'the move to begin');
    const stopping = leaver.stop();
    targets = targets.slice(1);
    await stopping;
    expect([200, 503]).toContain((await moving).status);
    await sut.app.get(ReconcilerService).reconcile(false);
    // The reconciler of its own accord may have the move in hand already.
    await until(async () => (await find())?.['lifecycle'] === 'ready', 60_000, 'the move to end');
    const row = await find();
    expect(row).toMatchObject({ name: 'Left Corp', lifecycle: 'ready' });
    const outcome = await writers.stop();
    expect(outcome.faults).toEqual([]);
    const { collection_name: database } = row as unknown as { collection_name: string };
    const documents = await sut.client.db(database).collection('data').find().toArray();
    expect(differences(outcome, documents as never)).toEqual([]);
  });
});

/** Read documents that nobody changes, on every instance, and note each that was not there. */
class Readers {
  private static readonly all = new Set<Readers>();
  count = 0;
  private running = true;
  private readonly missing: string[] = [];
  private readonly loops: Promise<void>[];

  constructor(apps: TestApp[], token: string) {
    Readers.all.add(this);
    this.loops = [...apps, ...apps].map((app) => this.read(app, token));
  }

  static stopAll(): void {
    for (const readers of Readers.all) readers.running = false;
  }

  async stop(): Promise<string[]> {
    this.running = false;
    Readers.all.delete(this);
    await Promise.all(this.loops);
    return this.missing;
  }

  private async read(app: TestApp, token: string): Promise<void> {
    while (this.running) {
      const id = `stable-${Math.floor(Math.random() * 3000)}`;
      const { status, text } = await app
        .call('GET', `/v1/data/data/${id}`, { token })
        .catch((error: Error) => ({ status: 0, text: error.message }));
      this.count++;
      if (status !== 200) this.missing.push(`${id} ${status} ${text}`);
    }
  }
}
