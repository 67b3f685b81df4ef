import { chmod, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { cleanUp, newDir, start } from './helpers.js';

afterEach(cleanUp);

async function withClient<T>(uri: string, work: (client: MongoClient) => Promise<T>): Promise<T> {
  const client = new MongoClient(uri, { serverSelectionTimeoutMS: 5_000 });
  try {
    return await work(client);
  } finally {
    await client.close();
  }
}

const orders = (uri: string) => withClient(uri, (c) => c.db('shop').collection('orders').countDocuments());
const without = (uri: string) => uri.replace(/\/\/[^@]+@/, '//').replace('&authSource=admin', '');
const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);

describe('a protected embedded MongoDB', () => {
  it('is made of a directory that had no password, and keeps it, on another port and with a lost password file too', async () => {
    const dataDir = await newDir();
    const open = await start(dataDir);
    await withClient(open.uri, (client) => client.db('shop').collection('orders').insertOne({ number: 1 }));
    await open.stop();

    const first = await start(dataDir, { auth: true });
    expect(await orders(first.uri)).toBe(1);
    await expect(orders(without(first.uri))).rejects.toMatchObject({ code: 13 }); // Unauthorized
    await expect(
      withClient(without(first.uri), (c) =>
        c.db('admin').command({ createUser: 'eve', pwd: 'x', roles: ['root'] }),
      ),
    ).rejects.toMatchObject({ code: 13 });
    await first.stop();
    for (const name of ['keyfile', 'password']) expect(await modeOf(join(dataDir, name))).toBe('600');

    // As a start that was killed leaves it, and as a careless copy of the directory does.
    await rm(join(dataDir, 'password'));
    await writeFile(join(dataDir, 'password.tmp'), 'half');
    await chmod(join(dataDir, 'keyfile'), 0o644);
    const blocker = await start(await newDir(), { port: first.port });
    const second = await start(dataDir);
    expect(second.port).not.toBe(blocker.port);
    expect(second.uri).toContain(`//rowhouse:${(await readFile(join(dataDir, 'password'), 'utf8')).trim()}@`);
    expect(await orders(second.uri)).toBe(1);
    const former = second.uri.replace(/:[^:@]+@/, () => `:${/:([^:@]+)@/.exec(first.uri)![1]}@`);
    await expect(orders(former)).rejects.toMatchObject({ code: 18 }); // AuthenticationFailed
  });

  it('protects a new directory, comes back after its mongod was killed, and lets its account make no other', async () => {
    const mongo = await start(await newDir(), { auth: true });
    const back = new Promise((resolve) => mongo.once('restarted', resolve));
    process.kill(mongo.pid!, 'SIGKILL');
    await back;
    await withClient(mongo.uri, async (client) => {
      const session = client.startSession();
      await client.db('shop').createCollection('orders');
      await session.withTransaction(() =>
        client.db('shop').collection('orders').insertOne({ n: 1 }, { session }),
      );
      await session.endSession();
      await client.db('shop').collection('orders').watch().tryNext();
      await expect(
        client.db('admin').command({ createUser: 'eve', pwd: 'x', roles: ['root'] }),
      ).rejects.toMatchObject({ code: 13 });
    });
    await expect(orders(without(mongo.uri))).rejects.toMatchObject({ code: 13 });
  });
});
