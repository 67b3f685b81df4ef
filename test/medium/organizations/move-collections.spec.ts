import { TenantConnectionFactory } from '@rowhouse/tenancy';
import { Long, type Db, type Document } from 'mongodb';
import { createConnection, type Connection } from 'mongoose';
import { CopyRepository } from '../../../src/modules/organizations/moves/copy.repository.js';
import { MoveRunner } from '../../../src/modules/organizations/moves/move-runner.js';
import type { Move } from '../../../src/modules/organizations/moves/move.schema.js';
import { sequenceOf } from '../../../src/database/raw-documents.js';
import { startTestMongo } from '../../support/mongo.js';

interface Rows {
  _id: string | number;
  [field: string]: unknown;
}

describe('the kinds of collections a move takes over', () => {
  let mongo: Awaited<ReturnType<typeof startTestMongo>>;
  let connection: Connection;
  let tenants: TenantConnectionFactory;
  let copies: CopyRepository;
  let from: Db;
  let to: Db;
  let move: Move;
  let onSave: (change: Partial<Move>) => Promise<void> | void;
  let serial = 0;

  beforeAll(async () => {
    mongo = await startTestMongo();
    connection = await createConnection(mongo.uri, {
      dbName: 'master_db',
      writeConcern: { w: 'majority', journal: true },
      ignoreUndefined: true,
    }).asPromise();
    tenants = new TenantConnectionFactory({ connection, resolve: () => null });
    copies = new CopyRepository(tenants);
  });
  afterAll(async () => {
    await tenants?.close();
    await connection?.close();
    await mongo?.stop();
  });
  beforeEach(() => {
    const name = `org_copy_${++serial}`;
    from = connection.getClient().db(name);
    to = connection.getClient().db(`${name}_v2`);
    move = { _id: 'm', from: name, to: `${name}_v2`, positions: [] } as unknown as Move;
    onSave = () => undefined;
  });

  const sut = () =>
    new MoveRunner(copies, move, {
      assertHeld: () => undefined,
      save: async (change) => {
        await onSave(change);
      },
    });
  const rows = (db: Db, name = 'data') => db.collection<Rows>(name);
  /** Byte for byte, as the server has them. */
  const bytes = async (db: Db, name = 'data') =>
    (await db.collection(name).find({}, { raw: true }).sort({ _id: 1 }).toArray()).map((raw) =>
      Buffer.from(raw as unknown as Uint8Array).toString('hex'),
    );
  const same = async (...names: string[]) => {
    for (const name of names.length > 0 ? names : ['data']) {
      expect(await bytes(to, name)).toEqual(await bytes(from, name));
    }
  };
  /** The whole move; `meanwhile` runs when the first pass over the documents is done. */
  const run = async (meanwhile?: () => Promise<unknown>) => {
    if (meanwhile) {
      let once = false;
      onSave = async ({ phase }) => {
        if (phase !== 'catching_up' || once) return;
        once = true;
        await meanwhile();
      };
    }
    const runner = sut();
    try {
      await runner.copyOnline();
      await runner.finish('token');
    } finally {
      await runner.close();
    }
  };

  it('takes over a document as its bytes are: the order of keys, keys twice, dates and types that are no more', async () => {
    const bson = (hex: string) => Buffer.from(hex.replace(/ /g, ''), 'hex');
    await rows(from).insertMany([
      new Map<string, unknown>([
        ['_id', 1],
        ['b', 1],
        ['2024', 'after b'],
        [
          '1',
          new Map<string, unknown>([
            ['z', 1],
            ['0', 2],
          ]),
        ],
      ]) as never,
      {
        _id: 2,
        ref: new Map<string, unknown>([
          ['$ref', 'a'],
          ['$id', 1],
          ['x', 1],
          ['$db', 'b'],
        ]),
      },
      {
        _id: new Map<string, unknown>([
          ['b', 1],
          ['1', 1],
        ]),
      } as never,
    ]);
    // A date far out, `undefined`, and a key twice: written by other drivers.
    await from.command({
      insert: 'data',
      documents: sequenceOf('documents', [
        bson('24000000 10 5f696400 04000000 09 617400 ffffffffffffff7f 06 7500 10 6400 01000000 00'),
        bson('1c000000 10 5f696400 05000000 10 6400 01000000 10 6400 02000000 00'),
      ]),
    });
    await rows(from).createIndex(
      new Map([
        ['b', 1],
        ['1', -1],
      ]),
    );
    await run(() => rows(from).updateMany({}, { $set: { again: true } }));
    await same();
    expect((await rows(from).countDocuments()) === 5 && (await bytes(to))[0]).toMatch(/^.*3230323400.*3100/);
    const indexes = async (db: Db) =>
      (await rows(db).listIndexes({ raw: true }).toArray()).map((raw) =>
        Buffer.from(raw as unknown as Uint8Array).toString('hex'),
      );
    expect(await indexes(to)).toEqual(await indexes(from));
  });

  it('takes over time series under writers, with what hangs on them', async () => {
    const timeseries = { timeField: 't', metaField: 'm', granularity: 'minutes' } as const;
    await from.createCollection('metrics', { timeseries });
    await from.createCollection('short', {
      timeseries: { timeField: 't', bucketMaxSpanSeconds: 600, bucketRoundingSeconds: 600 },
      expireAfterSeconds: 1e9,
    });
    await from.createCollection('late', { viewOn: 'metrics', pipeline: [{ $match: { 'm.device': 2 } }] });
    await from.createCollection('later', { viewOn: 'late', pipeline: [{ $sort: { b: 1 } }] });
    await from.createCollection('nowhere', { viewOn: 'not_there', pipeline: [] });
    await from.collection('system.js').insertOne({ _id: 'add' as never, value: 'x' });
    const metrics = from.collection('metrics');
    await metrics.createIndex({ 'm.device': 1, t: -1 }, { name: 'by_device' });
    const at = Date.UTC(2026, 0, 1);
    const measured = (from: number, n: number) =>
      Array.from({ length: n }, (_, i) => ({
        t: new Date(at + (from + i) * 1000),
        m: { device: i % 7 },
        v: i + 0.5,
        b: { '2': 1, a: Long.fromNumber(i) },
      }));
    await metrics.insertMany(measured(0, 5000));
    await from.collection('short').insertMany(measured(0, 500));
    await run(async () => {
      for (let i = 0; i < 20; i++) await metrics.insertMany(measured(2000 + i * 10, 50));
      await metrics.deleteMany({ 'm.device': 3 });
      await metrics.updateMany({ 'm.device': 4 }, { $set: { m: { device: 40 } } });
      await from.createCollection('made', { timeseries: { timeField: 't' } });
      await from.collection('made').insertMany(measured(0, 300));
      await from.collection('short').drop();
      await from.createCollection('short', { timeseries: { timeField: 't' } });
      await from.collection('short').insertMany(measured(5, 5));
      await from.collection('system.js').insertOne({ _id: 'late' as never, value: 'y' });
    });
    await same(...['metrics', 'short', 'made'].map((name) => `system.buckets.${name}`), 'system.js');
    for (const name of ['metrics', 'late', 'later']) {
      const [a, b] = await Promise.all([from, to].map((db) => db.collection(name).find().toArray()));
      const inOrder = (all: Document[]) => all.map((one) => JSON.stringify(one)).sort();
      expect(inOrder(b)).toEqual(inOrder(a));
      expect(b.length).toBeGreaterThan(0);
    }
    expect(await to.collection('metrics').indexes()).toEqual(await metrics.indexes());
    // It goes on as one.
    await to.collection('metrics').insertMany(measured(100, 100));
    const before = await metrics.countDocuments();
    expect(await to.collection('metrics').countDocuments()).toBe(before + 100);
    const options = async (db: Db) =>
      (await db.listCollections({ name: { $ne: '_rowhouse_fence' } }).toArray())
        .map(({ name, type, options: of }: Document) => ({ name, type, of }))
        .sort((x, y) => (x.name < y.name ? -1 : 1));
    expect(await options(to)).toEqual(await options(from));
  });

  it('follows options that are changed meanwhile, and resumes into buckets and clustered collections', async () => {
    await from.createCollection('strict', { validator: { n: { $type: 'int' } } });
    await from.createCollection('seen', { viewOn: 'strict', pipeline: [] });
    await from.createCollection('pile', { clusteredIndex: { key: { _id: 1 }, unique: true } });
    await from.createCollection('metrics', { timeseries: { timeField: 't' } });
    await rows(from, 'pile').insertMany(Array.from({ length: 3000 }, (_, _id) => ({ _id })));
    await from.collection('metrics').insertMany([
      { t: new Date(1), v: 1 },
      { t: new Date(1e12), v: 2 },
    ]);
    const first = sut();
    await first.copyOnline();
    await first.close();
    // As a runner that dies before its position was saved leaves it.
    for (const position of move.positions) Object.assign(position, { complete: false });
    move = (await throughDatabase(move)) as Move;
    move.positions = move.positions.map((one) =>
      one.collection === 'pile' ? { ...one, last: 5 } : { ...one, last: undefined },
    );
    await run(async () => {
      await from.command({
        collMod: 'strict',
        validator: { n: { $type: 'string' } },
        validationLevel: 'moderate',
        validationAction: 'warn',
        changeStreamPreAndPostImages: { enabled: true },
      });
      await from.collection('seen').drop();
      await from.createCollection('seen', { viewOn: 'strict', pipeline: [{ $match: { n: '1' } }] });
    });
    await same('pile', 'system.buckets.metrics');
    const options = async (db: Db) =>
      (await db.listCollections({ name: { $in: ['strict', 'seen'] } }).toArray()).map(
        ({ name, options: of }: Document) => ({ name, of }),
      );
    expect((await options(to)).sort()).toEqual((await options(from)).sort());
  });

  async function throughDatabase(value: object): Promise<object> {
    const box = connection.getClient().db('master_db').collection('moves_of_test');
    await box.insertOne({ value });
    const found = await box.findOne({}, { sort: { $natural: -1 } });
    await box.drop();
    return found!['value'] as object;
  }
});
