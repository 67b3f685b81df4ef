import { resolve } from 'node:path';
import { EmbeddedMongodbError, startEmbeddedMongodb, type EmbeddedMongodb } from '@rowhouse/embedded-mongodb';
import { createApplication } from './application.js';
import { announce, DownloadBar, introduce, say } from './console.js';
import { type Env, EnvError, hostEnvironment, loadEnv } from './config/env.js';
import { OperatorService } from './modules/auth/operator.service.js';
import { checkDatabase, DatabaseUnusable } from './database/preflight.js';
import { StartRefused } from './database/start-refused.js';

/** Starts the database when none is configured, then the service. */
async function main(): Promise<void> {
  const env = loadEnv();
  const database = env.MONGODB_URL === undefined ? await startDatabase(env) : undefined;
  if (database) env.MONGODB_URL = database.uri;
  await checkDatabase(env);
  const app = await createApplication(env);
  await app.init(); // the unique indexes stand before the first account is made
  const operator = await app.get(OperatorService).bootstrap(database !== undefined);
  await app.listen(env.PORT, env.HOST);
  announce(env, await app.getUrl());
  if (operator) introduce(operator);
}

async function startDatabase(env: Env): Promise<EmbeddedMongodb> {
  const bar = new DownloadBar();
  const database = await startEmbeddedMongodb({
    dataDir: resolve(env.DATA_DIR, 'mongodb'),
    binary: env.MONGOD_BINARY,
    env: hostEnvironment(),
    log: say,
    progress: bar.update,
  }).finally(() => bar.end());
  process.once('exit', () => void database.stop());
  return database;
}

function explain(error: unknown): string {
  if (error instanceof EnvError) return error.message;
  if (error instanceof DatabaseUnusable || error instanceof EmbeddedMongodbError) {
    return `✗ Failed to connect to MongoDB: ${error.message}`;
  }
  if (error instanceof StartRefused) return `✗ ${error.message}`;
  if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') {
    return `✗ ${(error as Error).message}: another program uses this port; set PORT to a free one`;
  }
  return `✗ Rowhouse could not start: ${(error as Error).stack ?? String(error)}`;
}

main().catch((error: unknown) => {
  process.stderr.write(`${explain(error)}\n`);
  process.exit(1);
});
