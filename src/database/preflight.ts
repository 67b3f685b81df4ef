import { setTimeout as sleep } from 'node:timers/promises';
import { MongoClient } from 'mongodb';
import type { Env } from '../config/env.js';
import { APP_NAME } from './connection-options.js';
import { type Problem, problemOf, problemOfUrl, STANDALONE } from './connection-problem.js';
import { missingRights } from './missing-rights.js';
import { faultInUrl } from './mongodb-url.js';
import { DatabaseUnusable } from './start-refused.js';

/** Milliseconds between two attempts, and between two lines about them. */
const PAUSE_MS = 500;
const LINE_MS = 5000;

/**
 * Asks the server whether it can be used, and waits for one that does not answer yet.
 * @param say told every few seconds what is waited for
 * @throws DatabaseUnusable at once for what does not pass by itself, else after DATABASE_WAIT_SECONDS
 */
export async function checkDatabase(env: Env, say: (line: string) => void): Promise<void> {
  const deadline = performance.now() + env.DATABASE_WAIT_SECONDS * 1000;
  let saidAt = -Infinity;
  for (;;) {
    const problem = await look(env.MONGODB_URL!);
    if (problem === undefined) return;
    const left = deadline - performance.now();
    if (!problem.passes || left <= 0) throw new DatabaseUnusable(problem.message);
    if (performance.now() - saidAt >= LINE_MS) {
      saidAt = performance.now();
      say(
        `✗ Failed to connect to MongoDB: ${problem.message} (waiting for it, ${Math.ceil(left / 1000)} s more)`,
      );
    }
    await sleep(PAUSE_MS);
  }
}

/** PrimarySteppedDown, NotWritablePrimary, InterruptedAtShutdown, InterruptedDueToReplStateChange, ShutdownInProgress. */
const BUSY_CODES = new Set<unknown>([189, 10107, 11600, 11602, 91]);

async function look(url: string): Promise<Problem | undefined> {
  const fault = faultInUrl(url);
  if (fault !== undefined) return { message: `MONGODB_URL cannot be used: ${fault}`, passes: false };
  let client: MongoClient;
  try {
    client = new MongoClient(url, {
      appName: APP_NAME,
      serverSelectionTimeoutMS: 2000,
      connectTimeoutMS: 2000,
      writeConcern: { w: 'majority' },
    });
  } catch (error) {
    return problemOfUrl(error, url);
  }
  try {
    await client.connect();
    const hello = await client.db().command({ hello: 1 });
    const isSet = hello['setName'] !== undefined || hello['msg'] === 'isdbgrid';
    if (!isSet) return { message: STANDALONE, passes: false };
    // Asks something that an unauthenticated client may not know.
    await client.db().admin().command({ listDatabases: 1, nameOnly: true, authorizedDatabases: true });
    const missing = await missingRights(client);
    return missing === undefined ? undefined : { message: missing, passes: false };
  } catch (error) {
    return await problemOf(error, client, url);
  } finally {
    await client.close();
  }
}

/** A database that is only slow, or changing its guard: the same start may succeed a moment later. */
export function isBusy(error: unknown): boolean {
  const { name = '', code, message = '' } = error as { name?: string; code?: unknown; message?: string };
  return (
    /WaitQueueTimeout|ServerSelection|MongoNetwork|PoolCleared/.test(`${name} ${message}`) ||
    BUSY_CODES.has(code)
  );
}
