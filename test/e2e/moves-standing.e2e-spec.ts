import { ObjectId } from 'mongodb';
import { MoveStepsService } from '../../src/modules/organizations/moves/move-steps.service.js';
import { CopyRepository } from '../../src/modules/organizations/moves/copy.repository.js';
import { ReconcilerService } from '../../src/modules/organizations/reconciler/reconciler.service.js';
import { TestClock } from '../support/clock.js';
import { mailedCode } from '../support/mailbox.js';
import { addMember, tokenOf } from '../support/members.js';
import { startTestApp, type Reply, type TestApp } from '../support/app.js';
import { until } from '../support/smtp.js';

const THIEF = 'Thief-Wins-2026';
const SAFE = 'Victim-Safe-2026';

/** ADR-0025: what a long operation does later is checked again when it does it. */
describe('an update whose requester loses the right to it', () => {
  let sut: TestApp;
  let open: () => void;
  const clock = TestClock.flowing();
  beforeAll(async () => {
    sut = await startTestApp({ RATE_LIMITS: 'off' }, {}, clock);
  });
  afterAll(() => sut?.stop());
  afterEach(() => {
    open?.();
    jest.restoreAllMocks();
  });

  type Organization = Awaited<ReturnType<TestApp['organization']>>;

  /** The copy stands still, as under a large import, until the gate is opened. */
  function closeGate(app = sut): void {
    const copies = app.app.get(CopyRepository);
    const gate = new Promise<void>((resolve) => (open = resolve));
    const real = CopyRepository.prototype.insertAll.bind(copies);
    jest.spyOn(copies, 'insertAll').mockImplementation(async (...given) => {
      await gate;
      return real(...given);
    });
  }
  async function filled(name: string): Promise<Organization> {
    const org = await sut.organization(name);
    await sut.call('POST', '/v1/data/data', { token: org.token, body: { _id: 'kept' } });
    return org;
  }
  const update = (token: string, body: object, app = sut): Promise<Reply> =>
    app.call('PUT', '/org/update', { token, body });
  const moves = (org: Organization) => sut.master.collection('moves').find({ org_id: org.id }).toArray();
  const begun = (org: Organization) =>
    until(async () => (await moves(org)).length > 0, 30_000, 'the move has begun');
  const login = async (email: string, password: string) =>
    (await sut.call('POST', '/admin/login', { body: { email, password } })).status;
  const me = async (token: string) => (await sut.call('GET', '/v1/me', { token })).status;
  const reset = async (email: string, password: string) => {
    await sut.call('POST', '/v1/password/forgot', { body: { email } });
    const code = await mailedCode(sut, email, 'reset_password');
    expect((await sut.call('POST', '/v1/password/reset', { body: { code, password } })).status).toBe(204);
  };
  /** As it was before the update, ready for the next one, and on the record. */
  async function expectUndone(org: Organization, reason: string, token: string): Promise<void> {
    expect(await sut.master.collection('organizations').findOne({ _id: new ObjectId(org.id) })).toMatchObject(
      {
        name: org.name,
        collection_name: org.database,
        lifecycle: 'ready',
      },
    );
    const [row] = await moves(org);
    expect(row).toMatchObject({ phase: 'failed', error: reason });
    expect(row).not.toHaveProperty('hash');
    const log = await sut.master
      .collection('audit_log')
      .find({ action: 'organization.update_failed' })
      .toArray();
    expect(log.filter((entry) => entry['target_id'] === org.id)).toEqual([
      expect.objectContaining({ details: { reason, from: org.database, to: row['to'] } }),
    ]);
    expect((await update(token, { organization_name: `${org.name} after` })).status).toBe(200);
    expect((await sut.call('GET', '/v1/data/data/kept', { token })).status).toBe(200);
  }

  it('S2: a credential change is done with its request, and no move brings it or its session back', async () => {
    const org = await filled('Stolen Corp');
    const stolen = org.token;
    const victim = await tokenOf(sut, org.email, org.password);
    closeGate();
    const taking = update(stolen, { organization_name: 'Thief Corp', password: THIEF });
    await begun(org);
    // At once, and the other session is over: whoever is robbed notices while it happens.
    expect(await login(org.email, THIEF)).toBe(200);
    expect(await me(victim)).toBe(401);
    const [row] = await moves(org);
    expect(JSON.stringify(row)).not.toMatch(/\$2[aby]\$/);
    await reset(org.email, SAFE);
    expect(await me(stolen)).toBe(401);
    open();
    expect([(await taking).status, (await taking).body]).toEqual([401, { detail: 'Invalid token' }]);
    expect(await me(stolen)).toBe(401);
    expect([await login(org.email, SAFE), await login(org.email, THIEF)]).toEqual([200, 401]);
    await expectUndone(org, 'auth.token_invalid', await tokenOf(sut, org.email, SAFE));
  });

  it('ends while it copies, without waiting for the end of the copy', async () => {
    const org = await filled('Left Alone Corp');
    closeGate();
    const moving = update(org.token, { organization_name: 'Never Corp' });
    await begun(org);
    expect((await sut.call('DELETE', '/v1/sessions/current', { token: org.token })).status).toBe(204);
    const lease = () => sut.master.collection('moves').findOne({ org_id: org.id, phase: 'failed' });
    // One batch stands at the gate; the next step finds the end.
    const check = jest.spyOn(sut.app.get(MoveStepsService), 'reauthorize');
    await clock.advance(2000);
    await until(async () => check.mock.results.length > 0, 30_000, 'the right to be checked');
    await expect(check.mock.results[0].value).rejects.toThrow();
    open();
    expect((await moving).status).toBe(401);
    expect(await lease()).not.toBeNull();
    await expectUndone(org, 'auth.token_invalid', await tokenOf(sut, org.email, org.password));
  });

  it.each([
    ['demoted', 403, 'auth.forbidden'],
    ['suspended account', 401, 'auth.token_invalid'],
    ['suspended organization', 403, 'organization.suspended'],
  ])('ends when its user is %s meanwhile', async (what, status, reason) => {
    const org = await filled(`Meanwhile ${what}`);
    const other = await addMember(sut, org.token, 'owner');
    closeGate();
    const moving = update(other.token, { organization_name: `Taken ${what}` });
    await begun(org);
    if (what === 'demoted') {
      const body = { role: 'member' };
      const demoted = await sut.call('PATCH', `/v1/members/${other.id}`, { token: org.token, body });
      expect(demoted.status).toBe(200);
    } else {
      const [rows, id] = what.endsWith('account') ? ['admin_users', other.id] : ['organizations', org.id];
      const set = { $set: { status: 'suspended' } };
      await sut.master.collection(rows).updateOne({ _id: new ObjectId(id) }, set);
    }
    open();
    expect((await moving).status).toBe(status);
    const again = { $set: { status: 'active' } };
    await sut.master.collection('organizations').updateOne({ _id: new ObjectId(org.id) }, again);
    await until(async () => (await me(org.token)) === 200, 30_000, 'the organization is active again');
    await expectUndone(org, reason, org.token);
  });

  it('is checked by the instance that takes it up after its own has gone', async () => {
    const leaver = await sut.twin();
    const org = await filled('Orphaned Corp');
    closeGate(leaver);
    const taking = update(org.token, { organization_name: 'Orphan Thief', password: THIEF }, leaver).catch(
      () => undefined,
    );
    await begun(org);
    await reset(org.email, SAFE);
    const stopping = leaver.stop();
    open();
    await Promise.all([stopping, taking]);
    await sut.app.get(ReconcilerService).reconcile(false);
    await until(async () => (await moves(org))[0]['phase'] === 'failed', 20_000, 'the move has failed');
    expect([await login(org.email, SAFE), await login(org.email, THIEF)]).toEqual([200, 401]);
    await expectUndone(org, 'auth.token_invalid', await tokenOf(sut, org.email, SAFE));
  });

  it('of two thieves at once one changes the credentials, and both are out after a reset', async () => {
    const org = await filled('Two Thieves Corp');
    const second = await tokenOf(sut, org.email, org.password);
    const replies = await Promise.all([
      update(org.token, { password: 'First-Thief-2026' }),
      update(second, { password: 'Second-Thief-2026' }),
    ]);
    expect(replies.map(({ status }) => status).sort()).not.toEqual([200, 200]);
    await reset(org.email, SAFE);
    expect([await me(org.token), await me(second)]).toEqual([401, 401]);
    expect(await login(org.email, SAFE)).toBe(200);
  });
});
