import { createConnection, Schema, type Connection } from 'mongoose';
import { startTestMongo } from '../../support/mongo.js';
import { startBench, type Bench } from './support.js';

interface Author {
  name: string;
}
const authorSchema = new Schema<Author>({ name: String });

describe('transactions', () => {
  let bench: Bench;
  beforeAll(async () => (bench = await startBench()));
  afterEach(() => bench.afterEach());
  afterAll(() => bench.stop());

  it('hold together or not at all, and are repeated when two of them meet', async () => {
    const sut = bench.make();
    await sut.run('tx', async (db) => {
      const counters = db.collection<{ _id: string; n: number }>('counters');
      await counters.insertOne({ _id: 'a', n: 0 });
      const add = () =>
        db.transaction(async (session) => {
          const { n = 0 } = (await counters.findOne({ _id: 'a' }, { session })) ?? {};
          await counters.updateOne({ _id: 'a' }, { $set: { n: n + 1 } }, { session });
          return n + 1;
        });
      expect((await Promise.all([add(), add(), add()])).sort()).toEqual([1, 2, 3]);
      const author = new (db.model('Author', authorSchema))({ name: 'Ada' });
      const failing = db.transaction(async (session) => {
        await author.save({ session });
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      expect([author.isNew, await db.collection('authors').countDocuments()]).toEqual([true, 0]);
    });
  });
});

describe('several clusters', () => {
  let bench: Bench;
  let mongo: Awaited<ReturnType<typeof startTestMongo>>;
  let far: Connection;
  beforeAll(async () => {
    bench = await startBench();
    mongo = await startTestMongo({ own: true });
    far = await createConnection(mongo.uri, { dbName: 'far_db' }).asPromise();
  });
  afterEach(() => bench.afterEach());
  afterAll(async () => {
    await far.close();
    await mongo.stop();
    await bench.stop();
  });

  it('have databases of the same name side by side', async () => {
    const registry: Record<string, { database: string; cluster?: string }> = {
      near: { database: 'org_same' },
      far: { database: 'org_same', cluster: 'eu' },
    };
    const sut = bench.make({ clusters: { eu: far }, resolve: (key) => registry[key] ?? null });
    const notes = sut.define('Author', authorSchema);
    for (const key of ['near', 'far']) await sut.run(key, (db) => notes.of(db).create({ name: key }));
    const namesIn = (cluster?: string) =>
      sut.open('org_same', { cluster }).collection<Author>('authors').distinct('name');
    expect([await namesIn(), await namesIn('eu')]).toEqual([['near'], ['far']]);
    expect(await far.getClient().db('org_same').collection('authors').distinct('name')).toEqual(['far']);
    await sut.run('far', (db) => expect([db.cluster, db.name]).toEqual(['eu', 'org_same']));

    // The tenant moves: what was learned is forgotten, and the database it left is idle.
    registry['far'] = { database: 'org_same' };
    sut.invalidate('far');
    await sut.idle('org_same', 1000, { cluster: 'eu' });
    await sut.run('far', (db) => expect(db.cluster).toBe(''));
  });

  it('that nobody knows, and names that belong to the server, are refused', async () => {
    const sut = bench.make({
      clusters: { eu: far },
      databaseName: /./,
      resolve: (key) =>
        key === 'own' ? { database: 'far_db', cluster: 'eu' } : { database: 'org_x', cluster: key },
    });
    await expect(sut.acquire('constructor')).rejects.toMatchObject({ code: 'tenant.unknown_cluster' });
    await expect(sut.acquire('us')).rejects.toMatchObject({ code: 'tenant.unknown_cluster' });
    await expect(sut.acquire('own')).rejects.toMatchObject({ code: 'tenant.invalid_database' });
    expect(() => sut.open('org_x', { cluster: 'us' })).toThrow('No cluster "us".');
  });
});
