import { once } from 'node:events';
import { MongoClient } from 'mongodb';
import { cleanUp, isAlive, newDir, processesNaming, start, startInChild, until } from './helpers.js';

afterEach(cleanUp);

async function insert(uri: string, number: number): Promise<void> {
  const client = await MongoClient.connect(uri, { serverSelectionTimeoutMS: 5_000 });
  await client
    .db('shop')
    .collection('orders')
    .insertOne({ number }, { writeConcern: { w: 'majority', j: true } });
  await client.close();
}

async function numbers(uri: string): Promise<unknown[]> {
  const client = await MongoClient.connect(uri, { serverSelectionTimeoutMS: 5_000 });
  const found = await client.db('shop').collection('orders').find().sort({ number: 1 }).toArray();
  await client.close();
  return found.map((order) => order['number']);
}

describe('kill -9 of mongod', () => {
  it('starts it again on the same port with its data', async () => {
    const mongo = await start(await newDir());
    await insert(mongo.uri, 1);
    const pid = mongo.pid!;
    const died = once(mongo, 'died');
    const restarted = once(mongo, 'restarted');
    process.kill(pid, 'SIGKILL');
    expect((await died)[0]).toMatchObject({ pid, reason: { code: 'start_failed' } });
    await restarted;
    expect(mongo.pid).not.toBe(pid);
    await insert(mongo.uri, 2);
    expect(await numbers(mongo.uri)).toEqual([1, 2]);
  });

  it('only tells when asked not to start it again', async () => {
    const dataDir = await newDir();
    const mongo = await start(dataDir, { restart: false });
    const died = once(mongo, 'died');
    process.kill(mongo.pid!, 'SIGKILL');
    await died;
    expect(mongo.pid).toBeUndefined();
    await until(async () => (await processesNaming(dataDir)).length === 0, 30_000);
  });

  it('stops cleanly while it is being started again', async () => {
    const dataDir = await newDir();
    const mongo = await start(dataDir);
    const died = once(mongo, 'died');
    process.kill(mongo.pid!, 'SIGKILL');
    await died;
    await new Promise((resolve) => setTimeout(resolve, 120));
    await mongo.stop();
    await until(async () => (await processesNaming(dataDir)).length === 0, 30_000);
  });
});

describe('kill -9 of the process that started mongod', () => {
  it('ends mongod and its watcher by themselves', async () => {
    const dataDir = await newDir();
    const { child, mongodPid } = await startInChild(dataDir);
    expect(await isAlive(mongodPid)).toBe(true);
    child.kill('SIGKILL');
    await until(async () => (await processesNaming(dataDir)).length === 0, 30_000);
  });

  it('lets a start right after it succeed with the data, and leaves no orphan', async () => {
    const dataDir = await newDir();
    const { child, uri, mongodPid } = await startInChild(dataDir);
    await insert(uri, 1);
    child.kill('SIGKILL');
    await once(child, 'exit');

    const mongo = await start(dataDir);
    expect(await numbers(mongo.uri)).toEqual([1]);
    expect(await isAlive(mongodPid)).toBe(false);
    await mongo.stop();
    await until(async () => (await processesNaming(dataDir)).length === 0, 30_000);
  });

  it('ends a mongod whose watcher was killed as well', async () => {
    const dataDir = await newDir();
    const { child, uri, mongodPid } = await startInChild(dataDir);
    await insert(uri, 1);
    for (const pid of await processesNaming(dataDir)) if (pid !== mongodPid) process.kill(pid, 'SIGKILL');
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await isAlive(mongodPid)).toBe(true);

    const lines: string[] = [];
    const mongo = await start(dataDir, { log: (line) => lines.push(line) });
    expect(lines).toContain(`Ending the mongod (pid ${mongodPid}) that an earlier run left behind.`);
    expect(await numbers(mongo.uri)).toEqual([1]);
  });
});
