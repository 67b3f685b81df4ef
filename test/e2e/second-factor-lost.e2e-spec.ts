import { OperatorService } from '../../src/modules/auth/operator.service.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { TestClock } from '../support/clock.js';
import { enrol, prove } from '../support/factors.js';
import { mailsTo } from '../support/mailbox.js';
import { addMember, CHOSEN } from '../support/members.js';
import { OPERATOR } from '../support/operator.js';
import { joinAs } from '../support/people.js';

interface SignedIn {
  access_token: string;
  challenge: string;
  device_token?: string;
  account: { second_factor: boolean };
}

let sut: TestApp;
const clock = TestClock.flowing();
beforeAll(async () => {
  sut = await startTestApp({}, {}, clock);
});
afterAll(() => sut?.stop());

const signIn = (email: string, password: string) =>
  sut.call<SignedIn>('POST', '/v1/sessions', { body: { email, password } });
const me = async (token: string) => (await sut.call('GET', '/v1/me', { token })).status;

/** An owner with a second factor. */
async function person(name: string) {
  const home = await sut.organization(name);
  await prove(sut, home.adminId);
  return { ...home, ...(await enrol(sut, clock, home)) };
}

describe('a lost second factor', () => {
  it('is reset by an owner for an account that the organization made, and is told to its owner', async () => {
    const owner = await person('Resetting');
    const made = await addMember(sut, owner.token, 'member');
    await prove(sut, made.id);
    const { token } = made;
    await enrol(sut, clock, { token, password: CHOSEN });
    const guest = await joinAs(sut, owner.id, 'member');
    await prove(sut, guest.userId);
    await enrol(sut, clock, guest);
    const reset = (id: string, by = owner.token) =>
      sut.call('DELETE', `/v1/members/${id}/second-factor`, { token: by });
    expect((await reset(guest.userId)).body).toMatchObject({ status: 403, code: 'member.own_account' });
    expect((await reset(owner.adminId)).body).toMatchObject({ code: 'auth.forbidden' });
    expect((await reset(made.id, token)).body).toMatchObject({ code: 'auth.forbidden' });
    expect((await reset(made.id)).status).toBe(204);
    expect((await reset(made.id)).body).toMatchObject({ code: 'factor.not_found' });
    expect(await me(token)).toBe(401);
    expect((await signIn(made.email, CHOSEN)).status).toBe(201);
    const mails = await mailsTo(sut, made.email, 'second_factor');
    expect(mails.at(-1)!.data).toMatchObject({ what: 'reset_organization' });
    const entry = await sut.master.collection('audit_log').findOne({ action: 'factor.reset' });
    expect(entry).toMatchObject({
      actor_id: owner.adminId,
      target_id: made.id,
      details: { by: 'organization' },
    });
  });
});

describe('an operator', () => {
  it('can do nothing but set one up where operators need one, and resets those of others', async () => {
    const lost = await person('Lost');
    const strict = await sut.twin({
      OPERATOR_SECOND_FACTOR: 'true',
      PLATFORM_ADMIN_EMAIL: OPERATOR.email,
      PLATFORM_ADMIN_PASSWORD: OPERATOR.password,
    });
    try {
      await strict.app.get(OperatorService, { strict: false }).bootstrap(true);
      const body = OPERATOR;
      const opened = await strict.call<SignedIn>('POST', '/v1/sessions', { body });
      expect(opened.body.account).toMatchObject({ must_set_up_second_factor: true });
      const { access_token: token } = opened.body;
      const path = `/v1/platform/users/${lost.adminId}/second-factor`;
      const reset = () => strict.call('DELETE', path, { token, body: { reason: 'Ticket 7' } });
      expect((await reset()).body).toMatchObject({ status: 403, code: 'auth.enrolment_required' });
      await enrol(strict, clock, { token, password: OPERATOR.password });
      expect((await reset()).status).toBe(204);
      expect((await signIn(lost.email, lost.password)).status).toBe(201);
      expect(await me(lost.token)).toBe(401);
      const entry = await sut.master
        .collection('audit_log')
        .findOne({ action: 'factor.reset', target_id: lost.adminId });
      expect(entry!['details']).toEqual({ by: 'operator', reason: 'Ticket 7' });
    } finally {
      await strict.stop();
    }
  });
});

describe('guesses', () => {
  it('get nowhere, and shut the owner out of nothing', async () => {
    const { email, password, app } = await person('Guessed');
    const limited = await sut.twin({
      RATE_LIMITS: 'on',
      TRUSTED_PROXIES: '127.0.0.1',
      RATE_LIMIT_SIGN_IN: '100000',
    });
    try {
      const from = (address: string, path: string, body: object) =>
        limited.call<SignedIn>('POST', path, { body, headers: { 'x-forwarded-for': address } });
      const { challenge } = (await from('198.51.100.1', '/v1/sessions', { email, password })).body;
      const counts = new Map<number, number>();
      const guess = async (i: number) => {
        const code = String(i).padStart(6, '0');
        const isOnce = i % 2 === 0;
        const { status } = isOnce
          ? await from('198.51.100.1', '/v1/sessions/second-factor', { challenge, code })
          : await from('198.51.100.1', '/v1/sessions', { email, password, code });
        counts.set(status, (counts.get(status) ?? 0) + 1);
      };
      const own = new Set([-1, 0, 1].map((step) => app.code(step)));
      const codes = Array.from({ length: 1500 }, (_, i) => i).filter(
        (i) => !own.has(String(i).padStart(6, '0')),
      );
      for (let i = 0; i < codes.length; i += 50) await Promise.all(codes.slice(i, i + 50).map(guess));
      expect([...counts.keys()].sort()).toEqual([401, 429]);
      expect(counts.get(401)).toBeLessThanOrEqual(10);
      const elsewhere = await from('203.0.113.9', '/v1/sessions', { email, password, code: app.next() });
      expect(elsewhere.status).toBe(201);
    } finally {
      await limited.stop();
    }
  });
});
