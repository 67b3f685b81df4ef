import { setTimeout as sleep } from 'node:timers/promises';
import type { Timestamp } from 'mongodb';
import { COMMIT_GRACE_MS } from '../../src/common/request-scope.js';
import { differences, Writers } from '../support/writers.js';
import { type CrashBench, type Org, REQUEST_TIMEOUT_MS, type Victim } from './bench.js';
import { digest, settle } from './invariants.js';

export interface Plan {
  victim: Victim;
  kills: number;
  random: () => number;
  /** Documents of an organization that is moved without writers. */
  documents: number;
}

export interface Result {
  /** Looks whether what was acknowledged is there, once nothing is under way any more. */
  verify: () => Promise<void>;
  acknowledged: number;
  lost: string[];
  /** Milliseconds until an interrupted name was free or taken for certain; the longest. */
  slowestRetryMs: number;
}

/** How long an answer may take: twice what the service promises, for a busy machine. */
const DEADLINE_MS = 2 * (REQUEST_TIMEOUT_MS + COMMIT_GRACE_MS);
/** How long a name may be in doubt. Without the service's own care a killed transaction would hold it for 60 s. */
const RETRY_MS = 20_000 + 2 * (REQUEST_TIMEOUT_MS - 5000);
/** Beyond it the name is held for ever. */
const GIVE_UP_MS = RETRY_MS + 120_000;
const CLIENTS = 8;

/** Clients create organizations; the process dies in the middle, again and again. */
export async function create(bench: CrashBench, { victim, kills, random }: Plan): Promise<Result> {
  const result = emptyResult();
  const made: { name: string; email: string; database: string }[] = [];
  for (let kill = 0; kill < kills; kill++) {
    let running = true;
    const interrupted: { name: string; email: string }[] = [];
    const clients = Array.from({ length: CLIENTS }, async (_, client) => {
      for (let i = 0; running; i++) {
        const name = `Create ${victim} ${kill} ${client} ${i}`;
        const email = `c${kill}-${client}-${i}@${victim}.example`;
        const { status, body } = await bench.create(name, email);
        if (status === 201) made.push({ name, email, database: body.data!['collection_name'] });
        else interrupted.push({ name, email });
        if (status === 0 || status >= 500) return;
      }
    });
    await sleep(50 + random() * 400);
    const up = bench.kill(victim);
    await sleep(5);
    running = false;
    await Promise.all(clients);
    await up;
    const retries = interrupted.map(({ name, email }) => retry(bench, name, email, result));
    await Promise.all(retries);
  }
  result.acknowledged = made.length;
  result.verify = async () => {
    for (const { name, email, database } of made) {
      const found = await bench.get(name);
      if (found.body.data?.['collection_name'] !== database) result.lost.push(`${name} ${found.status}`);
      else if ((await bench.login(email)).status !== 200) result.lost.push(`${name} has no owner`);
    }
  };
  return result;
}

/** The name answers with 201 or "exists" soon; until then with 503 and Retry-After, in time. */
async function retry(bench: CrashBench, name: string, email: string, result: Result): Promise<void> {
  const since = performance.now();
  for (;;) {
    const answer = await bench.create(name, email);
    if (answer.ms > DEADLINE_MS) bench.faults.push(`retry of ${name} took ${Math.round(answer.ms)} ms`);
    const ms = performance.now() - since;
    if (answer.status === 201 || answer.status === 400) {
      result.slowestRetryMs = Math.max(result.slowestRetryMs, Math.round(ms));
      if (ms > RETRY_MS) bench.faults.push(`${name} was in doubt for ${Math.round(ms)} ms`);
      return;
    }
    if (ms > GIVE_UP_MS)
      throw new Error(`${name} is in doubt for ever: ${answer.status}\n${bench.service.log.slice(-3000)}`);
    await sleep(Math.min(1, Number(answer.retryAfter ?? 1)) * 200);
  }
}

/** An organization moves with many documents; the process dies at any moment of it. */
export async function update(bench: CrashBench, plan: Plan): Promise<Result> {
  const result = emptyResult();
  const orgs: { org: Org; renamed: string; status: number; before: string }[] = [];
  let duration = 0;
  // The first one is not killed: it tells how long an update takes.
  for (let kill = -1; kill < plan.kills; kill++) {
    const org = await bench.organization(`Update ${plan.victim} ${kill + 1}`);
    const db = bench.client.db(org.database);
    await fill(bench, org, plan.documents);
    const before = await digest(db, 'data');
    const renamed = `Updated ${plan.victim} ${kill + 1}`;
    const since = performance.now();
    const moving = bench.call('PUT', '/org/update', {
      token: org.token,
      body: { organization_name: renamed },
    });
    if (kill >= 0) {
      await sleep(plan.random() * duration);
      await bench.kill(plan.victim);
    }
    const { status } = await moving;
    if (kill < 0) duration = performance.now() - since;
    orgs.push({ org, renamed, status, before });
  }
  result.verify = async () => {
    for (const { org, renamed, status, before } of orgs) {
      if (status === 200) result.acknowledged++;
      const database = await bench.databaseOf(org);
      if (database === undefined) result.lost.push(`${org.name} is gone`);
      else if ((await digest(bench.client.db(database), 'data')) !== before)
        result.lost.push(`${org.name}: other documents in ${database}`);
      else if (status === 200 && (await bench.get(renamed)).status !== 200)
        result.lost.push(`${org.name} was not renamed`);
      else if ((await bench.login(org.email)).status !== 200) result.lost.push(`${org.name} has no owner`);
    }
  };
  return result;
}

/** An organization that lost its documents is put back; the process dies at any moment of it. */
export async function undo(bench: CrashBench, plan: Plan): Promise<Result> {
  const result = emptyResult();
  const orgs: { org: Org; status: number; before: string; after: string }[] = [];
  let duration = 0;
  for (let kill = -1; kill < plan.kills; kill++) {
    const org = await bench.organization(`Undo ${plan.victim} ${kill + 1}`);
    const db = bench.client.db(org.database);
    await fill(bench, org, plan.documents);
    const before = await digest(db, 'data');
    const { operationTime } = await db.command({ ping: 1 });
    const { t, i } = operationTime as Timestamp;
    await db.collection('data').deleteMany({ n: { $gt: 10 } });
    const after = await digest(db, 'data');
    const since = performance.now();
    const path = '/v1/organizations/current/undo';
    const undoing = bench.call('POST', path, { token: org.token, body: { at: `${t}.${i}` } });
    if (kill < 0) {
      await undoing;
      await settle(bench.client.db('master_db'));
      duration = performance.now() - since;
    } else {
      await sleep(plan.random() * duration);
      await bench.kill(plan.victim);
    }
    orgs.push({ org, status: (await undoing).status, before, after });
  }
  result.verify = async () => {
    for (const { org, status, before, after } of orgs) {
      if (status === 202) result.acknowledged++;
      const master = bench.client.db('master_db');
      const row = await master.collection('organizations').findOne({ organization_name: org.name });
      const of = { org_id: row?._id.toHexString(), state: 'active' };
      const active = await master.collection('databases').find(of).toArray();
      const database = await bench.databaseOf(org);
      const is = await digest(bench.client.db(database ?? org.database), 'data');
      if (active.length !== 1 || String(active[0]._id) !== database)
        result.lost.push(`${org.name}: ${active.length} generations`);
      // What was accepted is finished; what was not may have been begun all the same.
      else if (is !== before && (status === 202 || is !== after)) result.lost.push(`${org.name}: torn`);
      else if ((await bench.login(org.email)).status !== 200) result.lost.push(`${org.name} has no owner`);
    }
  };
  return result;
}

/** An organization moves under 16 writers. */
export async function updateUnderWriters(bench: CrashBench, plan: Plan): Promise<Result> {
  const result = emptyResult();
  const runs: { org: Org; writers: Writers }[] = [];
  for (let kill = 0; kill < plan.kills; kill++) {
    const org = await bench.organization(`Writers ${plan.victim} ${kill}`);
    const target = [{ url: bench.service.url, token: org.token }];
    const writers = new Writers(() => target, { seed: kill });
    await writers.answered();
    const body = { organization_name: `Written ${plan.victim} ${kill}` };
    const moving = bench.call('PUT', '/org/update', { token: org.token, body });
    await sleep(plan.random() * 400);
    await bench.kill(plan.victim);
    await moving;
    await writers.answered();
    await writers.stop();
    runs.push({ org, writers });
  }
  result.verify = async () => {
    for (const { org, writers } of runs) {
      const { outcome } = writers;
      result.acknowledged += outcome.acknowledged;
      bench.faults.push(...outcome.faults);
      const database = (await bench.databaseOf(org)) ?? 'gone';
      const documents = await bench.client.db(database).collection('data').find().toArray();
      result.lost.push(...differences(outcome, documents as never).map((line) => `${org.name} ${line}`));
    }
  };
  return result;
}

/** An organization with many collections is deleted; it is there or gone, never in part. */
export async function remove(bench: CrashBench, plan: Plan): Promise<Result> {
  const result = emptyResult();
  const orgs: { org: Org; status: number }[] = [];
  let duration = 0;
  for (let kill = -1; kill < plan.kills; kill++) {
    const org = await bench.organization(`Delete ${plan.victim} ${kill + 1}`);
    const db = bench.client.db(org.database);
    for (let i = 0; i < COLLECTIONS; i++) await db.collection(`more_${i}`).insertOne({ i });
    const since = performance.now();
    const path = `/org/delete?organization_name=${encodeURIComponent(org.name)}`;
    const gone = bench.call('DELETE', path, { token: org.token });
    if (kill >= 0) {
      await sleep(plan.random() * duration);
      await bench.kill(plan.victim);
    }
    const { status } = await gone;
    if (kill < 0) duration = performance.now() - since;
    orgs.push({ org, status });
    const whole = (await db.listCollections().toArray()).length === COLLECTIONS + 2; // data and the mark
    if ((await bench.get(org.name)).status === 200 && !whole)
      result.lost.push(`${org.name} is there in part`);
  }
  result.verify = async () => {
    for (const { org, status } of orgs) {
      const visible = (await bench.get(org.name)).status === 200;
      if (status === 200) result.acknowledged++;
      if (status === 200 && visible) result.lost.push(`${org.name} came back`);
      if (visible && (await bench.login(org.email)).status !== 200)
        result.lost.push(`${org.name} has no owner`);
      if (!visible && (await bench.login(org.email)).status !== 401)
        result.lost.push(`${org.name} left its owner`);
    }
  };
  return result;
}

/**
 * One instance is stopped, without being killed, while the other one moves an organization that both write to.
 * When it goes on, it must not acknowledge a write into the database that was left.
 */
export async function stopped(bench: CrashBench, { kills, random }: Omit<Plan, 'victim'>): Promise<Result> {
  const result = emptyResult();
  const twin = await bench.twin();
  try {
    for (let round = 0; round < kills; round++) {
      const org = await bench.organization(`Stopped ${round}`);
      const targets = [bench.service.url, twin.url].map((url) => ({ url, token: org.token }));
      const writers = new Writers(() => targets, { seed: round });
      await writers.answered();
      const body = { organization_name: `Went on ${round}` };
      const moving = bench.call('PUT', '/org/update', { token: org.token, body });
      await sleep(random() * 150);
      twin.pause();
      const { status } = await moving;
      twin.resume();
      await writers.answered(10);
      const outcome = await writers.stop();
      result.acknowledged += outcome.acknowledged;
      bench.faults.push(...outcome.faults);
      if (status !== 200) result.lost.push(`${org.name} was not moved: ${status}`);
      const documents = await bench.client
        .db(await bench.databaseOf(org))
        .collection('data')
        .find()
        .toArray();
      result.lost.push(...differences(outcome, documents as never).map((line) => `${org.name} ${line}`));
    }
  } finally {
    await twin.end('SIGKILL');
  }
  return result;
}

const COLLECTIONS = 15;

function emptyResult(): Result {
  return { verify: () => Promise.resolve(), acknowledged: 0, lost: [], slowestRetryMs: 0 };
}

async function fill(bench: CrashBench, org: Org, count: number): Promise<void> {
  const data = bench.client.db(org.database).collection<{ _id: unknown }>('data');
  for (let from = 0; from < count; from += 10_000) {
    const length = Math.min(10_000, count - from);
    await data.insertMany(
      Array.from({ length }, (_, i) => {
        const n = from + i;
        // Ids of several types, as a client may choose them.
        const _id: unknown = n % 3 === 0 ? n : n % 3 === 1 ? `id-${n}` : { part: n };
        return { _id, n, at: new Date(n), text: 'x'.repeat(n % 120) };
      }),
    );
  }
}
