import { Transactions } from '../../src/database/transactions.js';
import { OneTimeCodesService } from '../../src/modules/credentials/one-time-codes.service.js';
import type { CodePurpose } from '../../src/modules/credentials/one-time-codes.types.js';
import { startTestApp, type TestApp } from '../support/app.js';

const USER = '507f1f77bcf86cd799439011';
const HOUR = 3600;

describe('one-time codes', () => {
  let sut: TestApp;
  let other: TestApp;
  let codes: OneTimeCodesService;
  beforeAll(async () => {
    sut = await startTestApp();
    other = await sut.twin();
    codes = sut.app.get(OneTimeCodesService, { strict: false });
  });
  afterAll(async () => {
    await other?.stop();
    await sut?.stop();
  });

  const rows = () => sut.master.collection<{ _id: string }>('one_time_codes');
  const consume = (purpose: CodePurpose, code: string, app = sut) =>
    app.app
      .get(Transactions)
      .run((session) => app.app.get(OneTimeCodesService, { strict: false }).consume(purpose, code, session));
  const expected = { code: 'auth.link_invalid' };

  it('are shown once and stored as a hash', async () => {
    const code = await codes.issue('verify_email', USER, HOUR, { email: 'ada@acme.example' });
    expect(code).toMatch(/^rwc_[\w-]{43}$/);
    const row = await rows().findOne({ _id: `verify_email:${USER}` });
    expect(row).toEqual({
      _id: `verify_email:${USER}`,
      purpose: 'verify_email',
      user_id: USER,
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      data: { email: 'ada@acme.example' },
      created_at: expect.any(Date),
      expires_at: expect.any(Date),
    });
    expect(JSON.stringify(row)).not.toContain(code.slice(4));
    expect(await codes.peek('verify_email', code)).toEqual({
      userId: USER,
      createdAt: expect.any(Date) as Date,
      data: { email: 'ada@acme.example' },
    });
    expect(await consume('verify_email', code)).toEqual({
      userId: USER,
      createdAt: expect.any(Date) as Date,
      data: { email: 'ada@acme.example' },
    });
    await expect(consume('verify_email', code)).rejects.toMatchObject(expected);
    await expect(codes.peek('verify_email', code)).rejects.toMatchObject(expected);
  });

  it('are removed by the server when they expire, and do not work until then', async () => {
    expect(await rows().indexes()).toContainEqual(
      expect.objectContaining({ key: { expires_at: 1 }, expireAfterSeconds: 0 }),
    );
    const code = await codes.issue('join_domain', USER, 0);
    await expect(consume('join_domain', code)).rejects.toMatchObject(expected);
  });

  it('of one purpose are worthless at another', async () => {
    const purposes: CodePurpose[] = ['verify_email', 'reset_password', 'change_email', 'join_domain'];
    for (const issued of purposes) {
      const code = await codes.issue(issued, USER, HOUR);
      for (const wanted of purposes.filter((purpose) => purpose !== issued)) {
        await expect(consume(wanted, code)).rejects.toMatchObject(expected);
      }
      expect(await consume(issued, code)).toEqual({
        userId: USER,
        createdAt: expect.any(Date) as Date,
        data: {},
      });
    }
  });

  it('die when a newer one is issued for the same act, and when they are revoked', async () => {
    const older = await codes.issue('reset_password', USER, HOUR);
    const newer = await codes.issue('reset_password', USER, HOUR);
    const change = await codes.issue('change_email', USER, HOUR);
    await expect(consume('reset_password', older)).rejects.toMatchObject(expected);
    expect(await codes.wasIssuedWithin(60, 'reset_password', USER)).toBe(true);
    expect(await codes.wasIssuedWithin(-60, 'reset_password', USER)).toBe(false);
    const transactions = sut.app.get(Transactions);
    await transactions.run((session) => codes.revoke(USER, session, ['reset_password']));
    await expect(consume('reset_password', newer)).rejects.toMatchObject(expected);
    await transactions.run((session) => codes.revoke(USER, session));
    await expect(consume('change_email', change)).rejects.toMatchObject(expected);
  });

  it('come back when the transaction that used them fails', async () => {
    const code = await codes.issue('verify_email', USER, HOUR);
    const failing = sut.app.get(Transactions).run(async (session) => {
      await codes.consume('verify_email', code, session);
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect(await consume('verify_email', code)).toEqual({
      userId: USER,
      createdAt: expect.any(Date) as Date,
      data: {},
    });
  });

  it('B5 work once: 50 at once on two instances, ten times over', async () => {
    for (let round = 0; round < 10; round++) {
      const code = await codes.issue('join_domain', USER, HOUR);
      const results = await Promise.allSettled(
        Array.from({ length: 50 }, (_, i) => consume('join_domain', code, i % 2 === 0 ? sut : other)),
      );
      const lost = results.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
      expect(lost.map(({ reason }) => (reason as { code: string }).code)).toEqual(
        Array.from({ length: 49 }, () => 'auth.link_invalid'),
      );
    }
  });
});
