import type { Reply, RequestOptions, TestApp } from '../support/app.js';
import { blocksOf, runShell, withAddresses } from '../support/guide.js';
import { startWithOperator, type TestOperator } from '../support/operator.js';
import { prove } from '../support/keys.js';
import { joinAs, type Person, speaker } from '../support/people.js';
import { problem } from '../support/problem.js';
import { until } from '../support/smtp.js';
import { claimsOf } from '../support/tokens.js';

const APPROVE = { key: 'invoices.approve', description: 'Approve invoices', group: 'Invoices' };
const READ = { key: 'invoices.read', description: 'See invoices', group: 'Invoices' };
const PATH = '/v1/platform/permissions';

describe('the permissions of a product', () => {
  let sut: TestApp;
  let operator: TestOperator;
  let orgId: string;
  let owner: Person;
  let serial = 0;
  beforeAll(async () => {
    ({ sut, operator } = await startWithOperator());
  });
  beforeEach(async () => {
    await register([], { cascade: true });
    const made = await sut.organization(`Product ${++serial}`);
    orgId = made.id;
    owner = speaker(sut, orgId, made);
  });
  afterAll(() => sut?.stop());

  const put = (permissions: unknown, query = '', options: RequestOptions = {}) =>
    operator.call('PUT', `/permissions${query}`, { body: { permissions }, ...options });
  const register = async (permissions: object[], { cascade = false } = {}): Promise<Reply> => {
    const reply = await put(permissions, cascade ? '?cascade=true' : '');
    expect([reply.status, reply.text]).toEqual([200, expect.any(String)]);
    return reply;
  };
  const makeRole = (permissions: string[], key = 'clerk') =>
    owner.call('POST', '/v1/roles', { body: { key, name: key, permissions } });
  const mine = async (person: Person): Promise<string[]> => {
    const { body } = await person.call('GET', '/v1/me');
    return (body['permissions'] as string[]).filter((key) => /^(invoices|crm)\./.test(key));
  };

  it('are registered as a whole, with versions', async () => {
    const before = await operator.call('GET', '/permissions');
    const first = await register([{ ...APPROVE, default_roles: ['manager'] }, READ]);
    expect(first.body).toEqual({
      revision: Number(before.body['revision']) + 1,
      permissions: [
        { ...APPROVE, default_roles: ['admin', 'manager'] },
        { ...READ, default_roles: [] },
      ],
    });
    const etag = first.headers.get('etag')!;
    expect(etag).toBe(`"${String(first.body['revision'])}"`);
    const again = await register([{ ...APPROVE, default_roles: ['admin', 'manager'] }, READ]);
    expect([again.headers.get('etag'), again.body]).toEqual([etag, first.body]);
    const stale = await put([], '', { headers: { 'if-match': before.headers.get('etag')! } });
    expect([stale.status, stale.body['code']]).toEqual([412, 'resource.changed']);
    const fresh = await put([READ], '', { headers: { 'if-match': etag } });
    expect([fresh.status, (await operator.call('GET', '/permissions')).body]).toEqual([200, fresh.body]);
    const log = await operator.call<{ items: Record<string, unknown>[] }>('GET', '/audit');
    expect(log.body.items[0]).toMatchObject({
      action: 'permissions.changed',
      actor_id: operator.id,
      target_type: 'permissions',
      details: { added: [], removed: ['invoices.approve'], changed: [] },
    });
    expect((await owner.call('PUT', PATH, { body: { permissions: [] } })).status).toBe(403);
  });

  it.each([
    [undefined, { permissions: 'permissions must be a list' }],
    [[1], { 'permissions.0': 'permissions must be a list of objects' }],
    [[{ ...READ, key: 'invoices' }], { 'permissions.0.key': expect.stringContaining('two to four words') }],
    [[{ ...READ, key: 'Invoices.read' }], { 'permissions.0.key': expect.stringContaining('lower-case') }],
    [[{ ...READ, key: `a.${'b'.repeat(63)}` }], { 'permissions.0.key': expect.any(String) }],
    [[{ ...READ, key: { $ne: 1 } }], { 'permissions.0.key': expect.any(String) }],
    [[{ ...READ, key: 'data.read' }], { 'permissions.0.key': expect.stringContaining('begin with data') }],
    [[READ, { ...READ, key: 'platform.x' }], { 'permissions.1.key': expect.stringContaining('platform') }],
    [[READ, READ], { 'permissions.1.key': 'key names invoices.read a second time' }],
    [[{ key: 'a.b' }], { 'permissions.0.description': 'description is required' }],
    [
      [{ ...READ, default_roles: ['owner'] }],
      { 'permissions.0.default_roles': expect.stringContaining('among admin') },
    ],
  ])('refuses %j', async (permissions, errors) => {
    const reply = await put(permissions);
    expect([reply.status, reply.body]).toEqual([
      400,
      problem(400, 'request.invalid', 'Validation error', PATH, { errors }),
    ]);
  });

  it('are at most two hundred', async () => {
    const reply = await put(Array.from({ length: 201 }, (_, i) => ({ ...READ, key: `invoices.n${i}` })));
    const errors = { permissions: 'permissions must have at most 200 entries' };
    expect([reply.status, reply.body['errors']]).toEqual([400, errors]);
  });

  it('are held by owners, by default roles and by custom roles like ours, in tokens’ answers and lists', async () => {
    const [admin, member] = await Promise.all([joinAs(sut, orgId, 'admin'), joinAs(sut, orgId, 'member')]);
    await register([
      { ...APPROVE, default_roles: ['admin'] },
      { ...READ, default_roles: ['member'] },
    ]);
    expect(await Promise.all([owner, admin, member].map(mine))).toEqual([
      ['invoices.approve', 'invoices.read'],
      ['invoices.approve', 'invoices.read'],
      ['invoices.read'],
    ]);
    const list = await owner.call<{ items: { key: string; product: boolean }[] }>('GET', '/v1/permissions');
    expect(list.body.items.filter(({ product }) => product)).toEqual([
      { ...APPROVE, product: true },
      { ...READ, product: true },
    ]);
    const made = await makeRole(['invoices.approve', 'data.read', 'organization.read']);
    expect([made.status, made.body['permissions']]).toEqual([
      201,
      ['data.read', 'invoices.approve', 'organization.read'],
    ]);
    const clerk = await joinAs(sut, orgId, 'clerk');
    expect(await mine(clerk)).toEqual(['invoices.approve']);
    const roles = await owner.call<{ items: { key: string; permissions: string[] }[] }>('GET', '/v1/roles');
    const has = ({ permissions }: { permissions: string[] }) => permissions.includes('invoices.approve');
    expect(roles.body.items.filter(has).map(({ key }) => key)).toEqual(['owner', 'admin', 'clerk']);
    expect((await owner.call('GET', '/v1/roles/member')).headers.get('etag')).toMatch(/^"built-in-\d+"$/);
  });

  it('are given by nobody who lacks them, and an owner still appoints everybody', async () => {
    await register([APPROVE, { ...READ, default_roles: ['member'] }]);
    const admin = await joinAs(sut, orgId, 'admin');
    const refused = await admin.call('POST', '/v1/roles', {
      body: { name: 'X', permissions: ['invoices.approve'] },
    });
    expect([refused.status, refused.body['code']]).toEqual([403, 'role.exceeds']);
    for (const [who, role] of [
      [admin, 'member'],
      [owner, 'owner'],
    ] as const) {
      const body = { email: `${role}@invited.example`, role };
      expect((await who.call('POST', '/v1/invitations', { body })).status).toBe(201);
    }
    // The seeds' way to a member names nobody who gives the role.
    const made = await sut.call('POST', '/api/register', {
      body: {
        name: 'Ann',
        email: `ann@seed-${serial}.example`,
        password: 'SecurePass123!',
        orgName: `S ${serial}`,
      },
    });
    expect(made.status).toBeLessThan(500);
  });

  it('are unknown to roles before they are registered, and after', async () => {
    for (const permissions of [['invoices.approve'], ['constructor.x'], ['data.drop', 'crm.x']]) {
      const reply = await makeRole(permissions);
      expect([reply.status, reply.body]).toEqual([
        400,
        problem(400, 'request.invalid', 'Validation error', '/v1/roles', {
          errors: { permissions: 'permissions must be listed by GET /v1/permissions' },
        }),
      ]);
    }
  });

  it('are not removed while a custom role holds one, or are taken from it on request', async () => {
    await register([APPROVE, READ]);
    await makeRole(['data.read', 'invoices.approve', 'invoices.read']);
    const clerk = await joinAs(sut, orgId, 'clerk');
    const before = await owner.call('GET', '/v1/roles/clerk');
    const refused = await put([READ]);
    expect([refused.status, refused.body]).toEqual([
      409,
      problem(
        409,
        'permission.in_use',
        'Custom roles or API keys hold a permission that is to be removed',
        PATH,
        {
          errors: { 'invoices.approve': `held by ${orgId}/clerk` },
        },
      ),
    ]);
    expect(await mine(clerk)).toEqual(['invoices.approve', 'invoices.read']);
    expect((await put([READ], '?cascade=maybe')).body['code']).toBe('query.invalid');
    await register([READ], { cascade: true });
    expect(await mine(clerk)).toEqual(['invoices.read']);
    const after = await owner.call('GET', '/v1/roles/clerk');
    expect(after.body['permissions']).toEqual(['data.read', 'invoices.read']);
    expect(after.headers.get('etag')).not.toBe(before.headers.get('etag'));
    const { body } = await owner.call<{ items: Record<string, unknown>[] }>('GET', '/v1/audit');
    expect(body.items[0]).toMatchObject({
      action: 'role.changed',
      actor_id: operator.id,
      target_id: 'clerk',
      details: { name: 'clerk', permissions: ['data.read', 'invoices.read'] },
    });
  });

  it('are not removed while an API key holds one, or are taken from it on request, for good', async () => {
    await register([APPROVE, READ]);
    await prove(sut, owner);
    const made = await owner.call<{ id: string; key: string }>('POST', '/v1/api-keys', {
      body: { name: 'Books', scopes: ['invoices.approve', 'data.read', 'organization.read'] },
    });
    const { id, key } = made.body;
    const held = async () =>
      (await sut.call('GET', '/v1/api-keys/current', { token: key })).body['scopes'] as string[];
    const refused = await put([READ]);
    expect([refused.status, refused.body['errors']]).toEqual([
      409,
      { 'invoices.approve': `held by ${orgId}/api-key:${id}` },
    ]);
    expect(await held()).toContain('invoices.approve');
    await register([READ], { cascade: true });
    expect(await held()).toEqual(['data.read', 'organization.read']);
    await register([APPROVE, READ]);
    expect(await held()).toEqual(['data.read', 'organization.read']);
    const { body } = await owner.call<{ items: Record<string, unknown>[] }>('GET', '/v1/audit');
    expect(body.items[0]).toMatchObject({
      action: 'api_key.changed',
      actor_id: operator.id,
      target_id: id,
      details: { name: 'Books', scopes: ['data.read', 'organization.read'] },
    });
  });

  it('are taken from more roles than one transaction changes', async () => {
    await register([APPROVE]);
    const now = new Date();
    await sut.master.collection<{ _id: string }>('roles').insertMany(
      Array.from({ length: 230 }, (_, i) => ({
        _id: `${orgId}:many-${i}`,
        seq: 2_000_000 + i,
        org_id: orgId,
        key: `many-${i}`,
        name: 'Many',
        description: '',
        permissions: ['data.read', 'invoices.approve'],
        given: 0,
        created_at: now,
        updated_at: now,
      })),
    );
    const refused = await put([]);
    const { 'invoices.approve': held } = refused.body['errors'] as Record<string, string>;
    expect(held).toMatch(/many-0, .* and others$/);
    await register([], { cascade: true });
    const roles = sut.master.collection('roles');
    expect(await roles.countDocuments({ org_id: orgId, permissions: ['data.read'] })).toBe(230);
    await roles.deleteMany({ org_id: orgId });
  });

  it('are in no role after a removal that raced with roles being made', async () => {
    for (let round = 0; round < 5; round++) {
      await register([APPROVE]);
      const [removal, ...made] = await Promise.all([
        put([], '?cascade=true'),
        ...Array.from({ length: 6 }, (_, i) => makeRole(['invoices.approve'], `r${round}-${i}`)),
      ]);
      expect(removal.status).toBe(200);
      for (const { status } of made) expect([201, 400, 403]).toContain(status);
      expect(await sut.master.collection('roles').countDocuments({ permissions: 'invoices.approve' })).toBe(
        0,
      );
    }
  });

  it('are known to every instance at once, and the hot path asks the database for nothing more', async () => {
    const twin = await sut.twin();
    try {
      const there = speaker(twin, orgId, { ...owner, adminId: owner.userId });
      expect(await mine(there)).toEqual([]);
      await register([APPROVE]);
      await until(async () => (await mine(there)).length === 1, 30_000, 'the other instance');
      await there.call('GET', '/v1/permissions');
      await sut.client
        .db('admin')
        .command({ profile: -1 })
        .catch(() => undefined);
      await sut.master.command({ profile: 2 });
      for (let i = 0; i < 5; i++) expect((await there.call('GET', '/v1/permissions')).status).toBe(200);
      await sut.master.command({ profile: 0 });
      const asked = await sut.master
        .collection('system.profile')
        .countDocuments({ ns: /\.(permission_catalogue|roles)$/, op: { $ne: 'getmore' } });
      expect(asked).toBe(0);
    } finally {
      await twin.stop();
    }
  });

  it('guide: registered, given, asked for and removed', async () => {
    const script = withAddresses(blocksOf('own-permissions', 'bash').join('\n'), {
      'http://localhost:8000': sut.url,
    });
    const env = { OPERATOR: operator.token, TOKEN: owner.token };
    const [registered, role, me, after] = (await runShell(script, { env })).map(
      (line) => JSON.parse(line) as Record<string, unknown>,
    );
    expect(registered['permissions']).toMatchObject([
      { key: 'invoices.read', default_roles: ['admin', 'manager', 'member'] },
      { key: 'invoices.approve', default_roles: ['admin'] },
    ]);
    expect(role).toMatchObject({
      key: 'accountant',
      permissions: expect.arrayContaining(['invoices.approve']),
    });
    expect(me['permissions']).toEqual(expect.arrayContaining(['invoices.approve', 'invoices.read']));
    expect(after['permissions']).toMatchObject([{ key: 'invoices.read' }]);
    const { body } = await owner.call('GET', '/v1/roles/accountant');
    expect(body['permissions']).toEqual(['invoices.read', 'organization.read']);
  });

  it('are nothing a platform operator or a token without an organization has', async () => {
    await register([APPROVE]);
    const { body } = await sut.call('GET', '/v1/me', { token: operator.token });
    expect(body['permissions']).not.toContain('invoices.approve');
    expect(claimsOf(operator.token)['permissions']).toBeUndefined();
  });
});
