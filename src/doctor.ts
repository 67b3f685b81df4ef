import { parseArgs } from 'node:util';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { getConnectionToken } from '@nestjs/mongoose';
import { FastifyAdapter } from '@nestjs/platform-fastify';
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
import { explain } from './explain.js';
import { LeftoversService } from './modules/organizations/marks/leftovers.service.js';

const USAGE = `rowhouse doctor --database [--json]
Looks at the database of the service: server, replica set, clock, rights, windows, indexes, leftovers. Reads the
variables of the process, or .env in this directory. Nothing is changed.`;

const MARKS = { ok: '✓', warn: '!', fail: '✗' } as const;

/** What `rowhouse doctor --database` runs beside the database. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) {
    say(USAGE);
    return 0;
  }
  const checks = await look().catch((error: unknown) => [unusable(error)]);
  for (const check of checks) say(values.json ? JSON.stringify(check) : lineOf(check));
  return checks.some(({ state }) => state === 'fail') ? 1 : 0;
}

async function look(): Promise<Check[]> {
  const env = loadEnv(warn);
  const database = await besideService(env, { say: warn, warn });
  env.MONGODB_URL = database.uri;
  try {
    await checkDatabase(env, warn);
    // It is never initialized: it makes no index, runs no migration and no background work.
    const context = await NestFactory.create(AppModule.forRoot(env), new FastifyAdapter(), {
      abortOnError: false,
      logger: new NestLog(await createLog({ ...logOptionsOf(env), level: 'error' })),
    });
    try {
      return [...(await checkUp(context)), await leftovers(context)];
    } finally {
      await context.get<{ close(): Promise<void> }>(getConnectionToken(), { strict: false }).close();
    }
  } finally {
    await database.stop();
  }
}

async function leftovers(context: INestApplicationContext): Promise<Check> {
  const check = 'leftovers';
  try {
    const { open } = await context.get(LeftoversService, { strict: false }).list('open', undefined, 1);
    return open === 0
      ? { check, state: 'ok', message: 'none' }
      : {
          check,
          state: 'warn',
          message: `${open} databases belong to no organization: an operator settles them with rowhouse leftovers list and rowhouse leftovers settle`,
        };
  } catch (error) {
    return { check, state: 'fail', message: (error as Error).message };
  }
}

/** There is nothing to look at. */
function unusable(error: unknown): Check {
  const message = error instanceof DatabaseUnusable ? error.message : explain(error).replace(/^✗ /, '');
  return { check: 'database', state: 'fail', message: message.trim().replace(/\s*\n\s*/g, ' ') };
}

const lineOf = ({ check, state, message }: Check): string => `${MARKS[state]} ${check}: ${message}`;

runCommand(main, { usage: USAGE, Refused: DatabaseUnusable });
