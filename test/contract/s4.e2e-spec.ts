import { startTestApp, type TestApp } from '../support/app.js';
import { heard } from '../support/feed.js';
import { claimsOf } from '../support/tokens.js';

/** Golden bodies of S4. */
describe('S4, the tenants API', () => {
  let sut: TestApp;
  beforeAll(async () => {
    sut = await startTestApp();
  });
  afterAll(() => sut?.stop());

  const ISO = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  const session = (message: string, tenant: { name: string; email: string }) => ({
    success: true,
    message,
    data: {
      tenant: { id: expect.any(Number), ...tenant, status: 'active', created_at: ISO, updated_at: ISO },
      auth: {
        accessToken: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
        tokenType: 'Bearer',
        expiresIn: '1h',
      },
    },
  });
  const register = (body: unknown) => sut.call('POST', '/api/tenants/register', { body });
  const login = (body: unknown) => sut.call('POST', '/api/tenants/login', { body });
  const acme = { name: 'Test Company', email: 'user@example.com' };

  it('S4-01..03, S4-07: registers and signs in with the same shapes, for one hour', async () => {
    const registered = await register({ ...acme, password: 'Password123!' });
    expect([registered.status, registered.body]).toEqual([
      201,
      session('Tenant registered successfully', acme),
    ]);
    const signedIn = await login({ email: acme.email, password: 'Password123!' });
    expect([signedIn.status, signedIn.body]).toEqual([200, session('Login successful', acme)]);
    const data = signedIn.body['data'] as { tenant: unknown; auth: { accessToken: string } };
    expect(data.tenant).toEqual((registered.body['data'] as { tenant: unknown }).tenant);
    const claims = JSON.parse(
      Buffer.from(data.auth.accessToken.split('.')[1], 'base64url').toString(),
    ) as Record<string, number>;
    expect(claims['exp'] - claims['iat']).toBe(3600);
  });

  it("C-02: shows the administrator's address to any member, who is signed in as themselves", async () => {
    const company = { name: 'Shared Company', email: 'boss@shared.example' };
    expect((await register({ ...company, password: 'Password123!' })).status).toBe(201);
    const token = (await login({ email: company.email, password: 'Password123!' })).body as {
      data: { auth: { accessToken: string } };
    };
    const made = await sut.call<{ id: string; initial_secret: string }>('POST', '/v1/members', {
      token: token.data.auth.accessToken,
      body: { email: 'clerk@shared.example', user_name: 'clerk', role: 'member' },
    });
    expect(made.status).toBe(201);
    const signedIn = await login({ email: 'clerk@shared.example', password: made.body.initial_secret });
    expect([signedIn.status, signedIn.body]).toEqual([200, session('Login successful', company)]);
    const { auth } = signedIn.body['data'] as { auth: { accessToken: string } };
    expect(claimsOf(auth.accessToken)['sub']).toBe(made.body.id);
  });

  it('S4-04: refuses a second tenant with an e-mail, not with a name', async () => {
    const again = await register({ ...acme, password: 'Password123!' });
    expect([again.status, again.body]).toEqual([
      409,
      { success: false, message: 'Tenant already exists with this email' },
    ]);
    const namesake = await register({
      name: acme.name,
      email: 'other@example.com',
      password: 'Password123!',
    });
    expect(namesake.status).toBe(201);
  });

  it.each([
    [{}, { name: 'Name is required', email: 'Email is required', password: 'Password is required' }],
    [{ ...acme, email: 'x@example.com', password: 'short' }, { password: 'Password is too weak' }],
    [{ ...acme, email: 'no address', password: 'Password123!' }, { email: 'Email is invalid' }],
    [
      { name: 'Acme', password: 'weak' },
      { email: 'Email is required', password: 'Password is too weak' },
    ],
    [
      { email: 'x@example.com', password: '12345678' },
      { name: 'Name is required', password: 'Password is too weak' },
    ],
    [
      { name: 'Acme Limited', password: 'acme limited' },
      { email: 'Email is required', password: 'Password is too weak' },
    ],
    [
      { email: 'x-mailbox@example.com', password: 'X-Mailbox' },
      { name: 'Name is required', password: 'Password is too weak' },
    ],
    [
      { name: 'Acme', password: 5 },
      { email: 'Email is required', password: 'Password is invalid' },
    ],
    [[], { body: 'Request body must be a JSON object' }],
  ])('S4-05: names the fields of %j', async (body, errors) => {
    const refused = await register(body);
    expect([refused.status, refused.body]).toEqual([
      400,
      { success: false, message: 'Validation error', errors },
    ]);
  });

  it('S4-08, S4-10: refuses credentials without saying which half is wrong', async () => {
    const wrong = [401, { success: false, message: 'Invalid email or password' }];
    const missing = [400, { success: false, message: 'Email and password are required' }];
    const both = async (body: unknown) => login(body).then(({ status, body: answer }) => [status, answer]);
    expect(await both({ email: acme.email, password: 'Password124!' })).toEqual(wrong);
    expect(await both({ email: 'nobody@example.com', password: 'Password123!' })).toEqual(wrong);
    expect(await both({ email: acme.email })).toEqual(missing);
    expect(await both({ email: '', password: 5 })).toEqual(missing);
  });

  it('S4-09, S4-16: says that a tenant is suspended only after the right password', async () => {
    const mail = 'suspended@example.com';
    await register({ name: 'Suspended', email: mail, password: 'Password123!' });
    await sut.master
      .collection('organizations')
      .updateOne({ name: 'Suspended' }, { $set: { status: 'suspended' } });
    await heard(sut);
    const suspended = await login({ email: mail, password: 'Password123!' });
    expect([suspended.status, suspended.body]).toEqual([
      403,
      { success: false, message: 'Tenant account is suspended or inactive' },
    ]);
    expect((await login({ email: mail, password: 'Password124!' })).status).toBe(401);
  });

  it('answers malformed JSON and unknown routes in the words of its surface', async () => {
    const malformed = await sut.call('POST', '/api/tenants/login', { body: '{' });
    expect([malformed.status, malformed.body]).toEqual([
      400,
      { success: false, message: 'Request body is not valid JSON' },
    ]);
    const unknown = await sut.call('GET', '/api/tenants/nothing');
    expect([unknown.status, unknown.body]).toEqual([404, { success: false, message: 'Not Found' }]);
  });
});
