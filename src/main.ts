import { setTimeout as sleep } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { EmbeddedMongodb } from '@rowhouse/embedded-mongodb';
import { adoptIfAsked } from './adoption.js';
import { createApplication, holdBeforeClose } from './application.js';
import { createLog, type Log } from './common/logging/log.js';
import { NestLog } from './common/logging/nest-log.js';
import { StartMessages, warn } from './console.js';
import { type Env, loadEnv } from './config/env.js';
import { logOptionsOf } from './config/log.js';
import { forgetOperatorSecret } from './config/operator-secret.js';
import { checkDatabase, isBusy } from './database/preflight.js';
import { startEmbedded } from './embedded-database.js';
import { explain } from './explain.js';
import { OperatorService } from './modules/auth/operator.service.js';

const RETRY_MS = 1000;

/** What runs at this moment, and has to be ended in this order. */
const running: { app?: NestFastifyApplication; database?: EmbeddedMongodb } = {};
let stopping: Promise<never> | undefined;

/** Starts the database when none is configured, then the service. */
async function main(): Promise<void> {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void stop(0));
  const env = loadEnv(warn);
  const log = await createLog(logOptionsOf(env));
  const start = new StartMessages(env, log);
  const database = env.MONGODB_URL === undefined ? await startEmbedded(env, start) : undefined;
  running.database = database;
  if (database) env.MONGODB_URL = database.uri;
  await checkDatabase(env, start.say);
  await adoptIfAsked(env, start.say, new NestLog(log));
  const app = await boot(env, log);
  const operator = await app.get(OperatorService).bootstrap(database !== undefined);
  await app.listen(env.PORT, env.HOST);
  if (database && !operator) forgetOperatorSecret(env.DATA_DIR);
  start.announce(await app.getUrl(), operator);
}

/** The unique indexes stand before the first account is made. A database that is only slow is given time. */
async function boot(env: Env, log: Log): Promise<NestFastifyApplication> {
  const deadline = performance.now() + env.DATABASE_WAIT_SECONDS * 1000;
  for (;;) {
    try {
      running.app = await createApplication(env, { log });
      await running.app.init();
      return running.app;
    } catch (error) {
      if (!isBusy(error) || performance.now() > deadline) throw error;
      log.warn(`The database is slow, the start is tried again: ${(error as Error).message}`);
      await running.app?.close().catch(() => undefined); // half a start: whatever of it runs is let go
      running.app = undefined;
      await sleep(RETRY_MS);
    }
  }
}

/** Ends the process after its embedded database has ended, however often it is asked to. */
function stop(code: number): Promise<never> {
  stopping ??= end(code);
  return stopping;
}

async function end(code: number): Promise<never> {
  try {
    if (running.app) {
      await holdBeforeClose(running.app);
      await running.app.close();
    }
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
  } finally {
    await running.database?.stop();
  }
  process.exit(code);
}

main().catch((error: unknown) => {
  if (stopping !== undefined) return; // a signal came in the middle of the start
  process.stderr.write(`${explain(error)}\n`);
  void stop(1);
});
