import { setTimeout as sleep } from 'node:timers/promises';
import { MongoClient } from 'mongodb';
import { PASSWORD } from '../dataset.mjs';
import { clientOf, expectOk } from '../measure/client.mjs';
import { median } from '../measure/numbers.mjs';
import { startService } from '../measure/processes.mjs';

const DOCUMENTS = 20_000;
/** Documents of some 400 bytes, with two indexes. */
const TEXT = 'x'.repeat(350);
const INDEXES = [{ n: 1 }, { name: 1, n: -1 }];
const UNDOS = 5;
const DATA = '/v1/data/data';

/** Reads of a moment beside reads of now, and undos beside the bare clone inside the server, in turns. */
export async function past(run) {
  const service = await startService(run);
  const mongo = await new MongoClient(run.settings.MONGODB_URL).connect();
  const client = clientOf(service.url);
  try {
    const organization = run.organizations.at(-1);
    const tenant = mongo.db(await databaseOf(mongo, organization));
    for (const index of INDEXES) await tenant.collection('data').createIndex(index);
    await tenant
      .collection('data')
      .insertMany(
        Array.from({ length: DOCUMENTS }, (_, n) => ({ _id: `p${n}`, n, name: `Person ${n}`, text: TEXT })),
      );
    const { operationTime: at } = await tenant.command({ ping: 1 });
    await tenant.collection('data').updateMany({}, { $inc: { n: 1 } });
    const rows = [
      await reads(
        run,
        client,
        organization,
        at,
        'read',
        () => `${DATA}/p${Math.floor(Math.random() * DOCUMENTS)}`,
      ),
      await reads(run, client, organization, at, 'page of 50', () => DATA),
      await undos(client, mongo, organization, tenant, at),
    ];
    return rows;
  } finally {
    client.close();
    await mongo.close();
    await service.stop();
  }
}

async function databaseOf(mongo, { name }) {
  const row = await mongo.db('master_db').collection('organizations').findOne({ organization_name: name });
  return row.collection_name;
}

const textOf = ({ t, i }) => `${t}.${i}`;

async function reads(run, client, { token }, at, name, path) {
  const times = { now: [], then: [] };
  for (let i = 0; i < (run.quick ? 200 : 4000); i++) {
    for (const moment of ['now', 'then']) {
      const headers = moment === 'now' ? {} : { 'x-as-of': textOf(at) };
      const { ms } = await expectOk(client.send('GET', path(), { token, headers }));
      times[moment].push(ms);
    }
  }
  const value = median(times.then) / median(times.now);
  const figure = { value, unit: '× now' };
  return { name: `${name} at a moment`, contender: 'rowhouse', figure, target: { atMost: 1.2 } };
}

async function undos(client, mongo, { token }, tenant, at) {
  const times = { bare: [], undo: [] };
  const target = mongo.db('bench_clone');
  for (let i = 0; i < UNDOS; i++) {
    times.bare.push(
      await timeOf(async () => {
        await target.createCollection('data');
        for (const index of INDEXES) await target.collection('data').createIndex(index);
        await bareClone(tenant, target, at);
      }),
    );
    await target.dropDatabase();
    times.undo.push(await timeOf(() => undo(client, token, at)));
  }
  const figure = { value: median(times.undo) / median(times.bare), unit: '× bare clone' };
  return { name: `undo of ${DOCUMENTS} documents`, contender: 'rowhouse', figure, target: { atMost: 1.5 } };
}

async function bareClone(from, to, at) {
  const into = [{ $out: { db: to.databaseName, coll: 'data' } }];
  const readConcern = { level: 'snapshot', atClusterTime: at };
  const writeConcern = { w: 'majority', j: true };
  await from.command({ aggregate: 'data', pipeline: into, cursor: {}, readConcern, writeConcern });
}

async function undo(client, token, at) {
  const path = '/v1/organizations/current/undo';
  const { body } = await expectOk(
    client.send('POST', path, {
      token,
      body: { at: textOf(at) },
      headers: { 'x-confirm-password': PASSWORD },
    }),
  );
  for (;;) {
    const { body: operation } = await expectOk(client.send('GET', `/v1/operations/${body.id}`, { token }));
    if (operation.phase === 'done') return;
    if (operation.phase === 'failed') throw new Error(operation.error);
    await sleep(5);
  }
}

async function timeOf(work) {
  const since = performance.now();
  await work();
  return performance.now() - since;
}
