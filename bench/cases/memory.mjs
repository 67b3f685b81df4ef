import { MongoClient } from 'mongodb';
import { clientOf, expectOk } from '../measure/client.mjs';
import { startService } from '../measure/processes.mjs';

const POOL_SIZE = 50;
/** Sockets of the driver that watch the server and carry no command of the service. */
const MONITORS = 2;
/** Requests under way at once: more than the pool has sockets. */
const PARALLEL = 64;
const WARM_UP = 2_000;

/**
 * Touches one half of the organizations, which opens as many handles as are kept, then the other half, which
 * evicts the first: what the heap has grown by is what an organization leaves behind.
 */
export async function memory(run) {
  const half = Math.floor(run.organizations.length / 2);
  const settings = { MONGODB_POOL_SIZE: String(POOL_SIZE), OPEN_DATABASES: String(half) };
  const service = await startService(run, settings);
  try {
    // First the pool fills and code is compiled, on one organization.
    await touch(service, Array(WARM_UP).fill(run.organizations[0]));
    const empty = await service.report('heap');
    await touch(service, run.organizations.slice(0, half));
    const first = await service.report('heap');
    await touch(service, run.organizations.slice(half));
    const second = await service.report('heap');
    const sockets = await socketsOf(run, 'rowhouse');
    return [
      row('heap per open organization', (first - empty) / half / 1024, 'KB'),
      row(
        'heap per evicted organization',
        (second - first) / (run.organizations.length - half) / 1024,
        'KB',
        2,
      ),
      row(`sockets, pool of ${POOL_SIZE}, monitors left out`, sockets - MONITORS, 'sockets', POOL_SIZE),
    ];
  } finally {
    await service.stop();
  }
}

function row(name, value, unit, atMost) {
  const target = atMost === undefined ? {} : { target: { atMost } };
  return { name, contender: 'rowhouse', figure: { value, unit }, ...target };
}

async function touch({ url }, organizations) {
  const client = clientOf(url);
  const waiting = organizations.values();
  const visitor = async () => {
    for (const { documentId, token } of waiting) {
      await expectOk(client.send('GET', `/v1/data/data/${documentId}`, { token }));
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, visitor));
  client.close();
}

/** What the server counts of a client, its monitors included. */
async function socketsOf(run, appName) {
  const client = await new MongoClient(run.settings.MONGODB_URL).connect();
  try {
    const connections = await client
      .db('admin')
      .aggregate([
        { $currentOp: { allUsers: true, idleConnections: true } },
        { $match: { appName, connectionId: { $exists: true } } },
        { $group: { _id: '$connectionId' } },
      ])
      .toArray();
    return connections.length;
  } finally {
    await client.close();
  }
}
