import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** Written last, so that a build that was interrupted does not count. */
const STAMP = join(ROOT, 'dist', '.sources');
const LOCK = join(ROOT, 'node_modules', '.rowhouse-build');
const MAIN = join(ROOT, 'dist', 'src', 'main.js');
const INPUTS = [
  'src',
  'libs',
  'apps',
  'tsconfig.json',
  'tsconfig.build.json',
  'nest-cli.json',
  'package-lock.json',
];
/** Of the dashboard, which is built by Vite and kept while nothing of this changes. */
const DASHBOARD = join(ROOT, 'apps', 'dashboard');
const DASHBOARD_STAMP = join(DASHBOARD, 'dist', '.sources');
const DASHBOARD_INPUTS = ['apps/dashboard', 'libs/api-client', 'libs/react', 'package-lock.json'];
/** Bytes, gzipped, that a browser loads before the first page of the dashboard: scripts, styles and the font. */
const DASHBOARD_LIMIT = 300_000;
const NOT_INPUTS = /(^|\/)(node_modules|dist|test)$|\.spec\.ts$/;
/** A build takes some ten seconds; one that holds the lock for two minutes has died without a trace. */
const LOCK_TIMEOUT_MS = 120_000;

/** Builds when the sources are not those the build was made of. Says so in one line. */
export async function buildIfStale() {
  if (isFresh()) return;
  if (!nestCli()) {
    if (!existsSync(MAIN)) throw new Error('there is no build and no compiler: run npm ci, then npm start');
    return; // npm ci --omit=dev beside a build that is ready
  }
  await alone(() => {
    if (isFresh()) return;
    say('Building Rowhouse (the first start, or the sources changed) …');
    build();
  });
}

/** Outside a terminal the output is the service's log: JSON lines (ADR-0037). */
function say(msg) {
  const isForPeople = process.stdout.isTTY || process.env.LOG_FORMAT === 'pretty';
  const line = isForPeople ? msg : JSON.stringify({ level: 'info', time: new Date().toISOString(), msg });
  process.stdout.write(`${line}\n`);
}

/** Compiles into dist. */
export function build() {
  const sources = hashOf(INPUTS);
  const { status } = spawnSync(process.execPath, [nestCli(), 'build'], { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) throw new Error('the build failed');
  buildDashboardIfStale();
  cpSync(join(DASHBOARD, 'dist'), join(ROOT, 'dist', 'apps', 'dashboard', 'dist'), { recursive: true });
  writeFileSync(STAMP, sources);
}

/** The compiler of the service empties dist; the dashboard is kept beside its sources, which change less often. */
export function buildDashboardIfStale() {
  const sources = hashOf(DASHBOARD_INPUTS);
  if (existsSync(DASHBOARD_STAMP) && readFileSync(DASHBOARD_STAMP, 'utf8') === sources) return;
  const { status } = spawnSync(
    process.execPath,
    [binOf('vite', 'bin/vite.js'), 'build', DASHBOARD, '--logLevel', 'warn'],
    // Tests run with another NODE_ENV, by which React would come with its checks for development.
    { cwd: DASHBOARD, stdio: 'inherit', env: { ...process.env, NODE_ENV: 'production' } },
  );
  if (status !== 0) throw new Error('the build of the dashboard failed');
  const bytes = firstLoad(join(DASHBOARD, 'dist'));
  if (bytes > DASHBOARD_LIMIT)
    throw new Error(`the dashboard loads ${bytes} bytes (gzip) at first; ${DASHBOARD_LIMIT} are allowed`);
  writeFileSync(DASHBOARD_STAMP, sources);
}

/** Gzipped bytes of what index.html names, what that imports, and the font of Latin letters. */
export function firstLoad(dist) {
  const manifest = JSON.parse(readFileSync(join(dist, 'manifest.json'), 'utf8'));
  const files = new Set();
  const visit = (key) => {
    const { file, css = [], assets = [], imports = [] } = manifest[key];
    if (files.has(file)) return;
    // A browser fetches the fonts of the alphabets that stand on the page.
    const fonts = assets.filter((name) => /-latin-wght/.test(name));
    for (const name of [file, ...css, ...fonts]) files.add(name);
    imports.forEach(visit);
  };
  visit('index.html');
  return [...files].reduce((sum, name) => sum + gzipSync(readFileSync(join(dist, name))).length, 0);
}

function isFresh() {
  return existsSync(STAMP) && existsSync(MAIN) && readFileSync(STAMP, 'utf8') === hashOf(INPUTS);
}

function hashOf(inputs) {
  const hash = createHash('sha256');
  for (const file of inputs.flatMap((name) => filesUnder(join(ROOT, name)))) {
    hash
      .update(`${relative(ROOT, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex');
}

function filesUnder(path) {
  if (NOT_INPUTS.test(path) || !existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesUnder(join(path, name)));
}

function nestCli() {
  try {
    return binOf('@nestjs/cli', 'bin/nest.js');
  } catch {
    return undefined;
  }
}

const binOf = (name, file) =>
  join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), file);

/** Two starts at once make one build. */
async function alone(work) {
  const deadline = Date.now() + LOCK_TIMEOUT_MS;
  while (!tryLock()) {
    if (Date.now() > deadline) rmSync(LOCK, { recursive: true, force: true });
    await sleep(200);
  }
  try {
    work();
  } finally {
    rmSync(LOCK, { recursive: true, force: true });
  }
}

function tryLock() {
  try {
    mkdirSync(LOCK);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  }
}
