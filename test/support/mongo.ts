import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startEmbeddedMongodb } from '@rowhouse/embedded-mongodb';
import { findBinary } from '../../libs/embedded-mongodb/src/binary/find.js';
import { borrowServer, runDirectory } from './worker-server.js';

export interface TestMongoOptions {
  /** A server of its own, for tests that kill it or change what is global in it (users, parameters). */
  own?: boolean;
  /** The file descriptors mongod may have. Default: those of this process. It has a server of its own then. */
  openFiles?: number;
}

export interface TestMongo {
  uri: string;
  stop(): Promise<void>;
}

/**
 * An empty mongod that nobody else uses: the one of this Jest worker, or a new one while that one is in use or
 * when `options` ask for it. `MONGOD_BINARY` names the binary, as in the service.
 */
export async function startTestMongo(options: TestMongoOptions = {}): Promise<TestMongo> {
  const wantsOwn = options.own === true || options.openFiles !== undefined;
  return (wantsOwn ? undefined : await borrowServer()) ?? (await startOwn(options));
}

async function startOwn({ openFiles }: TestMongoOptions): Promise<TestMongo> {
  const dataDir = await mkdtemp(join(runDirectory(), 'own-'));
  const binDir = `${dataDir}-bin`;
  const remove = async () => {
    for (const dir of [dataDir, binDir]) await rm(dir, { recursive: true, force: true, maxRetries: 10 });
  };
  try {
    const binary = openFiles === undefined ? process.env['MONGOD_BINARY'] : await limited(binDir, openFiles);
    const mongo = await startEmbeddedMongodb({
      dataDir,
      cacheSizeGB: 0.25,
      env: process.env,
      ...(binary ? { binary } : {}),
    });
    return {
      uri: mongo.uri,
      stop: async () => {
        await mongo.stop();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** A mongod that cannot raise its limit. */
async function limited(dir: string, openFiles: number): Promise<string> {
  const given = process.env['MONGOD_BINARY'];
  const { path, env } = await findBinary({ env: process.env, ...(given ? { binary: given } : {}) });
  const settings = Object.entries(env).map(([name, value]) => `'${name}=${value}'`);
  await mkdir(dir);
  const script = join(dir, 'mongod');
  const lines = [
    '#!/bin/sh',
    `ulimit -n ${openFiles}`,
    `exec /usr/bin/env ${settings.join(' ')} '${path}' "$@"`,
  ];
  await writeFile(script, `${lines.join('\n')}\n`, { mode: 0o755 });
  return script;
}
