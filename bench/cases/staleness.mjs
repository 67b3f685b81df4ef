import { clientOf, expectOk } from '../measure/client.mjs';
import { median, percentile } from '../measure/numbers.mjs';
import { startService } from '../measure/processes.mjs';

/** Milliseconds after which a change that was not seen counts as lost. */
const LOST_MS = 5000;

/** How long another instance answers GET /org/get from before a change, counted from the answer to the change. */
export async function staleness(run) {
  const instances = [];
  try {
    instances.push(await startService(run), await startService(run));
    const [writer, reader] = instances.map(({ url }) => clientOf(url));
    const times = { rename: [], delete: [] };
    for (const organization of run.organizations.splice(-(run.quick ? 2 : 20))) {
      const renamed = `${organization.name} renamed`;
      await sees(reader, organization.name, 200);
      const body = { organization_name: renamed };
      await expectOk(writer.send('PUT', '/org/update', { token: organization.token, body }));
      times.rename.push(await sees(reader, organization.name, 404));
      await sees(reader, renamed, 200);
      await expectOk(writer.send('DELETE', lookUp(renamed, 'delete'), { token: organization.token }));
      times.delete.push(await sees(reader, renamed, 404));
    }
    for (const client of [writer, reader]) client.close();
    return Object.entries(times).map(([change, ms]) => ({
      name: `stale after ${change} elsewhere (max of ${ms.length})`,
      contender: 'rowhouse',
      p99: percentile(ms, 99),
      figure: { value: Math.max(...ms), unit: 'ms' },
      target: { atMost: 100 },
      median: median(ms),
    }));
  } finally {
    await Promise.all(instances.map((instance) => instance.stop()));
  }
}

const lookUp = (name, route = 'get') => `/org/${route}?organization_name=${encodeURIComponent(name)}`;

/** @returns milliseconds until the instance answers with this status */
async function sees(client, name, expected) {
  const start = performance.now();
  for (;;) {
    const { status } = await client.send('GET', lookUp(name));
    const ms = performance.now() - start;
    if (status === expected) return ms;
    if (ms > LOST_MS) throw new Error(`still ${status} instead of ${expected} after ${LOST_MS} ms`);
  }
}
