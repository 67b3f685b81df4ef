import { ObjectId } from 'mongodb';
import { PlansService } from '../../src/modules/plans/plans.service.js';
import { DEFAULT_PLANS } from '../../src/modules/plans/plans.types.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { addMember } from '../support/members.js';
import { startWithOperator, type TestOperator } from '../support/operator.js';
import { prove } from '../support/keys.js';
import { joinAs } from '../support/people.js';
import { problem } from '../support/problem.js';
import { createAt, ownerOf } from '../support/surfaces.js';
import { TestClock } from '../support/clock.js';
import { until } from '../support/until.js';
import { ReachedLimitsService } from '../../src/modules/rate-limits/reached-limits.service.js';

const [BASIC, PRO] = DEFAULT_PLANS as [(typeof DEFAULT_PLANS)[0], (typeof DEFAULT_PLANS)[0]];
const NO_LIMITS = {
  members: null,
  requests_per_minute: null,
  storage: null,
  collections: null,
  api_keys: null,
};

describe('plans', () => {
  let sut: TestApp;
  let twin: TestApp;
  let operator: TestOperator;
  beforeAll(async () => {
    ({ sut, operator } = await startWithOperator());
    twin = await sut.twin();
  });
  afterAll(async () => {
    await twin?.stop();
    await sut?.stop();
  });

  const plan = (token: string, body?: unknown, method = 'PUT') =>
    sut.call(method, '/v1/organizations/current/plan', { token, body });
  const usage = (members: number, collections = 1) => ({
    members,
    collections,
    storage_bytes: expect.any(Number) as number,
    api_keys: 0,
  });
  const addPlan = (limits: object) => {
    const _id = new ObjectId().toHexString();
    const row = { _id, type: `t${_id}`, name: 'Small', limits: { ...NO_LIMITS, ...limits } };
    return sut.master
      .collection<{ _id: string }>('plans')
      .insertOne(row)
      .then(() => _id);
  };

  it('are listed for everybody who is signed in', async () => {
    const acme = await sut.organization('Listing Corp');
    for (const token of [acme.token, operator.token]) {
      const reply = await sut.call('GET', '/v1/plans', { token });
      const items = DEFAULT_PLANS.map(({ id, type, name, limits }) => ({ id, type, name, limits }));
      expect([reply.status, reply.body]).toEqual([200, { items, next_cursor: null }]);
    }
  });

  it('are changed by an owner or an administrator, by type or id, and show what is used', async () => {
    const acme = await sut.organization('Planned Corp');
    const none = await plan(acme.token, undefined, 'GET');
    expect([none.status, none.body]).toEqual([200, { plan: null, limits: NO_LIMITS, usage: usage(1) }]);
    const basic = await plan(acme.token, { plan: 'Basic' });
    const shown = { plan: { id: BASIC.id, type: 'basic' }, limits: BASIC.limits, usage: usage(1) };
    expect([basic.status, basic.body]).toEqual([200, shown]);
    const admin = await joinAs(sut, acme.id, 'admin');
    const pro = await admin.call('PUT', '/v1/organizations/current/plan', { body: { plan: PRO.id } });
    expect(pro.body).toEqual({
      plan: { id: PRO.id, type: 'pro' },
      limits: PRO.limits,
      usage: usage(2),
    });
    const manager = await joinAs(sut, acme.id, 'manager');
    const path = '/v1/organizations/current/plan';
    expect((await manager.call('PUT', path, { body: { plan: 'basic' } })).body).toEqual(
      problem(403, 'auth.forbidden', 'Not authorized', path),
    );
    expect((await manager.call('GET', path)).status).toBe(200);
    expect((await plan(acme.token, { plan: 'gold' })).body).toEqual(
      problem(400, 'plan.unknown', 'Invalid plan ID or type', path),
    );
    expect((await plan(acme.token, {})).status).toBe(400);
    const again = await operator.call('PUT', `/organizations/${acme.id}/plan`, { body: { plan: 'pro' } });
    expect(again.body).toMatchObject({ plan: { id: PRO.id, type: 'pro' } });
    const { body } = await sut.call<{ items: Record<string, unknown>[] }>(
      'GET',
      '/v1/audit?action=organization.plan_changed',
      { token: acme.token },
    );
    expect(body.items.map(({ actor_id, details }) => [actor_id, details])).toEqual([
      [admin.userId, { from: BASIC.id, to: PRO.id, type: 'pro' }],
      [acme.adminId, { from: null, to: BASIC.id, type: 'basic' }],
    ]);
  });

  it('are refused when more is used than they allow, each limit by its name', async () => {
    const acme = await sut.organization('Large Corp');
    await addMember(sut, acme.token);
    for (const name of ['one', 'two']) {
      const made = await sut.call('POST', `/v1/data/${name}`, { token: acme.token, body: { a: 1 } });
      expect(made.status).toBe(201);
    }
    const small = await addPlan({ members: 1, collections: 2, storage: 100, api_keys: 0 });
    const reply = await plan(acme.token, { plan: small });
    expect([reply.status, reply.body]).toEqual([
      409,
      problem(
        409,
        'plan.too_small',
        'The organization uses more than the plan allows',
        '/v1/organizations/current/plan',
        {
          errors: {
            members: '2 in use, 1 allowed',
            collections: '3 in use, 2 allowed',
            storage: expect.stringMatching(/^\d+ in use, 100 allowed$/) as string,
          },
        },
      ),
    ]);
    const enough = await addPlan({ members: 2, collections: 3 });
    expect((await plan(acme.token, { plan: enough })).status).toBe(200);
  });

  it('never have more members than seats when users join while the plan changes', async () => {
    for (let round = 1; round <= 5; round++) {
      const acme = await sut.organization(`Seats Corp ${round}`);
      const two = await addPlan({ members: 2 });
      const join = (i: number) =>
        sut.call('POST', '/v1/members', {
          token: acme.token,
          body: { email: `seat${i}@round${round}.example`, role: 'member' },
        });
      const [changed, ...joined] = await Promise.all([
        plan(acme.token, { plan: two }),
        ...Array.from({ length: 4 }, (_, i) => join(i)),
      ]);
      const made = joined.filter(({ status }) => status === 201).length;
      const members = await sut.master
        .collection('memberships')
        .countDocuments({ org_id: acme.id, status: 'active' });
      expect(members).toBe(1 + made);
      if (changed.status === 200) expect(members).toBeLessThanOrEqual(2);
      else expect([changed.status, changed.body['code']]).toEqual([409, 'plan.too_small']);
    }
  });

  it('act at once on every instance, and their limits are known without a question', async () => {
    const acme = await sut.organization('Quick Corp');
    const one = await addPlan({ members: 1 });
    const plans = [sut, twin].map(({ app }) => app.get(PlansService, { strict: false }));
    await Promise.all(plans.map((service) => service.list()));
    expect((await plan(acme.token, { plan: one })).status).toBe(200);
    for (const instance of [sut, twin]) {
      const reply = await instance.call('POST', '/v1/members', {
        token: acme.token,
        body: { email: 'second@quick.example', role: 'member' },
      });
      expect([reply.status, reply.body['code']]).toEqual([409, 'member.limit_reached']);
    }
    for (const service of plans) {
      expect(service.limitsOf(one)).toEqual({ ...NO_LIMITS, members: 1 });
      expect(service.limitsOf(undefined)).toEqual(NO_LIMITS);
      expect(await service.limitsOf('gone')).toEqual(NO_LIMITS);
    }
    await sut.master
      .collection<{ _id: string }>('plans')
      .updateOne({ _id: one }, { $set: { 'limits.members': 7 } });
    for (const service of plans) await until(async () => (await service.limitsOf(one)).members === 7, 1000);
  });

  describe('that refuse something', () => {
    const told = async (token: string) =>
      (
        await sut.call<{ items: { details: { limit: string; value: number; hour: string } }[] }>(
          'GET',
          '/v1/audit?action=plan.limit_reached&limit=100',
          { token },
        )
      ).body.items.map(({ details }) => details);

    const settled = ({ app }: TestApp) =>
      until(() => app.get(ReachedLimitsService, { strict: false })['waiting'].size === 0);

    it('tell it once for each limit and hour, however often and on however many instances', async () => {
      const later = TestClock.flowing();
      later.sleepMachine(3_600_000);
      const third = await sut.twin({}, later); // its clock is an hour ahead
      try {
        const acme = await sut.organization('Told Corp');
        await prove(sut, acme);
        const small = await addPlan({ members: 1, api_keys: 0, collections: 1, requests_per_minute: 1000 });
        await Promise.all(
          [sut, twin, third].map(({ app }) => app.get(PlansService, { strict: false }).list()),
        );
        expect((await plan(acme.token, { plan: small })).status).toBe(200);
        const attempts: [string, object][] = [
          ['/v1/members', { email: 'second@told.example' }],
          ['/v1/api-keys', { name: 'K', scopes: ['data.read'] }],
          ['/v1/data/orders', { n: 1 }],
        ];
        const refuse = async (app: TestApp) => {
          for (const [path, body] of attempts) {
            const reply = await app.call('POST', path, { token: acme.token, body });
            expect([path, reply.status, reply.body['code']]).toEqual([
              path,
              409,
              expect.stringMatching(/limit_reached$/),
            ]);
          }
        };
        await Promise.all(Array.from({ length: 12 }, (_, i) => refuse([sut, twin][i % 2])));
        await until(async () => (await told(acme.token)).length >= 3);
        // What the others noted at the same time finds its row there.
        for (const app of [sut, twin]) await settled(app);
        const first = await told(acme.token);
        const byName = (all: { limit: string; value: number }[]) =>
          all.map(({ limit, value }) => [limit, value]).sort();
        const expected = [
          ['api_keys', 0],
          ['collections', 1],
          ['members', 1],
        ];
        expect(byName(first)).toEqual(expected);
        await refuse(third);
        await refuse(third);
        await until(async () => (await told(acme.token)).length >= 6);
        await settled(third);
        const all = await told(acme.token);
        expect(byName(all.slice(0, 3))).toEqual(expected);
        expect(new Set(all.map(({ limit, hour }) => `${limit} ${hour}`)).size).toBe(6);
        const log = await sut.call('GET', '/v1/audit/verification', { token: acme.token });
        expect(log.body).toMatchObject({ intact: true });
      } finally {
        await third.stop();
      }
    });
  });
});

describe('settings of plans', () => {
  it('PLAN_CHANGE=platform leaves them to operators; DEFAULT_PLAN gives one to organizations that chose none', async () => {
    const { sut, operator } = await startWithOperator({ PLAN_CHANGE: 'platform', DEFAULT_PLAN: 'basic' });
    try {
      const acme = await sut.organization('Default Corp');
      const path = '/v1/organizations/current/plan';
      const call = (method: string, to: string, body?: object) =>
        sut.call(method, to, { token: acme.token, body });
      expect((await call('GET', path)).body['plan']).toEqual({ id: BASIC.id, type: 'basic' });
      const forbidden = problem(403, 'auth.forbidden', 'Not authorized', path);
      expect((await call('PUT', path, { plan: 'pro' })).body).toEqual(forbidden);
      const chosen = await call('POST', '/v1/organizations', { name: 'Chosen Corp', plan: 'premium' });
      expect([chosen.status, chosen.body['code']]).toEqual([403, 'auth.forbidden']);
      const made = await call('POST', '/v1/organizations', { name: 'Chosen Corp' });
      expect([made.status, made.body['plan']]).toEqual([201, { id: BASIC.id, type: 'basic' }]);
      const given = await operator.call('PUT', `/organizations/${acme.id}/plan`, { body: { plan: 'pro' } });
      expect([given.status, given.body['plan']]).toEqual([200, { id: PRO.id, type: 'pro' }]);
      for (const surface of ['S0', 'S2', 'S3', 'S4'] as const) {
        const schema = `plans_${surface.toLowerCase()}`;
        const email = surface === 'S3' ? ownerOf(schema) : `a@${schema.replace('_', '-')}.example`;
        const reply = await createAt(sut, surface, { name: schema, email, schema }, acme.token);
        expect(reply.status).toBe(201);
        const row = await sut.master.collection('organizations').findOne({ name: schema });
        expect(row?.['plan_id']).toBe(surface === 'S3' ? PRO.id : BASIC.id);
      }
    } finally {
      await sut.stop();
    }
  });

  it('without them an organization has no plan', async () => {
    const sut = await startTestApp();
    try {
      const acme = await sut.organization('Free Corp');
      const row = await sut.master.collection('organizations').findOne({ _id: new ObjectId(acme.id) });
      expect(row).not.toHaveProperty('plan_id');
    } finally {
      await sut.stop();
    }
  });
});
