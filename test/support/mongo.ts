import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedMongodb } from '@rowhouse/embedded-mongodb';
import { findBinary } from '../../libs/embedded-mongodb/src/binary/find.js';

export interface TestMongoOptions {
  /** The file descriptors mongod may have. Default: those of this process. */
  openFiles?: number;
}

/** A mongod on a fresh directory, which is removed on stop. `MONGOD_BINARY` names the binary, as in the service. */
export async function startTestMongo({ openFiles }: TestMongoOptions = {}): Promise<{
  uri: string;
  stop(): Promise<void>;
}> {
  const dataDir = await mkdtemp(join(tmpdir(), 'rowhouse-test-mongo-'));
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
