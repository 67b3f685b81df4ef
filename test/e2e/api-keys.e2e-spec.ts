import { ChangeFeed } from '../../src/database/change-feed.js';
import { newKeyText } from '../../src/modules/api-keys/api-key-text.js';
import type { Reply, RequestOptions, TestApp } from '../support/app.js';
import { heard } from '../support/feed.js';
import { type OwnPerson, prove, startWithKeys } from '../support/keys.js';
import { persistently } from '../support/persistently.js';
import { joinAs, type Person, seesRole, setRole } from '../support/people.js';

const SAY = { 'content-type': 'application/json' };
const codeOf = ({ status, body }: Reply): [number, unknown] => [status, body['code']];

describe('API keys', () => {
  let sut: TestApp;
  let founder: () => Promise<OwnPerson>;
  let anna: OwnPerson;
  beforeAll(async () => {
    ({ sut, founder } = await startWithKeys());
    anna = await founder();
  });
  afterAll(() => sut?.stop());

  const make = (person: Person, scopes: string[], more: object = {}, path = '/v1/api-keys') =>
    person.call('POST', path, { body: { name: 'Import', scopes, ...more } });
  const made = async (person: Person, scopes: string[], more: object = {}, path = '/v1/api-keys') => {
    const reply = await make(person, scopes, more, path);
    expect([reply.status, reply.text]).toEqual([201, expect.any(String)]);
    return reply.body as { id: string; key: string };
  };
  const mine = '/v1/me/api-keys';
  const withKey = (key: string, method: string, path: string, options: RequestOptions = {}) =>
    sut.call(method, path, { ...options, headers: { 'x-api-key': key, ...options.headers } });
  const reads = (key: string) => withKey(key, 'GET', '/v1/organizations/current');

  describe('of an organization', () => {
    it('is shown once, and used as X-API-Key or as a bearer token', async () => {
      const owner = await founder();
      const scopes = ['data.write', 'organization.read', 'data.read'];
      const reply = await make(owner, scopes, { allowed_addresses: ['127.0.0.0/8', '::1'] });
      const { id, key } = reply.body as { id: string; key: string };
      expect(reply.headers.get('location')).toBe(`/v1/api-keys/${id}`);
      expect(key).toMatch(/^rwh_live_[0-9A-Za-z]{16}_[0-9A-Za-z]{38}$/);
      expect(key.startsWith(`rwh_live_${id}_`)).toBe(true);
      expect(reply.body).toMatchObject({
        kind: 'organization',
        organization_id: owner.orgId,
        user_id: null,
        scopes: ['data.read', 'data.write', 'organization.read'],
        status: 'active',
        created_by: owner.userId,
        expires_at: null,
      });
      const shown = await owner.call('GET', `/v1/api-keys/${id}`);
      expect(shown.text).not.toContain(key.slice(-38));
      expect(shown.body).toEqual(expect.not.objectContaining({ key: expect.anything() }));
      expect((await reads(key)).body).toMatchObject({ id: owner.orgId });
      const written = await sut.call('POST', '/v1/data/notes', { token: key, body: { text: 'by a key' } });
      expect(written.status).toBe(201);
      const current = await withKey(key, 'GET', '/v1/api-keys/current');
      expect(current.body).toMatchObject({ id, name: 'Import', scopes: expect.any(Array) });
      expect(codeOf(await owner.call('GET', '/v1/api-keys/current'))).toEqual([404, 'api_key.not_found']);
    });

    it('does what its scopes say, in its organization only', async () => {
      const [owner, other] = [await founder(), await founder()];
      const { key } = await made(owner, ['data.read']);
      expect(codeOf(await withKey(key, 'POST', '/v1/data/notes', { body: {} }))).toEqual([
        403,
        'auth.forbidden',
      ]);
      expect(codeOf(await reads(key))).toEqual([403, 'auth.forbidden']);
      const foreign = { headers: { 'x-org-id': other.orgId } };
      expect(codeOf(await withKey(key, 'GET', '/v1/data/notes', foreign))).toEqual([
        403,
        'organization.foreign',
      ]);
      const own = { headers: { 'x-org-id': owner.orgId } };
      expect((await withKey(key, 'GET', '/v1/data/notes', own)).status).toBe(200);
    });

    it('acts in the audit log in its own name', async () => {
      const owner = await founder();
      const scopes = ['members.manage', 'members.read', 'roles.manage', 'invitations.manage', 'data.read'];
      const { id, key } = await made(owner, scopes);
      const role = { key: 'reader', name: 'Reader', permissions: ['data.read'] };
      expect((await withKey(key, 'POST', '/v1/roles', { body: role })).status).toBe(201);
      const invited = await withKey(key, 'POST', '/v1/invitations', {
        body: { email: 'guest@else.example', role: 'reader' },
      });
      expect([invited.status, invited.text]).toEqual([201, expect.any(String)]);
      const more = { key: 'writer', name: 'Writer', permissions: ['data.write'] };
      expect(codeOf(await withKey(key, 'POST', '/v1/roles', { body: more }))).toEqual([403, 'role.exceeds']);
      const log = await owner.call<{ items: Record<string, unknown>[] }>('GET', '/v1/audit');
      const by = log.body.items.map(({ action, actor_id, api_key_id }) => [action, actor_id, api_key_id]);
      expect(by.slice(0, 3)).toEqual([
        ['invitation.created', `key:${id}`, id],
        ['role.created', `key:${id}`, id],
        ['api_key.created', owner.userId, null],
      ]);
    });

    it('renames its organization, and outlives its maker', async () => {
      const owner = await founder();
      const admin = await joinAs(sut, owner.orgId, 'admin');
      await prove(sut, admin);
      const { id, key } = await made(admin, ['organization.update', 'organization.read']);
      expect((await owner.call('DELETE', `/v1/members/${admin.userId}`)).status).toBe(204);
      const name = `Renamed ${id}`;
      const renamed = await withKey(key, 'PATCH', '/v1/organizations/current', { body: { name } });
      expect([renamed.status, renamed.body['name']]).toEqual([200, name]);
      const log = await owner.call<{ items: Record<string, unknown>[] }>('GET', '/v1/audit?limit=1');
      expect(log.body.items[0]).toMatchObject({ action: 'organization.updated', api_key_id: id });
    });

    it('never has more than who makes or changes it', async () => {
      const owner = await founder();
      const admin = await joinAs(sut, owner.orgId, 'admin');
      const all = await made(owner, ['audit.read', 'data.read']);
      await prove(sut, admin);
      await owner.call('POST', '/v1/roles', {
        body: { key: 'keeper', name: 'Keeper', permissions: ['api_keys.manage', 'data.read'] },
      });
      await setRole(sut, owner.orgId, admin.userId, 'keeper');
      await seesRole(admin, 'keeper');
      expect(codeOf(await make(admin, ['data.write']))).toEqual([403, 'api_key.exceeds']);
      const change = (body: object) => admin.call('PATCH', `/v1/api-keys/${all.id}`, { body });
      expect(codeOf(await change({ name: 'Mine' }))).toEqual([403, 'api_key.exceeds']);
      expect(codeOf(await admin.call('POST', `/v1/api-keys/${all.id}/rotate`, { body: {} }))).toEqual([
        403,
        'api_key.exceeds',
      ]);
      expect((await change({ name: 'Less', scopes: ['data.read'] })).body['scopes']).toEqual(['data.read']);
      expect((await admin.call('DELETE', `/v1/api-keys/${all.id}`)).status).toBe(204);
    });

    it.each([
      [{ name: 'x' }, { scopes: 'scopes must be a list' }],
      [{ name: 'x', scopes: [] }, { scopes: expect.stringContaining('at least one') }],
      [{ name: 'x', scopes: ['organization.delete'] }, { scopes: expect.stringContaining('without') }],
      [{ name: 'x', scopes: ['platform.stats.read'] }, { scopes: expect.stringContaining('GET /v1/perm') }],
      [{ name: 'x', scopes: ['nope.nope'] }, { scopes: expect.stringContaining('GET /v1/permissions') }],
      [{ name: '', scopes: ['data.read'] }, { name: 'name is required' }],
      [
        { name: 'x', scopes: ['data.read'], expires_at: '2020-01-01T00:00:00Z' },
        { expires_at: expect.stringContaining('future') },
      ],
      [
        { name: 'x', scopes: ['data.read'], expires_at: 5 },
        { expires_at: expect.stringContaining('future') },
      ],
      [
        { name: 'x', scopes: ['data.read'], allowed_addresses: ['10.0.0.0/33'] },
        { allowed_addresses: expect.stringContaining('CIDR') },
      ],
      [
        { name: 'x', scopes: ['data.read'], allowed_addresses: ['localhost'] },
        { allowed_addresses: expect.stringContaining('CIDR') },
      ],
    ])('is refused as %j', async (body, errors) => {
      const reply = await anna.call('POST', '/v1/api-keys', { body });
      expect([reply.status, reply.body['errors']]).toEqual([400, errors]);
    });
  });

  describe('refused', () => {
    it.each([
      ['another secret', (key: string) => newKeyText(key.slice(9, 25))],
      ['a wrong checksum', (key: string) => key.slice(0, -1) + (key.endsWith('A') ? 'B' : 'A')],
      ['an id that nobody made', () => newKeyText('0123456789ABCDEF')],
      ['no key at all', () => 'rwh_live_x'],
      ['an empty header', () => ''],
    ])('for %s', async (_, of) => {
      const { key } = await made(anna, ['organization.read']);
      expect((await reads(key)).status).toBe(200);
      const reply = await reads(of(key));
      expect(codeOf(reply)).toEqual([401, 'api_key.invalid']);
      expect(reply.headers.get('www-authenticate')).toBe('Bearer');
    });

    it('beside another credential', async () => {
      const owner = anna;
      const { key } = await made(owner, ['organization.read']);
      const both = await owner.call('GET', '/v1/organizations/current', { headers: { 'x-api-key': key } });
      expect(codeOf(both)).toEqual([401, 'auth.two_credentials']);
    });

    it('from another address', async () => {
      const { key } = await made(anna, ['organization.read'], {
        allowed_addresses: ['192.0.2.1', '2001:db8::/32'],
      });
      expect(codeOf(await reads(key))).toEqual([403, 'api_key.address_refused']);
    });

    it('when it is over, and by who has the secret only', async () => {
      const owner = anna;
      const { id, key } = await made(owner, ['organization.read'], { expires_at: '2100-01-01T00:00:00Z' });
      await sut.master
        .collection<{ _id: string }>('api_keys')
        .updateOne({ _id: id }, { $set: { expires_at: new Date(Date.now() - 1) } });
      await heard(sut);
      expect(codeOf(await reads(key))).toEqual([401, 'api_key.expired']);
      expect(codeOf(await reads(newKeyText(id)))).toEqual([401, 'api_key.invalid']);
      expect((await owner.call('GET', `/v1/api-keys/${id}`)).body['status']).toBe('expired');
      const on = await owner.call('PATCH', `/v1/api-keys/${id}`, { body: { expires_at: null } });
      expect([on.status, on.body['status']]).toEqual([200, 'active']);
      expect((await reads(key)).status).toBe(200);
    });

    it('on every instance once it is revoked', async () => {
      const owner = anna;
      const twin = await sut.twin();
      const { id, key } = await made(owner, ['organization.read']);
      const there = () => twin.call('GET', '/v1/organizations/current', { headers: { 'x-api-key': key } });
      expect([(await there()).status, (await reads(key)).status]).toEqual([200, 200]);
      const isPushed = new Promise<void>((resolve) => {
        twin.app.get(ChangeFeed, { strict: false }).on('api_keys', (change) => {
          if (change.id === id) resolve();
        });
      });
      const ns = `${sut.master.databaseName}.api_keys`;
      await sut.master.command({ profile: 2, filter: { ns, op: { $ne: 'getmore' } } });
      for (let i = 0; i < 20; i++) expect((await there()).status).toBe(200);
      const profile = sut.master.collection('system.profile');
      // Nobody polls: a key in use is asked for once the change feed said that it changed.
      expect(await profile.countDocuments({ ns })).toBe(0);
      expect((await owner.call('DELETE', `/v1/api-keys/${id}`)).status).toBe(204);
      expect(codeOf(await reads(key))).toEqual([401, 'api_key.revoked']);
      await isPushed;
      expect(codeOf(await there())).toEqual([401, 'api_key.revoked']);
      await sut.master.command({ profile: 0 });
      await twin.stop();
      expect(codeOf(await owner.call('DELETE', `/v1/api-keys/${id}`))).toEqual([
        409,
        'api_key.revoked_already',
      ]);
      expect((await owner.call('GET', `/v1/api-keys/${id}`)).body).toMatchObject({
        status: 'revoked',
        revocation_reason: 'revoked',
      });
    });

    it('where only people may act', async () => {
      const owner = anna;
      const { key } = await made(owner, ['members.manage', 'api_keys.manage', 'organization.update']);
      const person = [403, 'api_key.person_required'];
      const paths: [string, string, object?][] = [
        ['GET', '/v1/me'],
        ['GET', '/v1/sessions'],
        ['POST', '/v1/api-keys', { name: 'x', scopes: ['data.read'] }],
        ['GET', '/v1/api-keys'],
        ['POST', mine, { name: 'x', scopes: ['data.read'] }],
        ['PATCH', `/v1/members/${owner.userId}`, { role: 'owner' }],
      ];
      for (const [method, path, body] of paths) {
        expect([path, ...codeOf(await withKey(key, method, path, { body }))]).toEqual([path, ...person]);
      }
    });

    it('on the documented surfaces, in their own words', async () => {
      const owner = anna;
      const { key } = await made(owner, ['organization.update', 'organization.read']);
      for (const path of ['/org/update', '/signout', '/api/v1/users/me/password']) {
        const method = path === '/signout' ? 'POST' : 'PUT';
        const options = { body: '{}', headers: SAY };
        const wrong = await sut.call(method, path, { ...options, token: 'no.such.token' });
        const bearer = await sut.call(method, path, { ...options, token: key });
        const header = await withKey(key, method, path, options);
        const none = await sut.call(method, path, options);
        expect([path, bearer.status]).toEqual([path, 401]);
        const plain = ({ text }: Reply) => text.replace(/"(timestamp|request_?id)":"[^"]*"/gi, '');
        expect([plain(bearer), plain(header)]).toEqual([plain(wrong), plain(none)]);
      }
    });
  });

  it('is rotated with an overlap', async () => {
    const owner = anna;
    const { id, key: first } = await made(owner, ['organization.read']);
    const rotate = (body: object) => owner.call('POST', `/v1/api-keys/${id}/rotate`, { body });
    const second = (await rotate({})).body as { key: string; previous_until: string };
    expect(Date.parse(second.previous_until) - Date.now()).toBeGreaterThan(23 * 3_600_000);
    expect([(await reads(first)).status, (await reads(second.key)).status]).toEqual([200, 200]);
    const third = (await rotate({ overlap_seconds: 0 })).body as { key: string };
    expect(codeOf(await reads(first))).toEqual([401, 'api_key.invalid']);
    expect(codeOf(await reads(second.key))).toEqual([401, 'api_key.invalid']);
    expect((await reads(third.key)).status).toBe(200);
    const fourth = (await rotate({ overlap_seconds: 60 })).body as { key: string };
    await sut.master
      .collection<{ _id: string }>('api_keys')
      .updateOne({ _id: id }, { $set: { 'previous.until': new Date(Date.now() - 1) } });
    await heard(sut);
    expect(codeOf(await reads(third.key))).toEqual([401, 'api_key.expired']);
    expect((await reads(fourth.key)).status).toBe(200);
    expect((await rotate({ overlap_seconds: -1 })).status).toBe(400);
  });

  describe('of a person', () => {
    it('may do what the person may do at that moment', async () => {
      const owner = await founder();
      const member = await joinAs(sut, owner.orgId, 'manager');
      await prove(sut, member);
      expect(codeOf(await make(member, ['members.manage'], {}, mine))).toEqual([403, 'api_key.exceeds']);
      const { id, key } = await made(member, ['members.read', 'data.read'], {}, mine);
      expect((await withKey(key, 'GET', '/v1/members')).status).toBe(200);
      await setRole(sut, owner.orgId, member.userId, 'member');
      await seesRole(member, 'member');
      expect(codeOf(await withKey(key, 'GET', '/v1/members'))).toEqual([403, 'auth.forbidden']);
      expect((await withKey(key, 'GET', '/v1/data/notes')).status).toBe(200);
      const others = await owner.call<{ items: object[] }>('GET', '/v1/api-keys?kind=personal');
      expect(others.body.items).toEqual([expect.objectContaining({ id, user_id: member.userId })]);
      expect(codeOf(await owner.call('GET', `${mine}/${id}`))).toEqual([404, 'api_key.not_found']);
      const change = await owner.call('PATCH', `/v1/api-keys/${id}`, { body: { name: 'x' } });
      expect(codeOf(change)).toEqual([403, 'auth.forbidden']);
      expect((await member.call('GET', `${mine}/${id}`)).body).toMatchObject({ kind: 'personal' });
      await owner.call('PATCH', `/v1/members/${member.userId}`, { body: { status: 'inactive' } });
      await heard(sut);
      expect(codeOf(await withKey(key, 'GET', '/v1/data/notes'))).toEqual([401, 'api_key.invalid']);
      await owner.call('PATCH', `/v1/members/${member.userId}`, { body: { status: 'active' } });
      await heard(sut);
      expect((await withKey(key, 'GET', '/v1/data/notes')).status).toBe(200);
      expect((await owner.call('DELETE', `/v1/members/${member.userId}`)).status).toBe(204);
      await heard(sut);
      expect(codeOf(await withKey(key, 'GET', '/v1/data/notes'))).toEqual([401, 'api_key.revoked']);
      const log = await owner.call<{ items: Record<string, unknown>[] }>('GET', '/v1/audit?limit=2');
      expect(log.body.items[1]).toMatchObject({
        action: 'api_key.revoked',
        target_id: id,
        details: { reason: 'left' },
      });
    });

    it('needs a proved mailbox to be made (D19)', async () => {
      const owner = await founder();
      await prove(sut, owner, false);
      expect(codeOf(await make(owner, ['data.read'], {}, mine))).toEqual([403, 'auth.email_unverified']);
      expect(codeOf(await make(owner, ['data.read']))).toEqual([403, 'auth.email_unverified']);
    });
  });

  it('ends with its organization, and rests while that is suspended', async () => {
    const owner = await founder();
    const { id, key } = await made(owner, ['organization.read']);
    const rows = sut.master.collection('organizations');
    const setStatus = async (status: string) => {
      await rows.updateOne({ admin_id: owner.userId }, { $set: { status } });
      await heard(sut);
    };
    await setStatus('suspended');
    expect(codeOf(await reads(key))).toEqual([403, 'organization.suspended']);
    await setStatus('active');
    expect((await owner.call('DELETE', '/v1/organizations/current')).status).toBe(204);
    await heard(sut);
    expect(codeOf(await reads(key))).toEqual([401, 'api_key.invalid']);
    expect(await sut.master.collection<{ _id: string }>('api_keys').findOne({ _id: id })).toBeNull();
  });

  it('64 writers at once pass no limit of the plan: keys, members, collections', async () => {
    const owner = await founder();
    const scopes = ['members.manage', 'members.read', 'data.read', 'data.write', 'organization.read'];
    const { key } = await made(owner, scopes);
    const plan = await sut.master.collection<{ _id: string }>('plans').findOne({ type: 'basic' });
    await sut.master
      .collection('organizations')
      .updateOne({ admin_id: owner.userId }, { $set: { plan_id: plan!._id } });
    await heard(sut);
    /** Half of them by key. */
    const race = async (method: string, ask: (i: number) => [path: string, body: object]) => {
      const replies = await Promise.all(
        Array.from({ length: 64 }, (_, i) => {
          const [path, body] = ask(i);
          return persistently(() =>
            i % 2 ? owner.call(method, path, { body }) : withKey(key, method, path, { body }),
          );
        }),
      );
      const refused = replies.filter(({ status }) => status !== 201);
      return [replies.length - refused.length, [...new Set(refused.map(({ body }) => body['code']))]];
    };
    const keys = await Promise.all(
      Array.from({ length: 64 }, (_, i) =>
        persistently(() => make(owner, ['data.read'], {}, i % 2 ? mine : '/v1/api-keys')),
      ),
    );
    const codes = keys.map(codeOf).filter(([status]) => status !== 201);
    expect(codes).toEqual(Array(63).fill([409, 'api_key.limit_reached']));
    const members = await race('POST', (i) => [
      '/v1/members',
      { email: `m${i}@race.example`, role: 'member' },
    ]);
    expect(members).toEqual([9, ['member.limit_reached']]);
    const collections = await race('POST', (i) => [`/v1/data/c${i}`, {}]);
    expect(collections).toEqual([9, ['collection.limit_reached']]);
    const use = await owner.call('GET', '/v1/organizations/current/plan');
    expect(use.body).toMatchObject({
      usage: { api_keys: 2, members: 10, collections: 10 },
      limits: { api_keys: 2, members: 10, collections: 10 },
    });
  }, 60_000);
});
