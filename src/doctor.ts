import { parseArgs } from 'node:util';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';
import { runCommand } from './command.js';
import { createLog } from './common/logging/log.js';
import { NestLog } from './common/logging/nest-log.js';
import { loadEnv } from './config/env.js';
import { logOptionsOf } from './config/log.js';
import { say, warn } from './console.js';
import { type Check, checkUp } from './database/check-up.js';
import { checkDatabase } from './database/preflight.js';
import { DatabaseUnusable } from './database/start-refused.js';
import { besideService } from './embedded-database.js';

const USAGE = `rowhouse doctor --database [--json]
Looks at the database of the service: server, replica set, clock, rights, windows, indexes. Reads the variables of the
process, or .env in this directory.`;

const MARKS = { ok: '✓', warn: '!', fail: '✗' } as const;

/** What `rowhouse doctor --database` runs beside the database. Like a start of the service, it makes what is missing. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) {
    say(USAGE);
    return 0;
  }
  const env = loadEnv(warn);
  const database = await besideService(env, { say: warn, warn });
  env.MONGODB_URL = database.uri;
  try {
    await checkDatabase(env, warn);
    const context = await NestFactory.createApplicationContext(AppModule.forRoot(env), {
      abortOnError: false,
      logger: new NestLog(await createLog({ ...logOptionsOf(env), level: 'error' })),
    });
    try {
      const checks = await checkUp(context);
      for (const check of checks) say(values.json ? JSON.stringify(check) : lineOf(check));
      return checks.some(({ state }) => state === 'fail') ? 1 : 0;
    } finally {
      await context.close();
    }
  } finally {
    await database.stop();
  }
}

const lineOf = ({ check, state, message }: Check): string => `${MARKS[state]} ${check}: ${message}`;

runCommand(main, { usage: USAGE, Refused: DatabaseUnusable });
