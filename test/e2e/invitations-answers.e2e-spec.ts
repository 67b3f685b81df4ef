import { ObjectId } from 'mongodb';
import { startTestApp, type TestApp } from '../support/app.js';
import { answer, codeOf, invited } from '../support/invitations.js';
import { type Person, speaker } from '../support/people.js';
import { problem } from '../support/problem.js';
import { until } from '../support/smtp.js';

const PASSWORD = 'a-long-enough-Passphrase1';
const HEX = expect.stringMatching(/^[0-9a-f]{24}$/);
const ISO = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

const dead = (what: string) =>
  problem(
    400,
    'auth.link_invalid',
    'The link is invalid, was used before or has expired',
    `/v1/invitations/${what}`,
  );

let serial = 0;
const company = (): string => `Inviting ${++serial} ${Date.now().toString(36)}`;
const mailbox = (): string => `guest${++serial}@guests.example`;

describe('the invited', () => {
  let sut: TestApp;
  let orgId: string;
  let orgName: string;
  let owner: Person;
  beforeAll(async () => {
    sut = await startTestApp();
  });
  beforeEach(async () => {
    const made = await sut.organization((orgName = company()));
    orgId = made.id;
    owner = speaker(sut, orgId, made);
  });
  afterAll(() => sut?.stop());

  const rows = () => sut.master.collection('invitations');
  const rowOf = (id: string) => rows().findOne({ _id: new ObjectId(id) });
  const places = (filter: object) => sut.master.collection('memberships').find(filter).toArray();
  const expire = (id: string) =>
    rows().updateOne({ _id: new ObjectId(id) }, { $set: { expires_at: new Date(Date.now() - 1) } });
  const account = (email: string) => sut.master.collection('admin_users').findOne({ email });

  describe('are previewed', () => {
    it('as the mail says, alike whether or not the address has an account', async () => {
      const known = await sut.organization(company());
      for (const email of [known.email, mailbox()]) {
        const { code } = await invited(sut, owner, email, 'manager');
        const reply = await answer(sut, 'preview', { code });
        expect([reply.status, reply.body]).toEqual([
          200,
          {
            organization_name: orgName,
            inviter_name: owner.email,
            role: 'manager',
            email,
            expires_at: ISO,
          },
        ]);
      }
    });
  });

  describe('are accepted', () => {
    it('by a new address: it gets an account with its password, confirmed, and the seat', async () => {
      const { id, email, code } = await invited(sut, owner, mailbox(), 'manager');
      const reply = await answer(sut, 'accept', {
        code,
        password: PASSWORD,
        name: 'Jane Doe',
        user_name: 'jane',
      });
      expect([reply.status, reply.body]).toEqual([
        200,
        { organization_id: orgId, organization_name: orgName, user_id: HEX, email, role: 'manager' },
      ]);
      const userId = String(reply.body['user_id']);
      expect(await account(email)).toMatchObject({
        name: 'Jane Doe',
        email_verified: true,
        must_change_password: false,
        organization_id: orgId,
        status: 'active',
        platform_operator: false,
      });
      expect(await places({ user_id: userId })).toEqual([
        expect.objectContaining({
          _id: `${orgId}:${userId}`,
          role: 'manager',
          status: 'active',
          user_name: 'jane',
        }),
      ]);
      expect(await rowOf(id)).toMatchObject({ state: 'accepted', accepted_by: userId });
      expect(await rowOf(id)).not.toHaveProperty('token_hash');
      const login = await sut.call<{ data: { access_token: string } }>('POST', '/admin/login', {
        body: { email, password: PASSWORD },
      });
      const me = await sut.call('GET', '/v1/me', { token: login.body.data.access_token });
      expect(me.body).toMatchObject({ id: userId, role: 'manager', organization_id: orgId });
    });

    it('by an account with its password, or its token; other memberships stay', async () => {
      for (const way of ['password', 'token'] as const) {
        const guest = await sut.organization(company());
        const { code } = await invited(sut, owner, guest.email, 'admin');
        const etag = async () =>
          (await sut.call('GET', '/v1/me', { token: guest.token })).headers.get('etag');
        const before = await etag();
        const reply =
          way === 'password'
            ? await answer(sut, 'accept', { code, password: guest.password })
            : await answer(sut, 'accept', { code }, guest.token);
        expect([reply.status, reply.body]).toEqual([
          200,
          {
            organization_id: orgId,
            organization_name: orgName,
            user_id: guest.adminId,
            email: guest.email,
            role: 'admin',
          },
        ]);
        expect(await etag()).not.toBe(before); // the address is confirmed now
        const person = speaker(sut, orgId, guest);
        expect((await person.call('GET', '/v1/me')).body['role']).toBe('admin');
        expect(await account(guest.email)).toMatchObject({
          email_verified: true,
          organization_id: guest.id,
        });
        expect(await places({ user_id: guest.adminId })).toHaveLength(2);
      }
    });

    it('D19 by nobody who only has the code of an address with an account', async () => {
      const squatter = await sut.organization(company()); // registered the victim's address, unconfirmed
      const { code, id } = await invited(sut, owner, squatter.email, 'admin');
      const none = await answer(sut, 'accept', { code });
      expect([none.status, none.body]).toEqual([
        400,
        problem(400, 'request.invalid', 'Validation error', '/v1/invitations/accept', {
          errors: { password: 'password is required' },
        }),
      ]);
      const wrong = await answer(sut, 'accept', { code, password: PASSWORD, name: 'Victim' });
      expect([wrong.status, wrong.body]).toEqual([
        401,
        problem(401, 'auth.credentials_invalid', 'Invalid credentials', '/v1/invitations/accept'),
      ]);
      const stranger = await sut.organization(company());
      const forbidden = await answer(sut, 'accept', { code, password: squatter.password }, stranger.token);
      expect([forbidden.status, forbidden.body]).toEqual([
        403,
        problem(
          403,
          'invitation.other_address',
          'The invitation is for another address; sign in with that account',
          '/v1/invitations/accept',
        ),
      ]);
      const broken = await answer(sut, 'accept', { code, password: squatter.password }, 'a.b.c');
      expect(broken.status).toBe(401);
      expect(await rowOf(id)).toMatchObject({ state: 'open' });
      expect(await places({ user_id: squatter.adminId, org_id: orgId })).toEqual([]);
      expect(await account(squatter.email)).toMatchObject({ email_verified: false });
    });

    it('not with a temporary password, nor by a suspended account or for a suspended organization', async () => {
      const guest = await sut.organization(company());
      const { code } = await invited(sut, owner, guest.email);
      const users = sut.master.collection('admin_users');
      const attempt = async () =>
        (await answer(sut, 'accept', { code, password: guest.password })).body['code'];
      await users.updateOne({ email: guest.email }, { $set: { must_change_password: true } });
      expect(await attempt()).toBe('auth.password_change_required');
      await users.updateOne(
        { email: guest.email },
        { $set: { must_change_password: false, status: 'suspended' } },
      );
      expect(await attempt()).toBe('user.suspended');
      await users.updateOne({ email: guest.email }, { $set: { status: 'active' } });
      const organizations = sut.master.collection('organizations');
      const setStatus = (status: string) =>
        organizations.updateOne({ _id: new ObjectId(orgId) }, { $set: { status } });
      await setStatus('suspended');
      await until(async () => (await attempt()) === 'organization.suspended', 30_000, 'the suspension');
      await setStatus('active');
      await until(async () => (await attempt()) === undefined, 30_000, 'the activation');
    });

    it('with a password that the policy takes', async () => {
      const { code, email, id } = await invited(sut, owner, mailbox());
      for (const password of ['short', 'password', email.split('@')[0], orgName]) {
        const reply = await answer(sut, 'accept', { code, password });
        expect([reply.status, reply.body['code']]).toEqual([400, 'user.password_weak']);
      }
      expect(await account(email)).toBeNull();
      expect(await rowOf(id)).toMatchObject({ state: 'open' });
    });

    it('not under a user name that is taken; the code works on', async () => {
      const first = await invited(sut, owner, mailbox());
      await answer(sut, 'accept', { code: first.code, password: PASSWORD, user_name: 'jane' });
      const second = await invited(sut, owner, mailbox());
      const taken = await answer(sut, 'accept', {
        code: second.code,
        password: PASSWORD,
        user_name: 'jane',
      });
      expect([taken.status, taken.body]).toEqual([
        409,
        problem(409, 'user.name_taken', 'Username already exists', '/v1/invitations/accept'),
      ]);
      expect(await account(second.email)).toBeNull();
      const good = await answer(sut, 'accept', {
        code: second.code,
        password: PASSWORD,
        user_name: 'june',
      });
      expect(good.status).toBe(200);
    });

    it('by a user who waited for approval: they become a member with the role', async () => {
      const guest = await sut.organization(company());
      await joinAsPending(guest.adminId);
      const { code } = await invited(sut, owner, guest.email, 'manager');
      expect((await answer(sut, 'accept', { code }, guest.token)).status).toBe(200);
      expect(await places({ user_id: guest.adminId, org_id: orgId })).toEqual([
        expect.objectContaining({ role: 'manager', status: 'active' }),
      ]);
    });

    const joinAsPending = (userId: string) =>
      sut.master.collection<{ _id: string }>('memberships').insertOne({
        _id: `${orgId}:${userId}`,
        seq: 900_000 + ++serial,
        org_id: orgId,
        user_id: userId,
        user_name: userId,
        role: 'member',
        status: 'pending',
        created_at: new Date(),
        updated_at: new Date(),
      } as never);
  });

  describe('codes that do not work', () => {
    it('are refused with the same bytes: unknown, used, revoked, expired, replaced, of a deleted organization', async () => {
      const used = await invited(sut, owner, mailbox());
      await answer(sut, 'accept', { code: used.code, password: PASSWORD });
      const declined = await invited(sut, owner, mailbox());
      expect([(await answer(sut, 'decline', { code: declined.code })).status]).toEqual([204]);
      const revoked = await invited(sut, owner, mailbox());
      await owner.call('DELETE', `/v1/invitations/${revoked.id}`);
      const expired = await invited(sut, owner, mailbox());
      await expire(expired.id);
      const replaced = await invited(sut, owner, mailbox());
      await owner.call('POST', `/v1/invitations/${replaced.id}/resend`);
      const doomed = await sut.organization(company());
      const gone = await invited(sut, speaker(sut, doomed.id, doomed), mailbox());
      await sut.call('DELETE', `/org/delete?organization_name=${encodeURIComponent(doomed.name)}`, {
        token: doomed.token,
      });
      expect(await rowOf(gone.id)).toBeNull();
      const codes = [used, declined, revoked, expired, replaced, gone].map(({ code }) => code);
      for (const what of ['preview', 'accept', 'decline'] as const) {
        const texts = new Set<string>();
        for (const code of [...codes, `rwi_${'A'.repeat(43)}`, 'x', '$ne']) {
          const reply = await answer(sut, what, { code, password: PASSWORD });
          expect([code, reply.status, reply.body]).toEqual([code, 400, dead(what)]);
          texts.add(reply.text.replace(String(reply.body['request_id']), ''));
        }
        expect(texts.size).toBe(1);
      }
      expect(await account(declined.email)).toBeNull();
    });

    it.each([undefined, '', null, {}, { $ne: null }, ['x'], 5, true, 'x'.repeat(201)])(
      'are refused as input: %j',
      async (code) => {
        for (const what of ['preview', 'accept', 'decline'] as const) {
          const reply = await answer(sut, what, { code });
          expect([reply.status, reply.body['code']]).toEqual([400, 'request.invalid']);
        }
      },
    );

    it('C5 are all those that differ from the mailed one', async () => {
      const { code, id } = await invited(sut, owner, mailbox());
      const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
      const mutants = new Set<string>();
      for (let i = 0; i < code.length; i++) {
        for (let step = 0; step < 3; step++) {
          const letter = alphabet[(alphabet.indexOf(code[i]) + 1 + step * 21 + 64) % 64];
          mutants.add(code.slice(0, i) + letter + code.slice(i + 1));
        }
        mutants.add(code.slice(0, i) + code.slice(i + 1));
        mutants.add(code.slice(0, i) + code[i].toUpperCase() + code.slice(i + 1));
      }
      for (const other of [
        ` ${code}`,
        `${code} `,
        `${code}=`,
        `${code}\n`,
        code.slice(4),
        code.toLowerCase(),
      ]) {
        mutants.add(other);
      }
      const row = (await rowOf(id))!;
      for (const known of [id, orgId, row['email'], row['token_hash'], owner.token])
        mutants.add(String(known));
      mutants.delete(code);
      const all = [...mutants];
      for (let i = 0; i < all.length; i += 20) {
        const replies = await Promise.all(
          all.slice(i, i + 20).map((mutant) => answer(sut, 'preview', { code: mutant })),
        );
        expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 400));
      }
      expect((await answer(sut, 'preview', { code })).status).toBe(200);
    });
  });

  it('are on the record without their address, each act once', async () => {
    const accepted = await invited(sut, owner, mailbox());
    await owner.call('POST', `/v1/invitations/${accepted.id}/resend`);
    const code = await codeOf(sut, accepted.id);
    const { body } = await answer(sut, 'accept', { code, password: PASSWORD });
    await answer(sut, 'accept', { code, password: PASSWORD });
    const declined = await invited(sut, owner, mailbox());
    await answer(sut, 'decline', { code: declined.code });
    await answer(sut, 'decline', { code: declined.code });
    const revoked = await invited(sut, owner, mailbox());
    await owner.call('DELETE', `/v1/invitations/${revoked.id}`);
    await owner.call('DELETE', `/v1/invitations/${revoked.id}`);
    const rows = await sut.master
      .collection('audit_log')
      .find({ org_id: orgId, target_type: 'invitation' })
      .sort({ n: 1 })
      .toArray();
    expect(rows.map(({ action, actor_id, target_id }) => [action, actor_id, target_id])).toEqual([
      ['invitation.created', owner.userId, accepted.id],
      ['invitation.sent_again', owner.userId, accepted.id],
      ['invitation.accepted', body['user_id'], accepted.id],
      ['invitation.created', owner.userId, declined.id],
      ['invitation.declined', null, declined.id],
      ['invitation.created', owner.userId, revoked.id],
      ['invitation.revoked', owner.userId, revoked.id],
    ]);
    expect(JSON.stringify(rows)).not.toMatch(/guests\.example|rwi_/);
  });
});
