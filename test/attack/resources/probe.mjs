// A process that asks one thing after the other, in turn, and says how long each took.
// node probe.mjs '{"seconds":8,"pauseMs":10,"asks":[{"name":"…","url":"…","address":"127.0.9.1"}]}'
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

const { seconds, pauseMs, asks } = JSON.parse(process.argv[2]);
const TIMEOUT_MS = 20_000;
const agents = new Map(asks.map(({ name }) => [name, new Agent({ keepAlive: true, maxSockets: 1 })]));
const results = Object.fromEntries(asks.map(({ name }) => [name, { times: [], errors: {} }]));

function ask({ name, url, method = 'GET', headers = {}, body, address }) {
  return new Promise((resolve) => {
    const sent = { method, headers, agent: agents.get(name), localAddress: address, timeout: TIMEOUT_MS };
    const one = request(url, sent, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode));
      response.on('error', (error) => resolve(error.code));
    });
    one.on('timeout', () => one.destroy(Object.assign(new Error('late'), { code: 'TIMEOUT' })));
    one.on('error', (error) => resolve(error.code));
    one.end(body);
  });
}

for (const one of asks) for (let i = 0; i < 5; i++) await ask(one);
const end = performance.now() + seconds * 1000;
while (performance.now() < end) {
  for (const one of asks) {
    const since = performance.now();
    const status = await ask(one);
    const { times, errors } = results[one.name];
    times.push(performance.now() - since);
    if (status >= 400 || typeof status !== 'number') errors[status] = (errors[status] ?? 0) + 1;
    await sleep(pauseMs);
  }
}
const summary = ({ times, errors }) => {
  const sorted = times.sort((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  return { n: sorted.length, p50: at(0.5), p99: at(0.99), max: sorted.at(-1), errors };
};
process.stdout.write(
  JSON.stringify(Object.fromEntries(Object.entries(results).map(([name, all]) => [name, summary(all)]))),
);
process.exit(0);
