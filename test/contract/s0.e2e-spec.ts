import { startTestApp, type TestApp } from '../support/app.js';

/** Golden bodies of S0. */
describe('S0, registration', () => {
  let sut: TestApp;
  beforeAll(async () => {
    sut = await startTestApp();
  });
  afterAll(() => sut?.stop());

  const company = {
    company_name: 'Acme Corp',
    admin_name: 'John Doe',
    email: 'admin@acmecorp.com',
    password: 'SecurePass123!',
    phone: '+1-555-1234',
  };
  const jane = {
    domain: 'acmecorp.com',
    user_name: 'janedoe',
    email: 'jane@acmecorp.com',
    password: 'SecurePass123!',
  };
  const register = (body: unknown) => sut.call('POST', '/api/register', { body });
  const addUser = (body: unknown, token?: string) =>
    sut.call('POST', '/api/register/add-user', { body, token });
  const login = (email: string, password: string) =>
    sut.call<{ data: { access_token: string } }>('POST', '/admin/login', { body: { email, password } });
  let customer: number;

  it('S0-01..03, S0-14: registers a company whose administrator can sign in at once', async () => {
    const registered = await register(company);
    expect([registered.status, registered.body]).toEqual([
      201,
      {
        status: 'success',
        message: 'Registration successful',
        customer_id: expect.any(Number),
        user_id: expect.any(Number),
        email: 'admin@acmecorp.com',
        company_name: 'Acme Corp',
      },
    ]);
    customer = registered.body['customer_id'] as number;
    expect((await login(company.email, company.password)).status).toBe(200);
  });

  it.each([
    ['e-mail', { company_name: 'Another' }, 'Email already registered'],
    ['company name', { email: 'a@another.com', company_name: 'ACME  corp' }, 'Company name already exists'],
    ['domain', { email: 'b@acmecorp.com', company_name: 'Another' }, 'Domain already registered'],
  ])('S0-07..10, S0-16, S0-20: refuses a taken %s and leaves nothing behind', async (_, change, message) => {
    const before = await sut.master.collection('organizations').countDocuments();
    const refused = await register({ ...company, ...change });
    expect([refused.status, refused.body]).toEqual([409, { status: 'error', message }]);
    expect(await sut.master.collection('organizations').countDocuments()).toBe(before);
  });

  it('S0-04, S0-05, S0-11, D4: adds a user, who waits for approval unless an administrator asked', async () => {
    const added = await addUser(jane);
    expect([added.status, added.body]).toEqual([
      201,
      {
        status: 'success',
        message: 'User added successfully',
        user_id: expect.any(Number),
        customer_id: customer,
        customer_name: 'Acme Corp',
        email: 'jane@acmecorp.com',
      },
    ]);
    expect((await login(jane.email, jane.password)).status).toBe(403);
    const { body } = await login(company.email, company.password);
    const token = body.data.access_token;
    const members = await sut.call<{ items: { id: string; email: string; status: string }[] }>(
      'GET',
      '/v1/members',
      { token },
    );
    const pending = members.body.items.find(({ email }) => email === jane.email)!;
    expect(pending.status).toBe('pending');
    const stranger = await sut.organization('Stranger');
    const approve = (as: string) => sut.call('POST', `/v1/members/${pending.id}/approve`, { token: as });
    expect((await approve(stranger.token)).status).toBe(404);
    expect((await approve(token)).status).toBe(204);
    expect((await login(jane.email, jane.password)).status).toBe(200);
    const john = { ...jane, user_name: 'john', email: 'john@acmecorp.com' };
    expect((await addUser(john, token)).status).toBe(201);
    expect((await login(john.email, john.password)).status).toBe(200);
    expect((await addUser({ ...john, email: 'x@acmecorp.com', user_name: 'x' }, 'not.a.token')).status).toBe(
      401,
    );
  });

  it('S0-02, S0-05, S0-22: echoes the address as it was sent and keeps its one form; phone may be empty', async () => {
    const sent = { ...company, company_name: 'Echo Test', email: 'Admin@Ec.Test', phone: '' };
    const registered = await register(sent);
    expect([registered.status, registered.body['email']]).toEqual([201, 'Admin@Ec.Test']);
    const added = await addUser({ ...jane, domain: 'ec.test', email: 'Jane@EC.test' });
    expect([added.status, added.body['email']]).toEqual([201, 'Jane@EC.test']);
    const stored = await sut.master
      .collection('admin_users')
      .find({ email: /ec\.test$/i })
      .sort({ seq: 1 })
      .toArray();
    expect(stored.map(({ email }) => email as string)).toEqual(['admin@ec.test', 'jane@ec.test']);
    expect((await login('ADMIN@ec.test', company.password)).status).toBe(200);
  });

  it('S0-08, S0-20, S0-21: user names are unique inside a company; foreign addresses are refused', async () => {
    await register({ ...company, company_name: 'Other Corp', email: 'admin@othercorp.com' });
    const other = { ...jane, domain: 'OtherCorp.com', email: 'jane@othercorp.com' };
    expect((await addUser(other)).status).toBe(201);
    for (const user_name of [jane.user_name, jane.user_name.toUpperCase(), 'ｊａｎｅｄｏｅ']) {
      const taken = await addUser({ ...jane, user_name, email: 'jane2@acmecorp.com' });
      expect([taken.status, taken.body]).toEqual([
        409,
        { status: 'error', message: 'Username already exists' },
      ]);
    }
    const foreign = await addUser({ ...jane, user_name: 'y', email: 'y@othercorp.com' });
    expect(foreign.status).toBe(400);
    const unknown = await addUser({ ...jane, domain: 'nobody.com', email: 'y@nobody.com' });
    expect([unknown.status, unknown.body]).toEqual([
      404,
      { status: 'error', message: 'Domain not registered' },
    ]);
  });

  it('D5: a free mail domain identifies no company', async () => {
    const registered = await register({ ...company, company_name: 'Corner Shop', email: 'shop@gmail.com' });
    expect(registered.status).toBe(201);
    expect(
      (await sut.master.collection('organizations').findOne({ name: 'Corner Shop' }))?.['domain'],
    ).toBeNull();
    expect(
      (await addUser({ ...jane, domain: 'gmail.com', email: 'z@gmail.com', user_name: 'z' })).status,
    ).toBe(404);
    expect((await register({ ...company, company_name: 'Second Shop', email: 'two@gmail.com' })).status).toBe(
      201,
    );
  });

  it('S0-06: answers availability bare', async () => {
    const check = (company_name: string, email: string) =>
      sut.call('POST', '/api/register/check-availability', { body: { company_name, email } });
    const free = await check('New Company', 'admin@newcompany.com');
    expect([free.status, free.body]).toEqual([200, { company_name_available: true, email_available: true }]);
    expect((await check('acme corp', 'ADMIN@acmecorp.com')).body).toEqual({
      company_name_available: false,
      email_available: false,
    });
  });

  it('S0-12, S0-13: keeps times and unique indexes', async () => {
    const row = await sut.master.collection('organizations').findOne({ name: 'Acme Corp' });
    expect([row?.['domain'], row?.['created_at'], row?.['updated_at']]).toEqual([
      'acmecorp.com',
      expect.any(Date),
      expect.any(Date),
    ]);
    const users = await sut.master.collection('admin_users').listIndexes().toArray();
    expect(users).toContainEqual(expect.objectContaining({ key: { email: 1 }, unique: true }));
    const places = await sut.master.collection('memberships').listIndexes().toArray();
    expect(places).toContainEqual(
      expect.objectContaining({ key: { org_id: 1, user_name: 1 }, unique: true }),
    );
  });

  it('S0-17, S0-19: validates with its own words', async () => {
    const bad = await register({ ...company, email: 'nope', company_name: 'Bad' });
    expect([bad.status, bad.body]).toEqual([400, { status: 'error', message: 'email is invalid' }]);
    const phone = { ...company, company_name: 'Phone Co', email: 'a@phone-co.com', phone: '555-1234' };
    expect((await register(phone)).status).toBe(201);
    const malformed = await register('{');
    expect([malformed.status, malformed.body]).toEqual([
      400,
      { status: 'error', message: 'Request body is not valid JSON' },
    ]);
  });
});
