import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedMongodb } from '@rowhouse/embedded-mongodb';

/** A mongod on a fresh directory, which is removed on stop. `MONGOD_BINARY` names the binary, as in the service. */
export async function startTestMongo(): Promise<{ uri: string; stop(): Promise<void> }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'rowhouse-test-mongo-'));
  const remove = () => rm(dataDir, { recursive: true, force: true, maxRetries: 10 });
  const binary = process.env['MONGOD_BINARY'];
  try {
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
