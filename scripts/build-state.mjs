import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

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
    process.stdout.write('Building Rowhouse (the first start, or the sources changed) …\n');
    build();
  });
}

/** Compiles into dist. */
export function build() {
  const sources = hashOfSources();
  const { status } = spawnSync(process.execPath, [nestCli(), 'build'], { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) throw new Error('the build failed');
  writeFileSync(STAMP, sources);
}

function isFresh() {
  return existsSync(STAMP) && existsSync(MAIN) && readFileSync(STAMP, 'utf8') === hashOfSources();
}

function hashOfSources() {
  const hash = createHash('sha256');
  for (const file of INPUTS.flatMap((name) => filesUnder(join(ROOT, name)))) {
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
    return createRequire(import.meta.url).resolve('@nestjs/cli/bin/nest.js');
  } catch {
    return undefined;
  }
}

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
