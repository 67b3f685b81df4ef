import type { Document, Timestamp } from 'mongodb';
import type { Db, MongoClient } from 'mongodb';
import { asOf } from '../../src/database/past/moment.js';

type Row = Document & { _id: number };

/**
 * Writes to `a` and `b` in every way there is, so that the sum of `n` is the same in both at every moment, and to `c`
 * alone.
 */
export async function write(
  client: MongoClient,
  db: Db,
  random: () => number,
  isOver: () => boolean,
): Promise<void> {
  const pick = (count: number) => Math.floor(random() * count);
  const free = db.collection<Row>('c');
  while (!isOver()) {
    const [id, by] = [pick(12), pick(100)];
    await client.withSession((session) =>
      session.withTransaction(async () => {
        for (const name of ['a', 'b'])
          await db
            .collection<Row>(name)
            .updateOne({ _id: id }, { $inc: { n: by } }, { session, upsert: true });
      }),
    );
    await free.replaceOne(
      { _id: id },
      { list: [1, 2, { x: by }], z: by, a: { b: { c: 1 } } },
      { upsert: true },
    );
    const changes: Document[] = [
      { $set: { 'list.2': { x: 1, y: by }, 'list.6': by, z: by } },
      { $push: { list: { $each: [by, by], $slice: 4 } } },
      { $unset: { 'a.b': 1 }, $set: { 'a.c.d': by, '2024': by } },
      { $rename: { z: 'y' } },
      { $pop: { list: -1 } },
    ];
    await free.updateOne({ _id: id }, changes[pick(changes.length)]);
    await free.updateOne({ _id: id }, [
      { $set: { z: { $ifNull: ['$y', by] }, list: ['$list'], long: 'x'.repeat(200) } },
    ]);
    await free.updateOne({ _id: id }, [{ $set: { z: [by], a: { first: by, b: '$a' } } }]);
    if (by < 30) await free.deleteOne({ _id: pick(12) });
    if (by < 10) await free.bulkWrite([{ insertOne: { document: { _id: 1000 + pick(1e6), n: by } } }]);
  }
}

/** Makes, changes and drops collections of every kind, and writes to them. */
export async function restructure(db: Db): Promise<void> {
  await db.createCollection('series', { timeseries: { timeField: 't', metaField: 'm' } });
  await db.createCollection('ring', { capped: true, size: 65_536, max: 5 });
  for (let i = 0; i < 12; i++) {
    await db
      .collection('series')
      .insertOne({ t: new Date(1e12 + i * 1000), m: i % 2, v: i * 1.5, text: `v${i}` });
    await db.collection('ring').insertOne({ i });
  }
  await db.collection('series').createIndex({ m: 1, t: 1 });
  await db.collection('c').createIndex({ z: 1, '2024': -1 }, { sparse: true, name: 'by_z' });
  await db.createCollection('view', { viewOn: 'c', pipeline: [{ $match: { z: 1 } }] });
  await db.collection('draft').insertMany([{ k: 1 }, { k: 2 }]);
  await db.collection('draft').createIndex({ k: 1 }, { unique: true });
  await db.command({ collMod: 'draft', index: { name: 'k_1', hidden: true } });
  await db.collection('draft').rename('final');
  await db.collection('draft').insertOne({ other: true });
  await db
    .collection('final')
    .aggregate([{ $match: { k: 2 } }, { $out: 'out' }])
    .toArray();
  await db.collection('draft').rename('final', { dropTarget: true });
  await db.collection('view').drop();
  await db.collection('out').drop();
  await db.createCollection('out', { collation: { locale: 'de' } });
  await db.collection('c').dropIndex('by_z');
  await db.command({ collMod: 'c', validator: { z: { $exists: false } }, validationLevel: 'off' });
}

/** As the database remembers them, as bytes. @param inOrder as they are stored */
export async function documentsAt(db: Db, store: string, at: Timestamp, inOrder: boolean): Promise<string[]> {
  const find = { find: store, batchSize: 10_000, readConcern: asOf(at) };
  const found = await db.runCursorCommand(find, { raw: true }).toArray();
  const texts = (found as unknown as Uint8Array[]).map((one) => Buffer.from(one).toString('base64'));
  return inOrder ? texts : texts.sort();
}
