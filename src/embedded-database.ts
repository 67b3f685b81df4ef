import { resolve } from 'node:path';
import type { EmbeddedMongodb } from '@rowhouse/embedded-mongodb';
import { type Env, hostEnvironment } from './config/env.js';
import { DownloadBar } from './console.js';
import { StartRefused } from './database/start-refused.js';

/** Starts the database of its own that Rowhouse uses when none is configured. @param say told what happens */
export async function startEmbedded(env: Env, say: (line: string) => void): Promise<EmbeddedMongodb> {
  const { startEmbeddedMongodb } = await loadEmbedded();
  const bar = new DownloadBar();
  return startEmbeddedMongodb({
    dataDir: resolve(env.DATA_DIR, 'mongodb'),
    binary: env.MONGOD_BINARY,
    env: hostEnvironment(),
    log: say,
    progress: bar.update,
  }).finally(() => bar.end());
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
