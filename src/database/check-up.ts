import type { INestApplicationContext } from '@nestjs/common';
import { getConnectionToken } from '@nestjs/mongoose';
import type { Document } from 'mongodb';
import type { Connection } from 'mongoose';
import { missingRights } from './missing-rights.js';

export type CheckState = 'ok' | 'warn' | 'fail';

/** What was looked at, and what it was found to be. */
export interface Check {
  check: string;
  state: CheckState;
  message: string;
}

/** Transactions of the service need MongoDB 7; the newest one it was measured with is 8. */
const OLDEST_MAJOR = 7;
/** Seconds of the oplog below which a restarted instance may have to forget its caches. */
const SHORT_WINDOW = 3600;
/** Milliseconds that clocks may differ: expiry of tokens and leases are read off them. */
const MAX_SKEW_MS = 2000;

/** Looks at the server and the master database. Nothing is changed. */
export async function checkUp(context: INestApplicationContext): Promise<Check[]> {
  const connection = context.get<Connection>(getConnectionToken(), { strict: false });
  const checks: Check[] = [];
  for (const [check, look] of Object.entries(LOOKS)) {
    try {
      checks.push({ check, ...(await look(connection)) });
    } catch (error) {
      checks.push({ check, state: 'fail', message: (error as Error).message });
    }
  }
  return checks;
}

type Look = (connection: Connection) => Promise<Omit<Check, 'check'>>;

const LOOKS: Record<string, Look> = {
  server: async (connection) => {
    const { version } = await admin(connection, { buildInfo: 1 });
    const isOld = Number(String(version).split('.')[0]) < OLDEST_MAJOR;
    return { state: isOld ? 'fail' : 'ok', message: `MongoDB ${String(version)}` };
  },
  'replica set': async (connection) => {
    const hello = await admin(connection, { hello: 1 });
    const hosts = (hello['hosts'] ?? []) as string[];
    if (hello['setName'] === undefined) {
      return { state: 'fail', message: 'the server is no replica set: it has no transactions' };
    }
    const state = hosts.length < 3 ? 'warn' : 'ok';
    return { state, message: `${String(hello['setName'])}, ${hosts.length} of at least 3 members` };
  },
  clock: async (connection) => {
    const before = Date.now();
    const { localTime } = await admin(connection, { hello: 1 });
    const now = (before + Date.now()) / 2;
    const skew = Math.round((localTime as Date).getTime() - now);
    const state = Math.abs(skew) > MAX_SKEW_MS ? 'fail' : 'ok';
    return { state, message: `the database is ${Math.abs(skew)} ms ${skew < 0 ? 'behind' : 'ahead'}` };
  },
  rights: async (connection) => {
    const missing = await missingRights(connection.getClient());
    return missing === undefined
      ? { state: 'ok', message: 'nothing is missing' }
      : { state: 'fail', message: missing };
  },
  'oplog window': async (connection) => {
    // eslint-disable-next-line no-restricted-syntax -- the server's own, never an organization's
    const oplog = connection.getClient().db('local').collection('oplog.rs');
    const ends = await Promise.all([1, -1].map((way) => oplog.findOne({}, { sort: { $natural: way as 1 } })));
    const [first, last] = ends.map((entry) => (entry?.['ts'] as { t?: number; high?: number })?.high ?? 0);
    const seconds = (last ?? 0) - (first ?? 0);
    const state = seconds < SHORT_WINDOW ? 'warn' : 'ok';
    return { state, message: `${seconds} s; it grows until the oplog is full` };
  },
  'snapshot window': async (connection) => {
    const name = 'minSnapshotHistoryWindowInSeconds';
    const seconds = Number((await admin(connection, { getParameter: 1, [name]: 1 }))[name]);
    const state = seconds < SHORT_WINDOW ? 'warn' : 'ok';
    return { state, message: `${seconds} s: how far an undo reaches back` };
  },
  indexes: async (connection) => {
    const lacking: string[] = [];
    for (const model of Object.values(connection.models)) {
      const { toCreate } = await model.diffIndexes();
      for (const index of toCreate)
        lacking.push(`${model.collection.collectionName} ${JSON.stringify(index)}`);
    }
    return lacking.length === 0
      ? { state: 'ok', message: `of ${Object.keys(connection.models).length} collections, complete` }
      : { state: 'fail', message: `missing: ${lacking.join(', ')}` };
  },
};

const admin = (connection: Connection, command: Document): Promise<Document> =>
  // eslint-disable-next-line no-restricted-syntax -- the server's own, never an organization's
  connection.getClient().db('admin').command(command);
