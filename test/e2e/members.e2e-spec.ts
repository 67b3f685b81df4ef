import { ObjectId } from 'mongodb';
import { startTestApp, type TestApp } from '../support/app.js';
import {
  addMember,
  CHOSEN,
  mailsTo,
  type MemberBody,
  problem,
  errorOf,
  SECRET,
  setSeats,
  signIn,
  type TestMember,
  TIME,
  tokenOf,
} from '../support/members.js';
import { until } from '../support/smtp.js';

describe('the members of an organization', () => {
  let sut: TestApp;
  let owner: Awaited<ReturnType<TestApp['organization']>>;
  beforeAll(async () => {
    sut = await startTestApp();
    owner = await sut.organization('House');
  });
  afterAll(() => sut?.stop());

  const call = <T = MemberBody>(method: string, path: string, token: string, body?: unknown, headers = {}) =>
    sut.call<T>(method, path, { token, body, headers });
  const patch = (id: string, token: string, body: unknown, headers = {}) =>
    call('PATCH', `/v1/members/${id}`, token, body, headers);
  describe('are changed', () => {
    let ann: TestMember;
    beforeAll(async () => {
      ann = await addMember(sut, owner.token);
    });

    it('in role, at once, with the version that was read', async () => {
      const before = await call('GET', `/v1/members/${ann.id}`, owner.token);
      const etag = before.headers.get('etag')!;
      expect((await call('GET', '/v1/members', ann.token)).status).toBe(403);
      const changed = await patch(ann.id, owner.token, { role: 'manager' }, { 'if-match': etag });
      expect([changed.status, changed.body]).toEqual([200, { ...before.body, role: 'manager' }]);
      expect(changed.headers.get('etag')).not.toBe(etag);
      expect((await call('GET', '/v1/members', ann.token)).status).toBe(200);
      const path = `/v1/members/${ann.id}`;
      for (const method of ['PATCH', 'DELETE']) {
        const body = method === 'PATCH' ? { role: 'admin' } : undefined;
        const late = await call(method, path, owner.token, body, { 'if-match': etag });
        expect([late.status, late.body]).toEqual([
          412,
          problem(412, 'resource.changed', 'The resource was changed by another request', path),
        ]);
      }
      const same = await patch(ann.id, owner.token, { role: 'manager' });
      expect(same.headers.get('etag')).toBe(changed.headers.get('etag'));
    });

    it('in user name, which is unique', async () => {
      await patch(owner.adminId, owner.token, { user_name: 'mary' });
      const taken = await patch(ann.id, owner.token, { user_name: 'mary' });
      expect([taken.status, (taken.body as unknown as { code: string }).code]).toEqual([
        409,
        'user.name_taken',
      ]);
      const changed = await patch(ann.id, owner.token, { user_name: 'ann' });
      expect(changed.body.user_name).toBe('ann');
    });

    it('to inactive: out at once, and back with what they had', async () => {
      const off = await patch(ann.id, owner.token, { status: 'inactive' });
      expect([off.status, off.body.status]).toEqual([200, 'inactive']);
      const refused = await call('GET', '/v1/me', ann.token);
      expect([refused.status, (refused.body as unknown as { code: string }).code]).toEqual([
        401,
        'auth.token_invalid',
      ]);
      const on = await patch(ann.id, owner.token, { status: 'active' });
      expect(on.body).toMatchObject({ status: 'active', role: 'manager' });
      const token = await tokenOf(sut, ann.email, ann.password);
      expect((await call('GET', '/v1/me', token)).body).toMatchObject({ organization_id: owner.id });
    });

    it('by nobody who may do less than they', async () => {
      const admin = await addMember(sut, owner.token, 'admin');
      const other = await addMember(sut, owner.token, 'admin');
      const member = await addMember(sut, owner.token);
      const forbidden = [403, 'auth.forbidden'];
      const exceeds = [403, 'role.exceeds'];
      const path = (id: string) => `/v1/members/${id}`;
      for (const body of [{ role: 'member' }, { status: 'inactive' }, { user_name: 'fallen' }]) {
        expect(await errorOf(patch(owner.adminId, admin.token, body))).toEqual(forbidden);
      }
      expect(await errorOf(call('DELETE', path(owner.adminId), admin.token))).toEqual(forbidden);
      expect(await errorOf(call('POST', `${path(owner.adminId)}/reset-password`, admin.token))).toEqual(
        forbidden,
      );
      expect(await errorOf(call('POST', `${path(member.id)}/transfer-ownership`, admin.token))).toEqual(
        forbidden,
      );
      expect(await errorOf(patch(member.id, admin.token, { role: 'owner' }))).toEqual(exceeds);
      expect(await errorOf(patch(admin.id, admin.token, { role: 'owner' }))).toEqual(exceeds);
      const made = call('POST', '/v1/members', admin.token, { email: 'o2@house.example', role: 'owner' });
      expect(await errorOf(made)).toEqual(exceeds);
      expect(await errorOf(patch(other.id, member.token, { role: 'member' }))).toEqual(forbidden);
      expect((await patch(other.id, admin.token, { role: 'manager' })).status).toBe(200);
      expect((await patch(member.id, admin.token, { role: 'admin' })).status).toBe(200);
    });

    it('to a role the organization made, whose holder cannot reach beyond it', async () => {
      const role = {
        key: 'desk',
        name: 'Desk',
        permissions: ['members.read', 'members.manage', 'data.read'],
      };
      expect((await call('POST', '/v1/roles', owner.token, role)).status).toBe(201);
      const desk = await addMember(sut, owner.token, 'desk');
      const plain = await addMember(sut, owner.token);
      expect((await patch(plain.id, desk.token, { role: 'desk' })).status).toBe(403); // data.write is beyond
      expect((await patch(plain.id, owner.token, { role: 'desk' })).status).toBe(200);
      expect((await patch(plain.id, desk.token, { user_name: 'desk two' })).status).toBe(200);
      expect((await patch(plain.id, desk.token, { role: 'member' })).status).toBe(403);
    });

    it.each([[{ role: '' }], [{ status: 'pending' }], [{ user_name: '' }], [{ role: { $ne: 1 } }]])(
      'not to %j',
      async (body) => {
        const reply = await patch(ann.id, owner.token, body);
        expect([reply.status, (reply.body as unknown as { code: string }).code]).toEqual([
          400,
          'request.invalid',
        ]);
      },
    );
  });

  describe('go', () => {
    const homeOf = async (id: string) => {
      const row = await sut.master.collection('admin_users').findOne({ _id: new ObjectId(id) });
      return row!['organization_id'] as string | undefined;
    };

    it('removed by a manager: their token is refused on another instance as well', async () => {
      const twin = await sut.twin();
      try {
        const gone = await addMember(sut, owner.token);
        expect((await twin.call('GET', '/v1/me', { token: gone.token })).status).toBe(200);
        const removed = await call('DELETE', `/v1/members/${gone.id}`, owner.token);
        expect([removed.status, removed.text]).toEqual([204, '']);
        expect((await call('GET', '/v1/me', gone.token)).status).toBe(401);
        await until(
          async () => (await twin.call('GET', '/v1/me', { token: gone.token })).status === 401,
          1000,
          'the other instance',
        );
        expect(await homeOf(gone.id)).toBeUndefined();
        // The account is still somebody's: it signs in without an organization.
        const token = await tokenOf(sut, gone.email, gone.password);
        expect((await sut.call('GET', '/v1/me', { token })).body).toMatchObject({ organization_id: null });
        const tenant = await sut.call('POST', '/api/tenants/login', {
          body: { email: gone.email, password: gone.password },
        });
        expect([tenant.status, tenant.body]).toEqual([
          401,
          { success: false, message: 'Invalid email or password' },
        ]);
        const admin = await signIn(sut, gone.email, gone.password);
        expect([admin.status, admin.body]).toEqual([401, { detail: 'Invalid credentials' }]);
      } finally {
        await twin.stop();
      }
    });

    it('by themselves, to the next home if they have one', async () => {
      const two = await sut.organization('Second Home');
      const both = await addMember(sut, owner.token);
      await sut.master.collection('memberships').insertOne({
        _id: `${two.id}:${both.id}` as never,
        seq: 1_000_001,
        org_id: two.id,
        user_id: both.id,
        user_name: 'both',
        role: 'manager',
        status: 'active',
        created_at: new Date(),
        updated_at: new Date(),
      });
      const path = `/v1/me/memberships/${owner.id}`;
      const own = await call<object>('GET', path, both.token);
      expect([own.status, own.body]).toEqual([
        200,
        {
          organization_id: owner.id,
          user_name: both.email,
          role: 'member',
          status: 'active',
          created_at: TIME,
        },
      ]);
      expect((await call('DELETE', path, both.token)).status).toBe(204);
      expect((await call('GET', '/v1/me', both.token)).status).toBe(401);
      expect(await homeOf(both.id)).toBe(two.id);
      const token = await tokenOf(sut, both.email, both.password);
      expect((await sut.call('GET', '/v1/me', { token })).body).toMatchObject({
        organization_id: two.id,
        role: 'manager',
      });
      for (const id of [owner.id, 'x', '0'.repeat(24)]) {
        const again = await call<object>('DELETE', `/v1/me/memberships/${id}`, token);
        expect([again.status, again.body]).toEqual([
          404,
          problem(404, 'organization.not_found', 'Organization not found', `/v1/me/memberships/${id}`),
        ]);
        expect((await call('GET', `/v1/me/memberships/${id}`, token)).status).toBe(404);
      }
    });

    it('before the organization does, and keep their accounts', async () => {
      const org = await sut.organization('Short Lived');
      const [out, off] = [await addMember(sut, org.token), await addMember(sut, org.token)];
      expect((await call('DELETE', `/v1/members/${out.id}`, org.token)).status).toBe(204);
      expect((await patch(off.id, org.token, { status: 'inactive' })).status).toBe(200);
      expect(await homeOf(off.id)).toBeUndefined();
      await sut.call('DELETE', '/org/delete?organization_name=Short%20Lived', { token: org.token });
      await tokenOf(sut, out.email, CHOSEN);
      await tokenOf(sut, off.email, CHOSEN);
      expect((await signIn(sut, org.email, org.password)).status).toBe(401);
    });

    it('with their organization, unless they belong to another one, whatever its state', async () => {
      const org = await sut.organization('Closing House');
      const homes: [string, string | undefined][] = [];
      for (const [n, status] of (['active', 'pending', 'inactive'] as const).entries()) {
        const { id } = await addMember(sut, org.token);
        homes.push([id, status === 'inactive' ? undefined : owner.id]);
        await sut.master.collection('memberships').insertOne({
          _id: `${owner.id}:${id}` as never,
          seq: 2_000_000 + n,
          org_id: owner.id,
          user_id: id,
          user_name: `${status} elsewhere`,
          role: 'member',
          status,
          created_at: new Date(),
          updated_at: new Date(),
        });
      }
      const alone = await addMember(sut, org.token);
      await sut.call('DELETE', '/org/delete?organization_name=Closing%20House', { token: org.token });
      const users = sut.master.collection('admin_users');
      expect(await users.findOne({ _id: new ObjectId(alone.id) })).toBeNull();
      for (const [id, home] of homes) {
        expect([id, await homeOf(id)]).toEqual([id, home]);
        expect((await call('GET', `/v1/members/${id}`, owner.token)).status).toBe(200);
        expect((await call('DELETE', `/v1/members/${id}`, owner.token)).status).toBe(204);
      }
    });

    it('unless nobody would own the organization', async () => {
      const refused = problem(
        409,
        'member.last_owner',
        'An organization needs at least one owner',
        `/v1/members/${owner.adminId}`,
      );
      for (const body of [{ role: 'admin' }, { status: 'inactive' }]) {
        const reply = await patch(owner.adminId, owner.token, body);
        expect([reply.status, reply.body]).toEqual([409, refused]);
      }
      const removed = await call('DELETE', `/v1/members/${owner.adminId}`, owner.token);
      expect([removed.status, removed.body]).toEqual([409, refused]);
      const left = await call('DELETE', `/v1/me/memberships/${owner.id}`, owner.token);
      expect([left.status, (left.body as unknown as { code: string }).code]).toEqual([
        409,
        'member.last_owner',
      ]);
    });
  });

  describe('own it', () => {
    it('by transfer: the target owns, the caller administers, S1 names the new admin', async () => {
      const org = await sut.organization('Handed Over');
      const heir = await addMember(sut, org.token);
      const path = `/v1/members/${heir.id}/transfer-ownership`;
      const reply = await call('POST', path, org.token);
      expect([reply.status, reply.body]).toEqual([
        200,
        {
          id: heir.id,
          email: heir.email,
          email_verified: false,
          user_name: heir.email,
          name: null,
          role: 'owner',
          status: 'active',
          created_at: TIME,
        },
      ]);
      expect((await call('GET', `/v1/members/${org.adminId}`, heir.token)).body.role).toBe('admin');
      const shown = await sut.call<{ data: { admin_id: string } }>(
        'GET',
        '/org/get?organization_name=Handed%20Over',
      );
      expect(shown.body.data.admin_id).toBe(heir.id);
      expect((await call('POST', path, org.token)).status).toBe(403);
      const self = await call('POST', path, heir.token);
      expect([self.status, (self.body as unknown as { code: string }).code]).toEqual([
        400,
        'request.invalid',
      ]);
    });

    it('and leave it to the oldest other owner', async () => {
      const org = await sut.organization('Co-owned');
      const [a, b] = [await addMember(sut, org.token, 'owner'), await addMember(sut, org.token, 'owner')];
      expect((await call('DELETE', `/v1/me/memberships/${org.id}`, org.token)).status).toBe(204);
      const adminId = async () =>
        (await sut.call<{ data: { admin_id: string } }>('GET', '/org/get?organization_name=Co-owned')).body
          .data.admin_id;
      expect(await adminId()).toBe(a.id);
      expect((await patch(a.id, b.token, { status: 'inactive' })).status).toBe(200);
      expect(await adminId()).toBe(b.id);
      expect((await patch(a.id, b.token, { status: 'active' })).status).toBe(200);
      expect(await adminId()).toBe(b.id);
    });
  });

  describe('forget their passwords', () => {
    it('a temporary password, shown once; every session ends; the mailbox is told without it', async () => {
      const lost = await addMember(sut, owner.token, 'manager');
      const told = async () => {
        const kept = await sut.call<{ items: { to: string; template: string }[] }>('GET', '/v1/dev/mails');
        const own = kept.body.items.filter(({ to }) => to === lost.email);
        return {
          text: kept.text,
          count: own.filter(({ template }) => template === 'password_changed').length,
        };
      };
      const before = (await told()).count;
      await sut.call('POST', '/v1/password/forgot', { body: { email: lost.email } });
      const linkOf = async () =>
        (await mailsTo(sut, lost.email, 1)).find(({ template }) => template === 'reset_password')?.link;
      await until(async () => (await linkOf()) !== undefined, 30_000, 'the link');
      const code = (await linkOf())!.split('#code=')[1];
      const reply = await call<{ initial_secret: string }>(
        'POST',
        `/v1/members/${lost.id}/reset-password`,
        owner.token,
      );
      expect([reply.status, reply.body]).toEqual([
        200,
        { id: lost.id, initial_secret: SECRET, initial_secret_expires_at: TIME },
      ]);
      expect((await call('GET', '/v1/me', lost.token)).status).toBe(401);
      expect((await signIn(sut, lost.email, CHOSEN)).status).toBe(401);
      expect((await signIn(sut, lost.email, reply.body.initial_secret)).status).toBe(200);
      const late = sut.call('POST', '/v1/password/reset', { body: { code, password: 'Stolen-Again-1!' } });
      expect(await errorOf(late)).toEqual([400, 'auth.link_invalid']);
      await until(async () => (await told()).count > before, 30_000, 'the mail');
      expect((await told()).text).not.toContain(reply.body.initial_secret);
    });

    it('not of owners, not of accounts with another home', async () => {
      const org = await sut.organization('Elsewhere');
      const guest = await addMember(sut, org.token, 'owner');
      await sut.master.collection('memberships').insertOne({
        _id: `${owner.id}:${guest.id}` as never,
        seq: 1_000_002,
        org_id: owner.id,
        user_id: guest.id,
        user_name: 'guest',
        role: 'member',
        status: 'active',
        created_at: new Date(),
        updated_at: new Date(),
      });
      for (const id of [owner.adminId, guest.id]) {
        const path = `/v1/members/${id}/reset-password`;
        const reply = await call<object>('POST', path, owner.token);
        expect([reply.status, reply.body]).toEqual([
          403,
          problem(403, 'auth.forbidden', 'Not authorized', path),
        ]);
      }
      expect((await signIn(sut, guest.email, CHOSEN)).status).toBe(200);
    });
  });

  it('take the seats of the plan; an inactive one frees a seat', async () => {
    const org = await sut.organization('Small');
    const first = await addMember(sut, org.token);
    await setSeats(sut, org.id, 2);
    const make = () => call('POST', '/v1/members', org.token, { email: 'third@small.example' });
    const full = await make();
    const limit = problem(
      409,
      'member.limit_reached',
      'The organization has reached the member limit of its plan',
      '/v1/members',
      { limit: 2 },
    );
    expect([full.status, full.body]).toEqual([409, limit]);
    expect((await patch(first.id, org.token, { status: 'inactive' })).status).toBe(200);
    expect((await make()).status).toBe(201);
    const back = await patch(first.id, org.token, { status: 'active' });
    expect([back.status, back.body]).toEqual([409, { ...limit, instance: `/v1/members/${first.id}` }]);
  });

  it('leave a trace in the log of the organization', async () => {
    const rows = await sut.master.collection('audit_log').find({ org_id: owner.id }).toArray();
    const actions = new Set(rows.map((row) => row['action'] as string));
    expect([...actions].filter((action) => action.startsWith('member.')).sort()).toEqual(
      expect.arrayContaining(['member.added', 'member.changed', 'member.left', 'member.removed']) as string[],
    );
  });
});
