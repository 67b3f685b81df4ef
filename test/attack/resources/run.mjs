// npm run test:attack -- --only resources [--mode production] [--instances 2] [--seconds 8] [--kinds lists,exports]
// Every attack on shared resources, while a process of its own asks as a quiet organization, as somebody who signs
// in from another network, and as a supervisor. The figures depend on the machine being otherwise idle: a server
// that does nothing is asked in turn with the service, and tells what the machine itself costs. With two instances the
// attack goes to both, and the first one is asked.
import { fork, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { follow } from './usage.mjs';
import { buildIfStale } from '../../../scripts/build-state.mjs';

const { values: options } = parseArgs({
  options: {
    mode: { type: 'string', default: 'development' },
    instances: { type: 'string', default: '1' },
    seconds: { type: 'string', default: '8' },
    kinds: { type: 'string', default: '' },
    /** A directory for CPU profiles of the service, one for each attack. */
    profile: { type: 'string' },
  },
});
const SECONDS = Number(options.seconds);
/** Twice what it takes alone, or so little that a loop nobody holds gives it. Milliseconds. */
const FACTOR = 2;
/** Of a quiet organization's read beside another one that floods with small requests. */
const FLOOD_FACTOR = 1.5;
const HELD_MS = 100;
const PASSWORD = 'Correct-Horse-77!';
/** Networks of their own: the /24 of each. */
const QUIET = '127.0.9.1';
const ATTACKER = '127.0.1.1';
const file = (name) => fileURLToPath(new URL(name, import.meta.url));
const SECRET_KEY = randomBytes(48).toString('base64url');
const children = new Set();
/** By name, of what is followed. */
const pids = {};

await buildIfStale();
const { startEmbeddedMongodb } = await import('../../../dist/libs/embedded-mongodb/src/index.js');
const dir = mkdtempSync(join(tmpdir(), 'rowhouse-resources-'));
const mongod = await startEmbeddedMongodb({
  dataDir: join(dir, 'mongodb'),
  binary: process.env.MONGOD_BINARY,
  env: process.env,
  cacheSizeGB: 1,
});
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => void cleanUp().then(() => process.exit(1)));
let missed;
try {
  missed = await main();
} finally {
  await cleanUp();
}
process.exit(missed.length === 0 ? 0 : 1);

async function cleanUp() {
  for (const child of children) child.kill('SIGKILL');
  await mongod.stop();
  rmSync(dir, { recursive: true, force: true });
}

function track(child) {
  children.add(child);
  child.once('exit', () => children.delete(child));
  return child;
}

async function startService() {
  const env = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    MONGODB_URL: mongod.uri,
    DATA_DIR: join(dir, `data${children.size}`),
    SECRET_KEY,
    NODE_ENV: options.mode,
    PORT: '0',
    RATE_LIMITS: 'off', // they would stop most attacks before anything they could exhaust
  };
  const child = track(
    spawn(process.execPath, ['--v8-pool-size=1', '--import', file('loop-delay.mjs'), 'dist/src/main.js'], {
      env,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    }),
  );
  let output = '';
  const url = await new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (data) => {
        output = (output + data).slice(-100_000);
        const found = /API +(http:\S+)/.exec(output) ?? /"(http:\/\/[^"/]+:\d+)/.exec(output);
        if (found) resolve(found[1].replace('localhost', '127.0.0.1'));
      });
    child.once('exit', () => reject(new Error(`the service did not start:\n${output}`)));
  });
  const loop = async (profile = {}) => {
    const answer = once(child, 'message');
    child.send(profile);
    return (await answer)[0];
  };
  return { url, loop, pid: child.pid };
}

async function main() {
  const service = await startService();
  const urls = [service.url];
  pids.mongod = Number(readFileSync(join(dir, 'mongodb', 'mongod.pid'), 'utf8'));
  pids.service = service.pid;
  while (urls.length < Number(options.instances)) {
    const other = await startService();
    pids[`service ${urls.push(other.url)}`] = other.pid;
  }
  const bare = track(fork(file('bare.mjs')));
  pids.bare = bare.pid;
  const [port] = await once(bare, 'message');
  const wanted = options.kinds === '' ? undefined : new Set(options.kinds.split(','));
  const isWanted = (kind) => wanted?.has(kind) ?? true;
  const town = await populate(service.url, isWanted);
  const asks = (kinds) => [...kinds, { name: 'bare', url: `http://127.0.0.1:${port}/` }];
  const at = (path, more) => ({ url: service.url + path, address: QUIET, ...more });
  const health = at('/health/live', { name: '/health/live' });
  const authorization = `Bearer ${town.quiet}`;
  const read = at('/v1/data/data?limit=20', { name: 'read', headers: { authorization } });
  const signIn = at('/admin/login', {
    name: 'sign-in',
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'quiet@quiet.example', password: PASSWORD }),
  });
  const groups = [
    {
      asks: asks([health, read]),
      kinds: ['flood', 'lists', 'exports', 'decimals', 'anonymous', 'stalled', 'filters'],
    },
    { asks: asks([signIn, health]), kinds: ['members', 'burst', 'wrong'] },
  ];
  const missed = [];
  say(
    `${options.mode}, ${urls.length} instance(s), ${SECONDS} s each; milliseconds: median / 99th percentile / longest; loop held: 99th / longest`,
  );
  for (const { asks, kinds } of groups) {
    const some = kinds.filter(isWanted);
    if (some.length === 0) continue;
    await probe(asks, 2);
    const solo = await measure(service, asks, 'solo');
    report('solo', solo);
    for (const kind of some) {
      const with_ = await underAttack(service, asks, {
        kind,
        ...town.attack,
        collection: kind === 'filters' ? 'small' : 'large',
        urls,
      });
      report(kind, with_);
      for (const { name } of asks) if (name !== 'bare') missed.push(...judge(kind, name, solo, with_));
      await settle(service.url);
    }
  }
  for (const line of missed) say(`MISSED ${line}`);
  return missed;
}

async function measure(service, asks, kind, load) {
  const profile = options.profile && resolve(options.profile, `${kind}.cpuprofile`);
  await service.loop({ begin: profile });
  let used;
  const answers = await probe(asks, SECONDS, (prober) => {
    used = follow({ ...pids, attacker: load?.pid, prober });
  });
  return { answers, loop: await service.loop({ end: profile }), used: used() };
}

async function underAttack(service, asks, attack) {
  const load = track(
    spawn(
      process.execPath,
      [file('load.mjs'), JSON.stringify({ ...attack, run: randomBytes(3).toString('hex') })],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    ),
  );
  let text = '';
  load.stdout.on('data', (data) => (text += data));
  const ended = once(load, 'close');
  await sleep(1500);
  const measured = await measure(service, asks, attack.kind, load);
  load.kill('SIGTERM');
  await ended;
  return { ...measured, attack: text };
}

async function probe(asks, seconds, onStart) {
  const child = track(
    spawn(process.execPath, [file('probe.mjs'), JSON.stringify({ seconds, pauseMs: 5, asks })], {
      stdio: ['ignore', 'pipe', 'inherit'],
    }),
  );
  let text = '';
  child.stdout.on('data', (data) => (text += data));
  onStart?.(child.pid);
  await once(child, 'close');
  return JSON.parse(text);
}

/** Nothing of the attack before is left. */
async function settle(url) {
  await sleep(2000);
  for (let quick = 0; quick < 5;) {
    const since = performance.now();
    await fetch(`${url}/health`).then((one) => one.text());
    quick = performance.now() - since < 50 ? quick + 1 : 0;
    await sleep(50);
  }
}

function judge(kind, name, solo, { answers, loop }) {
  const [alone, beside] = [solo.answers[name], answers[name]];
  const errors = Object.entries(beside.errors).map(([what, n]) => `${kind}: ${name}: ${n} × ${what}`);
  const isHeld =
    name === '/health/live'
      ? loop.max > HELD_MS && beside.p99 > FACTOR * alone.p99
      : beside.p99 > (kind === 'flood' ? FLOOD_FACTOR : FACTOR) * alone.p99;
  return isHeld ? [...errors, `${kind}: ${name}: p99 ${(beside.p99 / alone.p99).toFixed(1)} × solo`] : errors;
}

function report(kind, { answers, loop, used, attack = '' }) {
  const ms = (n) => n.toFixed(1);
  const rows = Object.entries(answers).map(
    ([name, { n, p50, p99, max, errors }]) =>
      `${name} ${ms(p50)} / ${ms(p99)} / ${ms(max)} (${n}${Object.keys(errors).length ? `, ${JSON.stringify(errors)}` : ''})`,
  );
  say(`${kind.padEnd(10)} ${rows.join('   ')}   loop ${ms(loop.p99)} / ${ms(loop.max)}   ${attack}`);
  say(`           ${used}`);
}

async function populate(url, isWanted) {
  const call = async (method, path, body, token, type = 'application/json') => {
    const headers = { 'content-type': type, ...(token ? { authorization: `Bearer ${token}` } : {}) };
    const sent = typeof body === 'string' ? body : JSON.stringify(body);
    const reply = await fetch(url + path, { method, headers, body: sent });
    const text = await reply.text();
    if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${text.slice(0, 300)}`);
    return JSON.parse(text);
  };
  const account = async (name) => {
    const email = `${name}@${name}.example`;
    const made = { email, password: PASSWORD, organization_name: `${name} Corp` };
    return (await call('POST', '/v1/accounts', made)).access_token;
  };
  const [quiet, token] = [await account('quiet'), await account('busy')];
  for (let i = 0; i < 20; i++)
    await call('POST', '/v1/data/data', { _id: `d${i}`, t: 'x'.repeat(200) }, quiet);
  await call('POST', '/v1/data/data', { _id: 'f1', t: 'x'.repeat(200) }, token);
  for (let i = 0; (isWanted('lists') || isWanted('exports')) && i < 24; i++)
    await call('POST', '/v1/data/large', { _id: `b${i}`, t: 'x'.repeat(3_900_000) }, token);
  for (let at = 0; isWanted('filters') && at < 150_000; at += 15_000) {
    const lines = Array.from({ length: 15_000 }, (_, i) =>
      JSON.stringify({ _id: `s${at + i}`, t: `t${at + i} ${'x'.repeat(60)}` }),
    );
    await call('POST', '/v1/data/small/import', lines.join('\n'), token, 'application/x-ndjson');
  }
  return { quiet, attack: { token, address: ATTACKER } };
}

function say(line) {
  process.stdout.write(`${line}\n`);
}
