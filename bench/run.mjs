// npm run bench: measures the built service against a floor and the usual pattern, in turns, and prints one table.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildIfStale } from '../scripts/build-state.mjs';
import { create } from './cases/create.mjs';
import { flood } from './cases/flood.mjs';
import { introspect } from './cases/introspect.mjs';
import { keys } from './cases/keys.mjs';
import { telemetry } from './cases/telemetry.mjs';
import { journal } from './cases/journal.mjs';
import { memory } from './cases/memory.mjs';
import { overload } from './cases/overload.mjs';
import { get, insert, read } from './cases/requests.mjs';
import { past } from './cases/past.mjs';
import { signin } from './cases/signin.mjs';
import { sparse } from './cases/sparse.mjs';
import { staleness } from './cases/staleness.mjs';
import { webhooks } from './cases/webhooks.mjs';
import { touch } from './cases/touch.mjs';
import { killAll } from './measure/processes.mjs';
import { makeOrganizations } from './dataset.mjs';
import { readArguments } from './measure/arguments.mjs';
import { table } from './measure/table.mjs';

const CASES = {
  get,
  read,
  insert,
  keys,
  introspect,
  touch,
  sparse,
  signin,
  create,
  overload,
  flood,
  memory,
  staleness,
  telemetry,
  past,
  journal,
  webhooks,
};
const options = readArguments(process.argv.slice(2));
await buildIfStale();
const { startEmbeddedMongodb } = await import('../dist/libs/embedded-mongodb/src/index.js');

const dir = mkdtempSync(join(tmpdir(), 'rowhouse-bench-'));
let mongod;
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => void cleanUp().then(() => process.exit(1)));
try {
  mongod = await startEmbeddedMongodb({
    dataDir: join(dir, 'mongodb'),
    binary: process.env.MONGOD_BINARY,
    env: process.env,
    cacheSizeGB: 1,
  });
  const settings = {
    MONGODB_URL: mongod.uri,
    SECRET_KEY: randomBytes(48).toString('base64url'),
    DATA_DIR: join(dir, 'data'),
    NODE_ENV: 'production',
    PORT: '0',
    RATE_LIMITS: 'off', // every request comes from one address
    BCRYPT_COST: '10',
  };
  await measure({ ...options, settings });
} finally {
  await cleanUp();
}

async function cleanUp() {
  killAll();
  await mongod?.stop();
  rmSync(dir, { recursive: true, force: true });
}

async function measure(run) {
  say(
    `${availableParallelism()} cores, Node ${process.version}; making ${run.organizations} organizations …`,
  );
  const organizations = await makeOrganizations(run);
  const rows = [];
  for (const name of run.cases) {
    say(`${name} …`);
    const measured = await CASES[name]({ ...run, organizations });
    rows.push(...measured);
    say(table(measured));
  }
  process.stdout.write(`${table(rows)}\n`);
}

/** Progress is no result: it goes where the table does not. */
function say(line) {
  process.stderr.write(`${line}\n`);
}
