import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { median } from '../measure/numbers.mjs';
import { startContender, startService } from '../measure/processes.mjs';
import { documentOf, insertOf } from './requests.mjs';

/** Requests of the flood under way at once, over all processes: ten times what a quiet organization ever has. */
const CROWD = 80;
const PROCESSES = [1, 4];
const file = (name) => fileURLToPath(new URL(`../measure/${name}.mjs`, import.meta.url));

/**
 * What a quiet organization's read takes beside another one that sends as much as 80 clients can, on one process and
 * on four. Both sides are processes of their own; a server that does nothing is asked in turn with the service and
 * tells what the machine costs.
 */
export async function flood(run) {
  const rows = [];
  for (const count of PROCESSES) rows.push(...(await beside(run, count)));
  return rows;
}

async function beside(run, count) {
  const servers = [];
  try {
    for (let i = 0; i < count; i++) servers.push(await startService(run));
    const bare = await startContender('nothing', run);
    servers.push(bare);
    const urls = servers.slice(0, count).map(({ url }) => url);
    const [calm, busy] = run.organizations;
    const asks = [
      { name: 'read', url: urls[0], ...documentOf(calm) },
      { name: 'bare', url: bare.url, path: '/', headers: {} },
    ];
    const requests = [documentOf(busy), documentOf(busy), documentOf(busy), insertOf(busy)];
    const rounds = [];
    await probed(asks, 2);
    for (let i = 0; i < run.rounds; i++) {
      const solo = await probed(asks, run.seconds);
      const stop = attack({ urls, requests, count: CROWD });
      await sleep(1500);
      const beside = await probed(asks, run.seconds);
      await stop();
      rounds.push({ solo, beside });
      await sleep(1000);
    }
    return rowsOf(rounds, count);
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}

function rowsOf(rounds, count) {
  const row = (key, contender, target) => ({
    name: `read beside a flood, ${count} process${count === 1 ? '' : 'es'}`,
    contender,
    p99: median(rounds.map(({ beside }) => beside[key].p99)),
    figure: {
      value: median(rounds.map(({ solo, beside }) => beside[key].p99 / solo[key].p99)),
      unit: '× solo p99',
    },
    ...(target ? { target } : {}),
  });
  return [row('bare', 'nothing'), row('read', 'rowhouse', { atMost: 1.5 })];
}

async function probed(asks, seconds) {
  const child = spawn(process.execPath, [file('prober'), JSON.stringify({ asks, seconds })], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', (data) => (text += data));
  await once(child, 'close');
  return JSON.parse(text);
}

function attack(load) {
  const child = spawn(process.execPath, [file('crowd'), JSON.stringify(load)], { stdio: 'inherit' });
  const ended = once(child, 'close');
  return async () => {
    child.kill();
    await ended;
  };
}
