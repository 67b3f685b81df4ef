import type { INestApplicationContext } from '@nestjs/common';
import { getConnectionToken } from '@nestjs/mongoose';
import type { Document } from 'mongodb';
import type { Connection } from 'mongoose';
import { STANDALONE } from './connection-problem.js';
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

/** Looks at the server and the master database. Nothing is changed. @param now the clock of this machine */
export async function checkUp(
  context: INestApplicationContext,
  now: () => number = Date.now,
): Promise<Check[]> {
  const connection = context.get<Connection>(getConnectionToken(), { strict: false });
  const checks: Check[] = [];
  for (const [check, look] of Object.entries(LOOKS)) {
    try {
      checks.push({ check, ...(await look(connection, now)) });
    } catch (error) {
      checks.push({ check, state: 'fail', message: (error as Error).message });
    }
  }
  return checks;
}

type Look = (connection: Connection, now: () => number) => Promise<Omit<Check, 'check'>>;

const LOOKS: Record<string, Look> = {
  server: async (connection) => {
    const { version } = await admin(connection, { buildInfo: 1 });
    const isOld = Number(String(version).split('.')[0]) < OLDEST_MAJOR;
    const message = `MongoDB ${String(version)}`;
    return isOld
      ? { state: 'fail', message: `${message}: upgrade it to ${OLDEST_MAJOR} or newer` }
      : { state: 'ok', message };
  },
  'replica set': async (connection) => {
    const hello = await admin(connection, { hello: 1 });
    const hosts = (hello['hosts'] ?? []) as string[];
    if (hello['setName'] === undefined) {
      return { state: 'fail', message: STANDALONE };
    }
    const message = `${String(hello['setName'])}, ${hosts.length} of at least 3 members`;
    return hosts.length < 3
      ? { state: 'warn', message: `${message}: add more with rs.add(), or one lost disk loses the data` }
      : { state: 'ok', message };
  },
  clock: async (connection, clock) => {
    const before = clock();
    const { localTime } = await admin(connection, { hello: 1 });
    const now = (before + clock()) / 2;
    const skew = Math.round((localTime as Date).getTime() - now);
    const message = `the database is ${Math.abs(skew)} ms ${skew < 0 ? 'behind' : 'ahead'}`;
    return Math.abs(skew) > MAX_SKEW_MS
      ? { state: 'fail', message: `${message}: let NTP set the clocks of both machines` }
      : { state: 'ok', message };
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
    const message = `${seconds} s; it grows until the oplog is full`;
    return seconds < SHORT_WINDOW
      ? { state: 'warn', message: `${message}: if it stays so short, raise it with replSetResizeOplog` }
      : { state: 'ok', message };
  },
  'snapshot window': async (connection) => {
    const name = 'minSnapshotHistoryWindowInSeconds';
    const seconds = Number((await admin(connection, { getParameter: 1, [name]: 1 }))[name]);
    const message = `${seconds} s: how far an undo reaches back`;
    return seconds < SHORT_WINDOW
      ? { state: 'warn', message: `${message}; raise the server’s parameter ${name} to ${SHORT_WINDOW}` }
      : { state: 'ok', message };
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
      : {
          state: 'fail',
          message: `missing: ${lacking.join(', ')}; a start of the service makes them, or says what is in the way`,
        };
  },
};

const admin = (connection: Connection, command: Document): Promise<Document> =>
  // eslint-disable-next-line no-restricted-syntax -- the server's own, never an organization's
  connection.getClient().db('admin').command(command);
