// node bench/tenancy/run.mjs [tenants]: one small application written in four ways, each in a process of its own with a
// mongod of its own: lines of the user's code, sockets, memory, processor time. The table of libs/tenancy/docs/compared.md.
import { execFileSync, spawn } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from '@swc/core';
import { MongoClient } from 'mongodb';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const WAYS = {
  library: '@rowhouse/tenancy',
  'use-db': '`useDb` by hand',
  'request-scope': 'a connection per tenant, request scope',
  'shared-collection': 'one collection with a tenant id',
};
const TENANTS = Number(process.argv[2] ?? 100);
const REQUESTS = 2000;

for (const library of ['tenancy', 'embedded-mongodb'])
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: join(ROOT, 'libs', library), stdio: 'inherit' });
const { startEmbeddedMongodb } = await import('../../libs/embedded-mongodb/dist/index.js');
const cache = join(realpathSync(join(ROOT, 'node_modules')), '.cache');
mkdirSync(cache, { recursive: true });
const compiled = mkdtempSync(join(cache, 'tenancy-bench-'));
try {
  compile();
  console.log(`${TENANTS} tenants, Node ${process.version}\n`);
  console.log('| way | lines | sockets | heap, MB | processor, ms per read |\n|---|---|---|---|---|');
  for (const [way, name] of Object.entries(WAYS)) {
    const { sockets, heapMB, cpuMs } = await measure(way);
    console.log(`| ${name} | ${linesOf(way)} | ${sockets} | ${heapMB.toFixed(0)} | ${cpuMs.toFixed(2)} |`);
  }
} finally {
  rmSync(compiled, { recursive: true, force: true });
}

function compile() {
  const typescript = JSON.parse(readFileSync(join(ROOT, 'test/support/run/typescript.json'), 'utf8'));
  writeFileSync(join(compiled, 'package.json'), '{ "type": "module" }');
  const ways = join(ROOT, 'bench/tenancy/ways');
  for (const file of readdirSync(ways)) {
    const { code } = transformSync(readFileSync(join(ways, file), 'utf8'), {
      swcrc: false,
      module: { type: 'es6' },
      jsc: typescript,
    });
    writeFileSync(join(compiled, file.replace(/\.ts$/, '.js')), code);
  }
}

/** Between `begin` and `end`, without empty lines and comments. */
function linesOf(way) {
  const source = readFileSync(join(ROOT, 'bench/tenancy/ways', `${way}.ts`), 'utf8');
  const own = source.split('// begin\n')[1].split('// end')[0];
  return own.split('\n').filter((line) => !/^\s*($|\/\/|\/\*|\*)/.test(line)).length;
}

async function measure(way) {
  const dataDir = mkdtempSync(join(tmpdir(), 'rowhouse-tenancy-bench-'));
  const mongo = await startEmbeddedMongodb({ dataDir, binary: process.env.MONGOD_BINARY, env: process.env });
  const client = await new MongoClient(mongo.uri, { maxPoolSize: 1 }).connect();
  const sockets = async () => (await client.db('admin').command({ serverStatus: 1 })).connections.current;
  try {
    const rows = Array.from({ length: TENANTS }, (_, i) => ({ _id: `t${i}`, database: `org_t${i}` }));
    await client.db('registry').collection('tenants').insertMany(rows);
    const before = await sockets();
    const app = await startApp(way, mongo.uri);
    try {
      const call = (i, body) => request(`${app.url}/notes`, `t${i}`, body);
      // Ten requests of ten tenants at once, as a service in use has them.
      for (let i = 0; i < TENANTS; i++) await call(i, { text: 'first' });
      await inTurns(REQUESTS, 10, (i) => call(i % TENANTS));
      const during = await sockets();
      // Processor time of the application alone: it does not depend on what else the machine does.
      const { cpuMs: began } = await app.usage();
      await inTurns(REQUESTS, 10, (i) => call(i % TENANTS));
      const { cpuMs, heapMB } = await app.usage();
      return { sockets: during - before, heapMB, cpuMs: (cpuMs - began) / REQUESTS };
    } finally {
      app.kill();
    }
  } finally {
    await client.close();
    await mongo.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function startApp(way, uri) {
  const script = `
    import 'reflect-metadata';
    const { start } = await import(${JSON.stringify(join(compiled, `${way}.js`))});
    const app = await start(${JSON.stringify(uri)});
    process.on('message', () => {
      gc();
      const { user, system } = process.cpuUsage();
      process.send({ heapMB: process.memoryUsage().heapUsed / 2 ** 20, cpuMs: (user + system) / 1000 });
    });
    process.send({ url: await app.getUrl() });`;
  const child = spawn(process.execPath, ['--expose-gc', '--input-type=module', '-e', script], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const next = () =>
    new Promise((resolve, reject) => {
      child.once('message', resolve).once('exit', () => reject(new Error(`${way} ended`)));
    });
  const { url } = await next();
  return {
    url,
    usage: () => {
      const answer = next();
      child.send('usage');
      return answer;
    },
    kill: () => child.kill('SIGKILL'),
  };
}

async function request(url, tenant, body) {
  const reply = await fetch(url, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { 'x-verified': tenant, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!reply.ok) throw new Error(`${reply.status} ${await reply.text()}`);
  await reply.arrayBuffer();
}

async function inTurns(count, concurrency, work) {
  let i = 0;
  const worker = async () => {
    while (i < count) await work(i++);
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
}
