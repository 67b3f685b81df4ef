import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomOf, Writers } from '../support/writers.js';
import { CrashBench, type Victim } from './bench.js';
import { BuiltService, buildService } from './built-service.js';
import { journal, JOURNALED } from './journal.js';
import { webhooks } from './webhooks.js';
import { check } from './invariants.js';
import {
  create,
  type Plan,
  remove,
  type Result,
  stopped,
  undo,
  update,
  updateUnderWriters,
} from './scenarios.js';

/** `npm run test:crash` sets these; without them a short run, with one kill of each kind, is part of every test run. */
const KILLS = Number(process.env['CRASH_KILLS'] ?? 1);
/** Events that webhooks are told of. */
const EVENTS = 1000;
const LONG = process.env['CRASH_KILLS'] !== undefined;
const SEED = Number(process.env['CRASH_SEED'] ?? Date.now() % 1_000_000);
const DOCUMENTS = LONG ? 60_000 : 6_000;
const TIMEOUT_MS = 480_000 + KILLS * 60_000;
/** A part of a scenario's title. */
const ONLY = process.env['CRASH_ONLY'] ?? '';
const VICTIM = process.env['CRASH_VICTIM'] ?? '';

const SCENARIOS = { create, update, undo, 'update under writers': updateUnderWriters, delete: remove };

type Title = keyof typeof SCENARIOS;

/** In the long run every scenario has a mongod of its own: one that was killed often takes long to come back. */
function rounds(): { victim: Victim; during: string; scenarios: Title[] }[] {
  const titles = (Object.keys(SCENARIOS) as Title[]).filter((title) => title.includes(ONLY));
  const groups = LONG ? titles.map((title) => [title]) : [titles];
  const victims = (['api', 'mongod'] as const).filter((victim) => victim.includes(VICTIM));
  return victims.flatMap((victim) =>
    groups.map((scenarios) => ({ victim, during: scenarios.join(', '), scenarios })),
  );
}

function print(row: Record<string, string | number>): void {
  process.stdout.write(`  ${JSON.stringify(row)}\n`);
}

type Built = ReturnType<typeof buildService>;

/** Kills the victim in the middle of each scenario; nothing acknowledged is lost, nothing stays half made. */
async function killed(main: string, victim: Victim, scenarios: Title[]): Promise<void> {
  const bench = await CrashBench.start(main);
  try {
    const plan: Plan = { victim, kills: KILLS, random: randomOf(SEED), documents: DOCUMENTS };
    const results: [string, Result][] = [];
    for (const title of scenarios) results.push([title, await SCENARIOS[title](bench, plan)]);
    const found = await check(bench.client);
    for (const [title, result] of results) {
      await result.verify();
      const { acknowledged, slowestRetryMs: slowest_retry_ms } = result;
      print({ victim, during: title, acknowledged, lost: result.lost.length, slowest_retry_ms });
    }
    print({
      victim,
      half_made: found.halfMade.length,
      orphans: found.orphans.length,
      wrong_answers: bench.faults.length,
      settled_after_ms: found.settleMs,
      slowest_start_ms: Math.max(...bench.service.starts),
    });
    bench.faults.push(...bench.service.failures);
    const lost = results.flatMap(([, result]) => result.lost);
    const { halfMade, orphans } = found;
    expect({ lost, halfMade, orphans, faults: bench.faults }).toEqual({
      lost: [],
      halfMade: [],
      orphans: [],
      faults: [],
    });
  } finally {
    await bench.stop();
  }
}

async function stoppedAndResumed(main: string): Promise<void> {
  const bench = await CrashBench.start(main);
  try {
    const plan = { kills: Math.ceil(KILLS / 4), random: randomOf(SEED), documents: 0 };
    const { acknowledged, lost } = await stopped(bench, plan);
    const { halfMade, orphans } = await check(bench.client);
    print({ victim: 'twin', during: 'SIGSTOP, move, SIGCONT', acknowledged, lost: lost.length });
    expect({ lost, halfMade, orphans, faults: bench.faults }).toEqual({
      lost: [],
      halfMade: [],
      orphans: [],
      faults: [],
    });
  } finally {
    await bench.stop();
  }
}

async function withItsOwnDatabase(main: string): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'rowhouse-crash-'));
  const service = await BuiltService.start(main, { DATA_DIR: dataDir });
  try {
    const email = 'owner@lasting.example';
    const post = (path: string, body: object, token = '') =>
      fetch(service.url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify(body),
      });
    const account = { email, password: 'SecurePassword123!' };
    expect((await post('/org/create', { organization_name: 'Lasting Corp', ...account })).status).toBe(201);
    const signIn = async () => {
      const reply = await post('/admin/login', account);
      return ((await reply.json()) as { data: { access_token: string } }).data.access_token;
    };
    const written: string[] = [];
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      const token = await signIn();
      for (let i = 0; i < 20; i++) {
        const _id = `${signal}-${written.length}`;
        if ((await post('/v1/data/data', { _id }, token)).status === 201) written.push(_id);
      }
      await service.end(signal);
      await service.start();
    }
    const token = await signIn();
    expect(written).toHaveLength(40);
    for (const id of written) {
      const reply = await fetch(`${service.url}/v1/data/data/${id}`, {
        headers: { authorization: `Bearer ${token}` },
      });
      expect(reply.status).toBe(200);
    }
    print({ victim: 'both', during: 'stop, start, kill -9, start', written: written.length, lost: 0 });
  } finally {
    await service.end('SIGTERM');
    await rm(dataDir, { recursive: true, force: true, maxRetries: 10 });
  }
}

async function betweenCommitAndDelivery(main: string): Promise<void> {
  const bench = await CrashBench.start(main);
  try {
    const plan = { kills: KILLS, events: EVENTS, random: randomOf(SEED) };
    const { acknowledged, lost, again, settledMs: settled_ms } = await webhooks(bench, plan);
    print({ victim: 'api', during: 'webhooks', acknowledged, lost: lost.length, again, settled_ms });
    expect({ lost, faults: bench.faults }).toEqual({ lost: [], faults: [] });
  } finally {
    await bench.stop();
  }
}

async function keepingTheJournal(main: string): Promise<void> {
  const bench = await CrashBench.start(main, JOURNALED);
  try {
    const { differing, gaps } = await journal(bench, { kills: KILLS, random: randomOf(SEED) });
    print({ victim: 'api', during: 'journal', kills: KILLS, differing: differing.length, gaps });
    expect({ differing, gaps, faults: bench.faults }).toEqual({ differing: [], gaps: 0, faults: [] });
  } finally {
    await bench.stop();
  }
}

interface Test {
  title: string;
  run(main: string): Promise<void>;
}

const KILLED: Test[] = rounds().map(({ victim, during, scenarios }) => ({
  title: `of the ${victim} during ${during} loses nothing`,
  run: (main) => killed(main, victim, scenarios),
}));
/** Waits for the lease of an endpoint, so that the short run leaves it out. */
const WEBHOOKS: Test = {
  title: 'of the api between commits and the deliveries of their webhooks loses none',
  run: betweenCommitAndDelivery,
};
/** Waits for the lease of the journal. */
const JOURNAL: Test = {
  title: 'of the keeper of the journal leaves no gap and repeats nothing',
  run: keepingTheJournal,
};
const OTHERS: Test[] = [
  ...(LONG ? [WEBHOOKS, JOURNAL] : []),
  {
    title:
      'an instance that was stopped while the other one moved an organization acknowledges nothing that is lost',
    run: stoppedAndResumed,
  },
  { title: 'a service with its own database: stop, start, kill -9, start', run: withItsOwnDatabase },
].filter(({ title }) => title.includes(ONLY));

/**
 * Each test has a database and a service of its own, and waits for leases most of the time. In the short run they
 * go in two rows side by side; in the long run one after the other, because its table shows times.
 */
function begin(built: Built): Map<string, Promise<void>> {
  const [first, ...rest] = KILLED;
  const rows = LONG || !first ? [[...KILLED, ...OTHERS]] : [[first, ...OTHERS], rest];
  const running = new Map<string, Promise<void>>();
  for (const row of rows) {
    let before: Promise<void> = Promise.resolve();
    for (const { title, run } of row) {
      const here = before.catch(() => undefined).then(() => run(built.main));
      here.catch(() => undefined); // its test tells it
      running.set(title, here);
      before = here;
    }
  }
  return running;
}

describe('kill -9', () => {
  let built: Built;
  let running: Map<string, Promise<void>>;
  beforeAll(() => {
    process.stdout.write(`  kill -9, ${KILLS} times each, seed ${SEED}\n`);
    built = buildService();
    running = begin(built);
  });
  afterAll(async () => {
    await Writers.stopAll();
    built?.remove();
  });

  it.each([...KILLED, ...OTHERS])('$title', ({ title }) => running.get(title), TIMEOUT_MS);
});
