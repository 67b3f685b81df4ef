// A process that asks servers in turn, one request at a time, and prints what each took:
// node prober.mjs '{"seconds":4,"asks":[{"name":"read","url":"http://…","path":"/…","headers":{}}]}'
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { percentile } from './numbers.mjs';

const { seconds, asks } = JSON.parse(process.argv[2]);
const PAUSE_MS = 4;
const agents = new Map(asks.map(({ name }) => [name, new Agent({ keepAlive: true, maxSockets: 1 })]));
const times = new Map(asks.map(({ name }) => [name, []]));

const ask = ({ name, url, path, headers }) =>
  new Promise((resolve, reject) => {
    const one = request(url + path, { headers, agent: agents.get(name) }, (response) => {
      response.resume();
      response.on('end', () => {
        if (response.statusCode === 200) resolve();
        else reject(new Error(`${name}: status ${response.statusCode}`));
      });
    });
    one.on('error', reject);
    one.end();
  });

for (const one of asks) for (let i = 0; i < 5; i++) await ask(one);
const end = performance.now() + seconds * 1000;
while (performance.now() < end) {
  for (const one of asks) {
    const since = performance.now();
    await ask(one);
    times.get(one.name).push(performance.now() - since);
    await sleep(PAUSE_MS);
  }
}
const summary = (all) => ({ count: all.length, p50: percentile(all, 50), p99: percentile(all, 99) });
process.stdout.write(
  JSON.stringify(Object.fromEntries([...times].map(([name, all]) => [name, summary(all)]))),
  () => process.exit(0),
);
