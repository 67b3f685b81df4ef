import { parseArgs } from 'node:util';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';
import { runCommand } from './command.js';
import { createLog } from './common/logging/log.js';
import { NestLog } from './common/logging/nest-log.js';
import { loadEnv } from './config/env.js';
import { logOptionsOf } from './config/log.js';
import { keepOperatorSecret, reasonAgainstKeeping } from './config/operator-secret.js';
import { say, warn } from './console.js';
import { checkDatabase } from './database/preflight.js';
import { besideService } from './embedded-database.js';
import { OperatorResetRefused, OperatorResetsService } from './modules/auth/operator-resets.service.js';

const USAGE = `rowhouse operator reset [--email <email>] [--second-factor]
  --email <email>  which platform operator; needed when there are several
  --second-factor  also takes away the second factor, which the operator has lost
The operator gets a temporary password and is signed out everywhere; where there is no operator, one is made. Works on
the database of the service: variables of the process, or .env in this directory.`;

/** Gives a platform operator a way back in: what \`rowhouse operator reset\` runs, and a container directly. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      email: { type: 'string' },
      'second-factor': { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    say(USAGE);
    return 0;
  }
  const env = loadEnv(warn);
  // Before anything is changed: a password that nobody can read would lock the operator out.
  const unkept = reasonAgainstKeeping(env.DATA_DIR);
  if (unkept !== undefined && !process.stdout.isTTY)
    throw new OperatorResetRefused(
      `the temporary password can be neither kept (${unkept}) nor shown: give a DATA_DIR that can be written, or run this on a terminal (docker compose exec, kubectl exec -it)`,
    );
  const database = await besideService(env, { say, warn });
  env.MONGODB_URL = database.uri;
  try {
    await checkDatabase(env, say);
    // As another instance: what memory the others have of the account is told like any change.
    const context = await NestFactory.createApplicationContext(AppModule.forRoot(env), {
      abortOnError: false,
      logger: new NestLog(await createLog({ ...logOptionsOf(env), level: 'error' })),
    });
    try {
      const { email, secret, made } = await context
        .get(OperatorResetsService, { strict: false })
        .reset(values.email, values['second-factor']);
      const file = unkept === undefined ? keepOperatorSecret(env.DATA_DIR, secret) : undefined;
      say(
        made
          ? `A platform operator was made: ${email}`
          : `${email} has a temporary password and is signed out everywhere.`,
      );
      say(
        `  It works for ${env.INITIAL_SECRET_HOURS} hours${file === undefined ? '' : ` and is in the file ${file}`}. Change it with: rowhouse password --email ${email}`,
      );
      if (process.stdout.isTTY) say(`  Temporary password: ${secret}`);
      return 0;
    } finally {
      await context.close();
    }
  } finally {
    await database.stop();
  }
}

runCommand(main, { usage: USAGE, Refused: OperatorResetRefused });
