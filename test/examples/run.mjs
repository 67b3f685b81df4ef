// npm run check:examples: installs, builds and starts each application of docs/examples in a folder of its own,
// against a service of its own, and uses it. Needs the npm registry and Chromium; takes about a minute.
// npm run check:examples -- next: that one only.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { buildIfStale, ROOT } from '../../scripts/build-state.mjs';
import { EXAMPLES, install, LIBRARIES, pack, run } from '../../scripts/examples.mjs';
import { launchBrowser } from './browser.mjs';
import { endAll, start } from './processes.mjs';

const chosen = process.argv.slice(2);
const names = Object.keys(LIBRARIES).filter((name) => chosen.length === 0 || chosen.includes(name));
assert.ok(names.length > 0, `there are only ${Object.keys(LIBRARIES).join(', ')}`);
const folders = readdirSync(EXAMPLES, { withFileTypes: true }).filter((entry) => entry.isDirectory());
assert.deepEqual(folders.map(({ name }) => name).sort(), Object.keys(LIBRARIES).sort(), 'docs/examples');

const begun = performance.now();
const scratch = mkdtempSync(join(tmpdir(), 'rowhouse-examples-'));
let mongod;
let browser;
try {
  await buildIfStale();
  const { startEmbeddedMongodb } = await import('../../dist/libs/embedded-mongodb/src/index.js');
  const dataDir = join(scratch, 'mongodb');
  mongod = await startEmbeddedMongodb({ dataDir, env: process.env, cacheSizeGB: 0.25 });
  const rowhouse = await startRowhouse(mongod.uri);
  browser = await launchBrowser();
  const tarballs = join(scratch, 'libraries');
  mkdirSync(tarballs);
  const files = await pack([...new Set(names.flatMap((name) => LIBRARIES[name]))], tarballs);
  const results = await Promise.allSettled(names.map((name) => check(name, rowhouse, files)));
  for (const { reason } of results.filter(({ status }) => status === 'rejected')) {
    process.stderr.write(`✗ ${reason.stack}\n`);
    process.exitCode = 1;
  }
} finally {
  await browser?.close();
  await endAll();
  await mongod?.stop();
  rmSync(scratch, { recursive: true, force: true, maxRetries: 10 });
}

async function check(name, rowhouse, files) {
  const { use } = await import(`./${name}.mjs`);
  const folder = join(scratch, name);
  const own = /^(node_modules|\.next|dist|next-env\.d\.ts)$|\.(tgz|tsbuildinfo)$/;
  cpSync(join(EXAMPLES, name), folder, {
    recursive: true,
    filter: (source) => !own.test(basename(source)),
  });
  await install(
    folder,
    LIBRARIES[name].map((library) => files[library]),
  );
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ROWHOUSE_URL: rowhouse };
  await run('npm', ['run', 'build'], folder, env);
  await use({ folder, rowhouse, browser, env: { ...env, MONGODB_URL: databaseOf(mongod.uri, name) } });
  const seconds = ((performance.now() - begun) / 1000).toFixed(0);
  process.stdout.write(`${name}: installs, builds, runs and refuses who was removed (after ${seconds} s)\n`);
}

/** The registry of the product is a database of its own on the same server. */
function databaseOf(uri, name) {
  const url = new URL(uri);
  url.pathname = `/product_${name}`;
  return url.href;
}

async function startRowhouse(uri) {
  const settings = { NODE_ENV: 'test', PORT: '0', LOG_FORMAT: 'json', BCRYPT_COST: '4', ALGORITHM: 'EdDSA' };
  const env = { PATH: process.env.PATH, MONGODB_URL: uri, DATA_DIR: scratch, ...settings };
  const { url } = await start(process.execPath, [join(ROOT, 'dist/src/main.js')], {
    cwd: scratch,
    env,
    ready: /"url":"(http:[^"]+)"/,
  });
  return url;
}
