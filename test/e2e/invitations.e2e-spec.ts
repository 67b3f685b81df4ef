import { createHash } from 'node:crypto';
import { ObjectId } from 'mongodb';
import { startTestApp, type TestApp } from '../support/app.js';
import { answer, codeOf, invite, invited } from '../support/invitations.js';
import { joinAs, type Person, speaker } from '../support/people.js';
import { problem } from '../support/problem.js';
import { until } from '../support/smtp.js';

const PASSWORD = 'a-long-enough-Passphrase1';
const HEX = expect.stringMatching(/^[0-9a-f]{24}$/);
const ISO = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const DAY = 24 * 3_600_000;

const dead = (what: string) =>
  problem(
    400,
    'auth.link_invalid',
    'The link is invalid, was used before or has expired',
    `/v1/invitations/${what}`,
  );
const unknown = (path: string) => problem(404, 'invitation.not_found', 'Invitation not found', path);

let serial = 0;
const company = (): string => `Inviting ${++serial} ${Date.now().toString(36)}`;
const mailbox = (): string => `guest${++serial}@guests.example`;

describe('invitations', () => {
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
  const expire = (id: string) =>
    rows().updateOne({ _id: new ObjectId(id) }, { $set: { expires_at: new Date(Date.now() - 1) } });

  describe('are made', () => {
    it('with one mail, whose code is nowhere else', async () => {
      const made = await invite(owner, ' Jane@Guests.Example ', 'admin');
      const id = String(made.body['id']);
      expect(made.status).toBe(201);
      expect(made.headers.get('location')).toBe(`/v1/invitations/${id}`);
      expect(made.body).toEqual({
        id: HEX,
        email: 'jane@guests.example',
        role: 'admin',
        status: 'open',
        invited_by: owner.userId,
        sends: 1,
        sent_at: ISO,
        expires_at: ISO,
        created_at: ISO,
        closed_at: null,
      });
      const { expires_at, created_at } = made.body as { expires_at: string; created_at: string };
      expect(Date.parse(expires_at) - Date.parse(created_at)).toBe(7 * DAY);
      const code = await codeOf(sut, id);
      expect(code).toMatch(/^rwi_[\w-]{43}$/);
      const row = (await rowOf(id))!;
      expect(row['token_hash']).toBe(createHash('sha256').update(`invitation\0${code}`).digest('hex'));
      expect(JSON.stringify(row)).not.toContain(code.slice(4));
      const shown = await Promise.all([
        owner.call('GET', '/v1/invitations'),
        owner.call('GET', `/v1/invitations/${id}`),
      ]);
      for (const text of [made.text, ...shown.map((reply) => reply.text)]) {
        expect(text).not.toContain(code.slice(4));
        expect(text).not.toContain(String(row['token_hash']));
      }
      expect(shown[1].body).toEqual(made.body);
      expect(shown[0].body).toEqual({ items: [made.body], next_cursor: null });
    });

    it('as mails that developers find, with the code in the fragment', async () => {
      const { id, email, code } = await invited(sut, owner, mailbox());
      type Mails = { items: { to: string; link: string; text: string }[] };
      await until(
        async () =>
          (await sut.master.collection('outbox').findOne({ key: `invitation:${id}:1` }))?.['state'] ===
          'kept',
        5000,
        'the mail',
      );
      const { body } = await sut.call<Mails>('GET', '/v1/dev/mails');
      const mails = body.items.filter(({ to }) => to === email);
      expect(mails.map(({ link }) => new URL(link).pathname + new URL(link).hash)).toEqual([
        `/dashboard/invitation#code=${code}`,
      ]);
      expect(mails[0].text).toContain('as member');
      expect(mails[0].text).toContain('7 days');
    });

    it.each([
      [{ role: 'member' }, { email: 'email is required' }],
      [{ email: 'nobody', role: 'member' }, { email: 'email is invalid' }],
      [{ email: 'a@x.example, b@evil.example', role: 'member' }, { email: 'email is invalid' }],
      [{ email: { $ne: null }, role: 'member' }, { email: 'email is invalid' }],
      [{ email: 'a@guests.example' }, { role: 'role must be the key of a role' }],
      [{ email: 'a@guests.example', role: ['owner'] }, { role: 'role must be the key of a role' }],
      [{ email: 'a@guests.example', role: 'Owner' }, { role: 'role must be the key of a role' }],
    ])('not of %j', async (body, errors) => {
      const reply = await owner.call('POST', '/v1/invitations', { body });
      expect([reply.status, reply.body]).toEqual([
        400,
        problem(400, 'request.invalid', 'Validation error', '/v1/invitations', { errors }),
      ]);
    });

    it('once for an address while one is open', async () => {
      const email = mailbox();
      const first = await invited(sut, owner, email);
      const again = await invite(owner, email.toUpperCase(), 'admin');
      expect([again.status, again.body]).toEqual([
        409,
        problem(409, 'invitation.exists', 'This address is already invited', '/v1/invitations'),
      ]);
      await expire(first.id);
      const second = await invite(owner, email);
      expect(second.status).toBe(201);
      expect(await rowOf(first.id)).toMatchObject({ state: 'expired', closed_at: expect.any(Date) });
      expect(await rowOf(first.id)).not.toHaveProperty('token_hash');
      const other = await sut.organization(company());
      expect((await invite(speaker(sut, other.id, other), email)).status).toBe(201);
    });

    it('for nobody who is a member', async () => {
      const member = await joinAs(sut, orgId, 'attendant');
      for (const email of [member.email, owner.email]) {
        const reply = await invite(owner, email);
        expect([reply.status, reply.body]).toEqual([
          409,
          problem(409, 'member.exists', 'Already a member', '/v1/invitations'),
        ]);
      }
    });

    it('with a role that exists and does not exceed who invites', async () => {
      const admin = await joinAs(sut, orgId, 'admin');
      await owner.call('POST', '/v1/roles', {
        body: { name: 'Inviter', permissions: ['invitations.manage', 'data.read', 'organization.read'] },
      });
      await owner.call('POST', '/v1/roles', { body: { name: 'Reader', permissions: ['data.read'] } });
      const inviter = await joinAs(sut, orgId, 'inviter');
      for (const [who, role] of [
        [admin, 'owner'],
        [inviter, 'owner'],
        [inviter, 'admin'],
        [inviter, 'member'],
      ] as const) {
        const reply = await invite(who, mailbox(), role);
        expect([role, reply.status, reply.body]).toEqual([
          role,
          403,
          problem(
            403,
            'role.exceeds',
            'You cannot grant permissions that you do not have',
            '/v1/invitations',
          ),
        ]);
      }
      for (const [who, role] of [
        [admin, 'admin'],
        [inviter, 'reader'],
        [inviter, 'inviter'],
        [owner, 'owner'],
      ] as const) {
        expect([role, (await invite(who, mailbox(), role)).status]).toEqual([role, 201]);
      }
      const none = await invite(owner, mailbox(), 'nothing');
      expect([none.status, none.body]).toEqual([
        404,
        problem(404, 'role.not_found', 'Role not found', '/v1/invitations'),
      ]);
      for (const role of ['manager', 'attendant', 'member']) {
        const reply = await invite(await joinAs(sut, orgId, role), mailbox());
        expect([reply.status, reply.body['code']]).toEqual([403, 'auth.forbidden']);
      }
    });

    it('without a mail to an address that was made up', async () => {
      const made = await sut.organization(company());
      await sut.master
        .collection('admin_users')
        .updateOne({ email: made.email }, { $set: { synthetic: true } });
      const reply = await invite(owner, made.email);
      expect(reply.status).toBe(201);
      await expect(codeOf(sut, String(reply.body['id']))).rejects.toThrow('no mail');
    });

    it('at most five mails a day to one address, revoked or not', async () => {
      const email = mailbox();
      for (let i = 0; i < 5; i++) {
        const { id } = await invited(sut, owner, email);
        expect((await owner.call('DELETE', `/v1/invitations/${id}`)).status).toBe(204);
      }
      const reply = await invite(owner, email);
      expect([reply.status, reply.body]).toEqual([
        409,
        problem(409, 'invitation.limit_reached', 'The limit of invitations is reached', '/v1/invitations', {
          limit: 5,
        }),
      ]);
      await rows().updateMany({ email }, { $set: { sent_at: new Date(Date.now() - DAY - 1000) } });
      expect((await invite(owner, email)).status).toBe(201);
    });
  });

  describe('are listed', () => {
    it('newest first, by status, page by page', async () => {
      const ids: Record<string, string> = {};
      for (const status of ['open', 'accepted', 'declined', 'revoked', 'expired']) {
        const { id, code } = await invited(sut, owner, mailbox());
        ids[status] = id;
        if (status === 'accepted') await answer(sut, 'accept', { code, password: PASSWORD });
        if (status === 'declined') await answer(sut, 'decline', { code });
        if (status === 'revoked') await owner.call('DELETE', `/v1/invitations/${id}`);
        if (status === 'expired') await expire(id);
      }
      type List = { items: { id: string; status: string }[]; next_cursor: string | null };
      const all = await owner.call<List>('GET', '/v1/invitations');
      expect(all.body.items.map(({ id, status }) => [status, id])).toEqual(Object.entries(ids).reverse());
      for (const [status, id] of Object.entries(ids)) {
        const { body } = await owner.call<List>('GET', `/v1/invitations?status=${status}`);
        expect(body.items.map((item) => [item.status, item.id])).toEqual([[status, id]]);
      }
      const row = (await rowOf(ids['open']))!;
      const many = Array.from({ length: 120 }, (_, i) => ({
        ...row,
        _id: new ObjectId(),
        email: `many${i}@guests.example`,
        token_hash: undefined,
      }));
      await rows().insertMany(many, { ignoreUndefined: true });
      const first = await owner.call<List>('GET', '/v1/invitations');
      expect([first.body.items.length, first.body.next_cursor]).toEqual([100, first.body.items[99].id]);
      const rest = await owner.call<List>('GET', `/v1/invitations?cursor=${first.body.next_cursor}`);
      expect([rest.body.items.length, rest.body.next_cursor]).toEqual([25, null]);
      const seen = [...first.body.items, ...rest.body.items].map(({ id }) => id);
      expect(new Set(seen).size).toBe(125);
    });

    it.each([
      ['status=lost', { status: 'status must be one of open, accepted, declined, revoked, expired' }],
      ['status[$ne]=open', undefined],
      [
        'status=open&status=lost',
        { status: 'status must be one of open, accepted, declined, revoked, expired' },
      ],
      ['cursor=x', { cursor: 'cursor does not belong to this list' }],
      ['cursor=', { cursor: 'cursor does not belong to this list' }],
    ])('not by ?%s', async (query, errors) => {
      const reply = await owner.call('GET', `/v1/invitations?${query}`);
      if (errors === undefined) {
        expect([reply.status, reply.body]).toEqual([200, { items: [], next_cursor: null }]);
      } else {
        expect([reply.status, reply.body]).toEqual([
          400,
          problem(400, 'query.invalid', 'Query is invalid', '/v1/invitations', { errors }),
        ]);
      }
    });

    it('C6 to their organization only: ids of another one are as unknown as none', async () => {
      const { id, email, code } = await invited(sut, owner, mailbox());
      const other = await sut.organization(company());
      const stranger = speaker(sut, other.id, other);
      const before = await rowOf(id);
      for (const target of [id, '507f1f77bcf86cd799439011', 'x', '$ne', `${id}0`]) {
        for (const [method, path] of [
          ['GET', `/v1/invitations/${target}`],
          ['DELETE', `/v1/invitations/${target}`],
          ['POST', `/v1/invitations/${target}/resend`],
        ] as const) {
          const reply = await stranger.call(method, path);
          expect([path, reply.status, reply.body]).toEqual([path, 404, unknown(path)]);
        }
      }
      const list = await stranger.call('GET', `/v1/invitations?cursor=${'f'.repeat(24)}`);
      expect(list.text).not.toContain(email);
      const picked = await sut.call('GET', `/v1/invitations/${id}`, {
        token: other.token,
        headers: { 'x-org-id': orgId },
      });
      expect(picked.status).toBe(403);
      expect(await rowOf(id)).toEqual(before);
      expect((await answer(sut, 'preview', { code })).status).toBe(200);
    });
  });

  describe('are sent again', () => {
    it('with another code: the one before is dead, the time begins anew', async () => {
      const first = await invited(sut, owner, mailbox());
      await expire(first.id);
      const reply = await owner.call('POST', `/v1/invitations/${first.id}/resend`);
      expect(reply.status).toBe(200);
      expect(reply.body).toEqual({
        id: first.id,
        email: first.email,
        role: 'member',
        status: 'open',
        invited_by: owner.userId,
        sends: 2,
        sent_at: ISO,
        expires_at: ISO,
        created_at: ISO,
        closed_at: null,
      });
      expect(Date.parse(String(reply.body['expires_at']))).toBeGreaterThan(Date.now() + 7 * DAY - 60_000);
      const code = await codeOf(sut, first.id);
      expect(code).not.toBe(first.code);
      expect((await answer(sut, 'preview', { code: first.code })).body).toEqual(dead('preview'));
      expect((await answer(sut, 'preview', { code })).status).toBe(200);
    });

    it('five times at most, also when users ask at once', async () => {
      const { id } = await invited(sut, owner, mailbox());
      const path = `/v1/invitations/${id}/resend`;
      const replies = await Promise.all(Array.from({ length: 12 }, () => owner.call('POST', path)));
      const sent = replies.filter(({ status }) => status === 200).length;
      expect(replies.map(({ status }) => status).every((status) => [200, 409].includes(status))).toBe(true);
      expect(sent).toBe(4);
      const late = await owner.call('POST', path);
      expect([late.status, late.body]).toEqual([
        409,
        problem(409, 'invitation.limit_reached', 'The limit of invitations is reached', path, {
          limit: 5,
        }),
      ]);
      const mails = await sut.master
        .collection('outbox')
        .countDocuments({ key: new RegExp(`^invitation:${id}:`) });
      expect([mails, (await rowOf(id))!['sends']]).toEqual([5, 5]);
    });

    it('by nobody who could not give the role', async () => {
      const { id } = await invited(sut, owner, mailbox(), 'owner');
      const admin = await joinAs(sut, orgId, 'admin');
      const reply = await admin.call('POST', `/v1/invitations/${id}/resend`);
      expect([reply.status, reply.body['code']]).toEqual([403, 'role.exceeds']);
      expect((await admin.call('DELETE', `/v1/invitations/${id}`)).status).toBe(204);
    });

    it('not when they were answered, revoked or overtaken', async () => {
      const accepted = await invited(sut, owner, mailbox());
      await answer(sut, 'accept', { code: accepted.code, password: PASSWORD });
      const declined = await invited(sut, owner, mailbox());
      await answer(sut, 'decline', { code: declined.code });
      const revoked = await invited(sut, owner, mailbox());
      await owner.call('DELETE', `/v1/invitations/${revoked.id}`);
      for (const [id, code] of [
        [accepted.id, 'member.exists'],
        [declined.id, 'invitation.not_found'],
        [revoked.id, 'invitation.not_found'],
      ] as const) {
        const again = await owner.call('POST', `/v1/invitations/${id}/resend`);
        expect(again.body['code']).toBe(code);
        const gone = await owner.call('DELETE', `/v1/invitations/${id}`);
        expect([gone.status, gone.body]).toEqual([404, unknown(`/v1/invitations/${id}`)]);
      }
    });
  });

  it('keep a custom role in use while they are open', async () => {
    await owner.call('POST', '/v1/roles', { body: { name: 'Reader', permissions: ['data.read'] } });
    const { id } = await invited(sut, owner, mailbox(), 'reader');
    expect((await owner.call('DELETE', '/v1/roles/reader')).body['code']).toBe('role.in_use');
    await expire(id);
    expect((await owner.call('DELETE', '/v1/roles/reader')).status).toBe(204);
    const again = await owner.call('POST', `/v1/invitations/${id}/resend`);
    expect([again.status, again.body['code']]).toEqual([404, 'role.not_found']);
  });

  it('name a custom role in the mail as people know it', async () => {
    await owner.call('POST', '/v1/roles', { body: { key: 'r1', name: 'Site reader', permissions: [] } });
    const { id } = await invited(sut, owner, mailbox(), 'r1');
    const mail = await sut.master.collection('outbox').findOne({ key: `invitation:${id}:1` });
    expect(mail!['data']).toMatchObject({ organization: orgName, inviter: owner.email, role: 'Site reader' });
  });
});
