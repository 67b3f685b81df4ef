import { readdir } from 'node:fs/promises';
import { MongoClient } from 'mongodb';
import mongoose from 'mongoose';
import { cleanUp, newDir, processesNaming, start, until } from './helpers.js';
import { stretched } from '../../support/stretched.js';

afterEach(cleanUp);

async function withClient<T>(uri: string, work: (client: MongoClient) => Promise<T>): Promise<T> {
  const client = await MongoClient.connect(uri, { serverSelectionTimeoutMS: 5_000 });
  try {
    return await work(client);
  } finally {
    await client.close();
  }
}

describe('startEmbeddedMongodb', () => {
  it('answers when the node is the writable primary, and stops without leaving a process or a lock', async () => {
    const dataDir = await newDir();
    const lines: string[] = [];
    const mongo = await start(dataDir, { log: (line) => lines.push(line) });
    const hello = await withClient(mongo.uri, (client) => client.db('admin').command({ hello: 1 }));
    expect(hello).toMatchObject({
      isWritablePrimary: true,
      setName: 'rowhouse',
      hosts: [`127.0.0.1:${mongo.port}`],
    });
    expect(lines.filter((line) => line.startsWith('Using mongod '))).toHaveLength(1);

    const before = Date.now();
    await mongo.stop();
    expect(Date.now() - before).toBeLessThan(stretched(8000));
    expect(mongo.pid).toBeUndefined();
    // Its watcher ends when it has read that mongod ended.
    await until(async () => (await processesNaming(dataDir)).length === 0, 30_000);
    expect(await readdir(dataDir)).not.toContain('owner.json');
  });

  it('keeps the data and the port over a restart', async () => {
    const dataDir = await newDir();
    const first = await start(dataDir);
    await withClient(first.uri, (client) => client.db('shop').collection('orders').insertOne({ number: 1 }));
    await first.stop();

    const second = await start(dataDir);
    expect(second.uri).toBe(first.uri);
    expect(await withClient(second.uri, (c) => c.db('shop').collection('orders').countDocuments())).toBe(1);
  });

  it('moves to another port with its data', async () => {
    const dataDir = await newDir();
    const first = await start(dataDir);
    await withClient(first.uri, (client) => client.db('shop').collection('orders').insertOne({ number: 1 }));
    await first.stop();

    const other = await start(await newDir(), { port: first.port });
    const second = await start(dataDir);
    expect(other.port).toBe(first.port);
    expect(second.port).not.toBe(first.port);
    expect(await withClient(second.uri, (c) => c.db('shop').collection('orders').countDocuments())).toBe(1);
  });

  it('listens on loopback only, uncompressed, without a socket file, with short transactions', async () => {
    const mongo = await start(await newDir());
    const [options, lifetime] = await withClient(mongo.uri, async (client) => [
      (await client.db('admin').command({ getCmdLineOpts: 1 }))['parsed'],
      await client.db('admin').command({ getParameter: 1, transactionLifetimeLimitSeconds: 1 }),
    ]);
    expect(options.net).toMatchObject({
      bindIp: '127.0.0.1',
      compression: { compressors: 'disabled' },
      unixDomainSocket: { enabled: false },
    });
    expect(options.security).toMatchObject({ javascriptEnabled: false });
    expect(options.setParameter).toMatchObject({ diagnosticDataCollectionEnabled: 'false' });
    expect(lifetime).toMatchObject({ transactionLifetimeLimitSeconds: 5 });
  });

  it('runs transactions and change streams through mongoose', async () => {
    const mongo = await start(await newDir());
    const connection = await mongoose.createConnection(mongo.uri, { dbName: 'shop' }).asPromise();
    try {
      const orders = connection.collection('orders');
      await orders.insertOne({ number: 0 });
      const stream = orders.watch();
      // Opens the stream; what comes before it would be missed.
      expect(await stream.tryNext()).toBeNull();
      await connection.transaction(async (session) => {
        await orders.insertOne({ number: 1 }, { session });
      });
      expect(await stream.next()).toMatchObject({ operationType: 'insert', fullDocument: { number: 1 } });
      await stream.close();
    } finally {
      await connection.close();
    }
  });

  it('stops fast under an open transaction and a waiting change stream', async () => {
    const mongo = await start(await newDir());
    const client = await MongoClient.connect(mongo.uri, { serverSelectionTimeoutMS: 500 });
    const orders = client.db('shop').collection('orders');
    const stream = orders.watch();
    await stream.tryNext();
    const waiting = stream.next().catch(() => undefined);
    const session = client.startSession();
    session.startTransaction();
    await orders.insertOne({ number: 2 }, { session });

    const before = Date.now();
    await mongo.stop();
    expect(Date.now() - before).toBeLessThan(stretched(8000));
    await stream.close();
    await waiting;
    await client.close();
  });
});
