import { BUILT_IN, BUILT_IN_ROLES, ORGANIZATION_PERMISSIONS } from '../../src/modules/access/roles.types.js';
import type { Reply, TestApp } from '../support/app.js';
import { startTestApp } from '../support/app.js';
import { joinAs, type Person, seesRole, setRole, speaker } from '../support/people.js';
import { problem } from '../support/problem.js';
import { until } from '../support/smtp.js';

type Items = { items: Record<string, unknown>[]; next_cursor: null };
const ISO = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

let names = 0;
const company = (): string => `Roles ${++names} ${Date.now().toString(36)}`;

describe('roles of an organization', () => {
  let sut: TestApp;
  let orgId: string;
  let owner: Person;
  beforeAll(async () => {
    sut = await startTestApp();
  });
  beforeEach(async () => {
    const made = await sut.organization(company());
    orgId = made.id;
    owner = speaker(sut, orgId, made);
  });
  afterAll(() => sut?.stop());

  const make = (who: Person, body: object) => who.call('POST', '/v1/roles', { body });

  it('lists what a role may hold', async () => {
    const { status, body } = await owner.call<Items>('GET', '/v1/permissions');
    expect([status, body.next_cursor]).toEqual([200, null]);
    expect(body.items.map(({ key }) => key)).toEqual(ORGANIZATION_PERMISSIONS);
    expect(body.items[0]).toEqual({
      key: 'organization.read',
      description: 'See the organization, its plan and its operations',
      group: 'organization',
      product: false,
    });
    for (const item of body.items) expect(Object.keys(item)).toEqual(Object.keys(body.items[0]));
  });

  it('lists the built-in ones first, then those it made, with how many have them', async () => {
    await make(owner, { name: 'Zoo keeper', permissions: [] });
    await make(owner, { name: 'Auditor', description: 'Reads', permissions: ['data.read', 'audit.read'] });
    const auditor = await joinAs(sut, orgId, 'auditor');
    const { status, body } = await owner.call<Items>('GET', '/v1/roles');
    expect(status).toBe(200);
    expect(body).toEqual({
      items: [
        ...BUILT_IN_ROLES.map((key) => ({
          key,
          name: key.charAt(0).toUpperCase() + key.slice(1),
          description: BUILT_IN[key].description,
          built_in: true,
          permissions: BUILT_IN[key].permissions,
          members: key === 'owner' ? 1 : 0,
          created_at: null,
          updated_at: null,
        })),
        {
          key: 'auditor',
          name: 'Auditor',
          description: 'Reads',
          built_in: false,
          permissions: ['audit.read', 'data.read'],
          members: 1,
          created_at: ISO,
          updated_at: ISO,
        },
        {
          key: 'zoo-keeper',
          name: 'Zoo keeper',
          description: '',
          built_in: false,
          permissions: [],
          members: 0,
          created_at: ISO,
          updated_at: ISO,
        },
      ],
      next_cursor: null,
    });
    expect((await auditor.call('GET', '/v1/roles')).body).toEqual(
      problem(403, 'auth.forbidden', 'Not authorized', '/v1/roles'),
    );
  });

  it('makes one, with the key it asks for or one from its name', async () => {
    const made = await make(owner, { key: 'a_b-1', name: 'A', permissions: ['data.read', 'data.read'] });
    expect(made.status).toBe(201);
    expect(made.headers.get('location')).toBe('/v1/roles/a_b-1');
    expect(made.headers.get('etag')).toMatch(/^"[0-9a-z]+"$/);
    expect(made.body).toEqual({
      key: 'a_b-1',
      name: 'A',
      description: '',
      built_in: false,
      permissions: ['data.read'],
      members: 0,
      created_at: ISO,
      updated_at: ISO,
    });
    const read = await owner.call('GET', '/v1/roles/a_b-1');
    expect([read.status, read.body]).toEqual([200, made.body]);
    expect(read.headers.get('etag')).toBe(made.headers.get('etag'));
    const keys = ['Café Größe', '日本', `x${'y'.repeat(60)}`].map((name) =>
      make(owner, { name, permissions: [] }),
    );
    const [accents, none, long] = (await Promise.all(keys)).map(({ body }) => body['key']);
    expect(accents).toBe('cafe-gro-e');
    expect(none).toMatch(/^role-[0-9a-f]{8}$/);
    expect(long).toBe(`x${'y'.repeat(39)}`);
    const row = await sut.master.collection('roles').findOne({ org_id: orgId, key: 'a_b-1' });
    expect(row).toMatchObject({ seq: expect.any(Number), name: 'A', description: '', org_id: orgId });
  });

  it('takes __proto__ and constructor for keys like others', async () => {
    for (const key of ['__proto__', 'constructor', 'toString'.toLowerCase()]) {
      expect((await owner.call('GET', `/v1/roles/${key}`)).status).toBe(404);
      expect((await make(owner, { key, name: key, permissions: ['data.read'] })).status).toBe(201);
      const person = await joinAs(sut, orgId, key);
      expect((await person.call('GET', '/v1/data')).status).toBe(200);
      expect((await person.call('GET', '/v1/roles')).status).toBe(403);
    }
  });

  it.each([
    [{ permissions: [] }, { name: 'name is required' }],
    [{ name: 'A' }, { permissions: 'permissions must be a list' }],
    [{ name: 'A', permissions: 'data.read' }, { permissions: 'permissions must be a list' }],
    [
      { name: 'A', permissions: ['everything'] },
      { permissions: 'permissions must be listed by GET /v1/permissions' },
    ],
    [
      { name: 'A', permissions: ['platform.impersonate'] },
      { permissions: 'permissions must be listed by GET /v1/permissions' },
    ],
    [
      { name: 'A', permissions: [{ $ne: 1 }] },
      { permissions: 'permissions must be listed by GET /v1/permissions' },
    ],
    [
      { name: 'A', key: 'No Such', permissions: [] },
      { key: 'key must be 1 to 40 lower-case letters, digits, - or _' },
    ],
    [
      { name: 'A', description: 'x'.repeat(301), permissions: [] },
      { description: 'description must be text of at most 300 characters' },
    ],
  ])('refuses %j', async (body, errors) => {
    const reply = await make(owner, body);
    expect([reply.status, reply.body]).toEqual([
      400,
      problem(400, 'request.invalid', 'Validation error', '/v1/roles', { errors }),
    ]);
  });

  it('refuses a key that is taken, also by a built-in role', async () => {
    await make(owner, { name: 'Auditor', permissions: [] });
    for (const key of ['auditor', 'owner', 'member']) {
      const reply = await make(owner, { key, name: 'X', permissions: [] });
      expect([reply.status, reply.body]).toEqual([
        409,
        problem(409, 'role.exists', 'Role already exists', '/v1/roles'),
      ]);
    }
  });

  it('changes one under If-Match, and each change has an ETag of its own', async () => {
    const made = await make(owner, { name: 'Auditor', permissions: ['data.read'] });
    const etag = made.headers.get('etag')!;
    const patch = (body: object, match?: string) =>
      owner.call('PATCH', '/v1/roles/auditor', { body, headers: match ? { 'if-match': match } : {} });
    const changed = await patch({ name: 'Chief auditor', permissions: ['data.export', 'data.read'] }, etag);
    expect([changed.status, changed.body]).toEqual([
      200,
      { ...made.body, name: 'Chief auditor', permissions: ['data.export', 'data.read'], updated_at: ISO },
    ]);
    expect(changed.headers.get('etag')).not.toBe(etag);
    for (const stale of [etag, `W/${changed.headers.get('etag')!}`]) {
      const refused = await patch({ name: 'Again' }, stale);
      expect([refused.status, refused.body]).toEqual([
        412,
        {
          ...problem(
            412,
            'resource.changed',
            'The resource was changed by another request',
            '/v1/roles/auditor',
          ),
          ...(stale === etag ? {} : { errors: { 'If-Match': expect.stringContaining('without W/') } }),
        },
      ]);
    }
    expect((await patch({ description: '' }, '*')).body).toEqual({
      ...changed.body,
      updated_at: ISO,
    });
    expect((await patch({ description: 'now' })).body['description']).toBe('now');
    const removed = await owner.call('DELETE', '/v1/roles/auditor', { headers: { 'if-match': etag } });
    expect(removed.body['code']).toBe('resource.changed');
  });

  it('lets exactly one of many changes through that name the same version', async () => {
    const made = await make(owner, { name: 'Auditor', permissions: [] });
    const headers = { 'if-match': made.headers.get('etag')! };
    const replies = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        owner.call('PATCH', '/v1/roles/auditor', { body: { name: `Name ${i}` }, headers }),
      ),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(19).fill(412)]);
  });

  it('never changes or removes a built-in role', async () => {
    for (const key of BUILT_IN_ROLES) {
      for (const [method, body] of [
        ['PATCH', { name: 'X' }],
        ['DELETE', undefined],
      ] as const) {
        const reply = await owner.call(method, `/v1/roles/${key}`, { body });
        expect([reply.status, reply.body]).toEqual([
          403,
          problem(403, 'role.built_in', 'A built-in role cannot be changed', `/v1/roles/${key}`),
        ]);
      }
      const read = await owner.call('GET', `/v1/roles/${key}`);
      expect([read.status, read.headers.get('etag')]).toEqual([200, '"built-in"']);
    }
  });

  it('gives nobody more than they may do: not by making, changing or removing a role', async () => {
    const admin = await joinAs(sut, orgId, 'admin');
    const exceeds = (path: string) =>
      problem(403, 'role.exceeds', 'You cannot grant permissions that you do not have', path);
    expect((await make(admin, { name: 'King', permissions: ['organization.transfer'] })).body).toEqual(
      exceeds('/v1/roles'),
    );
    await make(owner, { name: 'Deputy', permissions: ['organization.transfer', 'data.read'] });
    await make(owner, { name: 'Clerk', permissions: ['roles.read', 'roles.manage', 'data.read'] });
    const clerk = await joinAs(sut, orgId, 'clerk');
    for (const [who, method, path, body] of [
      [admin, 'PATCH', '/v1/roles/deputy', { permissions: [] }],
      [admin, 'PATCH', '/v1/roles/deputy', { name: 'Mine' }],
      [admin, 'DELETE', '/v1/roles/deputy', undefined],
      [clerk, 'PATCH', '/v1/roles/clerk', { permissions: ['data.read', 'data.write'] }],
      [clerk, 'PATCH', '/v1/roles/clerk', { permissions: ORGANIZATION_PERMISSIONS }],
      [clerk, 'PATCH', '/v1/roles/deputy', { permissions: ['data.read'] }],
      [clerk, 'POST', '/v1/roles', { name: 'More', permissions: ['data.drop'] }],
    ] as const) {
      const reply = await who.call(method, path, { body });
      expect([method, path, reply.status, reply.body]).toEqual([method, path, 403, exceeds(path)]);
    }
    expect((await make(clerk, { name: 'Less', permissions: ['data.read'] })).status).toBe(201);
    const { body } = await owner.call('GET', '/v1/roles/clerk');
    expect(body['permissions']).toEqual(['data.read', 'roles.manage', 'roles.read']);
  });

  it('acts at once on every instance', async () => {
    const twin = await sut.twin();
    try {
      await make(owner, { name: 'Reader', permissions: ['data.read'] });
      const reader = await joinAs(sut, orgId, 'reader');
      const there = { ...reader, call: speaker(twin, orgId, { ...reader, adminId: reader.userId }).call };
      const may = async (person: Person) => (await person.call('GET', '/v1/data')).status;
      expect([await may(reader), await may(there)]).toEqual([200, 200]);
      const writes = await reader.call('POST', '/v1/data/notes', { body: { a: 1 } });
      expect(writes.status).toBe(403);
      await owner.call('PATCH', '/v1/roles/reader', { body: { permissions: ['data.write'] } });
      expect(await may(reader)).toBe(403);
      await until(async () => (await may(there)) === 403, 30_000, 'the other instance');
      expect((await there.call('POST', '/v1/data/notes', { body: { a: 1 } })).status).toBe(201);
    } finally {
      await twin.stop();
    }
  });

  it('removes one that nobody has, and no other', async () => {
    await make(owner, { name: 'Reader', permissions: ['data.read'] });
    const reader = await joinAs(sut, orgId, 'reader');
    const refused = await owner.call('DELETE', '/v1/roles/reader');
    expect([refused.status, refused.body]).toEqual([
      409,
      problem(409, 'role.in_use', 'The role is in use', '/v1/roles/reader'),
    ]);
    await setRole(sut, orgId, reader.userId, 'member');
    await seesRole(reader, 'member');
    const removed = await owner.call('DELETE', '/v1/roles/reader');
    expect([removed.status, removed.text]).toEqual([204, '']);
    for (const [method, body] of [
      ['GET', undefined],
      ['PATCH', { name: 'X' }],
      ['DELETE', undefined],
    ] as const) {
      const reply = await owner.call(method, '/v1/roles/reader', { body });
      expect([reply.status, reply.body]).toEqual([
        404,
        problem(404, 'role.not_found', 'Role not found', '/v1/roles/reader'),
      ]);
    }
  });

  it('is on the record, with who did it', async () => {
    await make(owner, { name: 'Reader', permissions: ['data.read'] });
    await owner.call('PATCH', '/v1/roles/reader', { body: { permissions: [] } });
    await make(owner, { name: 'Reader', permissions: [] }); // refused
    await owner.call('DELETE', '/v1/roles/reader');
    const rows = await sut.master
      .collection('audit_log')
      .find({ org_id: orgId, target_type: 'role' })
      .sort({ n: 1 })
      .toArray();
    expect(
      rows.map(({ action, actor_id, target_id, details }) => [action, actor_id, target_id, details]),
    ).toEqual([
      ['role.created', owner.userId, 'reader', { permissions: ['data.read'] }],
      ['role.changed', owner.userId, 'reader', { name: 'Reader', permissions: [] }],
      ['role.removed', owner.userId, 'reader', {}],
    ]);
  });

  it('leaves no permission to a user whose role does not exist', async () => {
    const ghost = await joinAs(sut, orgId, 'ghost');
    expect((await ghost.call('GET', '/v1/data')).status).toBe(403);
    expect((await ghost.call('GET', '/v1/me')).status).toBe(200);
  });

  it('holds fifty roles and not one more, also when users ask at once', async () => {
    for (let i = 0; i < 45; i += 5) {
      await Promise.all(
        Array.from({ length: 5 }, (_, j) => make(owner, { name: `Role ${i + j}`, permissions: [] })),
      );
    }
    const replies: Reply[] = await Promise.all(
      Array.from({ length: 12 }, (_, i) => make(owner, { name: `Late ${i}`, permissions: [] })),
    );
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(5);
    for (const reply of replies.filter(({ status }) => status !== 201)) {
      expect([reply.status, reply.body]).toEqual([
        409,
        problem(409, 'role.limit_reached', 'The organization has reached its limit of roles', '/v1/roles', {
          limit: 50,
        }),
      ]);
    }
    expect(await sut.master.collection('roles').countDocuments({ org_id: orgId })).toBe(50);
  });

  it('shows no other organization’s roles, and takes them along when the organization goes', async () => {
    await make(owner, { name: 'Secret role', permissions: [] });
    const other = await sut.organization(company());
    const stranger = speaker(sut, other.id, other);
    for (const [method, body] of [
      ['GET', undefined],
      ['PATCH', { name: 'X' }],
      ['DELETE', undefined],
    ] as const) {
      const reply = await stranger.call(method, '/v1/roles/secret-role', { body });
      expect([reply.status, reply.body]).toEqual([
        404,
        problem(404, 'role.not_found', 'Role not found', '/v1/roles/secret-role'),
      ]);
    }
    expect((await stranger.call('GET', '/v1/roles')).text).not.toContain('Secret');
    const name = (await sut.master.collection('organizations').findOne({ admin_id: owner.userId }))!['name'];
    const path = `/org/delete?organization_name=${encodeURIComponent(String(name))}`;
    expect((await owner.call('DELETE', path)).status).toBe(200);
    expect(await sut.master.collection('roles').countDocuments({ org_id: orgId })).toBe(0);
  });
});
