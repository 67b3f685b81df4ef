import mongoose, { type Connection, type ConnectOptions } from 'mongoose';
import type { Env } from '../config/env.js';
import { connectionOptions } from './connection-options.js';

/** Milliseconds a command of the start waits for a server; a busy machine opens its first sockets slowly. */
const PATIENCE_MS = 30_000;

/** How the start connects, and whatever works before the first request. */
export function bootOptions(env: Env): ConnectOptions {
  return {
    ...connectionOptions(env),
    maxPoolSize: 4,
    serverSelectionTimeoutMS: PATIENCE_MS,
    connectTimeoutMS: PATIENCE_MS,
    waitQueueTimeoutMS: 0,
  };
}

/**
 * A connection to master for the work before the first request. It waits in line without the limit that
 * requests have: a start on a busy machine is late, not wrong.
 */
export async function withBootConnection<T>(
  env: Env,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = mongoose.createConnection(env.MONGODB_URL!, bootOptions(env));
  try {
    return await work(await connection.asPromise());
  } finally {
    await connection.close().catch(() => undefined); // the server may be gone; nothing of it is needed any more
  }
}
