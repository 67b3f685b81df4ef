import { setTimeout as sleep } from 'node:timers/promises';
import { TestReceiver } from '../support/receiver.js';
import type { CrashBench } from './bench.js';

const CLIENTS = 8;

/** What was told of each event that was acknowledged. */
export interface Told {
  acknowledged: number;
  lost: string[];
  /** Requests of events that had come before: a receiver tells them by `webhook-id`. */
  again: number;
  /** From the last answer to the last delivery. */
  settledMs: number;
}

/**
 * Clients make events, and the service is killed between their commits and the deliveries, again and again. Each act
 * that was answered 201 reaches the endpoint.
 */
export async function webhooks(
  bench: CrashBench,
  { kills, events, random }: { kills: number; events: number; random: () => number },
): Promise<Told> {
  const receiver = await new TestReceiver().start();
  try {
    const { token } = await bench.organization('Hooked Crash Corp');
    const url = receiver.url('/hook');
    const made = await bench.call('POST', '/v1/webhooks', {
      token,
      body: { url, event_types: ['role.created'] },
    });
    if (made.status !== 201) throw new Error(`no webhook: ${made.status}`);
    const acknowledged: string[] = [];
    let serial = 0;
    const client = async (): Promise<void> => {
      while (acknowledged.length < events) {
        const key = `role-${++serial}`;
        const body = { key, name: key, permissions: ['data.read'] };
        const { status } = await bench.call('POST', '/v1/roles', { token, body });
        if (status === 201) acknowledged.push(key);
        else await sleep(50);
        await bench.call('DELETE', `/v1/roles/${key}`, { token });
      }
    };
    const clients = Array.from({ length: CLIENTS }, client);
    for (let kill = 1; kill <= kills; kill++) {
      while (acknowledged.length < (events * kill) / (kills + 1)) await sleep(5);
      await sleep(random() * 100);
      await bench.kill('api');
    }
    await Promise.all(clients);
    const since = performance.now();
    const told = (): Set<string> =>
      new Set(
        receiver.received.map(({ event }) => /"id":"(role-\d+)"/.exec(JSON.stringify(event))?.[1] ?? ''),
      );
    while (performance.now() - since < 180_000 && acknowledged.some((key) => !told().has(key)))
      await sleep(100);
    const ids = new Set(receiver.received.map(({ headers }) => headers['webhook-id']));
    return {
      acknowledged: acknowledged.length,
      lost: acknowledged.filter((key) => !told().has(key)),
      again: receiver.received.length - ids.size,
      settledMs: Math.round(performance.now() - since),
    };
  } finally {
    await receiver.stop();
  }
}
