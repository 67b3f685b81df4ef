import { resolve } from 'node:path';
import { type EmbeddedMongodb, startEmbeddedMongodb } from '@rowhouse/embedded-mongodb';
import { type Env, hostEnvironment } from './config/env.js';
import { DownloadBar } from './console.js';

/** Starts the database of its own that Rowhouse uses when none is configured. @param say told what happens */
export async function startEmbedded(env: Env, say: (line: string) => void): Promise<EmbeddedMongodb> {
  const bar = new DownloadBar();
  return startEmbeddedMongodb({
    dataDir: resolve(env.DATA_DIR, 'mongodb'),
    binary: env.MONGOD_BINARY,
    env: hostEnvironment(),
    log: say,
    progress: bar.update,
  }).finally(() => bar.end());
}
