import { join, resolve } from 'node:path';
import type { EmbeddedMongodb } from '@rowhouse/embedded-mongodb';
import { type Env, hostEnvironment } from './config/env.js';
import { DownloadBar } from './console.js';
import { StartRefused } from './database/start-refused.js';

/** Who is told what happens at the start. */
export interface EmbeddedListeners {
  say: (line: string) => void;
  warn: (line: string) => void;
}

/**
 * Starts the database of its own that Rowhouse uses when none is configured.
 * @throws StartRefused in production, unless ALLOW_EMBEDDED insists
 */
export async function startEmbedded(env: Env, { say, warn }: EmbeddedListeners): Promise<EmbeddedMongodb> {
  const { startEmbeddedMongodb } = await loadEmbedded();
  if (env.production && !env.ALLOW_EMBEDDED) {
    throw new StartRefused(
      'MONGODB_URL is not set, and in production the embedded MongoDB is not started in its place: set MONGODB_URL, or insist with ALLOW_EMBEDDED=true',
    );
  }
  const dataDir = resolve(env.DATA_DIR, 'mongodb');
  if (env.production) {
    warn(
      `ALLOW_EMBEDDED=true: production runs on the embedded MongoDB, which is one node without a copy of its data and ends with this process; clients sign in with the password in ${join(dataDir, 'password')}. Back up ${dataDir}.`,
    );
  }
  const bar = new DownloadBar();
  return startEmbeddedMongodb({
    dataDir,
    auth: env.production,
    unofficialBuilds: !env.production,
    binary: env.MONGOD_BINARY,
    env: hostEnvironment(),
    log: say,
    progress: bar.update,
  }).finally(() => bar.end());
}

/**
 * The database for a program beside the service: the one of MONGODB_URL, the embedded one that the service runs at
 * this moment, or the embedded one started for the program alone.
 */
export async function besideService(
  env: Env,
  listeners: EmbeddedListeners,
): Promise<{ uri: string; stop(): Promise<void> }> {
  const nothing = (): Promise<void> => Promise.resolve();
  if (env.MONGODB_URL !== undefined) return { uri: env.MONGODB_URL, stop: nothing };
  const { uriOfRunning } = await loadEmbedded();
  const uri = await uriOfRunning(resolve(env.DATA_DIR, 'mongodb'));
  return uri === undefined ? startEmbedded(env, listeners) : { uri, stop: nothing };
}

/** Loaded on first need; the image goes without it. By its path: the build rewrites the names of libraries in static imports only. */
async function loadEmbedded(): Promise<typeof import('@rowhouse/embedded-mongodb')> {
  try {
    return await import('../libs/embedded-mongodb/src/index.js');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'ERR_MODULE_NOT_FOUND' || !message.includes('embedded-mongodb')) throw error;
    throw new StartRefused('MONGODB_URL is not set, and this installation has no embedded MongoDB');
  }
}
