import { createServer } from 'node:http';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { clientOf, expectOk } from '../measure/client.mjs';
import { percentile } from '../measure/numbers.mjs';
import { startService } from '../measure/processes.mjs';

const ORGANIZATIONS = 200;
/** Every tenth endpoint takes requests and never answers. */
const DEAD = 10;
/** Acts of each organization, and how many a second of all of them together. */
const ACTS = 5;
const PER_SECOND = 40;
/** Milliseconds after which a delivery counts as lost. */
const LOST_MS = 30_000;

/** How long after the answer to an act its event is delivered, while every tenth endpoint is dead. */
export async function webhooks(run) {
  const organizations = run.organizations.slice(0, run.quick ? 10 : ORGANIZATIONS);
  const acts = run.quick ? 1 : ACTS;
  const service = await startService(run, { WEBHOOK_ALLOW_PRIVATE: 'true', REQUIRE_STEP_UP: 'off' });
  const receivers = await Receivers.start();
  const client = clientOf(service.url);
  try {
    const alive = organizations.filter((_, i) => i % DEAD !== DEAD - 1);
    for (const organization of organizations) {
      const url = receivers[alive.includes(organization) ? 'alive' : 'dead'];
      const body = { url, event_types: ['role.created'] };
      await expectOk(client.send('POST', '/v1/webhooks', { token: organization.token, body }));
    }
    const asked = [];
    const start = performance.now();
    for (let act = 0; act < acts; act++) {
      for (const [i, { token }] of organizations.entries()) {
        await sleep(Math.max(0, start + (asked.length * 1000) / PER_SECOND - performance.now()));
        const body = { name: `Role ${i} ${act}`, permissions: ['data.read'] };
        const answer = expectOk(client.send('POST', '/v1/roles', { token, body }));
        asked.push(
          answer.then(({ body: { key } }) => ({
            key,
            isAlive: alive.includes(organizations[i]),
            at: performance.now(),
          })),
        );
      }
    }
    const told = (await Promise.all(asked)).filter(({ isAlive }) => isAlive);
    await receivers.wait(told.length, LOST_MS);
    const late = told.map(({ key, at }) => Math.max(0, (receivers.came.get(key) ?? Infinity) - at));
    const name = `delivery, ${organizations.length} org., one endpoint of ${DEAD} dead`;
    return [50, 99].map((percent) => ({
      name: `${name}, p${percent} of ${late.length}`,
      contender: 'rowhouse',
      figure: { value: percentile(late, percent), unit: 'ms' },
      ...(percent === 99 ? { target: { atMost: 1000 } } : {}),
    }));
  } finally {
    client.close();
    receivers.stop();
    await service.stop();
  }
}

class Receivers {
  /** When the event of a role came first, by the key of the role. */
  came = new Map();

  static async start() {
    const receivers = new Receivers();
    receivers.servers = [
      createServer(async (request, response) => {
        const chunks = await request.toArray();
        const at = performance.now();
        response.writeHead(204).end();
        const { data } = JSON.parse(Buffer.concat(chunks).toString());
        if (!receivers.came.has(data.target.id)) receivers.came.set(data.target.id, at);
      }),
      createServer((request) => request.resume()),
    ];
    for (const server of receivers.servers) await once(server.listen(0, '127.0.0.1'), 'listening');
    [receivers.alive, receivers.dead] = receivers.servers.map(
      (server) => `http://127.0.0.1:${server.address().port}/`,
    );
    return receivers;
  }

  /** Until so many came, or nothing more is waited for. */
  async wait(count, ms) {
    for (const until = performance.now() + ms; this.came.size < count && performance.now() < until;)
      await sleep(20);
  }

  stop() {
    for (const server of this.servers) server.close().closeAllConnections();
  }
}
