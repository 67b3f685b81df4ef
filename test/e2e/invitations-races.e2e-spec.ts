import { setTimeout as sleep } from 'node:timers/promises';
import { ObjectId } from 'mongodb';
import { DEFAULT_PLANS } from '../../src/modules/plans/plans.types.js';
import { startTestApp, type Reply, type TestApp } from '../support/app.js';
import { answer, codeOf, invite, invited } from '../support/invitations.js';
import { type Person, speaker } from '../support/people.js';
import { problem } from '../support/problem.js';
import { TestSmtp } from '../support/smtp.js';

const PASSWORD = 'a-long-enough-Passphrase1';
const AT_ONCE = 50;
const ROUNDS = 10;

let serial = 0;
const company = (): string => `Racing ${++serial} ${Date.now().toString(36)}`;
const mailbox = (): string => `racer${++serial}@guests.example`;
const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
const sorted = (replies: Reply[]) => replies.map(({ status }) => status).sort((a, b) => a - b);

describe('invitations, many at once on two instances', () => {
  let sut: TestApp;
  let twin: TestApp;
  let orgId: string;
  let orgName: string;
  let owner: Person;
  beforeAll(async () => {
    sut = await startTestApp();
    twin = await sut.twin();
  });
  beforeEach(async () => {
    const made = await sut.organization((orgName = company()));
    orgId = made.id;
    owner = speaker(sut, orgId, made);
  });
  afterAll(async () => {
    await twin?.stop();
    await sut?.stop();
  });

  const instance = (index: number): TestApp => (index % 2 === 0 ? sut : twin);
  const stateOf = async (id: string) =>
    (await sut.master.collection('invitations').findOne({ _id: new ObjectId(id) }))?.['state'] as string;
  const membersOf = (filter: object = {}) =>
    sut.master.collection('memberships').countDocuments({ org_id: orgId, status: 'active', ...filter });
  const accountsOf = (email: string) => sut.master.collection('admin_users').find({ email }).toArray();

  it('B5 one code makes one account with one membership', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const { email, code, id } = await invited(sut, owner, mailbox());
      const replies = await Promise.all(
        times(AT_ONCE, (i) =>
          answer(instance(i), 'accept', { code, password: PASSWORD, user_name: `r${round}-${i}` }),
        ),
      );
      expect(sorted(replies)).toEqual([200, ...Array<number>(AT_ONCE - 1).fill(400)]);
      for (const reply of replies.filter(({ status }) => status !== 200)) {
        expect(reply.body).toEqual(
          problem(
            400,
            'auth.link_invalid',
            'The link is invalid, was used before or has expired',
            '/v1/invitations/accept',
          ),
        );
      }
      const accounts = await accountsOf(email);
      expect(accounts).toHaveLength(1);
      expect(await membersOf({ user_id: accounts[0]._id.toHexString() })).toBe(1);
      expect(await stateOf(id)).toBe('accepted');
    }
  });

  it('B5 one code gives an account one membership', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const guest = await sut.organization(company());
      const { code } = await invited(sut, owner, guest.email);
      const replies = await Promise.all(
        times(AT_ONCE, (i) => answer(instance(i), 'accept', { code }, guest.token)),
      );
      expect(sorted(replies)).toEqual([200, ...Array<number>(AT_ONCE - 1).fill(400)]);
      expect(await membersOf({ user_id: guest.adminId })).toBe(1);
    }
  });

  it('B6 the last seat goes to one of many, and the codes of the others work on', async () => {
    const limit = DEFAULT_PLANS.find(({ type }) => type === 'basic')!.limits.members!;
    await sut.master
      .collection('organizations')
      .updateOne({ _id: new ObjectId(orgId) }, { $set: { plan_id: DEFAULT_PLANS[0].id } });
    for (let i = 0; i < limit - 2; i++) {
      const { code } = await invited(sut, owner, mailbox());
      expect((await answer(sut, 'accept', { code, password: PASSWORD })).status).toBe(200);
    }
    const offers = [];
    for (let i = 0; i < AT_ONCE; i++) offers.push(await invited(sut, owner, mailbox()));
    for (let round = 0; round < 5; round++) {
      const replies = await Promise.all(
        offers.map(({ code }, i) => answer(instance(i), 'accept', { code, password: PASSWORD })),
      );
      const winner = replies.findIndex(({ status }) => status === 200);
      expect(sorted(replies)).toEqual([200, ...Array<number>(offers.length - 1).fill(409)]);
      for (const reply of replies.filter(({ status }) => status !== 200)) {
        expect(reply.body).toEqual(
          problem(
            409,
            'member.limit_reached',
            'The organization has reached the member limit of its plan',
            '/v1/invitations/accept',
            { limit },
          ),
        );
      }
      expect(await membersOf()).toBe(limit);
      const [won] = offers.splice(winner, 1);
      const [account] = await accountsOf(won.email);
      expect(await accountsOf(offers[0].email)).toEqual([]);
      await sut.master
        .collection<{ _id: string }>('memberships')
        .deleteOne({ _id: `${orgId}:${account._id.toHexString()}` });
    }
  });

  it('one address gets one invitation and one mail', async () => {
    for (let round = 0; round < 5; round++) {
      const email = mailbox();
      const there = speaker(twin, orgId, { ...owner, adminId: owner.userId });
      const replies = await Promise.all(times(AT_ONCE, (i) => invite(i % 2 === 0 ? owner : there, email)));
      expect(sorted(replies)).toEqual([201, ...Array<number>(AT_ONCE - 1).fill(409)]);
      const codes = replies.filter(({ status }) => status === 409).map(({ body }) => body['code']);
      expect(new Set(codes)).toEqual(new Set(['invitation.exists']));
      expect(await sut.master.collection('invitations').countDocuments({ org_id: orgId, email })).toBe(1);
      expect(await sut.master.collection('outbox').countDocuments({ to: email })).toBe(1);
    }
  });

  it('an answer, a revocation and another mail end in one of them', async () => {
    for (let round = 0; round < 30; round++) {
      const { id, email, code } = await invited(sut, owner, mailbox());
      const acts = [
        () => answer(sut, 'accept', { code, password: PASSWORD }),
        () => answer(twin, 'decline', { code }),
        () => owner.call('DELETE', `/v1/invitations/${id}`),
        () => owner.call('POST', `/v1/invitations/${id}/resend`),
      ];
      const order = [...acts.slice(round % acts.length), ...acts.slice(0, round % acts.length)];
      const replies = await Promise.all(
        order.map((act, i) => sleep(i * Math.floor(round / acts.length)).then(act)),
      );
      for (const reply of replies) expect([200, 204, 400, 404, 409]).toContain(reply.status);
      const state = await stateOf(id);
      const accounts = await accountsOf(email);
      expect([state, accounts.length]).toEqual([state, state === 'accepted' ? 1 : 0]);
      if (state === 'open')
        expect((await answer(sut, 'preview', { code: await codeOf(sut, id) })).status).toBe(200);
      expect((await answer(sut, 'preview', { code })).status).toBe(400);
    }
  });

  it('a role is never both offered and removed', async () => {
    for (let round = 0; round < 20; round++) {
      const key = `role-${round}`;
      await owner.call('POST', '/v1/roles', { body: { key, name: key, permissions: ['data.read'] } });
      const invites = () => times(5, () => invite(owner, mailbox(), key));
      const removes = () => [owner.call('DELETE', `/v1/roles/${key}`)];
      const replies = await Promise.all(
        round % 2 === 0 ? [...invites(), ...removes()] : [...removes(), ...invites()],
      );
      for (const { status } of replies) expect([201, 204, 404, 409]).toContain(status);
      const offered = await sut.master.collection('invitations').countDocuments({ org_id: orgId, role: key });
      const exists = await sut.master.collection('roles').countDocuments({ org_id: orgId, key });
      expect([offered > 0, exists]).toEqual([offered > 0, offered > 0 ? 1 : 0]);
    }
  });

  it('C7 an organization that goes takes its invitations and every code along', async () => {
    for (let round = 0; round < 5; round++) {
      const doomed = await sut.organization(company());
      const boss = speaker(sut, doomed.id, doomed);
      const offers = [];
      for (let i = 0; i < 6; i++) offers.push(await invited(sut, boss, mailbox()));
      const path = `/org/delete?organization_name=${encodeURIComponent(doomed.name)}`;
      const [deleted, ...replies] = await Promise.all([
        boss.call('DELETE', path),
        ...offers.map(({ code }, i) => answer(instance(i), 'accept', { code, password: PASSWORD })),
        invite(boss, mailbox()),
      ]);
      expect(deleted.status).toBe(200);
      for (const { status } of replies) expect([200, 201, 400, 401, 404]).toContain(status);
      expect(await sut.master.collection('invitations').countDocuments({ org_id: doomed.id })).toBe(0);
      expect(await sut.master.collection('memberships').countDocuments({ org_id: doomed.id })).toBe(0);
      await sut.organization(doomed.name);
      for (const { code } of offers) expect((await answer(sut, 'preview', { code })).status).toBe(400);
    }
  });

  it('are mailed once each by SMTP, to the invited address alone', async () => {
    const smtp = new TestSmtp();
    await smtp.start();
    const sender = await startTestApp({
      MAIL_URL: smtp.url,
      MAIL_FROM: 'Rowhouse <no-reply@rowhouse.example>',
      PUBLIC_BASE_URL: 'https://rowhouse.example',
      INVITATION_DAYS: '2',
    });
    try {
      const made = await sender.organization(orgName);
      const boss = speaker(sender, made.id, made);
      const email = mailbox();
      const first = await invite(boss, email, 'admin');
      const [delivery] = await smtp.waitFor(email);
      expect(delivery.to).toEqual([email]);
      expect(delivery.mail.subject).toBe(`Invitation to ${orgName}`);
      expect(delivery.mail.text).toContain('expires in 2 days');
      const link = /https:\/\/rowhouse\.example\/dashboard\/invitation#code=(rwi_[\w-]{43})/;
      const [, code] = link.exec(delivery.mail.text ?? '') ?? [];
      await boss.call('POST', `/v1/invitations/${String(first.body['id'])}/resend`);
      const [, second] = await smtp.waitFor(email, 2);
      const [, newer] = link.exec(second.mail.text ?? '') ?? [];
      expect((await answer(sender, 'accept', { code, password: PASSWORD })).status).toBe(400);
      expect((await answer(sender, 'accept', { code: newer, password: PASSWORD })).status).toBe(200);
      expect(smtp.to(email)).toHaveLength(2);
    } finally {
      await sender.stop();
      await smtp.stop();
    }
  });
});
