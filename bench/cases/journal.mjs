import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { MongoClient } from 'mongodb';
import { measure } from '../measure/load.mjs';
import { median } from '../measure/numbers.mjs';
import { startService } from '../measure/processes.mjs';
import { insertOf } from './requests.mjs';

const TOKEN = 'bench-metrics-token-0123456789abcdef';
const CONNECTIONS = 32;

/** What the journal costs mongod per insert over all organizations, in turns, and how late it is meanwhile. */
export async function journal(run) {
  const store = mkdtempSync(join(tmpdir(), 'rowhouse-bench-journal-'));
  const mongo = await new MongoClient(run.settings.MONGODB_URL).connect();
  const on = { JOURNAL_DAYS: '7', BACKUP_STORE: pathToFileURL(store).href, METRICS_TOKEN: TOKEN };
  const key = { ARCHIVE_KEY: Buffer.alloc(32, 1).toString('base64') };
  try {
    await giveBases(mongo);
    const cpu = { without: [], with: [] };
    let delays;
    for (let round = 0; round < (run.quick ? 1 : Math.min(run.rounds, 3)); round++) {
      for (const [name, settings] of [
        ['without', { BACKUP_STORE: 'off' }],
        ['with', { ...on, ...key }],
      ]) {
        const service = await startService(run, settings);
        try {
          const isOn = name === 'with';
          await load(run, service, { quick: true });
          if (isOn) await caughtUp(mongo); // with what it missed while it was off
          const before = isOn ? await delaysOf(service) : undefined;
          cpu[name].push(await cpuPerInsert(mongo, () => load(run, service, run)));
          if (isOn) delays = added(delays, await delaysOf(service), before);
        } finally {
          await service.stop();
        }
      }
    }
    const value = median(cpu.with) / median(cpu.without);
    return [
      {
        name: `journal, ${run.organizations.length} organizations`,
        contender: 'rowhouse',
        figure: { value, unit: '× mongod CPU per insert' },
        target: { atMost: 1.2 },
      },
      {
        name: 'journal, 99 of 100 turns committed within',
        contender: 'rowhouse',
        figure: { value: p99(delays), unit: 's' },
        target: { atMost: 1 },
      },
    ];
  } finally {
    await mongo.close();
    rmSync(store, { recursive: true, force: true });
  }
}

/** The organizations were made without a journal: their bases are not what is measured. */
async function giveBases(mongo) {
  const master = mongo.db('master_db');
  const rows = await master.collection('databases').find({ state: 'active' }).toArray();
  const { operationTime: base_at } = await master.command({ ping: 1 });
  const made = { live: true, needs_base: false, base_next: new Date(0), base_failures: 0, bytes_since: 0 };
  await master
    .collection('journal_databases')
    .insertMany(rows.map(({ _id, org_id, generation }) => ({ _id, org_id, generation, base_at, ...made })));
}

function load({ organizations, seconds }, service, { quick }) {
  const requests = organizations.map(insertOf);
  const limits = quick ? { amount: 20 * CONNECTIONS } : { duration: seconds };
  let next = 0;
  return measure(service, {
    ...limits,
    setupClient: (client) => {
      const of = requests.filter((_, i) => i % CONNECTIONS === next % CONNECTIONS);
      next++;
      client.setRequests(of.length > 0 ? of : requests);
    },
    requests: requests.slice(0, 1),
  });
}

/** By mongod's own count of its processor time. Microseconds. */
async function cpuPerInsert(mongo, work) {
  const before = await used(mongo);
  await work();
  const after = await used(mongo);
  return (after.micros - before.micros) / (after.inserts - before.inserts);
}

async function used(mongo) {
  const { extra_info: info, opcounters } = await mongo.db('admin').command({ serverStatus: 1 });
  return {
    micros: Number(info.user_time_us) + Number(info.system_time_us),
    inserts: Number(opcounters.insert),
  };
}

/** Turns by the upper bound of their delay. */
async function delaysOf(service) {
  const reply = await fetch(`${service.url}/metrics`, { headers: { authorization: `Bearer ${TOKEN}` } });
  const lines = (await reply.text()).matchAll(
    /^rowhouse_journal_delay_seconds_bucket\{(?:.*,)?le="([^"]+)"\} (\d+)/gm,
  );
  return new Map(
    [...lines].map(([, bound, count]) => [bound === '+Inf' ? Infinity : Number(bound), Number(count)]),
  );
}

const added = (all = new Map(), after, before) =>
  new Map([...after].map(([bound, count]) => [bound, count - before.get(bound) + (all.get(bound) ?? 0)]));

async function caughtUp(mongo) {
  for (;;) {
    const { operationTime: now } = await mongo.db('admin').command({ ping: 1 });
    const row = await mongo.db('master_db').collection('journal').findOne({ _id: 'cluster' });
    if (row?.at !== undefined && now.t - row.at.t <= 1) return;
    await sleep(50);
  }
}

function p99(delays) {
  const total = delays.get(Infinity);
  return [...delays].find(([, count]) => count >= 0.99 * total)[0];
}
