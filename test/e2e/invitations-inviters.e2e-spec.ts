import { ObjectId } from 'mongodb';
import { startTestApp, type TestApp } from '../support/app.js';
import { answer, codeOf, invited } from '../support/invitations.js';
import { joinAs, type Person, speaker } from '../support/people.js';
import { problem } from '../support/problem.js';
import { until } from '../support/smtp.js';

const PASSWORD = 'a-long-enough-Passphrase1';
const dead = (what: string) =>
  problem(
    400,
    'auth.link_invalid',
    'The link is invalid, was used before or has expired',
    `/v1/invitations/${what}`,
  );

let serial = 0;
const mailbox = (): string => `outlived${++serial}@guests.example`;

describe('D23 an invitation does not outlive its inviter', () => {
  let sut: TestApp;
  let orgId: string;
  let owner: Person;
  beforeAll(async () => {
    sut = await startTestApp();
  });
  beforeEach(async () => {
    const made = await sut.organization(`Outliving ${++serial} ${Date.now().toString(36)}`);
    orgId = made.id;
    owner = speaker(sut, orgId, made);
  });
  afterAll(() => sut?.stop());

  const refused = async (code: string) => {
    for (const [what, body] of [
      ['preview', { code }],
      ['accept', { code, password: PASSWORD }],
    ] as const) {
      const reply = await answer(sut, what, body);
      expect([what, reply.status, reply.body]).toEqual([what, 400, dead(what)]);
    }
  };
  const statusOf = async (id: string) => (await owner.call('GET', `/v1/invitations/${id}`)).body['status'];

  it.each([
    ['is removed', 'DELETE', undefined],
    ['is switched off', 'PATCH', { status: 'inactive' }],
    ['gets a role that invites nobody', 'PATCH', { role: 'manager' }],
  ])('whose inviter %s', async (_what, method, body) => {
    const admin = await joinAs(sut, orgId, 'admin');
    const theirs = await invited(sut, admin, mailbox(), 'admin');
    const others = await invited(sut, owner, mailbox(), 'admin');
    const reply = await owner.call(method, `/v1/members/${admin.userId}`, { body });
    expect(reply.status).toBeLessThan(300);
    await refused(theirs.code);
    expect([await statusOf(theirs.id), await statusOf(others.id)]).toEqual(['revoked', 'open']);
    const log = await sut.master
      .collection('audit_log')
      .findOne({ target_id: theirs.id, actor_id: owner.userId });
    expect(log).toMatchObject({ action: 'invitation.revoked', org_id: orgId });
    // Nor does it come back with them.
    if (method === 'PATCH') {
      const back = { body: { role: 'admin', status: 'active' } };
      expect((await owner.call('PATCH', `/v1/members/${admin.userId}`, back)).status).toBe(200);
      await refused(theirs.code);
    }
    expect((await answer(sut, 'accept', { code: others.code, password: PASSWORD })).status).toBe(200);
  });

  it('when they leave', async () => {
    const admin = await joinAs(sut, orgId, 'admin');
    const { id, code } = await invited(sut, admin, mailbox());
    expect((await admin.call('DELETE', `/v1/me/memberships/${orgId}`)).status).toBe(204);
    await refused(code);
    expect(await statusOf(id)).toBe('revoked');
  });

  it('when they give ownership away: what an owner alone may offer goes, the rest stays', async () => {
    const admin = await joinAs(sut, orgId, 'admin');
    const [top, low] = [
      await invited(sut, owner, mailbox(), 'owner'),
      await invited(sut, owner, mailbox(), 'admin'),
    ];
    const given = await owner.call('POST', `/v1/members/${admin.userId}/transfer-ownership`);
    expect(given.status).toBe(200);
    await refused(top.code);
    expect([await statusOf(top.id), await statusOf(low.id)]).toEqual(['revoked', 'open']);
    expect((await answer(sut, 'accept', { code: low.code, password: PASSWORD })).status).toBe(200);
  });

  it('when their custom role is narrowed, until another user sends it again', async () => {
    const role = { key: 'inviter', name: 'Inviter', permissions: ['invitations.manage', 'data.read'] };
    await owner.call('POST', '/v1/roles', { body: role });
    await owner.call('POST', '/v1/roles', {
      body: { key: 'reader', name: 'Reader', permissions: ['data.read'] },
    });
    const inviter = await joinAs(sut, orgId, 'inviter');
    const { id, code } = await invited(sut, inviter, mailbox(), 'reader');
    const narrowed = { body: { permissions: ['invitations.manage'] } };
    expect((await owner.call('PATCH', '/v1/roles/inviter', narrowed)).status).toBe(200);
    await refused(code);
    const again = await owner.call('POST', `/v1/invitations/${id}/resend`);
    expect([again.status, again.body['invited_by']]).toEqual([200, owner.userId]);
    const accepted = await answer(sut, 'accept', { code: await codeOf(sut, id), password: PASSWORD });
    expect(accepted.status).toBe(200);
  });

  it('when their membership is gone or their account is suspended, however that came', async () => {
    const admin = await joinAs(sut, orgId, 'admin');
    const { id, code } = await invited(sut, admin, mailbox());
    const users = sut.master.collection('admin_users');
    const set = (status: string) =>
      users.updateOne({ _id: new ObjectId(admin.userId) }, { $set: { status } });
    const preview = async () => (await answer(sut, 'preview', { code })).status;
    await set('suspended');
    await until(async () => (await preview()) === 400, 30_000, 'the suspension');
    await set('active');
    await until(async () => (await preview()) === 200, 30_000, 'the activation');
    await sut.master
      .collection<{ _id: string }>('memberships')
      .deleteOne({ _id: `${orgId}:${admin.userId}` });
    await refused(code);
    expect(await statusOf(id)).toBe('open'); // nobody told the service; the code is dead all the same
  });
});
