// Part of npm run check:packages: the packed library of tenants in applications of both majors of Nest, against a real
// mongod. The first run installs each Nest (some ten seconds); it is kept until its lockfile changes.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { MongoClient } from 'mongodb';
import { node, ROOT, run } from './commands.mjs';

const MODULES = join(ROOT, 'node_modules');
const MAJORS = [11, 12];
/** Of the repository: what the applications need beside Nest. */
const SHARED = ['mongoose', 'lru-cache', 'jose', 'ws', 'socket.io-client', '@types/node', '@types/ws'];

/**
 * @param tarball of @rowhouse/tenancy
 * @param scratch a folder for what is made, removed by the caller
 */
export async function checkWithNest(tarball, scratch) {
  await run('npm', ['run', '--silent', 'build'], join(ROOT, 'libs/embedded-mongodb'));
  const { startEmbeddedMongodb } = await import('../../libs/embedded-mongodb/dist/index.js');
  const mongo = await startEmbeddedMongodb({
    dataDir: join(scratch, 'mongodb'),
    binary: process.env.MONGOD_BINARY,
    env: process.env,
  });
  const client = new MongoClient(mongo.uri);
  try {
    const apps = await Promise.allSettled(
      MAJORS.map((major) => checkMajor(major, tarball, scratch, mongo.uri)),
    );
    for (const { value, reason } of apps) {
      if (reason !== undefined) throw reason;
      // Both applications have a tenant acme in org_acme.
      await runReadme(value.app, value.env);
      await client.db('org_acme').dropDatabase();
    }
    process.stdout.write(
      `@rowhouse/tenancy in Nest ${MAJORS.join(' and ')}: Express, Fastify, GraphQL, socket.io, ws, TCP, the README, the guide's tests\n`,
    );
  } finally {
    await client.close();
    await mongo.stop();
  }
}

/** Compiles and runs the application with all transports; answers where it is. */
async function checkMajor(major, tarball, scratch, uri) {
  const app = join(scratch, `nest-${major}`);
  const modules = await installNest(major);
  const installed = join(app, 'node_modules/@rowhouse/tenancy');
  mkdirSync(installed, { recursive: true });
  await run('tar', ['-xzf', tarball, '-C', installed, '--strip-components', '1'], scratch);
  const { dependencies } = JSON.parse(
    readFileSync(join(ROOT, `test/packages/nest-${major}/package.json`), 'utf8'),
  );
  for (const name of Object.keys(dependencies)) link(app, name, join(modules, name));
  for (const name of SHARED) link(app, name, join(MODULES, name));
  link(app, '@rowhouse/embedded-mongodb', join(ROOT, 'libs/embedded-mongodb'));
  cpSync(join(ROOT, 'test/packages/consumer/nest'), app, { recursive: true });
  writeFileSync(join(app, 'main.ts'), firstBlock('libs/tenancy/README.md'));
  writeFileSync(join(app, 'notes.test.ts'), firstBlock('docs/guides/test-with-tenants.md'));
  // A CommonJS application, as `nest new` makes it.
  writeFileSync(join(app, 'package.json'), '{ "private": true }\n');
  const compilerOptions = {
    module: 'nodenext',
    target: 'es2023',
    strict: true,
    skipLibCheck: true,
    experimentalDecorators: true,
    emitDecoratorMetadata: true,
    types: ['node'],
    outDir: 'out',
    rootDir: '.',
  };
  writeFileSync(join(app, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts', '*.mts'] }));
  await node('typescript/bin/tsc', ['-p', app], app);
  const env = { ...process.env, MONGODB_URL: withDatabase(uri, `registry_${major}`) };
  await run(process.execPath, ['out/transports.mjs'], app, env);
  await run(process.execPath, ['--test', 'out/notes.test.js'], app, env);
  return { app, env };
}

/** The README's first application, as pasted, and its shell lines. */
async function runReadme(app, env) {
  const port = await freePort();
  const settings = { ...env, JWT_SECRET: 'of the example alone, thirty-two bytes', PORT: String(port) };
  const child = spawn(process.execPath, ['out/main.js'], { cwd: app, env: settings, stdio: 'pipe' });
  const url = `http://127.0.0.1:${port}`;
  try {
    await listening(child, url);
    const [token, ...curls] = shellLines('libs/tenancy/README.md');
    const script = [
      token,
      ...curls.map((line) => `${line.replaceAll('http://127.0.0.1:3000', url)}; echo`),
    ].join('\n');
    const { stdout } = await run('bash', ['-euc', script], app, settings);
    const replies = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.deepEqual(replies, [{ text: 'hello' }, [{ text: 'hello' }]]);
    assert.equal((await fetch(`${url}/notes`)).status, 401);
    const nobody = await run(
      'bash',
      ['-euc', `${token.replace('acme', 'nobody')}\necho $TOKEN`],
      app,
      settings,
    );
    const unknown = await fetch(`${url}/notes`, {
      headers: { authorization: `Bearer ${nobody.stdout.trim()}` },
    });
    assert.deepEqual([unknown.status, (await unknown.json()).code], [404, 'tenant.unknown']);
  } finally {
    child.kill('SIGKILL');
  }
}

async function listening(child, url) {
  let output = '';
  for (const stream of [child.stderr, child.stdout]) stream.on('data', (chunk) => (output += chunk));
  for (let i = 0; i < 600; i++) {
    if (child.exitCode !== null) break;
    if (
      await fetch(url).then(
        () => true,
        () => false,
      )
    )
      return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`the application of the README does not listen:\n${output}`);
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function firstBlock(file) {
  return /```ts\n([^]*?)```/.exec(readFileSync(join(ROOT, file), 'utf8'))[1];
}

function shellLines(file) {
  const blocks = [...readFileSync(join(ROOT, file), 'utf8').matchAll(/```sh\n([^]*?)```/g)];
  return blocks
    .map(([, block]) => block.trim())
    .find((block) => block.includes('TOKEN='))
    .split('\n');
}

function withDatabase(uri, name) {
  const url = new URL(uri);
  url.pathname = `/${name}`;
  return url.href;
}

function link(app, name, target) {
  const path = join(app, 'node_modules', name);
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path, 'dir');
}

/** The modules of one Nest, exactly by its lockfile. */
async function installNest(major) {
  const project = join(ROOT, `test/packages/nest-${major}`);
  const digest = createHash('sha256')
    .update(readFileSync(join(project, 'package-lock.json')))
    .digest('hex')
    .slice(0, 16);
  const cache = join(realpathSync(MODULES), '.cache');
  const kept = join(cache, `nest-${major}-${digest}`);
  if (existsSync(kept)) return join(kept, 'node_modules');
  const fresh = `${kept}.${process.pid}`;
  mkdirSync(fresh, { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) cpSync(join(project, file), join(fresh, file));
  await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--silent'], fresh);
  try {
    renameSync(fresh, kept);
  } catch (error) {
    if (!existsSync(kept)) throw error; // another run was faster
    rmSync(fresh, { recursive: true, force: true });
  }
  return join(kept, 'node_modules');
}
