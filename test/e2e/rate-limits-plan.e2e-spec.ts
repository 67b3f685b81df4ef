import { setTimeout as sleep } from 'node:timers/promises';
import { prove } from '../support/keys.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { until } from '../support/until.js';

const BASIC = '0b9c4c5e-8f3b-4f6e-9a51-6d0d5c1f0a01';
const LIMIT = 20;

type Organization = Awaited<ReturnType<TestApp['organization']>>;

/** Gives the basic plan a limit of requests per minute, and the organization that plan. */
async function onPlan(sut: TestApp, org: Organization, limit: number): Promise<void> {
  await sut.master
    .collection<{ _id: string }>('plans')
    .updateOne({ _id: BASIC }, { $set: { 'limits.requests_per_minute': limit } });
  await sut.master
    .collection('organizations')
    .updateOne({ collection_name: org.database }, { $set: { plan_id: BASIC } });
}

const me = (app: TestApp, { token }: Organization) => app.call('GET', '/v1/me', { token });

/** Waits until both instances have heard of the plan. */
async function hearsOf(app: TestApp, org: Organization): Promise<void> {
  await until(async () => (await me(app, org)).headers.get('ratelimit') !== null);
}

/** Requests of this minute, as the database knows them. */
async function shared({ master }: TestApp, { id }: Organization): Promise<number> {
  const row = await master
    .collection<{ _id: string; used: number }>('rate_limits')
    .findOne({ _id: `plan-requests:${id}` });
  return row?.used ?? 0;
}

describe('requests per minute of a plan', () => {
  let sut: TestApp;
  let twin: TestApp;
  beforeAll(async () => {
    sut = await startTestApp();
    twin = await sut.twin();
  });
  afterAll(async () => {
    await twin?.stop();
    await sut?.stop();
  });

  it('do not concern an organization without a plan', async () => {
    const org = await sut.organization('Planless');
    const reply = await me(sut, org);
    expect([reply.status, reply.headers.get('ratelimit'), reply.headers.get('ratelimit-policy')]).toEqual([
      200,
      null,
      null,
    ]);
  });

  it('pass exactly as often as the plan says on one instance, in a burst too', async () => {
    const org = await sut.organization('One Instance');
    await onPlan(sut, org, LIMIT);
    await hearsOf(sut, org);
    const replies = await Promise.all(Array.from({ length: 60 }, () => me(sut, org)));
    const passed = replies.filter(({ status }) => status === 200);
    expect(passed).toHaveLength(LIMIT - 1); // one was asked until the plan was known
    expect(passed[0].headers.get('ratelimit-policy')).toBe(`"plan-requests";q=${LIMIT};w=60`);
    expect(
      passed.map(({ headers }) => Number(/r=(\d+)/.exec(headers.get('ratelimit')!)![1])).sort(compare),
    ).toEqual(Array.from({ length: LIMIT - 1 }, (_, i) => i));
  });

  it('count a key as they count a token: 64 writers with both pass exactly as often as the plan says', async () => {
    const org = await sut.organization('Keyed');
    await prove(sut, org);
    const body = { name: 'x', scopes: ['organization.read'] };
    const made = await sut.call<{ key: string }>('POST', '/v1/api-keys', { token: org.token, body });
    await onPlan(sut, org, LIMIT);
    await hearsOf(sut, org);
    const ask = (i: number) =>
      sut.call('GET', '/v1/organizations/current', { token: i % 2 ? org.token : made.body.key });
    const replies = await Promise.all(Array.from({ length: 64 }, (_, i) => ask(i)));
    const statuses = replies.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(LIMIT - 1); // one was asked until the plan was known
    expect(statuses.filter((status) => status === 429)).toHaveLength(64 - LIMIT + 1);
  });

  it('are refused in the words of each surface, with the time that is left', async () => {
    const org = await sut.organization('Refused');
    await onPlan(sut, org, 1);
    await hearsOf(sut, org);
    const native = await me(sut, org);
    expect([native.status, native.body]).toEqual([
      429,
      {
        type: '/docs/errors#plan.requests_used',
        title: 'The organization has used up the requests of its plan',
        status: 429,
        code: 'plan.requests_used',
        instance: '/v1/me',
        request_id: native.headers.get('x-request-id'),
      },
    ]);
    const seconds = Number(native.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(60);
    expect(native.headers.get('ratelimit-policy')).toBe('"plan-requests";q=1;w=60');
    expect(native.headers.get('ratelimit')).toMatch(/^"plan-requests";r=0;t=\d+$/);
    const s2 = await sut.call('GET', '/stats/org-role-wise-users', { token: org.token });
    expect([s2.status, s2.body]).toEqual([
      429,
      { detail: 'The organization has used up the requests of its plan' },
    ]);
  });

  it('do not keep an owner from another plan, nor anybody from ending sessions', async () => {
    const org = await sut.organization('Upgrading');
    await onPlan(sut, org, 1);
    await hearsOf(sut, org);
    const { token } = org;
    const other = await sut.call<{ refresh_token: string }>('POST', '/v1/sessions', {
      body: { email: org.email, password: org.password },
    });
    const plan = '/v1/organizations/current/plan';
    for (const [method, path, status] of [
      ['GET', '/v1/me', 429],
      ['GET', '/v1/organizations/current', 429],
      ['GET', plan, 200],
      ['GET', '/v1/sessions', 200],
      ['DELETE', '/v1/sessions/507f1f77bcf86cd799439011', 404],
      ['DELETE', '/v1/sessions?keep=current', 204],
    ] as const) {
      expect([path, (await sut.call(method, path, { token })).status]).toEqual([path, status]);
    }
    const { refresh_token } = other.body;
    expect((await sut.call('POST', '/v1/sessions/refresh', { body: { refresh_token } })).status).toBe(401);
    const changed = await sut.call('PUT', plan, { token, body: { plan: 'pro' } });
    expect(changed.status).toBe(200);
    for (let i = 0; (await me(sut, org)).status !== 200; i++) {
      if (i > 250) throw new Error('the plan is not known');
      await sleep(20);
    }
    await onPlan(sut, org, 1);
    while ((await me(sut, org)).status !== 429) await sleep(20);
    expect((await sut.call('POST', '/signout', { token })).status).toBe(200);
    expect((await me(sut, org)).status).toBe(401);
  });

  it('are shared by two instances', async () => {
    const org = await sut.organization('Two Instances');
    await onPlan(sut, org, 1000);
    await hearsOf(sut, org);
    await hearsOf(twin, org);
    for (let i = 0; i < 10; i++) expect((await me(sut, org)).status).toBe(200);
    while ((await shared(sut, org)) < 12) await sleep(20);
    await onPlan(sut, org, LIMIT);
    // What the twin passes before it has heard of the twelve is at most a tenth of the limit.
    let passed = 12;
    while ((await me(twin, org)).status === 200) {
      passed++;
      while ((await shared(sut, org)) < passed) await sleep(20);
    }
    expect(passed).toBeGreaterThanOrEqual(LIMIT);
    expect(passed).toBeLessThanOrEqual(LIMIT + LIMIT * 0.1);
  });

  it('are remembered over a restart', async () => {
    const org = await sut.organization('Restarted');
    await onPlan(sut, org, LIMIT);
    const first = await sut.twin();
    await hearsOf(first, org);
    for (let i = 1; i < LIMIT; i++) expect((await me(first, org)).status).toBe(200);
    await first.stop();
    expect(await shared(sut, org)).toBe(LIMIT);
    const second = await sut.twin();
    // It asks at its first request, and does not wait for the answer.
    let passed = 0;
    while ((await me(second, org)).status === 200) {
      passed++;
      while ((await shared(sut, org)) < LIMIT + passed) await sleep(20);
    }
    await second.stop();
    expect(passed).toBeLessThanOrEqual(1 + LIMIT * 0.1);
  });
});

const compare = (a: number, b: number): number => a - b;
