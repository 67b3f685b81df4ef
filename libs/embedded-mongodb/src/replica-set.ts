import * as os from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { MongoClient, MongoServerError, type Db, type Document } from 'mongodb';
import { EmbeddedMongodbError } from './errors.js';
import type { Access } from './access.js';
import { REPLICA_SET, type MongodSettings } from './mongod-process.js';

const NOT_YET_INITIALIZED = 94;
const INVALID_CONFIG = 93;
const USER_EXISTS = 51003;

/** Members that are added by hand one day take over within seconds. */
const ELECTIONS = { electionTimeoutMillis: 2000, heartbeatTimeoutSecs: 2 };

/** The connection string of the replica set on this port. */
export function uriOf({ port, access }: Pick<MongodSettings, 'port' | 'access'>): string {
  const who = access ? `${access.user}:${access.password}@` : '';
  const where = access ? '&authSource=admin' : '';
  return `mongodb://${who}127.0.0.1:${port}/?replicaSet=${REPLICA_SET}&directConnection=false${where}`;
}

/**
 * Makes the node on this port the writable primary of its one-node set: initiates a new set, and moves a
 * set that was last run on another port here. A protected node gets its account. False when `giveUp` said so first.
 */
export async function becomePrimary(
  { port, dir, access }: MongodSettings,
  giveUp: () => boolean,
): Promise<boolean> {
  const client = new MongoClient(`mongodb://127.0.0.1:${port}/admin?directConnection=true`, {
    serverSelectionTimeoutMS: 2_000,
    connectTimeoutMS: 2_000,
    maxPoolSize: 1,
    ...(access ? { auth: { username: '__system', password: access.key }, authSource: 'local' } : {}),
    // Otherwise the driver imports it dynamically, which Jest refuses without a flag.
    runtimeAdapters: { os },
  });
  try {
    while (!giveUp()) {
      if (await step(client.db(), `127.0.0.1:${port}`, dir.dbPath, access)) return true;
      await sleep(20);
    }
    return false;
  } finally {
    await client.close();
  }
}

/** One look at the node; true when it is writable under the right name. */
async function step(admin: Db, host: string, dbPath: string, access: Access | undefined): Promise<boolean> {
  try {
    // Another program may have taken the port before mongod did, and it may be a mongod as well.
    const { parsed } = await admin.command({ getCmdLineOpts: 1 });
    if ((parsed as { storage?: { dbPath?: string } }).storage?.dbPath !== dbPath) return false;
    const hello = await admin.command({ hello: 1 });
    if (hello['isWritablePrimary'] !== true || hello['me'] !== host) await configure(admin, host);
    else {
      if (access) await giveAccount(admin, access);
      return true;
    }
  } catch (error) {
    if (error instanceof EmbeddedMongodbError) throw error;
    // A node that starts refuses commands for a moment; the deadline of the caller ends the attempts.
  }
  return false;
}

/** What Rowhouse needs of its database (README, "On your own MongoDB"), and no right to make other accounts. */
const ROLES = ['readWriteAnyDatabase', 'dbAdminAnyDatabase', 'clusterMonitor'];

/** Makes the account, or gives the one of an earlier start the password that is kept now. */
async function giveAccount(admin: Db, { user, password }: Access): Promise<void> {
  const account = { pwd: password, roles: ROLES, mechanisms: ['SCRAM-SHA-256'] };
  try {
    await admin.command({ createUser: user, ...account });
  } catch (error) {
    if (!(error instanceof MongoServerError && error.code === USER_EXISTS)) throw error;
    await admin.command({ updateUser: user, ...account });
  }
}

async function configure(admin: Db, host: string): Promise<void> {
  const config = await currentConfig(admin);
  if (!config) {
    await admin.command({
      replSetInitiate: { _id: REPLICA_SET, members: [{ _id: 0, host }], settings: ELECTIONS },
    });
    return;
  }
  const members = config['members'] as Document[];
  if (members.length === 1 && members[0]?.['host'] === host) return;
  // Forced, because the only member that could vote for the change is known under a host that is gone.
  const moved = { ...config, version: Number(config['version']) + 1, members: [{ ...members[0], host }] };
  await admin.command({ replSetReconfig: moved, force: true });
}

async function currentConfig(admin: Db): Promise<Document | undefined> {
  try {
    return (await admin.command({ replSetGetConfig: 1 }))['config'] as Document;
  } catch (error) {
    if (error instanceof MongoServerError && error.code === NOT_YET_INITIALIZED) return undefined;
    if (error instanceof MongoServerError && error.code === INVALID_CONFIG) {
      throw new EmbeddedMongodbError(
        'data_foreign',
        'The data belong to a replica set of another name; choose another data directory.',
        { cause: error },
      );
    }
    throw error;
  }
}
