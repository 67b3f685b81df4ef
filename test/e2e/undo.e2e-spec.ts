import type { Db } from 'mongodb';
import { KeptGenerationsService } from '../../src/modules/organizations/kept-generations.service.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { blocksOf, runShell } from '../support/guide.js';
import { awaitMails } from '../support/mailbox.js';
import { endOf, many, momentNow, type Operation, undoTo } from '../support/history.js';

type Organization = Awaited<ReturnType<TestApp['organization']>>;

interface Preview {
  cluster_time: string;
  collections: {
    name: string;
    change: string;
    documents_then: number;
    documents_now: number;
    redefined: boolean;
  }[];
}
interface History {
  oldest: string;
  window_seconds: number;
  kept: { generation: number; bytes: number }[];
}

const UNDO = '/v1/organizations/current/undo';
const HISTORY = '/v1/organizations/current/history';

describe('an organization that is put back', () => {
  let sut: TestApp;
  beforeAll(async () => {
    sut = await startTestApp({ UNDO_KEEP_DAYS: '3' });
  });
  afterAll(() => sut?.stop());

  const db = (name: string): Db => sut.client.db(name);
  const now = () => momentNow(sut);
  /** Documents by dbHash, options and indexes; the ids of collections are others in each generation. */
  const stateOf = async (name: string) => {
    const { collections } = (await db(name).command({ dbHash: 1 })) as {
      collections: Record<string, string>;
    };
    const { _rowhouse, ...hashes } = collections;
    const listed = await db(name).listCollections().toArray();
    const defined = listed
      .filter((one) => one.name !== '_rowhouse' && one.name !== 'system.views')
      .map((one) => [one.name, one.type, 'options' in one ? one.options : undefined] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    const indexes = defined
      .filter(([, type]) => type !== 'view')
      .map(async ([collection]) => [
        collection,
        await db(name).collection(collection).listIndexes().toArray(),
      ]);
    delete hashes['system.views']; // names its database
    return { marked: _rowhouse !== undefined, hashes, defined, indexes: await Promise.all(indexes) };
  };
  const databaseOf = async (org: Organization): Promise<string> => {
    const row = await sut.master.collection('organizations').findOne({ organization_name: org.name });
    return row!['collection_name'] as string;
  };
  const undo = (org: Organization, body: object) => undoTo(sut, org, body);
  const ended = (org: Organization, id: string) => endOf(sut, org, id);

  it('is as it was, with every kind of collection, and an undo can be undone', async () => {
    const [org, other] = [await sut.organization('Undone'), await sut.organization('Untouched')];
    const first = db(org.database);
    await fill(first);
    await db(other.database).collection<{ _id: number }>('data').insertOne({ _id: 1 });
    const [before, at] = [await stateOf(org.database), await now()];

    await first.collection('data').deleteMany({ n: { $lt: 500 } });
    await first.collection('orders').drop();
    await first.collection('series').drop();
    await first.collection('capped').drop();
    await first.collection('high').drop();
    await first.collection('old').rename('renamed');
    await first.createCollection('later');
    await first.collection('data').dropIndex('unique');
    const damaged = await stateOf(org.database);

    const { body: preview } = await sut.call<Preview>('POST', `${UNDO}/preview`, {
      token: org.token,
      body: { at },
    });
    const change = (name: string) => preview.collections.find((one) => one.name === name);
    expect(preview.cluster_time).toBe(at);
    expect(change('data')).toMatchObject({ change: 'kept', documents_then: 1000, documents_now: 500 });
    expect(change('data')?.redefined).toBe(true);
    expect(change('orders')).toMatchObject({ change: 'restored', documents_then: 20, documents_now: 0 });
    expect(change('series')).toMatchObject({ change: 'restored', documents_then: 100 });
    expect(change('later')).toMatchObject({ change: 'removed' });
    expect(await stateOf(org.database)).toEqual(damaged);

    const done = await undo(org, { at });
    expect(done).toMatchObject({ kind: 'undo', phase: 'done', error: null, to: `${org.database}_v2` });
    expect(await databaseOf(org)).toBe(`${org.database}_v2`);
    expect(await stateOf(`${org.database}_v2`)).toEqual(before);
    const written = await sut.call('POST', '/v1/data/data', {
      token: org.token,
      body: { _id: 'new', n: -1 },
    });
    expect(written.status).toBe(201);
    expect(await db(other.database).collection('data').countDocuments()).toBe(1);

    const { body: history } = await sut.call<History>('GET', HISTORY, { token: org.token });
    expect(history).toMatchObject({ window_seconds: 3600, kept: [{ generation: 1 }] });
    expect(await stateOf(org.database)).toEqual(damaged);
    expect(await undo(org, { generation: 1 })).toMatchObject({ phase: 'done' });
    expect(await stateOf(`${org.database}_v3`)).toEqual(damaged);
    // And by a moment before the first undo, when the organization lived in another database.
    expect(await undo(org, { at })).toMatchObject({ phase: 'done' });
    expect(await stateOf(`${org.database}_v4`)).toEqual(before);
  });

  it('tells the owners and the audit log, and keeps what was replaced as long as it is to', async () => {
    const org = await sut.organization('Told');
    const at = await now();
    await sut.call('POST', '/v1/data/data', { token: org.token, body: { _id: 'lost' } });
    await undo(org, { at });
    const [mail] = await awaitMails(sut, org.email, 'data_undone');
    expect(mail).toMatchObject({ data: { organization: 'Told' } });
    const { body: log } = await sut.call<{ items: { action: string; details: object }[] }>(
      'GET',
      '/v1/audit?action=organization.undone',
      { token: org.token },
    );
    expect(log.items).toMatchObject([{ details: { cluster_time: at, source: org.database } }]);

    const kept = sut.app.get(KeptGenerationsService);
    const rows = sut.master.collection<{ _id: string; state: string; kept_until: Date }>('databases');
    await kept.sweep(new Date());
    expect(await db(org.database).collection('data').countDocuments()).toBe(1);
    const threeDays = (await rows.findOne({ _id: org.database }))!.kept_until;
    expect(Math.round((threeDays.getTime() - Date.now()) / 86_400_000)).toBe(3);
    await rows.updateOne({ _id: org.database }, { $set: { kept_until: new Date(0) } });
    await Promise.all([kept.sweep(new Date()), kept.sweep(new Date())]);
    expect(await db(org.database).listCollections().toArray()).toEqual([]);
    expect((await rows.findOne({ _id: org.database }))!.state).toBe('dropped');

    await undo(org, { at: await now() });
    const dropped = await sut.call('DELETE', '/v1/organizations/current/generations/2', { token: org.token });
    expect(dropped.status).toBe(204);
    expect(await db(`${org.database}_v2`).listCollections().toArray()).toEqual([]);
    const deleted = await undo(org, { at: await now() });
    expect(deleted.phase).toBe('done');
    await sut.call('DELETE', '/v1/organizations/current', { token: org.token });
    const left = await db('admin').admin().listDatabases({ nameOnly: true });
    expect(left.databases.map(({ name }) => name).filter((name) => name.startsWith(org.database))).toEqual(
      [],
    );
  });

  it('under writers that keep an invariant over two collections: none torn, nothing acknowledged lost', async () => {
    const org = await sut.organization('Busy');
    const twin = await sut.twin();
    try {
      await open(db(org.database));
      const stopping = new AbortController();
      const payers = many(1, () => pay(sut, org.database, stopping.signal));
      const writers = [sut, twin].map((app, i) => write(app, org.token, i, stopping.signal));
      const [torn, databases] = [new Set<number>(), [org.database]];
      for (let i = 0; i < 2; i++) {
        // The payers go on in the first database, past the service, and have to be in its next copy.
        const at = await now();
        const { to } = await undo(org, i === 0 ? { at } : { generation: 1 });
        databases.push(to);
        torn.add(await balance(db(to)));
      }
      stopping.abort();
      await Promise.all(payers);
      const acknowledged = (await Promise.all(writers)).flat();
      expect([...torn]).toEqual([ACCOUNTS * 200]);
      const found = databases.map((name) => db(name).collection('log').distinct('_id'));
      const known = new Set((await Promise.all(found)).flat().map(String));
      expect(acknowledged.length).toBeGreaterThan(10);
      expect(acknowledged.filter((id) => !known.has(id))).toEqual([]);
    } finally {
      await twin.stop();
    }
  });

  it('the guide runs as it stands', async () => {
    const org = await sut.organization('Guided');
    const script = blocksOf('undo', 'bash').join('\n').replaceAll('http://localhost:8000', sut.url);
    const paced = script.replace(
      /(^.*"generation": 1.*$)/m,
      '$1 --retry 20 --retry-delay 1 --retry-all-errors --fail',
    );
    const env = { TOKEN: org.token, AT: await now() };
    const answers = (await runShell(paced, { env })).map((line) => JSON.parse(line) as object);
    expect(answers).toMatchObject([
      { kept: [] },
      { collections: [{ name: 'data', change: 'kept' }] },
      { kind: 'undo' },
      { kind: 'undo' },
      { count: 0 },
      { items: [{ name: 'data' }] },
      { items: [], next_cursor: null },
    ]);
    expect(await ended(org, (answers[3] as Operation).id)).toMatchObject({ phase: 'done' });
  });

  it('refuses what cannot be', async () => {
    const org = await sut.organization('Refused');
    const stranger = await sut.organization('Stranger');
    const at = await now();
    const post = (body: object, path = UNDO, token = org.token, headers = {}) =>
      sut.call<{ code: string; oldest?: string }>('POST', path, { token, body, headers });
    const codes: [object, number, string][] = [
      [{}, 400, 'request.invalid'],
      [{ at, generation: 1 }, 400, 'request.invalid'],
      [{ at: '2026-02-30T00:00:00Z' }, 400, 'moment.invalid'],
      [{ at: '2026-01-30T12:00:00' }, 400, 'moment.invalid'],
      [{ at: new Date(Date.now() + 60_000).toISOString() }, 400, 'moment.future'],
      [{ at: new Date(Date.now() - 40 * 86_400_000).toISOString() }, 410, 'moment.too_old'],
      [{ generation: 9 }, 404, 'generation.not_found'],
    ];
    for (const [body, status, code] of codes) {
      for (const path of [UNDO, `${UNDO}/preview`]) {
        const answer = await post(body, path);
        expect([body, answer.status, answer.body.code]).toEqual([body, status, code]);
      }
    }
    const { body: tooOld } = await post({ at: '2020-01-01T00:00:00Z' });
    expect(Date.parse(tooOld.oldest!)).toBeLessThanOrEqual(Date.now());
    const { body: history } = await sut.call<History>('GET', HISTORY, { token: org.token });
    expect(Date.parse(history.oldest)).toBeGreaterThan(Date.parse(tooOld.oldest!) - 1);
    const young = await sut.organization('Younger');
    expect((await post({ at }, UNDO, young.token)).body.code).toBe('moment.organization_absent');
    expect((await post({ at }, `/v1/organizations/${stranger.id}/undo`)).status).toBe(404);

    const [one, two] = await Promise.all([post({ at }), post({ at })]);
    expect([one.status, two.status].sort()).toEqual([202, 409]);
    await ended(org, (one.status === 202 ? one : two).body['id' as never]);
    const key = { 'idempotency-key': 'undo-1' };
    const [a, b] = [await post({ at }, UNDO, org.token, key), await post({ at }, UNDO, org.token, key)];
    expect(b.text).toBe(a.text);
    expect(await ended(org, (a.body as unknown as Operation).id)).toMatchObject({ phase: 'done' });
    expect(await sut.master.collection('moves').countDocuments({ org_id: org.id, kind: 'undo' })).toBe(2);
  });
});

async function fill(tenant: Db): Promise<void> {
  await tenant.command({ collMod: 'data', validator: { n: { $type: 'number' } }, validationAction: 'warn' });
  await tenant.collection('data').createIndex({ n: 1 }, { unique: true, name: 'unique' });
  await tenant.collection('data').insertMany(Array.from({ length: 1000 }, (_, n) => ({ n })));
  await tenant.createCollection('orders', { clusteredIndex: { key: { _id: 1 }, unique: true } });
  await tenant.collection<{ _id: number }>('orders').insertMany(many(20, (_id) => ({ _id })));
  await tenant.createCollection('series', {
    timeseries: { timeField: 't', metaField: 'm' },
    expireAfterSeconds: 86_400,
  });
  await tenant.collection('series').createIndex({ v: 1 });
  await tenant
    .collection('series')
    .insertMany(many(100, (v) => ({ t: new Date(Date.now() + v), m: v % 3, v })));
  await tenant.createCollection('capped', { capped: true, size: 4096 });
  await tenant.collection('capped').insertMany(many(300, (n) => ({ n })));
  await tenant.createCollection('high', { viewOn: 'data', pipeline: [{ $match: { n: { $gt: 900 } } }] });
  await tenant.createCollection('empty', { collation: { locale: 'de', strength: 2 } });
  await tenant.collection('old').insertOne({ 'a.b': { 2: 1, 1: 2 } });
  await tenant.collection('old').createIndex({ a: 1, 2: -1 }, { sparse: true });
}

const ACCOUNTS = 20;

async function open(tenant: Db): Promise<void> {
  for (const name of ['left', 'right']) {
    await tenant
      .collection<{ _id: number }>(name)
      .insertMany(many(ACCOUNTS, (_id) => ({ _id, balance: 100 })));
  }
}

/** Moves money between two collections, one transaction at a time. */
async function pay({ client }: TestApp, database: string, stopping: AbortSignal): Promise<void> {
  const tenant = client.db(database);
  for (let n = 0; !stopping.aborted; n++) {
    const _id = Math.floor(Math.random() * ACCOUNTS);
    await client.withSession((session) =>
      session.withTransaction(async () => {
        const of = (name: string) => tenant.collection<{ _id: number }>(name);
        await of('left').updateOne({ _id }, { $inc: { balance: -1 } }, { session });
        await of('right').updateOne({ _id }, { $inc: { balance: 1 } }, { session });
      }),
    );
  }
}

async function balance(tenant: Db): Promise<number> {
  const sum = [{ $group: { _id: null, sum: { $sum: '$balance' } } }];
  const sums = ['left', 'right'].map((name) =>
    tenant.collection(name).aggregate<{ sum: number }>(sum).next(),
  );
  return (await Promise.all(sums)).reduce((all, one) => all + one!.sum, 0);
}

/** @returns the ids that were acknowledged */
async function write(app: TestApp, token: string, writer: number, stopping: AbortSignal): Promise<string[]> {
  const acknowledged: string[] = [];
  for (let n = 0; !stopping.aborted; n++) {
    const _id = `${writer}-${n}`;
    const { status } = await app.call('POST', '/v1/data/log', { token, body: { _id } });
    expect([201, 503]).toContain(status);
    if (status === 201) acknowledged.push(_id);
  }
  return acknowledged;
}
