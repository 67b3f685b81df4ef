import { setTimeout as sleep } from 'node:timers/promises';
import { MongoClient } from 'mongodb';
import { startTestMongo } from '../support/mongo.js';
import { compileService, runService, type CompiledService, type ServiceRun } from '../support/service.js';

const URL_LINE = /API +(http:\S+)/;
const KILLS = 4;
/** Creates under way when the process dies. */
const CLIENTS = 6;
const PASSWORD = 'SecurePassword123!';
const SECRET = 'only this test signs with this, and it is long';
/** Milliseconds a dead holder of a key is waited for: REQUEST_TIMEOUT_MS and five seconds. */
const LEASE_MS = 6000;

interface Answer {
  status: number;
  text: string;
  replayed: boolean;
}

describe('B8 an Idempotency-Key after kill -9', () => {
  let mongo: Awaited<ReturnType<typeof startTestMongo>>;
  let service: CompiledService;
  let client: MongoClient;
  const runs: ServiceRun[] = [];

  beforeAll(async () => {
    [mongo, service] = await Promise.all([startTestMongo(), compileService()]);
    client = await new MongoClient(mongo.uri).connect();
  });
  afterAll(async () => {
    await Promise.all(runs.map((run) => run.cleanUp()));
    await client?.close();
    await mongo?.stop();
  });

  const boot = async (): Promise<{ run: ServiceRun; url: string }> => {
    const run = await runService(service, {
      MONGODB_URL: mongo.uri,
      SECRET_KEY: SECRET,
      REQUEST_TIMEOUT_MS: '1000',
    });
    runs.push(run);
    return { run, url: (await run.prints(URL_LINE, 30_000))[1] };
  };
  const create = async (url: string, name: string): Promise<Answer> => {
    const email = `a@${name.toLowerCase().replaceAll(' ', '-')}.example`;
    try {
      const reply = await fetch(`${url}/org/create`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'idempotency-key': `key-of-${name.replaceAll(' ', '-')}`,
        },
        body: JSON.stringify({ organization_name: name, email, password: PASSWORD }),
      });
      const replayed = reply.headers.get('idempotency-replayed') === 'true';
      return { status: reply.status, text: await reply.text(), replayed };
    } catch {
      return { status: 0, text: '', replayed: false };
    }
  };
  /** Repeats until the key is not held by the dead any more. */
  const settle = async (url: string, name: string): Promise<Answer> => {
    const until = performance.now() + 6 * LEASE_MS;
    for (;;) {
      const answer = await create(url, name);
      const isPassing = answer.status === 503 || answer.text.includes('is still in progress');
      if (!isPassing || performance.now() > until) return answer;
      await sleep(300);
    }
  };

  it('leaves one effect for each key: a repeat makes it, is answered as the first, or is told that it is there', async () => {
    let { run, url } = await boot();
    const outcomes = { interrupted: 0, made: 0, replayed: 0, lost: 0 };
    // All kills come before the first repeat: the keys that the dead hold run out side by side.
    const crowds: Map<string, Answer>[] = [];
    for (let kill = 0; kill < KILLS; kill++) {
      const first = new Map<string, Answer>();
      let running = true;
      const clients = Array.from({ length: CLIENTS }, async (_, i) => {
        for (let n = 0; running; n++) {
          const name = `Crash ${kill} ${i} ${n}`;
          first.set(name, await create(url, name));
        }
      });
      await sleep(150 + kill * 70);
      run.child.kill('SIGKILL');
      running = false;
      await Promise.all(clients);
      crowds.push(first);
      ({ run, url } = await boot());
    }
    for (const first of crowds) {
      await Promise.all(
        [...first].map(async ([name, before]) => {
          const after = await settle(url, name);
          if (before.status === 201) {
            expect([name, after]).toEqual([name, { ...before, replayed: true }]);
            return;
          }
          // Cut off, or too slow for its deadline on a busy machine.
          expect([0, 503]).toContain(before.status);
          outcomes.interrupted++;
          if (after.status === 201) outcomes[after.replayed ? 'replayed' : 'made']++;
          else {
            expect([name, after.status, after.text]).toEqual([
              name,
              409,
              '{"detail":"The request with this Idempotency-Key was completed, but its response was lost"}',
            ]);
            outcomes.lost++;
          }
        }),
      );
      const organizations = client.db('master_db').collection('organizations');
      for (const name of first.keys()) {
        expect([name, await organizations.countDocuments({ organization_name: name })]).toEqual([name, 1]);
      }
    }
    expect(outcomes.interrupted).toBeGreaterThan(0);
    expect(outcomes.made + outcomes.replayed + outcomes.lost).toBe(outcomes.interrupted);
  }, 300_000);
});
