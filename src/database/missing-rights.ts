import { randomBytes } from 'node:crypto';
import type { Db, MongoClient } from 'mongodb';
import { isUnauthorized } from './connection-problem.js';

type Role = 'readWriteAnyDatabase' | 'dbAdminAnyDatabase';

export interface Right {
  what: string;
  role: Role;
  /** What it is called in privileges on any database. */
  actions: string[];
}

/** What the service does in the databases of organizations, whose names nobody knows before. */
const RIGHTS = {
  create: { what: 'create collections', role: 'readWriteAnyDatabase', actions: ['createCollection'] },
  write: {
    what: 'read and write documents',
    role: 'readWriteAnyDatabase',
    actions: ['find', 'insert', 'update', 'remove'],
  },
  index: { what: 'make indexes', role: 'readWriteAnyDatabase', actions: ['createIndex'] },
  list: {
    what: 'list collections and indexes',
    role: 'readWriteAnyDatabase',
    actions: ['listCollections', 'listIndexes'],
  },
  dropCollection: { what: 'drop collections', role: 'readWriteAnyDatabase', actions: ['dropCollection'] },
  stream: { what: 'follow change streams', role: 'readWriteAnyDatabase', actions: ['changeStream'] },
  dropDatabase: { what: 'drop databases', role: 'dbAdminAnyDatabase', actions: ['dropDatabase'] },
} satisfies Record<string, Right>;

interface Privilege {
  resource: { db?: string; collection?: string; anyResource?: boolean };
  actions: string[];
}

export interface AuthInfo {
  authenticatedUsers: { user: string; db: string }[];
  authenticatedUserPrivileges?: Privilege[];
}

/** A message that names what the user may not do and the roles that allow it; undefined: nothing is missing. */
export async function missingRights(client: MongoClient): Promise<string | undefined> {
  const info = await authInfo(client);
  const user = info.authenticatedUsers[0];
  if (user === undefined) return undefined; // a server without access control, or one that refuses everything else
  const missing = new Set<Right>(rightsNotIn(info));
  if (!missing.has(RIGHTS.create)) for (const right of await tryThem(client)) missing.add(right);
  if (missing.size === 0) return undefined;
  const what = [...missing].map((right) => right.what).join(', ');
  const roles = [...new Set([...missing].map(({ role }) => role))].sort().reverse();
  const granted = roles.map((role) => `{ role: "${role}", db: "admin" }`).join(', ');
  return `the database user ${user.user} may not, in every database: ${what}; grant ${roles.join(' and ')}: db.getSiblingDB(${JSON.stringify(user.db)}).grantRolesToUser(${JSON.stringify(user.user)}, [${granted}])`;
}

export async function authInfo(client: MongoClient): Promise<AuthInfo> {
  const answer = await client.db().command({ connectionStatus: 1, showPrivileges: true });
  return answer['authInfo'] as AuthInfo;
}

export function rightsNotIn({ authenticatedUserPrivileges = [] }: AuthInfo): Right[] {
  const everywhere = authenticatedUserPrivileges.filter(
    ({ resource }) => resource.anyResource === true || (resource.db === '' && resource.collection === ''),
  );
  const allowed = new Set(everywhere.flatMap(({ actions }) => actions));
  return Object.values(RIGHTS).filter(({ actions }) => !actions.every((action) => allowed.has(action)));
}

/**
 * Does each thing once, in a database that nobody else can have: its name is random, and it is dropped only
 * because this run made it. Whatever else goes wrong is thrown.
 */
async function tryThem(client: MongoClient): Promise<Right[]> {
  const missing: Right[] = [];
  const attempt = async (right: Right, work: () => Promise<unknown>): Promise<boolean> => {
    try {
      await work();
      return true;
    } catch (error) {
      if (!isUnauthorized(error)) throw error;
      missing.push(right);
      return false;
    }
  };
  // eslint-disable-next-line no-restricted-syntax -- a scratch database, never an organization's
  const scratch = client.db(`rowhouse_check_${randomBytes(8).toString('hex')}`);
  const trial = scratch.collection<{ _id: number }>('trial');
  if (!(await attempt(RIGHTS.create, () => inTransaction(client, scratch)))) return missing;
  try {
    await attempt(RIGHTS.index, () => trial.createIndex({ n: 1 }));
    await attempt(RIGHTS.write, () => trial.updateOne({ _id: 1 }, { $set: { n: 1 } }));
    await attempt(RIGHTS.list, () => scratch.listCollections().toArray());
    await attempt(RIGHTS.stream, async () => {
      const stream = scratch.watch([], { maxAwaitTimeMS: 1 });
      await stream.tryNext().finally(() => stream.close());
    });
  } finally {
    const isGone = await attempt(RIGHTS.dropDatabase, () => scratch.dropDatabase());
    // A database without collections is none: this needs no more than the right to drop those.
    if (!isGone) await attempt(RIGHTS.dropCollection, () => trial.drop());
  }
  return missing;
}

async function inTransaction(client: MongoClient, scratch: Db): Promise<void> {
  const session = client.startSession();
  try {
    await session.withTransaction(async () => {
      await scratch.createCollection('trial', { session });
      await scratch.collection<{ _id: number }>('trial').insertOne({ _id: 1 }, { session });
    });
  } finally {
    await session.endSession();
  }
}
