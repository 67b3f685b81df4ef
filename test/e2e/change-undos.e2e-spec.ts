import { ObjectId } from 'mongodb';
import { mailedCode, mailsTo } from '../support/mailbox.js';
import { problem, tokenOf } from '../support/members.js';
import { startTestApp, type TestApp } from '../support/app.js';

const THIEF = 'Thief-Wins-2026';
const PATH = '/v1/credentials/undo';
const DAY = 24 * 3_600_000;
const INVALID = problem(
  400,
  'auth.link_invalid',
  'The link is invalid, was used before or has expired',
  PATH,
);

/** ADR-0025: the mailbox that an account had can take it back for 72 hours. */
describe('the link that undoes a change of credentials', () => {
  let sut: TestApp;
  beforeAll(async () => {
    sut = await startTestApp({ RATE_LIMITS: 'off' });
  });
  afterAll(() => sut?.stop());

  const update = async (token: string, body: object) =>
    expect((await sut.call('PUT', '/org/update', { token, body })).status).toBe(200);
  const undo = (code: unknown) => sut.call('POST', PATH, { body: { code } });
  const login = async (email: string, password: string) =>
    (await sut.call('POST', '/admin/login', { body: { email, password } })).status;
  const me = async (token: string) => (await sut.call('GET', '/v1/me', { token })).status;
  const account = (id: string) => sut.master.collection('admin_users').findOne({ _id: new ObjectId(id) });
  const reset = async (email: string, password: string) => {
    await sut.call('POST', '/v1/password/forgot', { body: { email } });
    const count = (await mailsTo(sut, email, 'reset_password')).length || 1;
    const code = await mailedCode(sut, email, 'reset_password', count);
    return sut.call('POST', '/v1/password/reset', { body: { code, password } });
  };

  it('brings address and password back, ends every session, and mails the way to a new password', async () => {
    const org = await sut.organization('Undone Corp');
    const { email, password, token } = org;
    await sut.call('POST', '/v1/email/verify', {
      token,
      body: { code: await mailedCode(sut, email, 'verify_email') },
    });
    await update(token, { email: 'thief@evil.example', password: THIEF });
    // Both mails hold the one link; the new address is told too.
    const links = (await mailsTo(sut, email)).map(({ template, data }) => [template, data['undo_within']]);
    expect(links.slice(1)).toEqual([
      ['password_changed', 259_200],
      ['email_changed', 259_200],
    ]);
    expect(await mailedCode(sut, email, 'password_changed')).toBe(
      await mailedCode(sut, email, 'email_changed'),
    );
    expect(await mailsTo(sut, 'thief@evil.example', 'verify_email')).toHaveLength(1);
    const verify = await mailedCode(sut, 'thief@evil.example', 'verify_email');
    const code = await mailedCode(sut, email, 'email_changed');
    const done = await undo(code);
    expect([done.status, done.text]).toEqual([204, '']);
    expect(await me(token)).toBe(401);
    expect([await login('thief@evil.example', THIEF), await login(email, THIEF)]).toEqual([401, 401]);
    expect(await login(email, password)).toBe(200);
    expect(await account(org.adminId)).toMatchObject({
      email,
      email_verified: true,
      must_change_password: false,
    });
    expect((await sut.call('POST', '/v1/email/verify', { body: { code: verify } })).status).toBe(400);
    const again = await undo(code);
    expect([again.status, again.body]).toEqual([400, INVALID]);
    const fresh = await mailedCode(sut, email, 'reset_password');
    const body = { code: fresh, password: 'Chosen-Anew-2026' };
    expect((await sut.call('POST', '/v1/password/reset', { body })).status).toBe(204);
    const log = await sut.master.collection('audit_log').find({ chain: org.id }).sort({ n: -1 }).toArray();
    expect(log.map(({ action }) => String(action))).toContain('account.change_undone');
  });

  it.each([
    ['confirmed by its link alone', { email_verified: true, unvouched: true }],
    ['confirmed by its holder', { email_verified: true }],
    ['never confirmed', { email_verified: false }],
  ])('brings back no better proof than the address had: %s', async (name, before) => {
    const { email, token, adminId } = await sut.organization(`Proof ${name}`);
    const row = { _id: new ObjectId(adminId) };
    await sut.master.collection('admin_users').updateOne(row, { $set: before });
    await update(token, { email: `thief-${adminId}@evil.example` });
    expect((await undo(await mailedCode(sut, email, 'email_changed'))).status).toBe(204);
    const { email_verified, unvouched } = (await account(adminId))!;
    expect({ email_verified, ...(unvouched === undefined ? {} : { unvouched }) }).toEqual(before);
  });

  it('wins against whatever the thief does after it was mailed', async () => {
    const { email, password, token, adminId } = await sut.organization('Chased Corp');
    await update(token, { password: 'Thief-First-2026' });
    const first = await mailedCode(sut, email, 'password_changed');
    await update(token, { email: 'one@evil.example' });
    const second = await mailedCode(sut, email, 'email_changed');
    await update(token, { email: 'two@evil.example' });
    const third = await mailedCode(sut, 'one@evil.example', 'email_changed');
    expect((await reset('two@evil.example', THIEF)).status).toBe(204);
    const thief = await tokenOf(sut, 'two@evil.example', THIEF);
    const own = { current_password: THIEF, new_password: 'Thief-Again-2026' };
    expect((await sut.call('PUT', '/v1/me/password', { token: thief, body: own })).status).toBe(204);
    const fourth = await mailedCode(sut, 'two@evil.example', 'password_changed', 2);
    expect((await undo(first)).status).toBe(204);
    expect(await me(thief)).toBe(401);
    expect(await login(email, password)).toBe(200);
    for (const later of [second, third, fourth]) expect((await undo(later)).status).toBe(400);
    expect(await account(adminId)).toMatchObject({ email });
    expect(
      await sut.master
        .collection('one_time_codes')
        .countDocuments({ purpose: 'undo_change', user_id: adminId }),
    ).toBe(0);
  });

  it('a later link brings no password back that a thief may have chosen', async () => {
    const { email, password, token } = await sut.organization('Later Corp');
    await update(token, { password: THIEF });
    await update(token, { email: 'three@evil.example' });
    expect((await undo(await mailedCode(sut, email, 'email_changed'))).status).toBe(204);
    expect([await login(email, THIEF), await login(email, password)]).toEqual([401, 401]);
    // The earlier link is still good: it is the owner's.
    expect((await undo(await mailedCode(sut, email, 'password_changed'))).status).toBe(204);
    expect(await login(email, password)).toBe(200);
  });

  it('after a change that asked for the password no password works until a new one is chosen', async () => {
    const { email, password, token } = await sut.organization('Known Corp');
    const body = { current_password: password, new_password: THIEF };
    expect((await sut.call('PUT', '/v1/me/password', { token, body })).status).toBe(204);
    expect((await undo(await mailedCode(sut, email, 'password_changed'))).status).toBe(204);
    expect(await me(token)).toBe(401);
    expect([await login(email, THIEF), await login(email, password)]).toEqual([401, 401]);
    expect((await reset(email, 'Chosen-Anew-2026')).status).toBe(204);
    expect(await login(email, 'Chosen-Anew-2026')).toBe(200);
  });

  it('also for an address that was changed by a mailed link', async () => {
    const { email, password, token } = await sut.organization('Moved Corp');
    const to = 'moved@elsewhere.example';
    const asked = { email: to, current_password: password };
    expect((await sut.call('PUT', '/v1/me/email', { token, body: asked })).status).toBe(202);
    const code = await mailedCode(sut, to, 'change_email');
    expect((await sut.call('POST', '/v1/email/change', { token, body: { code } })).status).toBe(204);
    expect((await undo(await mailedCode(sut, email, 'email_changed'))).status).toBe(204);
    expect([await me(token), await login(to, password), await login(email, password)]).toEqual([
      401, 401, 401,
    ]);
    expect((await reset(email, 'Chosen-Anew-2026')).status).toBe(204);
  });

  it('does not come back to an address that another user proved since; an unproved claim gives way', async () => {
    const { email, password, token } = await sut.organization('Squatted Corp');
    await update(token, { email: 'four@evil.example' });
    const code = await mailedCode(sut, email, 'email_changed');
    const squat = { organization_name: 'Squatters', email, password: THIEF };
    expect((await sut.call('POST', '/org/create', { body: squat })).status).toBe(201);
    const proved = { $set: { email_verified: true } };
    await sut.master.collection('admin_users').updateOne({ email }, proved);
    const refused = await undo(code);
    expect([refused.status, refused.body['code']]).toEqual([409, 'user.email_taken']);
    await sut.master.collection('admin_users').updateOne({ email }, { $set: { email_verified: false } });
    const squatter = await tokenOf(sut, email, THIEF);
    expect((await undo(code)).status).toBe(204);
    expect([await login(email, password), await login(email, THIEF)]).toEqual([200, 401]);
    expect(await me(squatter)).toBe(401);
  });

  it('works once of many at once, for 72 hours, with a body of its shape, and not after the account', async () => {
    const org = await sut.organization('Many Corp');
    await update(org.token, { password: THIEF });
    const code = await mailedCode(sut, org.email, 'password_changed');
    const replies = await Promise.all(Array.from({ length: 12 }, () => undo(code)));
    expect(replies.map(({ status }) => status).sort()).toEqual([204, ...Array<number>(11).fill(400)]);
    for (const wrong of ['rwc_x', '', 5, null, { $ne: 1 }, 'x'.repeat(200)]) {
      expect([wrong, (await undo(wrong)).status]).toEqual([wrong, 400]);
    }
    const late = await sut.organization('Late Corp');
    await update(late.token, { password: THIEF });
    const codes = sut.master.collection('one_time_codes');
    const row = await codes.findOne({ purpose: 'undo_change', user_id: late.adminId });
    const life = (row!['expires_at'] as Date).getTime() - (row!['created_at'] as Date).getTime();
    expect(life).toBe(3 * DAY);
    const lateCode = await mailedCode(sut, late.email, 'password_changed');
    await codes.updateOne({ _id: row!._id }, { $set: { expires_at: new Date() } });
    expect((await undo(lateCode)).status).toBe(400);
    const gone = await sut.organization('Gone Corp');
    await update(gone.token, { password: THIEF });
    const goneCode = await mailedCode(sut, gone.email, 'password_changed');
    await sut.call('DELETE', '/org/delete?organization_name=Gone%20Corp', { token: gone.token });
    expect((await undo(goneCode)).status).toBe(400);
  });

  it('a temporary password does not come back as a password, and 20 links are the most', async () => {
    const org = await sut.organization('Secret Corp');
    const set = { $set: { must_change_password: true, secret_expires_at: new Date(Date.now() + DAY) } };
    const id = { _id: new ObjectId(org.adminId) };
    await sut.master.collection('admin_users').updateOne(id, set);
    // A token of before: it is not asked again what it was made for.
    await update(org.token, { password: THIEF });
    expect((await undo(await mailedCode(sut, org.email, 'password_changed'))).status).toBe(204);
    expect(await login(org.email, org.password)).toBe(401);
    const busy = await sut.organization('Busy Corp');
    await update(busy.token, { password: THIEF });
    const codes = sut.master.collection<{ _id: string }>('one_time_codes');
    const row = await codes.findOne({ purpose: 'undo_change', user_id: busy.adminId } as never);
    await codes.insertMany(
      Array.from({ length: 19 }, (_, i) => ({ ...row!, _id: `filler-${i}`, hash: `filler-${i}` })),
    );
    await update(busy.token, { password: 'Thief-Again-2026' });
    const [first, second] = await mailsTo(sut, busy.email, 'password_changed');
    expect(second.data['link']).toBe('/dashboard/forgot-password');
    const code = String(first.data['link']).split('#code=')[1];
    expect((await undo(code)).status).toBe(204);
    expect(await login(busy.email, busy.password)).toBe(200);
  });
});
