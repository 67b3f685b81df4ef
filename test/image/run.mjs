// npm run test:image: makes the tree of the Dockerfile without docker, by its own RUN lines, and starts it on the
// Node.js of the image and on the one before. Needs the npm registry; takes about a minute.
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildIfStale, ROOT } from '../../scripts/build-state.mjs';

/** Node.js binaries are npm packages. */
const NODES = ['24.22.3', '22.23.5'];
const START_TIMEOUT_MS = 60_000;
/** npm, on a busy machine. */
const INSTALL_TIMEOUT_MS = 300_000;
const PASSWORD = 'SecurePassword123!';

const dockerfile = readFileSync(join(ROOT, 'Dockerfile'), 'utf8');
await buildIfStale();
const { startEmbeddedMongodb } = await import('../../dist/libs/embedded-mongodb/src/index.js');
const tree = mkdtempSync(join(tmpdir(), 'rowhouse-image-'));
const started = new Set();
let mongod;
process.once('exit', () => started.forEach((child) => child.kill('SIGKILL')));
try {
  makeTree();
  mongod = await startEmbeddedMongodb({
    dataDir: join(tree, 'mongodb'),
    env: process.env,
    cacheSizeGB: 0.25,
  });
  for (const version of NODES) await tryOn(version);
  process.stdout.write('the image starts\n');
} finally {
  for (const child of started) child.kill('SIGKILL');
  await mongod?.stop();
  rmSync(tree, { recursive: true, force: true, maxRetries: 10 });
}

function makeTree() {
  cpSync(join(ROOT, 'dist'), join(tree, 'dist'), { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) cpSync(join(ROOT, file), join(tree, file));
  const lines = [...runLines('build'), ...runLines('dependencies')];
  // The build was made already, and the cache is not the image's own.
  const own = lines
    .filter((line) => !/^npm (ci|run build)$/.test(line))
    .map((line) => line.replace(' && npm cache clean --force', ''));
  assert.equal(own.length, 3, 'the Dockerfile has other RUN lines than this test knows');
  for (const line of own)
    execFileSync('/bin/sh', ['-ec', line], {
      cwd: tree,
      stdio: ['ignore', 'ignore', 'inherit'],
      timeout: INSTALL_TIMEOUT_MS,
    });
  for (const gone of ['typescript', '@nestjs/cli', 'jest', 'mongodb-memory-server-core'])
    assert.ok(!existsSync(join(tree, 'node_modules', gone)), `${gone} is in the image`);
  assert.ok(!existsSync(join(tree, 'dist', 'libs', 'embedded-mongodb')), 'a downloader is in the image');
}

/** The commands of a stage, in their order. */
function runLines(stage) {
  const [, text = ''] = new RegExp(`^FROM \\S+ AS ${stage}$([^]*?)(?=^FROM )`, 'm').exec(dockerfile) ?? [];
  return [...text.matchAll(/^RUN (.+)$/gm)].map(([, line]) => line);
}

async function tryOn(version) {
  const node = binary(version);
  const refused = spawnSync(node, ['dist/src/main.js'], { cwd: tree, env: environment(), encoding: 'utf8' });
  assert.equal(refused.status, 1);
  assert.match(refused.stderr, /^✗ MONGODB_URL is not set, and this installation has no embedded MongoDB\n$/);

  const child = spawn(node, ['dist/src/main.js'], {
    cwd: tree,
    env: environment({ MONGODB_URL: mongod.uri, MASTER_DB_NAME: `image_${version.split('.')[0]}` }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.add(child);
  const output = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text) => (output.out += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (output.err += text));
  const ended = once(child, 'exit');
  const url = await listening(child, output);
  await signIn(url);
  const [health] = /(?<=^ +CMD )\[.+\]$/m.exec(dockerfile);
  const [, ...args] = JSON.parse(health);
  const isHealthy = spawnSync(node, args, { env: environment({ PORT: new URL(url).port }) });
  assert.equal(isHealthy.status, 0, 'HEALTHCHECK');
  const cli = spawnSync(node, ['dist/apps/cli/src/main.js', '--help'], { cwd: tree, encoding: 'utf8' });
  assert.match(cli.stdout, /Usage: rowhouse/);
  child.kill('SIGTERM');
  assert.deepEqual(await ended, [0, null], output.err);
  started.delete(child);
  assert.equal(output.err, '');
  for (const line of output.out.trim().split('\n')) JSON.parse(line);
  process.stdout.write(`Node.js ${version}: starts, signs in, is healthy, has its CLI, ends\n`);
}

function environment(own = {}) {
  const secret = { SECRET_KEY: randomBytes(48).toString('base64url'), SHUTDOWN_DELAY_SECONDS: '0' };
  return { PATH: process.env.PATH, NODE_ENV: 'production', PORT: '0', DATA_DIR: tree, ...secret, ...own };
}

async function listening(child, output) {
  const deadline = performance.now() + START_TIMEOUT_MS;
  for (;;) {
    const found = /"url":"(http:[^"]+)"/.exec(output.out);
    if (found) return found[1];
    if (child.exitCode !== null || performance.now() > deadline)
      throw new Error(`it did not start:\n${output.out}${output.err}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function signIn(url) {
  const post = async (path, body) => {
    const headers = { 'content-type': 'application/json' };
    const reply = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    assert.ok(reply.ok, `${path}: ${reply.status} ${await reply.clone().text()}`);
    return reply.json();
  };
  const email = 'ada@image.example';
  await post('/org/create', { organization_name: 'Image', email, password: PASSWORD });
  const { data } = await post('/admin/login', { email, password: PASSWORD });
  const me = await fetch(`${url}/v1/me`, { headers: { authorization: `Bearer ${data.access_token}` } });
  assert.equal(me.status, 200);
}

/** Fetched once and kept; not a dependency, whose `node` would stand before this one in the scripts of npm. */
function binary(version) {
  const name = `node-${process.platform === 'darwin' && process.arch === 'arm64' ? 'bin-' : ''}${process.platform}-${process.arch}`;
  const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'rowhouse', 'node', version);
  const file = join(cache, 'node_modules', name, 'bin', 'node');
  if (existsSync(file)) return file;
  mkdirSync(cache, { recursive: true });
  const options = ['--no-save', '--no-package-lock', '--ignore-scripts', '--no-audit', '--no-fund'];
  execFileSync('npm', ['install', '--prefix', cache, ...options, `${name}@${version}`], {
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: INSTALL_TIMEOUT_MS,
  });
  return file;
}
