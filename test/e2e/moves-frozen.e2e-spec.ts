import { setTimeout as sleep } from 'node:timers/promises';
import { startTestApp, type TestApp } from '../support/app.js';
import { mailedCode } from '../support/mailbox.js';
import { compileService, runService, type ServiceRun } from '../support/service.js';
import { until } from '../support/smtp.js';

/** An instance here, and one in a process of its own that can be stopped and killed. */
interface Pair {
  sut: TestApp;
  other: ServiceRun;
  otherUrl: string;
}

async function startPair(): Promise<Pair> {
  const SECRET_KEY = 'a secret of these two instances, long enough';
  const sut = await startTestApp({ RATE_LIMITS: 'off', SECRET_KEY });
  const other = await runService(await compileService(), {
    NODE_ENV: 'test',
    MONGODB_URL: sut.mongoUri,
    HOST: '127.0.0.1',
    RATE_LIMITS: 'off',
    SECRET_KEY,
  });
  return { sut, other, otherUrl: (await other.prints(/http:\/\/[\d.]+:\d+/, 60_000))[0] };
}

async function stopPair({ sut, other }: Pair): Promise<void> {
  other.child.kill('SIGCONT');
  await other.cleanUp();
  await sut.stop();
}

/** An instance is stopped by SIGSTOP while an organization moves. */
describe('a move and a frozen instance', () => {
  let pairs: Pair[] = [];
  let sut: TestApp;
  let other: ServiceRun;
  let otherUrl: string;
  let killedMover: Promise<void>;
  beforeAll(async () => {
    pairs = await Promise.all([startPair(), startPair()]);
    const [first, second] = pairs as [Pair, Pair];
    ({ sut, other, otherUrl } = first);
    // Goes on beside the other tests, on a database of its own: both wait for a lease of ten seconds.
    killedMover = moverIsKilled(second);
    killedMover.catch(() => undefined); // its test tells it
  });
  afterAll(() => Promise.all(pairs.map(stopPair)));

  const fill = (database: string, count: number, { client } = sut) =>
    client
      .db(database)
      .collection<{ _id: string; text: string }>('data')
      .insertMany(Array.from({ length: count }, (_, i) => ({ _id: `d${i}`, text: 'x'.repeat(500) })));
  /** Waits until an instance renews its lease: the others count on it from then on. */
  const heardOf = async (pid: number): Promise<void> => {
    const leaseEnd = async () =>
      (await sut.master.collection<{ expires_at: Date }>('instances').findOne({ pid }))?.expires_at ?? 0;
    const before = await leaseEnd();
    await until(async () => (await leaseEnd()) > before);
  };
  const update = (url: string, token: string, name: string) =>
    fetch(`${url}/org/update`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ organization_name: name }),
    });
  const tokenAt = async (url: string, { email, password }: { email: string; password: string }) => {
    const reply = await fetch(`${url}/admin/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    });
    return ((await reply.json()) as { data: { access_token: string } }).data.access_token;
  };

  it('R4: the mover is frozen, another instance goes on, and the answer names the operation', async () => {
    const org = await sut.organization('Frozen Mover');
    await fill(org.database, 40_000);
    const token = await tokenAt(otherUrl, org);
    const moving = update(otherUrl, token, 'Thawed Mover');
    const moves = sut.master.collection('moves');
    const row = () => moves.findOne({ org_id: org.id });
    await until(async () => (await row()) !== null, 20_000, 'the move has begun');
    other.child.kill('SIGSTOP');
    await until(
      async () => ['done', 'cleaning'].includes(String((await row())?.['phase'])),
      60_000,
      'it moved',
    );
    other.child.kill('SIGCONT');
    const reply = await moving;
    const id = String((await row())!['_id']);
    expect([reply.status, await reply.json()]).toEqual([503, { detail: 'Service temporarily unavailable' }]);
    expect(reply.headers.get('operation-location')).toBe(`/v1/operations/${id}`);
    expect(reply.headers.get('retry-after')).toBe('5');
    const told = await sut.call('GET', `/v1/operations/${id}`, { token: org.token });
    expect([told.status, told.body['error'], told.body['id']]).toEqual([200, null, id]);
    expect((await sut.call('GET', '/org/get?organization_name=Thawed%20Mover')).status).toBe(200);
  });

  it.each([
    ['3.6 s', 3600],
    ['for good', 0],
  ])('R9: the other instance is frozen (%s), and the update is carried out', async (what, ms) => {
    const org = await sut.organization(`Frozen Other ${ms}`);
    await fill(org.database, 500);
    await heardOf(other.child.pid!); // since it went on
    other.child.kill('SIGSTOP');
    const moving = update(sut.url, org.token, `Moved ${ms}`);
    if (ms > 0) {
      await sleep(ms);
      other.child.kill('SIGCONT');
    }
    const reply = await moving;
    expect([what, reply.status, await reply.text()]).toEqual([what, 200, expect.any(String)]);
    const document = await sut.call('GET', '/v1/data/data/d17', { token: org.token });
    expect(document.status).toBe(200);
    other.child.kill('SIGCONT');
  });

  it('S2: the mover is killed, its requester loses the right, and nobody carries the update out', () =>
    killedMover);

  async function moverIsKilled({ sut, other, otherUrl }: Pair): Promise<void> {
    const org = await sut.organization('Killed Mover');
    await fill(org.database, 40_000, sut);
    const token = await tokenAt(otherUrl, org);
    const body = JSON.stringify({ organization_name: 'Killed Thief', password: 'Thief-Wins-2026' });
    const moving = fetch(`${otherUrl}/org/update`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body,
    }).catch(() => undefined);
    const row = () => sut.master.collection('moves').findOne({ org_id: org.id });
    await until(async () => (await row()) !== null, 20_000, 'the move has begun');
    other.child.kill('SIGKILL');
    await moving;
    await sut.call('POST', '/v1/password/forgot', { body: { email: org.email } });
    const code = await mailedCode(sut, org.email, 'reset_password');
    const reset = { code, password: 'Victim-Safe-2026' };
    expect((await sut.call('POST', '/v1/password/reset', { body: reset })).status).toBe(204);
    await until(async () => (await row())!['phase'] === 'failed', 60_000, 'the move has failed');
    expect(await row()).toMatchObject({ error: 'auth.token_invalid' });
    const login = async (password: string) =>
      (await sut.call('POST', '/admin/login', { body: { email: org.email, password } })).status;
    expect([await login('Victim-Safe-2026'), await login('Thief-Wins-2026')]).toEqual([200, 401]);
    expect((await sut.call('GET', '/v1/me', { token })).status).toBe(401);
    expect((await sut.call('GET', '/org/get?organization_name=Killed%20Mover')).status).toBe(200);
  }
});
