import { startTestApp, type TestApp } from '../support/app.js';

/** Golden bodies of S3. */
describe('S3, tenant creation', () => {
  let sut: TestApp;
  let token: string;
  beforeAll(async () => {
    sut = await startTestApp();
    token = (await sut.organization('Provider')).token;
  });
  afterAll(() => sut?.stop());

  const UUID = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  const create = (body: unknown, as = token) => sut.call('POST', '/api/v1/tenants', { body, token: as });
  const login = (email: string, password: string) =>
    sut.call<{ data: { access_token: string } }>('POST', '/admin/login', { body: { email, password } });

  it('S3-01, S3-02, S3-04: creates from both formats with the same body', async () => {
    const first = await create({ name: 'Acme Fuels', schema: 'acme_fuels', planType: 'premium' });
    expect([first.status, first.body]).toEqual([
      201,
      { id: UUID, name: 'Acme Fuels', schemaName: 'acme_fuels', status: 'active' },
    ]);
    const plans = await sut.call<{ id: string; type: string }[]>('GET', '/api/v1/plans');
    const pro = plans.body.find(({ type }) => type === 'pro')!;
    const second = await create({ name: 'Tenant Name', schemaName: 'tenant_schema_name', planId: pro.id });
    expect([second.status, second.body]).toEqual([
      201,
      { id: UUID, name: 'Tenant Name', schemaName: 'tenant_schema_name', status: 'active' },
    ]);
    expect((await create({ name: 'Crossed', planId: 'basic' })).body).toEqual({
      id: UUID,
      name: 'Crossed',
      schemaName: 'crossed',
      status: 'active',
    });
  });

  it.each([
    [
      400,
      { name: 'X', schema: 'Bad-Schema', planType: 'pro' },
      'Schema name must be lowercase letters, numbers, and underscores only',
    ],
    [
      400,
      { name: 'X', schema: 'a', schemaName: 'b', planType: 'pro' },
      'Schema name must be lowercase letters, numbers, and underscores only',
    ],
    [
      400,
      { name: 'X', schema: 'x'.repeat(55), planType: 'pro' },
      'Schema name must be at most 54 characters',
    ],
    [400, { name: 'X', schema: 'x1', planType: 'gold' }, 'Invalid plan ID or type'],
    [400, { name: 'X', schema: 'x1' }, 'Invalid plan ID or type'],
    [400, { name: 'X', schema: 'x1', planType: 'pro', planId: 'basic' }, 'Invalid plan ID or type'],
    [400, { name: 'X', schema: 'x1', planType: 'pro', planId: 5 }, 'Invalid plan ID or type'],
    [400, { name: 'X', schema: 'x1', planType: '', planId: '' }, 'Invalid plan ID or type'],
    [400, { schema: 'x1', planType: 'pro' }, 'Name is required'],
    [409, { name: 'X', schema: 'acme_fuels', planType: 'pro' }, 'Schema name already exists'],
  ])('S3-05..07, S3-12: refuses with one key: %i %j', async (status, body, error) => {
    const refused = await create(body);
    expect([refused.status, refused.body]).toEqual([status, { error }]);
  });

  it.each([
    [{ schemaName: '', planId: 'basic' }, 'empty_1'],
    [{ schema: '', planType: 'basic', planId: '' }, 'empty_2'],
    [{ schema: '', schemaName: 'given_3', planType: '', planId: 'basic' }, 'given_3'],
    [{ schema: 'given_4', schemaName: '', planType: 'basic', planId: 'BASIC' }, 'given_4'],
  ])('S3-12: an empty text counts as absent: %j', async (fields, schemaName) => {
    const name = `Empty ${schemaName.slice(-1)}`;
    const made = await create({ name, ...fields });
    expect([made.status, made.body]).toEqual([201, { id: UUID, name, schemaName, status: 'active' }]);
  });

  it('S3-04: a type and a UUID of the same plan are one plan', async () => {
    const plans = await sut.call<{ id: string; type: string }[]>('GET', '/api/v1/plans');
    for (const plan of plans.body) {
      expect(Object.keys(plan)).toEqual(['id', 'type', 'name', 'limits']);
      const limits = ['members', 'requests_per_minute', 'storage', 'collections', 'api_keys'];
      expect(Object.keys((plan as { limits?: object }).limits!)).toEqual(limits);
    }
    const pro = plans.body.find(({ type }) => type === 'pro')!;
    expect((await create({ name: 'Both Words', planType: 'pro', planId: pro.id })).status).toBe(201);
  });

  it('C-14: needs a token', async () => {
    const anonymous = await sut.call('POST', '/api/v1/tenants', { body: { name: 'X', planType: 'pro' } });
    expect([anonymous.status, anonymous.body]).toEqual([401, { error: 'Unauthorized' }]);
  });

  it('S3-08, S3-10, D1, D18: the owner starts with a secret that only changes itself, and manages users', async () => {
    const { id } = (await create({ name: 'Oil Co', schema: 'oil_co', planType: 'basic' })).body as {
      id: string;
    };
    const owner = await login('owner@oil-co.com', 'tenant123');
    expect(owner.status).toBe(200);
    const limited = owner.body.data.access_token;
    const refused = await sut.call('GET', `/api/v1/tenants/${id}/users`, { token: limited });
    expect([refused.status, refused.body]).toEqual([403, { error: 'Password change required' }]);
    const changed = await sut.call('PUT', '/api/v1/users/me/password', {
      token: limited,
      body: { currentPassword: 'tenant123', newPassword: 'A much better one' },
    });
    expect([changed.status, changed.body]).toEqual([200, { message: 'Password changed successfully' }]);
    expect((await login('owner@oil-co.com', 'tenant123')).status).toBe(401);
    const full = (await login('owner@oil-co.com', 'A much better one')).body.data.access_token;
    const made = await sut.call('POST', `/api/v1/tenants/${id}/users`, {
      token: full,
      body: { name: 'Mary', email: 'mary@oil.example', role: 'manager' },
    });
    const mary = {
      id: expect.stringMatching(/^[0-9a-f]{24}$/),
      name: 'Mary',
      email: 'mary@oil.example',
      role: 'manager',
      status: 'active',
    };
    expect([made.status, made.body]).toEqual([201, mary]);
    const again = await sut.call('POST', `/api/v1/tenants/${id}/users`, {
      token: full,
      body: { name: 'Mary again', email: 'Mary@Oil.example', role: 'manager' },
    });
    expect([again.status, again.body]).toEqual([409, { error: 'Email already exists' }]);
    const secret = made.headers.get('x-initial-secret')!;
    expect((await login('mary@oil.example', secret)).status).toBe(200);
    const users = await sut.call('GET', `/api/v1/tenants/${id}/users`, { token: full });
    expect(users.body).toEqual([
      { id: expect.any(String), name: 'owner', email: 'owner@oil-co.com', role: 'owner', status: 'active' },
      mary,
    ]);
    const reset = await sut.call(
      'POST',
      `/api/v1/tenants/${id}/users/${(made.body as { id: string }).id}/reset-password`,
      { token: full },
    );
    expect([reset.status, reset.body]).toEqual([
      200,
      {
        id: (made.body as { id: string }).id,
        temporaryPassword: expect.any(String),
        expiresAt: expect.any(String),
      },
    ]);
    expect((await login('mary@oil.example', secret)).status).toBe(401);
    expect((await sut.call('GET', `/api/v1/tenants/${id}/users`, { token })).status).toBe(404);
  });

  it('D1: a temporary password dies after five wrong tries', async () => {
    await create({ name: 'Tries', schema: 'tries', planType: 'basic' });
    for (let i = 0; i < 5; i++) await login('owner@tries.com', `wrong guess ${i}`);
    expect((await login('owner@tries.com', 'tenant123')).status).toBe(401);
  });

  it('C-19, S3-12: a name without letters to use, and an owner address that is taken', async () => {
    const made = await create({ name: '株式会社', planType: 'basic' });
    expect(made.body['schemaName']).toMatch(/^tenant_[0-9a-f]{8}$/);
    await sut.call('POST', '/org/create', {
      body: { organization_name: 'Squatter', email: 'owner@taken-co.com', password: 'SecurePassword123!' },
    });
    const taken = await create({ name: 'Taken', schema: 'taken_co', planType: 'basic' });
    expect([taken.status, taken.body]).toEqual([409, { error: 'Owner email already exists' }]);
  });
});
