import { setTimeout as sleep } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { EmbeddedMongodb } from '@rowhouse/embedded-mongodb';
import type { Log } from './common/logging/log.js';
import { StartMessages, warn } from './console.js';
import { type Env, loadEnv } from './config/env.js';
import { logOptionsOf } from './config/log.js';
import { forgetOperatorSecret } from './config/operator-secret.js';
import { explain } from './explain.js';

const RETRY_MS = 1000;

/** What runs at this moment, and has to be ended in this order. */
const running: { app?: NestFastifyApplication; database?: EmbeddedMongodb } = {};
let stopping: Promise<never> | undefined;

/**
 * Starts the database when none is configured, then the service. What takes a second to load is imported where it
 * is needed, so that a mistake of the settings is told at once.
 */
async function main(): Promise<void> {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void stop(0));
  const doubts: string[] = [];
  const env = readSettings(doubts);
  const { createLog } = await import('./common/logging/log.js');
  const log = await createLog(logOptionsOf(env));
  const start = new StartMessages(env, log);
  doubts.forEach(start.warn);
  if (env.MONGODB_URL === undefined) env.MONGODB_URL = (await startDatabase(env, start)).uri;
  const { checkDatabase } = await import('./database/preflight.js');
  await checkDatabase(env, start.say);
  const { adoptIfAsked } = await import('./adoption.js');
  const { NestLog } = await import('./common/logging/nest-log.js');
  await adoptIfAsked(env, start.say, new NestLog(log));
  const app = await boot(env, log);
  const { OperatorService } = await import('./modules/auth/operator.service.js');
  const operator = await app.get(OperatorService).bootstrap(running.database !== undefined);
  await app.listen(env.PORT, env.HOST);
  if (running.database && !operator) forgetOperatorSecret(env.DATA_DIR);
  start.announce(await app.getUrl(), operator);
}

/**
 * Settings that are probably meant for us and are ignored are told in the log; beside mistakes, where those are told.
 * @throws EnvError
 */
function readSettings(doubts: string[]): Env {
  try {
    return loadEnv((doubt) => doubts.push(doubt));
  } catch (error) {
    doubts.forEach(warn);
    throw error;
  }
}

/** The service is loaded while its database starts: both take about a second. */
async function startDatabase(env: Env, start: StartMessages): Promise<EmbeddedMongodb> {
  const { startEmbedded } = await import('./embedded-database.js');
  const starting = startEmbedded(env, start);
  import('./application.js').catch(() => undefined); // boot() tells it
  running.database = await starting;
  return running.database;
}

/** The unique indexes stand before the first account is made. A database that is only slow is given time. */
async function boot(env: Env, log: Log): Promise<NestFastifyApplication> {
  const { createApplication } = await import('./application.js');
  const deadline = performance.now() + env.DATABASE_WAIT_SECONDS * 1000;
  for (;;) {
    try {
      running.app = await createApplication(env, { log });
      await running.app.init();
      return running.app;
    } catch (error) {
      const { isBusy } = await import('./database/preflight.js');
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
      const { holdBeforeClose } = await import('./application.js');
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
