import { ObjectId } from 'mongodb';
import type { TestApp } from '../support/app.js';
import { TestClock } from '../support/clock.js';
import { OPERATOR, startWithOperator } from '../support/operator.js';
import { until } from '../support/until.js';

const PASSWORD = 'SecurePassword123!';

interface SignedIn {
  session_id: string;
  access_token: string;
}

describe('sign-ins', () => {
  interface Entry {
    action: string;
    actor_id: string;
    target_id: string;
    ip: string | null;
    organization_id: string | null;
    details: { at: string; second_factor: boolean };
  }
  const clock = TestClock.flowing();
  let sut: TestApp;
  let twin: TestApp;
  let operator: Awaited<ReturnType<typeof startWithOperator>>['operator'];
  beforeAll(async () => {
    ({ sut, operator } = await startWithOperator({ RECORD_SIGN_INS: 'true' }, clock));
    twin = await sut.twin();
  });
  afterAll(async () => {
    await twin?.stop();
    await sut?.stop();
  });

  const recorded = async (token: string, path = '/v1/audit') =>
    (await sut.call<{ items: Entry[] }>('GET', `${path}?action=session.created&limit=100`, { token })).body
      .items;
  const opened = async (app: TestApp, email: string) =>
    (await app.call<SignedIn>('POST', '/v1/sessions', { body: { email, password: PASSWORD } })).body;
  const sessions = () => sut.master.collection<{ _id: string }>('sessions');

  it('are recorded once each in the log of the organization they open, through every door', async () => {
    const org = await sut.organization('Doors of Sign-ins');
    const doors = ['/admin/login', '/signin', '/api/tenants/login', '/v1/sessions'];
    for (const door of doors) {
      const reply = await sut.call('POST', door, { body: { email: org.email, password: org.password } });
      expect([door, reply.status]).toEqual([door, door === '/v1/sessions' ? 201 : 200]);
    }
    await until(async () => (await recorded(org.token)).length === doors.length + 1); // and that of the helper
    for (const entry of await recorded(org.token)) {
      expect(entry).toMatchObject({ actor_id: org.adminId, target_type: 'session' });
      expect(entry.details).toEqual({ at: expect.any(String) as string, second_factor: false });
      expect(['127.0.0.1', null]).toContain(entry.ip);
      const row = await sessions().findOne({ _id: entry.target_id });
      expect(row).toMatchObject({ created_at: new Date(entry.details.at) });
      expect(row).not.toHaveProperty('unrecorded');
    }
    await sut.call('POST', '/v1/sessions', { body: { email: org.email, password: 'WrongPassword1!' } });
    const log = await sut.call('GET', '/v1/audit/verification', { token: org.token });
    expect(log.body).toMatchObject({ intact: true });
  });

  it('are recorded once each when they end at once, and when many come to two instances', async () => {
    const org = await sut.organization('Crowd of Sign-ins');
    const short = await opened(twin, org.email);
    await sut.call('DELETE', '/v1/sessions/current', { token: short.access_token });
    const many = await Promise.all(
      Array.from({ length: 24 }, (_, i) => opened(i % 2 ? sut : twin, org.email)),
    );
    const last = many[0];
    expect((await sut.call('DELETE', '/v1/sessions?keep=current', { token: last.access_token })).status).toBe(
      204,
    );
    await until(async () => (await recorded(last.access_token)).length >= 26);
    const found = (await recorded(last.access_token)).map(({ target_id }) => target_id);
    expect(found).toHaveLength(26);
    expect(new Set(found).size).toBe(26);
    expect(found).toEqual(expect.arrayContaining([short, ...many].map((one) => one.session_id)));
  });

  it('that an instance did not record before it was killed are recorded by others, once', async () => {
    const org = await sut.organization('Killed Sign-ins');
    await until(async () => (await recorded(org.token)).length === 1);
    const { _id, ...row } = (await sessions().findOne({ user_id: org.adminId }))!;
    expect(_id).toEqual(expect.any(String));
    const left = Array.from({ length: 12 }, (_, i) => ({
      ...row,
      _id: `left-${i}`,
      unrecorded: i < 11 ? org.id : new ObjectId().toHexString(), // one of an organization that is gone
      created_at: new Date(Date.now() - 120_000),
    }));
    await sessions().insertMany(left);
    await clock.advance(61_000);
    await until(async () => (await sessions().countDocuments({ unrecorded: { $exists: true } })) === 0);
    const found = (await recorded(org.token)).map(({ target_id }) => target_id);
    expect(found.filter((id) => id.startsWith('left-')).sort()).toEqual(
      left
        .slice(0, 11)
        .map((one) => one._id)
        .sort(),
    );
  });

  it("of operators are in the platform's log", async () => {
    await sut.call('POST', '/v1/sessions', { body: OPERATOR });
    // That log shows those of all organizations too.
    const own = async () =>
      (await recorded(operator.token, '/v1/platform/audit')).filter((one) => one.organization_id === null);
    await until(async () => (await own()).length >= 2); // and that of the helper
    expect((await own())[0]).toMatchObject({ target_type: 'session', actor_id: operator.id });
  });
});
