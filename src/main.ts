import { adoptIfAsked } from './adoption.js';
import { createApplication } from './application.js';
import { announce, introduce } from './console.js';
import { loadEnv } from './config/env.js';
import { checkDatabase } from './database/preflight.js';
import { startEmbedded } from './embedded-database.js';
import { explain } from './explain.js';
import { OperatorService } from './modules/auth/operator.service.js';

/** Starts the database when none is configured, then the service. */
async function main(): Promise<void> {
  const env = loadEnv();
  const database = env.MONGODB_URL === undefined ? await startEmbedded(env) : undefined;
  if (database) env.MONGODB_URL = database.uri;
  await checkDatabase(env);
  await adoptIfAsked(env);
  const app = await createApplication(env);
  await app.init(); // the unique indexes stand before the first account is made
  const operator = await app.get(OperatorService).bootstrap(database !== undefined);
  await app.listen(env.PORT, env.HOST);
  announce(env, await app.getUrl());
  if (operator) introduce(operator);
}

main().catch((error: unknown) => {
  process.stderr.write(`${explain(error)}\n`);
  process.exit(1);
});
