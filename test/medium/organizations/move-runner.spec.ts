import { setTimeout as sleep } from 'node:timers/promises';
import { TenantConnectionFactory } from '@rowhouse/tenancy';
import {
  BSONRegExp,
  Decimal128,
  Double,
  Int32,
  Long,
  MinKey,
  ObjectId,
  Timestamp,
  UUID,
  type Db,
  type Document,
} from 'mongodb';
import { createConnection, type Connection } from 'mongoose';
import { CopyRepository } from '../../../src/modules/organizations/moves/copy.repository.js';
import { MoveRunner } from '../../../src/modules/organizations/moves/move-runner.js';
import type { Move } from '../../../src/modules/organizations/moves/move.schema.js';
import { startTestMongo } from '../../support/mongo.js';

interface Rows {
  _id: string | number;
  [field: string]: unknown;
}

describe('the copy of a tenant database', () => {
  let mongo: Awaited<ReturnType<typeof startTestMongo>>;
  let connection: Connection;
  let tenants: TenantConnectionFactory;
  let copies: CopyRepository;
  let from: Db;
  let to: Db;
  let move: Move;
  let saved: Partial<Move>[];
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
    saved = [];
    onSave = () => undefined;
  });

  const sut = () =>
    new MoveRunner(copies, move, {
      assertHeld: () => undefined,
      save: async (change) => {
        saved.push(structuredCloneOf(change));
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

  const IDS: unknown[] = [
    new MinKey(),
    null,
    new Int32(1),
    new Double(1.5),
    Long.fromString('9007199254740993'),
    Decimal128.fromString('2.50'),
    'aaaaaaaaaaaaaaaaaaaaaaaa',
    '1970-01-01T00:00:00.005Z',
    { a: 1, b: 2 },
    { b: 2, a: 1 },
    new UUID('6a0f0a9e-3c7a-4b0e-8f3e-0d5ad1ad51a1'),
    new ObjectId('aaaaaaaaaaaaaaaaaaaaaaaa'),
    true,
    new Date(5),
    new Timestamp(7n),
  ];

  it('keeps every type of _id, also of documents that change meanwhile', async () => {
    await rows(from).insertMany(
      IDS.map((_id, i) => ({ _id, i }) as never),
      { forceServerObjectId: true },
    );
    await run(async () => {
      for (const _id of IDS) {
        const { matchedCount } = await rows(from).updateOne({ _id } as never, { $set: { changed: true } });
        expect([_id, matchedCount]).toEqual([_id, 1]);
      }
    });
    await same();
    expect(await rows(to).countDocuments({ changed: true })).toBe(IDS.length);
  });

  it('keeps every type of value exactly', async () => {
    await rows(from).insertOne({
      _id: 1,
      long: Long.fromNumber(5),
      double: new Double(5),
      int: new Int32(5),
      decimal: Decimal128.fromString('1.10'),
      negativeZero: new Double(-0),
      date: new Date(-1),
      pcre: new BSONRegExp('(?i)\\p{Lu}(?<=a)', 'ix'),
      timestamp: new Timestamp(1n),
      list: [null, new Long(1), new Double(1)],
      nested: { z: 1, a: { $dollar: 1, 'dot.ted': 2 }, '': 3 },
    });
    await run();
    await same();
  });

  it('copies documents of 1 MB, and thousands of small ones', async () => {
    const text = 'x'.repeat(1024 * 1024);
    await rows(from).insertMany(Array.from({ length: 20 }, (_, _id) => ({ _id, text })));
    await rows(from, 'small').insertMany(Array.from({ length: 5000 }, (_, _id) => ({ _id })));
    await run(() => rows(from).updateMany({}, { $set: { again: true } }));
    await same('data', 'small');
  });

  it('follows what is inserted, changed and deleted by writers that never rest', async () => {
    await rows(from).insertMany(Array.from({ length: 3000 }, (_, _id) => ({ _id, n: 0 })));
    let writing = true;
    const writers = Array.from({ length: 8 }, async (_, w) => {
      for (let i = 0; writing; i++) {
        await rows(from).insertOne({ _id: `${w}-${i}` });
        await rows(from).updateOne({ _id: (i * 8 + w) % 3000 }, { $set: { n: i } });
        await rows(from).deleteOne({ _id: `${w}-${i - 3}` });
      }
    });
    const runner = sut();
    await runner.copyOnline();
    writing = false;
    await Promise.all(writers);
    await runner.finish('token');
    await runner.close();
    await same();
  });

  it('notes more changes than one round holds', async () => {
    await rows(from).insertOne({ _id: 'first' });
    await run(async () => {
      for (let part = 0; part < 6; part++) {
        await rows(from).insertMany(
          Array.from({ length: 10_000 }, (_, i) => ({ _id: part * 10_000 + i })),
          { ordered: false, writeConcern: { w: 1 } },
        );
      }
    });
    expect(await rows(to).countDocuments()).toBe(60_001);
  });

  it('takes over unique indexes whose values change places meanwhile', async () => {
    await rows(from).createIndex({ seat: 1 }, { unique: true, name: 'one_seat' });
    await rows(from).insertMany([
      { _id: 'a', seat: 1 },
      { _id: 'b', seat: 2 },
      { _id: 'c', seat: 3 },
    ]);
    const seat = (_id: string, value: number) => rows(from).updateOne({ _id }, { $set: { seat: value } });
    const swap = async () => {
      await seat('a', 99);
      await seat('b', 1);
      await seat('c', 2);
      await seat('a', 3);
    };
    const runner = sut();
    await runner.copyOnline();
    await swap();
    await runner.copyOnline(); // the target has the index by now
    await swap();
    await runner.finish('token');
    await runner.close();
    await same();
    expect(await rows(to).indexes()).toEqual(await rows(from).indexes());
  });

  it('takes over indexes as they are at the end', async () => {
    const data = rows(from);
    await data.insertOne({ _id: 1, a: 1, text: 'words', at: new Date() });
    await data.createIndex({ a: 1 }, { name: 'changes' });
    await data.createIndex({ gone: 1 });
    await data.createIndex({ text: 'text' }, { weights: { text: 3 } });
    await data.createIndex({ at: 1 }, { expireAfterSeconds: 3600 });
    await data.createIndex(
      { b: 1 },
      { partialFilterExpression: { b: { $gt: 1 } }, collation: { locale: 'de' } },
    );
    const runner = sut();
    await runner.copyOnline();
    await data.dropIndex('gone_1');
    await data.dropIndex('changes');
    await data.createIndex({ a: -1 }, { name: 'changes', sparse: true });
    await runner.finish('token');
    await runner.close();
    const byName = (indexes: Document[]) => indexes.sort((x, y) => (x['name'] < y['name'] ? -1 : 1));
    expect(byName(await rows(to).indexes())).toEqual(byName(await data.indexes()));
  });

  it('takes over options: validators, collations, capped, clustered, views', async () => {
    await from.createCollection('strict', { validator: { n: { $type: 'int' } }, validationLevel: 'strict' });
    await from.createCollection('words', { collation: { locale: 'en', strength: 2 } });
    await from.createCollection('log', { capped: true, size: 65_536, max: 5 });
    await from.createCollection('pile', { clusteredIndex: { key: { _id: 1 }, unique: true } });
    await from.createCollection('seen', { viewOn: 'strict', pipeline: [{ $match: { n: 1 } }] });
    await rows(from, 'strict').insertOne({ _id: 1, n: new Int32(1) });
    await rows(from, 'strict').insertOne({ _id: 2, n: 'old' }, { bypassDocumentValidation: true });
    await rows(from, 'words').insertMany([{ _id: 'a' }, { _id: 'B' }]);
    await rows(from, 'log').insertMany([{ _id: 9 }, { _id: 1 }, { _id: 5 }]);
    await rows(from, 'pile').insertMany([{ _id: 2 }, { _id: 1 }]);
    await run(async () => {
      await rows(from, 'words').updateOne({ _id: 'A' }, { $set: { n: 1 } });
      await rows(from, 'log').insertMany([{ _id: 0 }, { _id: 7 }, { _id: 3 }]);
      await rows(from, 'pile').deleteOne({ _id: 1 });
    });
    await same('strict', 'words', 'pile');
    const inOrder = async (db: Db) => (await rows(db, 'log').find().toArray()).map(({ _id }) => _id);
    expect(await inOrder(to)).toEqual(await inOrder(from));
    const options = async (db: Db) =>
      (await db.listCollections({ name: { $ne: '_rowhouse_fence' } }).toArray())
        .map(({ name, type, options: of }: Document) => ({ name, type, of }))
        .filter(({ name }) => !String(name).startsWith('system.'))
        .sort((x, y) => (x.name < y.name ? -1 : 1));
    expect(await options(to)).toEqual(await options(from));
  });

  it('follows collections that are made, dropped, renamed and made again meanwhile', async () => {
    for (const name of ['goes', 'renamed', 'again', 'overwritten'])
      await rows(from, name).insertMany(Array.from({ length: 50 }, (_, n) => ({ _id: n, name })));
    await run(async () => {
      await rows(from, 'goes').drop();
      await rows(from, 'made').insertOne({ _id: 1 });
      await rows(from, 'renamed').rename('new_name');
      await rows(from, 'new_name').insertOne({ _id: 'later' });
      await rows(from, 'again').drop();
      await from.createCollection('again', { validator: { n: { $exists: true } } });
      await rows(from, 'again').insertOne({ _id: 1, n: 1 });
      await rows(from, 'new_name').rename('overwritten', { dropTarget: true });
    });
    const names = async (db: Db) =>
      (await db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name).sort();
    expect(await names(to)).toEqual(['again', 'made', 'overwritten']);
    await same('again', 'made', 'overwritten');
    const [again] = await to.listCollections({ name: 'again' }).toArray();
    expect((again as Document)['options']).toEqual({ validator: { n: { $exists: true } } });
  });

  it('goes on where a runner that died had saved, also when the last document is gone', async () => {
    await rows(from).insertMany(Array.from({ length: 4000 }, (_, _id) => ({ _id })));
    await rows(from, 'other').insertMany(
      IDS.map((_id, i) => ({ _id, i }) as never),
      { forceServerObjectId: true },
    );
    const failing = sut();
    const insertAll = jest.spyOn(copies, 'insertAll');
    let batches = 0;
    const real = CopyRepository.prototype.insertAll.bind(copies);
    insertAll.mockImplementation(async (...given) => {
      if (++batches === 3) throw new Error('killed');
      return real(...given);
    });
    await expect(failing.copyOnline()).rejects.toThrow('killed');
    await failing.close();
    insertAll.mockRestore();
    const data = move.positions.find(({ collection }) => collection === 'data')!;
    expect(data.complete).toBe(false);
    expect(data.last).toBeDefined();
    // As it comes back from the database.
    move = (await throughDatabase(move)) as Move;
    await rows(from).deleteOne({ _id: data.last as never });
    await rows(from).updateOne({ _id: 0 }, { $set: { changed: true } });
    await run();
    await same('data', 'other');
  });

  it('starts over when the history of changes is lost', async () => {
    await rows(from).insertMany(Array.from({ length: 100 }, (_, _id) => ({ _id })));
    await rows(to).insertOne({ _id: 'of the first attempt' });
    move.since = new Timestamp({ t: 1, i: 1 });
    move.positions = [{ collection: 'data', last: 50, complete: true }];
    const nextEvent = jest.spyOn(copies, 'nextEvent');
    nextEvent.mockRejectedValueOnce(Object.assign(new Error('history lost'), { code: 286 }));
    const watch = jest.spyOn(copies, 'watch');
    const realWatch = CopyRepository.prototype.watch.bind(copies);
    watch.mockImplementationOnce((db) => realWatch(db, move.since as Timestamp, false));
    await run();
    nextEvent.mockRestore();
    watch.mockRestore();
    await same();
    expect(saved.filter(({ since }) => since !== undefined)).toHaveLength(1);
  });

  it('does not end while a client writes past the fence', async () => {
    await rows(from).insertOne({ _id: 1 });
    const runner = sut();
    await runner.copyOnline();
    const compare = jest.spyOn(copies, 'estimatedCount');
    const real = CopyRepository.prototype.estimatedCount.bind(copies);
    compare.mockImplementationOnce(async (...given) => {
      await rows(from).insertOne({ _id: 'late' });
      return real(...given);
    });
    await expect(runner.finish('one')).rejects.toMatchObject({ code: 'organization.paused' });
    compare.mockRestore();
    await runner.copyOnline();
    await runner.finish('two');
    await runner.close();
    await same();
  });

  it('leaves the target alone when the move belongs to another instance', async () => {
    await rows(from).insertMany(Array.from({ length: 10 }, (_, _id) => ({ _id })));
    let held = true;
    const runner = new MoveRunner(copies, move, {
      assertHeld: () => {
        if (!held) throw new Error('lease lost');
      },
      save: async () => undefined,
    });
    await runner.copyOnline();
    held = false;
    await rows(from).insertOne({ _id: 'new' });
    await expect(runner.copyOnline()).rejects.toThrow('lease lost');
    await expect(runner.finish('token')).rejects.toThrow('lease lost');
    await runner.close();
    await sleep(20);
    expect(await rows(to).countDocuments()).toBe(10);
  });

  async function throughDatabase(value: object): Promise<object> {
    const box = connection.getClient().db('master_db').collection('moves_of_test');
    await box.insertOne({ value });
    const found = await box.findOne({}, { sort: { $natural: -1 } });
    await box.drop();
    return found!['value'] as object;
  }
});

/** What was saved at that moment; the runner changes its move later. */
function structuredCloneOf(change: Partial<Move>): Partial<Move> {
  return { ...change, positions: change.positions?.map((position) => ({ ...position })) };
}
