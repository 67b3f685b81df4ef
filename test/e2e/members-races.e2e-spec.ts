import { ObjectId } from 'mongodb';
import type { Actor } from '../../src/modules/access/actor.types.js';
import { InvitationsService } from '../../src/modules/invitations/invitations.service.js';
import { OwnOrganizationsService } from '../../src/modules/organizations/own-organizations.service.js';
import { CustomRolesService } from '../../src/modules/access/custom-roles.service.js';
import { builtInPermissions } from '../../src/modules/access/roles.types.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { joinAs } from '../support/people.js';
import { addMember, registerCompany, setSeats, type TestMember } from '../support/members.js';

/** Requests at once; half of them to another instance. */
const CROWD = 50;

describe('changes of members at the same time, on two instances', () => {
  let sut: TestApp;
  let twin: TestApp;
  beforeAll(async () => {
    sut = await startTestApp();
    twin = await sut.twin();
  });
  afterAll(async () => {
    await twin?.stop();
    await sut?.stop();
  });

  const places = () => sut.master.collection('memberships');
  const at = (i: number) => (i % 2 === 0 ? sut : twin);
  const tally = (statuses: number[]) =>
    Object.fromEntries([...new Set(statuses)].sort().map((s) => [s, statuses.filter((x) => x === s).length]));
  const activeOwners = (orgId: string) =>
    places().countDocuments({ org_id: orgId, role: 'owner', status: 'active' });
  const adminOf = async (name: string) => {
    const query = `/org/get?organization_name=${encodeURIComponent(name)}`;
    return (await sut.call<{ data: { admin_id: string } }>('GET', query)).body.data.admin_id;
  };

  it('fifty demotions, removals and departures of ten owners by themselves leave one, who is the admin', async () => {
    const org = await sut.organization('Ten Owners');
    const owners: { id: string; token: string }[] = [{ id: org.adminId, token: org.token }];
    for (let i = 1; i < 10; i++) owners.push(await addMember(sut, org.token, 'owner'));
    const replies = await Promise.all(
      Array.from({ length: CROWD }, (_, i) => {
        const { id, token } = owners[i % 10];
        const path = `/v1/members/${id}`;
        const acts = [
          () => at(i).call('PATCH', path, { token, body: { role: 'member' } }),
          () => at(i).call('DELETE', path, { token }),
          () => at(i).call('DELETE', `/v1/me/memberships/${org.id}`, { token }),
          () => at(i).call('PATCH', path, { token, body: { status: 'inactive' } }),
        ];
        return acts[(i + Math.floor(i / 10)) % acts.length]();
      }),
    );
    const statuses = replies.map(({ status }) => status);
    expect(statuses.filter((status) => ![200, 204, 401, 403, 404, 409].includes(status))).toEqual([]);
    const left = await places().find({ org_id: org.id, role: 'owner', status: 'active' }).toArray();
    expect(left.map((place) => place['user_id'] as string)).toEqual([await adminOf('Ten Owners')]);
  });

  it('two owners who each remove the other: one of them stays', async () => {
    const org = await sut.organization('Duel');
    for (let round = 0; round < 20; round++) {
      const rival = await addMember(sut, org.token, 'owner');
      const [first, second] = await Promise.all([
        sut.call('PATCH', `/v1/members/${rival.id}`, { token: org.token, body: { role: 'member' } }),
        twin.call('PATCH', `/v1/members/${org.adminId}`, { token: rival.token, body: { role: 'member' } }),
      ]);
      expect([first.status, second.status].sort()).toEqual(
        [first.status, second.status].includes(401) ? [200, 401] : [200, 403],
      );
      expect(await activeOwners(org.id)).toBe(1);
      if (second.status === 200) {
        // The winner gives it back, so that the next round begins alike.
        const back = { token: rival.token, body: { role: 'owner' } };
        expect((await sut.call('PATCH', `/v1/members/${org.adminId}`, back)).status).toBe(200);
        const down = { token: org.token, body: { role: 'member' } };
        expect((await sut.call('PATCH', `/v1/members/${rival.id}`, down)).status).toBe(200);
      }
      expect(await adminOf('Duel')).toBe(org.adminId);
    }
  });

  it('fifty transfers of one ownership: one happens', async () => {
    const org = await sut.organization('One Crown');
    const heirs: TestMember[] = [];
    for (let i = 0; i < 5; i++) heirs.push(await addMember(sut, org.token));
    const replies = await Promise.all(
      Array.from({ length: CROWD }, (_, i) =>
        at(i).call('POST', `/v1/members/${heirs[i % 5].id}/transfer-ownership`, { token: org.token }),
      ),
    );
    expect(tally(replies.map(({ status }) => status))).toEqual({ 200: 1, 403: CROWD - 1 });
    const left = await places().find({ org_id: org.id, role: 'owner' }).toArray();
    expect(left.map((place) => place['user_id'] as string)).toEqual([await adminOf('One Crown')]);
  });

  it('fifty approvals and mailed links for the last seat: one member gets in', async () => {
    const { domain, email, id, token } = await registerCompany(sut, 'lastseat.example');
    await sut.master.collection('admin_users').updateOne({ email }, { $set: { email_verified: true } });
    const password = 'Secure123!';
    for (let i = 0; i < CROWD; i++) {
      const body = { domain, user_name: `p${i}`, email: `p${i}@${domain}`, password };
      expect((await sut.call('POST', '/api/register/add-user', { body })).status).toBe(201);
    }
    await setSeats(sut, id, 2);
    const pending = await places().find({ org_id: id, status: 'pending' }).toArray();
    const codes: string[] = [];
    for (let i = 0; i < CROWD; i++) {
      const row = await sut.master.collection('outbox').findOne({ to: `p${i}@${domain}` });
      codes.push((row!['data'] as { link: string }).link.split('#code=')[1]);
    }
    const replies = await Promise.all(
      pending.map((place, i) =>
        i % 4 < 2
          ? at(i).call('POST', `/v1/members/${String(place['user_id'])}/approve`, { token })
          : at(i).call('POST', '/v1/members/confirm', { body: { code: codes[i], password } }),
      ),
    );
    expect(tally(replies.map(({ status }) => status))).toEqual({ 204: 1, 409: CROWD - 1 });
    expect(await places().countDocuments({ org_id: id, status: 'active' })).toBe(2);
  });

  it('fifty creations for the last seat: one account is made, nothing is left of the others', async () => {
    const org = await sut.organization('Last Chair');
    await setSeats(sut, org.id, 2);
    const replies = await Promise.all(
      Array.from({ length: CROWD }, (_, i) =>
        at(i).call('POST', '/v1/members', { token: org.token, body: { email: `c${i}@lastchair.example` } }),
      ),
    );
    expect(tally(replies.map(({ status }) => status))).toEqual({ 201: 1, 409: CROWD - 1 });
    const accounts = sut.master.collection('admin_users');
    expect(await accounts.countDocuments({ email: /@lastchair\.example$/ })).toBe(1);
  });

  it('one pending member, approved and declined fifty times at once: one answer, and it holds', async () => {
    const company = await registerCompany(sut, 'coin.example');
    const body = {
      domain: company.domain,
      user_name: 'coin',
      email: 'coin@coin.example',
      password: 'Secure123!',
    };
    expect((await sut.call('POST', '/api/register/add-user', { body })).status).toBe(201);
    const place = (await places().findOne({ org_id: company.id, status: 'pending' }))!;
    const id = place['user_id'] as string;
    const replies = await Promise.all(
      Array.from({ length: CROWD }, (_, i) =>
        at(i).call('POST', `/v1/members/${id}/${i % 4 < 2 ? 'approve' : 'decline'}`, {
          token: company.token,
        }),
      ),
    );
    expect(tally(replies.map(({ status }) => status))).toEqual({ 204: 1, 404: CROWD - 1 });
    const approved = replies.findIndex(({ status }) => status === 204) % 4 < 2;
    expect(await places().countDocuments({ user_id: id, status: 'active' })).toBe(approved ? 1 : 0);
    const accounts = sut.master.collection('admin_users');
    expect(await accounts.countDocuments({ email: 'coin@coin.example' })).toBe(approved ? 1 : 0);
  });

  it('a role that is given while it is removed is held by nobody, or stays', async () => {
    const org = await sut.organization('Fleeting');
    for (let round = 0; round < 10; round++) {
      const key = `fleeting-${round}`;
      const member = await addMember(sut, org.token);
      const role = { key, name: key, permissions: ['data.read'] };
      expect((await sut.call('POST', '/v1/roles', { token: org.token, body: role })).status).toBe(201);
      const [given, removed] = await Promise.all([
        sut.call('PATCH', `/v1/members/${member.id}`, { token: org.token, body: { role: key } }),
        twin.call('DELETE', `/v1/roles/${key}`, { token: org.token }),
      ]);
      expect([
        [200, 409],
        [404, 204],
      ]).toContainEqual([given.status, removed.status]);
      const holders = await places().countDocuments({ org_id: org.id, role: key });
      expect(holders).toBe(given.status === 200 ? 1 : 0);
    }
  });

  it('members of an organization that is deleted meanwhile leave nothing behind', async () => {
    const org = await sut.organization('Vanishing');
    const crowd = Array.from({ length: 20 }, (_, i) =>
      at(i).call('POST', '/v1/members', { token: org.token, body: { email: `v${i}@vanishing.example` } }),
    );
    const gone = await sut.call('DELETE', '/org/delete?organization_name=Vanishing', { token: org.token });
    const statuses = (await Promise.all(crowd)).map(({ status }) => status);
    expect(gone.status).toBe(200);
    expect(statuses.every((status) => [201, 401, 404].includes(status))).toBe(true);
    expect(await places().countDocuments({ org_id: org.id })).toBe(0);
    const accounts = sut.master.collection('admin_users');
    expect(await accounts.countDocuments({ email: /@vanishing\.example$/ })).toBe(0);
  });

  it('a user who lost role, membership or account since the request was accepted changes no rights (S22)', async () => {
    const { id: orgId, token } = await sut.organization('Stale Rights');
    const admin = await joinAs(sut, orgId, 'admin');
    await sut.call('POST', '/v1/roles', { token, body: { name: 'Reader', permissions: ['data.read'] } });
    const rights = builtInPermissions('admin')!;
    const stale: Actor = {
      userId: admin.userId,
      organizationId: orgId,
      role: 'admin',
      permissions: rights,
      operator: false,
      sessionId: 'stale',
      emailVerified: true,
    };
    const get = <T>(type: abstract new (...args: never[]) => T): T => sut.app.get(type, { strict: false });
    const acts = [
      () => get(CustomRolesService).create(stale, { name: 'Mine', permissions: ['data.read'] }),
      () => get(CustomRolesService).update(stale, 'reader', { permissions: ['data.drop'] }),
      () => get(CustomRolesService).remove(stale, 'reader'),
      () => get(InvitationsService).invite(stale, { email: 'friend@evil.example', role: 'member' }),
      () => get(OwnOrganizationsService).patch(stale, orgId, { settings: { mine: true } }, undefined),
    ];
    const _id = new ObjectId(admin.userId);
    const place = { _id: `${orgId}:${admin.userId}` };
    const memberships = sut.master.collection<{ _id: string }>('memberships');
    const users = sut.master.collection('admin_users');
    const losses: [() => Promise<unknown>, () => Promise<unknown>][] = [
      [
        () => memberships.updateOne(place, { $set: { role: 'member' } }),
        () => memberships.updateOne(place, { $set: { role: 'admin' } }),
      ],
      [
        () => memberships.updateOne(place, { $set: { status: 'inactive' } }),
        () => memberships.updateOne(place, { $set: { status: 'active' } }),
      ],
      [
        () => users.updateOne({ _id }, { $set: { status: 'suspended' } }),
        () => users.updateOne({ _id }, { $set: { status: 'active' } }),
      ],
    ];
    for (const [lose, regain] of losses) {
      await lose();
      for (const act of acts) await expect(act()).rejects.toMatchObject({ code: 'auth.forbidden' });
      await regain();
    }
    const roles = await sut.master.collection('roles').find({ org_id: orgId }).toArray();
    expect(roles).toMatchObject([{ key: 'reader', permissions: ['data.read'] }]);
    expect(await sut.master.collection('invitations').countDocuments({ org_id: orgId })).toBe(0);
    await expect(acts[0]()).resolves.toMatchObject({ key: 'mine' });
  });
});
