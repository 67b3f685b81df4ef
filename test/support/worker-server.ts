import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startEmbeddedMongodb } from '@rowhouse/embedded-mongodb';
import { MongoClient } from 'mongodb';
import { processesOnDbPath, signal } from '../../libs/embedded-mongodb/src/processes.js';
import { until } from './smtp.js';

/** A server that outlives the spec file that started it, until the worker of Jest ends. */
interface WorkerServer {
  uri: string;
  pid: number;
  dataDir: string;
  /** The spec file that has it now. */
  lentTo: string | null;
}

/** A server that is lent to one test app at a time. */
export interface LentServer {
  uri: string;
  stop(): Promise<void>;
}

/** Above it a new server is sooner there than the old one is emptied. */
const MOST_DATABASES = 25;
const OWN_NAME = 'rowhouse-test-server';
const SYSTEM = new Set(['admin', 'config', 'local']);

/** The directory of this run of Jest; see `run/global-setup.mjs`. */
export const runDirectory = (): string => process.env['ROWHOUSE_TEST_RUN']!;

const record = (): string => join(runDirectory(), `worker-${process.env['JEST_WORKER_ID']}.json`);

let lent = false;

/**
 * The server of this worker, empty as a new one. Undefined while another app of this spec file has it: each app
 * may take the server as its own, with every database on it.
 */
export async function borrowServer(): Promise<LentServer | undefined> {
  if (lent) return undefined;
  lent = true;
  try {
    const server = (await emptied(await recorded())) ?? (await start());
    await write({ ...server, lentTo: expect.getState().testPath ?? 'unknown' });
    return {
      uri: server.uri,
      stop: async () => {
        await write({ ...server, lentTo: null });
        lent = false;
      },
    };
  } catch (error) {
    lent = false;
    throw error;
  }
}

async function recorded(): Promise<WorkerServer | undefined> {
  const text = await readFile(record(), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const server = JSON.parse(text) as WorkerServer;
  // A worker that Jest replaced took its server along.
  return (await runs(server)) ? server : await thrownAway(server);
}

async function runs({ pid, dataDir }: WorkerServer): Promise<boolean> {
  const running = await processesOnDbPath(join(dataDir, 'db'));
  return running.some((found) => found.pid === pid);
}

async function write(server: WorkerServer): Promise<void> {
  const draft = `${record()}.new`;
  await writeFile(draft, JSON.stringify(server));
  await rename(draft, record());
}

async function start(): Promise<WorkerServer> {
  const dataDir = await mkdtemp(join(runDirectory(), `worker-${process.env['JEST_WORKER_ID']}-`));
  const binary = process.env['MONGOD_BINARY'];
  const mongo = await startEmbeddedMongodb({
    dataDir,
    cacheSizeGB: 0.25,
    env: process.env,
    // The next spec file starts another one instead: this one's helpers are gone with the file that started it.
    restart: false,
    ...(binary ? { binary } : {}),
  });
  return { uri: mongo.uri, pid: mongo.pid!, dataDir, lentTo: null };
}

/** The server without anything of the spec files before; undefined when it was thrown away instead. */
async function emptied(server: WorkerServer | undefined): Promise<WorkerServer | undefined> {
  if (!server) return undefined;
  const client = new MongoClient(server.uri, {
    appName: OWN_NAME,
    maxPoolSize: 4,
    serverSelectionTimeoutMS: 2000,
  });
  try {
    if (server.lentTo !== null) throw new Error(`${server.lentTo} never gave it back`);
    await until(async () => (await clients(client)) === 0, 2000, 'the clients of the file before to leave');
    const { databases } = await client.db('admin').admin().listDatabases({ nameOnly: true });
    const names = databases.map(({ name }) => name).filter((name) => !SYSTEM.has(name));
    if (names.length > MOST_DATABASES) return await thrownAway(server);
    await Promise.all(names.map((name) => client.db(name).command({ dropDatabase: 1, maxTimeMS: 2000 })));
    return server;
  } catch (error) {
    process.stderr.write(`A new server for this worker: ${(error as Error).message}\n`);
    return await thrownAway(server);
  } finally {
    await client.close();
  }
}

/** Connections of drivers that are not ours: an app that was left running would write into the next file's data. */
async function clients(client: MongoClient): Promise<number> {
  const connections = client
    .db('admin')
    .aggregate<{ clientMetadata?: { driver?: { name?: string } }; appName?: string }>([
      { $currentOp: { allUsers: true, idleConnections: true } },
    ]);
  let count = 0;
  for await (const { clientMetadata, appName } of connections)
    if (clientMetadata?.driver?.name?.startsWith('nodejs') && appName !== OWN_NAME) count++;
  return count;
}

async function thrownAway(server: WorkerServer): Promise<undefined> {
  const { pid, dataDir } = server;
  if (await runs(server)) signal(pid, 'SIGKILL');
  await rm(record(), { force: true });
  await rm(dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
}
