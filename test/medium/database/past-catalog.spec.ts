import { MongoClient, type Timestamp } from 'mongodb';
import { PastCatalog } from '../../../src/database/past/past-catalog.js';
import { startTestMongo, type TestMongo } from '../../support/mongo.js';
import { randomOf } from '../../support/writers.js';

describe('the collections of a moment', () => {
  let mongo: TestMongo;
  let client: MongoClient;
  beforeAll(async () => {
    mongo = await startTestMongo();
    client = await new MongoClient(mongo.uri).connect();
  });
  afterAll(async () => {
    await client?.close();
    await mongo?.stop();
  });

  it('are the same whatever was asked before', async () => {
    const db = client.db('org_catalog');
    const random = randomOf(7);
    const there = new Set<string>();
    const moments: { at: Timestamp; names: string[] }[] = [];
    const sut = new PastCatalog();
    const namesAt = async (catalog: PastCatalog, at: Timestamp) =>
      (await catalog.collections(db, at)).map(({ name }) => name);
    for (let i = 0; i < 16; i++) {
      const name = `c${Math.floor(random() * 4)}`;
      if (there.delete(name)) await db.dropCollection(name);
      else await db.collection((there.add(name), name)).insertOne({ i });
      const { operationTime: at } = (await db.command({ ping: 1 })) as { operationTime: Timestamp };
      moments.push({ at, names: [...there].sort() });
      // Between the changes, so that stretches of several beginnings are remembered and gone on with.
      const asked = moments[Math.floor(random() * moments.length)];
      expect(await namesAt(sut, asked.at)).toEqual(asked.names);
    }
    for (const { at, names } of moments) {
      expect(await namesAt(sut, at)).toEqual(names);
    }
    // Dropped as a whole: what was noted of it is forgotten.
    await db.dropDatabase();
    await db.collection('again').insertOne({});
    const last = moments[8];
    expect(await namesAt(sut, last.at)).toEqual(await namesAt(new PastCatalog(), last.at));
  });
});
