import { fc } from '../support/property.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { messageOf } from '../support/error-bodies.js';
import { type RawReply, rawRequest } from '../support/raw.js';

const OPERATORS: unknown[] = [
  { $ne: null },
  { $gt: '' },
  { $regex: '.*' },
  { $where: 'sleep(1)' },
  { $expr: { $eq: [1, 1] } },
  { $function: { body: '', args: [], lang: 'js' } },
  [{ $ne: 1 }],
  { toString: 'x' },
  { length: 3 },
];

describe('what people write', () => {
  let sut: TestApp;
  let serial = 0;
  const unique = () => `input${++serial}`;
  const send = (method: string, path: string, body: unknown, token?: string): Promise<RawReply> =>
    rawRequest(sut.url, method, path, {
      headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
      body: JSON.stringify(body),
    });
  const create = (over: Record<string, unknown>) =>
    send('POST', '/org/create', {
      organization_name: unique(),
      email: `${unique()}@input.example`,
      password: 'SecurePassword123!',
      ...over,
    });
  const outcome = (reply: RawReply) =>
    reply.status === 201 ? 201 : `${reply.status} ${messageOf('/org/create', reply)}`;
  beforeAll(async () => {
    sut = await startTestApp();
  });
  afterAll(() => sut?.stop());

  describe('names', () => {
    it.each([
      ['Acme & Söhne', 'org_acme_s_hne'],
      ['a', 'org_a'],
      ['x'.repeat(80), `org_${'x'.repeat(40)}`],
      ['y'.repeat(100), `org_${'y'.repeat(40)}`],
      ['👩‍👩‍👧 family', 'org_family'],
      ['株式会社', /^org_tenant_[0-9a-f]{8}$/],
      ['Ａｄａ １', 'org_ada_1'],
      ['../../etc/passwd', 'org_etc_passwd'],
      ["'; db.dropDatabase(); //", 'org_db_dropdatabase'],
      ['$where', 'org_where'],
      ['<script>alert(1)</script>', 'org_script_alert_1_script'],
      ['Test Company', 'org_test_company'],
    ])('%s gets a database of its own', async (name, database) => {
      const reply = await create({ organization_name: name });
      expect([name, outcome(reply)]).toEqual([name, 201]);
      const data = reply.json!['data'] as Record<string, string>;
      expect(data['organization_name']).toBe(name);
      expect(data['collection_name']).toEqual(
        typeof database === 'string' ? database : expect.stringMatching(database),
      );
      const read = await rawRequest(sut.url, 'GET', `/org/get?organization_name=${encodeURIComponent(name)}`);
      expect(read.json!['data']).toEqual(data);
    });

    it.each([
      ['z'.repeat(101), 'organization_name must have at most 100 characters'],
      ['👍👍', 'organization_name must contain a letter or a digit'],
      ['---', 'organization_name must contain a letter or a digit'],
      ['\u200b\u200b', 'organization_name must contain a letter or a digit'],
      ['Acme\u202eproC', 'organization_name contains characters that cannot be shown'],
      ['Acme\u2066Corp', 'organization_name contains characters that cannot be shown'],
      ['Acme\nCorp', 'organization_name contains characters that cannot be shown'],
      ['Acme\r\nBcc: x', 'organization_name contains characters that cannot be shown'],
      ['Acme\tCorp', 'organization_name contains characters that cannot be shown'],
      ['Acme\u2028Corp', 'organization_name contains characters that cannot be shown'],
      ['Acme\ufeffCorp', 'organization_name contains characters that cannot be shown'],
      ['admin', 'Organization name is reserved'],
      ['Master DB', 'Organization name is reserved'],
      ['config', 'Organization name is reserved'],
      [['Acme'], 'organization_name must be text'],
      [{ $ne: 1 }, 'organization_name must be text'],
      [true, 'organization_name must be text'],
    ])('%j is refused', async (name, message) => {
      expect(outcome(await create({ organization_name: name }))).toBe(`400 ${message}`);
    });

    it('a name is kept as NFC without the blanks around it', async () => {
      const reply = await create({ organization_name: '  Cafe\u0301 Zwei  ' });
      expect((reply.json!['data'] as Record<string, string>)['organization_name']).toBe('Caf\u00e9 Zwei');
      for (const query of ['Cafe%CC%81%20Zwei', 'Caf%C3%A9%20Zwei', '%20Caf%C3%A9%20Zwei']) {
        expect((await rawRequest(sut.url, 'GET', `/org/get?organization_name=${query}`)).status).toBe(200);
      }
    });
  });

  describe('addresses', () => {
    it.each([
      ['MiXed@Case.Example', 'mixed@case.example'],
      [' blank@case.example ', 'blank@case.example'],
      ['\u212aelvin@case.example', 'kelvin@case.example'],
      ['plus+tag@case.example', 'plus+tag@case.example'],
      ['idn@müller.example', 'idn@xn--mller-kva.example'],
      ['ＦＵＬＬ@case.example', 'full@case.example'],
    ])('%s is one account with %s', async (given, canonical) => {
      expect(outcome(await create({ email: given }))).toBe(201);
      expect(await sut.master.collection('admin_users').countDocuments({ email: canonical })).toBe(1);
      for (const email of [given, canonical, canonical.toUpperCase()]) {
        expect(outcome(await create({ email }))).toBe('400 Email already registered');
        const login = await send('POST', '/admin/login', { email, password: 'SecurePassword123!' });
        expect([email, login.status]).toEqual([email, 200]);
      }
    });

    it.each([
      'nobody',
      'a@',
      '@b.example',
      'a@b',
      'a b@c.example',
      'a@b.example.',
      'a@b.example\r\nBcc: x@y.example',
      'mıke@case.example',
      'a\u200b@case.example',
      'a\u202e@case.example',
      'a@b@c.example',
      '"a b"@c.example',
      'A <a@b.example>',
      'a@b.example,c@d.example',
      'a@[127.0.0.1]',
      'a@127.0.0.1',
      `${'a'.repeat(250)}@b.example`,
      'a@-b.example',
      'a@b..example',
      'a@b.example ;',
      5,
      ['a@b.example'],
      { $ne: 1 },
    ])('%j is refused, and signs nobody in', async (email) => {
      expect(outcome(await create({ email }))).toBe('400 email is invalid');
      const login = await send('POST', '/admin/login', { email, password: 'SecurePassword123!' });
      expect([400, 401]).toContain(login.status);
    });
  });

  describe('passwords', () => {
    const EMAIL = 'somebody@passwords.example';
    const NAME = 'Password Words Corp';
    const euro = '€'; // three bytes
    it.each<[string, string, string | number]>([
      ['7 characters', 'aB3$xyz', '400 Password must have at least 8 characters'],
      ['7 characters of 4 bytes', '😀'.repeat(7), '400 Password must have at least 8 characters'],
      ['8 characters of 4 bytes', '🦊🐙🦉🐝🦀🐢🦜🐳', 201],
      ['1,025 bytes', 'a'.repeat(1025), '400 Password must have at most 1024 bytes'],
      ['1,026 bytes in 342 characters', euro.repeat(342), '400 Password must have at most 1024 bytes'],
      ['a common one', 'password', '400 Password is too weak'],
      ['a common one in capitals', 'PassWord', '400 Password is too weak'],
      ["the organization's name", NAME.toLowerCase(), '400 Password is too weak'],
      ["the e-mail's local part", 'somebody', '400 Password is too weak'],
      ['the e-mail', EMAIL, '400 Password is too weak'],
      ["the seed's", 'SecurePassword123!', 201],
      ['5,000 characters', 'a'.repeat(5000), '400 password is invalid'],
    ])('%s', async (_name, password, expected) => {
      const over = expected === 201 ? {} : { email: EMAIL, organization_name: NAME };
      expect(outcome(await create({ password, ...over }))).toBe(expected);
    });

    it.each([
      ['72 bytes', 'p'.repeat(71) + 'x', 'p'.repeat(71) + 'y'],
      ['73 bytes', 'p'.repeat(72) + 'x', 'p'.repeat(72) + 'y'],
      ['73 bytes cut to 72', 'q'.repeat(72) + 'x', 'q'.repeat(72)],
      ['1,024 bytes', 'r'.repeat(1023) + 'x', 'r'.repeat(1023) + 'y'],
      ['blanks count', ' padded password ', 'padded password'],
      ['case counts', 'Case Matters Here', 'case matters here'],
    ])('every byte of %s counts', async (_name, password, wrong) => {
      const email = `${unique()}@bytes.example`;
      expect(outcome(await create({ email, password }))).toBe(201);
      expect((await send('POST', '/admin/login', { email, password })).status).toBe(200);
      expect((await send('POST', '/admin/login', { email, password: wrong })).status).toBe(401);
    });

    it('NFC and NFD are the same password', async () => {
      const email = `${unique()}@bytes.example`;
      await create({ email, password: 'Schl\u00fcssel-Wort' });
      expect((await send('POST', '/admin/login', { email, password: 'Schlu\u0308ssel-Wort' })).status).toBe(
        200,
      );
    });

    it.each([5, true, [], ['SecurePassword123!'], { $ne: '' }])('%j is no password', async (password) => {
      expect(outcome(await create({ password }))).toBe('400 password is invalid');
      expect((await send('POST', '/admin/login', { email: EMAIL, password })).status).toBe(400);
    });
  });

  it('D14 an operator in any field or parameter is refused or read as text', async () => {
    const org = await sut.organization('Operators Corp');
    for (const operator of OPERATORS) {
      for (const field of ['organization_name', 'email', 'password']) {
        expect((await create({ [field]: operator })).status).toBe(400);
        expect((await send('PUT', '/org/update', { [field]: operator }, org.token)).status).toBe(400);
        const login = { email: org.email, password: org.password, [field]: operator };
        if (field !== 'organization_name')
          expect((await send('POST', '/admin/login', login)).status).toBe(400);
      }
      for (const field of ['current_password', 'new_password']) {
        const body = { current_password: org.password, new_password: 'AnotherSecure1!', [field]: operator };
        const reply = await send('PUT', '/v1/me/password', body, org.token);
        expect([reply.status, messageOf('/v1/me/password', reply)]).toEqual([400, 'Validation error']);
      }
    }
    for (const query of [
      'organization_name[$ne]=x',
      'organization_name[]=x',
      'organization_name[0]=x',
      'organization_name.$ne=x',
      'organization_name=x&organization_name=y',
      '__proto__[organization_name]=x',
      'constructor=x',
    ]) {
      expect((await rawRequest(sut.url, 'GET', `/org/get?${query}`)).status).toBe(400);
    }
    for (const query of [
      'organization_name=$ne',
      'organization_name={"$ne":1}',
      'organization_name=/.*/',
      'organization_name=%00',
    ]) {
      expect((await rawRequest(sut.url, 'GET', `/org/get?${encodeURI(query)}`)).status).toBe(404);
    }
    expect((await send('POST', '/admin/login', { email: org.email, password: org.password })).status).toBe(
      200,
    );
  });

  it('E2 2,500 requests of any shape: never a 5xx, always the documented shape', async () => {
    const org = await sut.organization('Fuzz Corp');
    const anything = fc.oneof(
      { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 120 }) },
      {
        weight: 3,
        arbitrary: fc.constantFrom('Fuzz Corp', org.email, org.password, '', ' ', '$', '\u0000', '__proto__'),
      },
      { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 4 }) },
      { weight: 1, arbitrary: fc.constantFrom(...OPERATORS) },
    );
    const keys = fc.constantFrom(
      'organization_name',
      'email',
      'password',
      'current_password',
      'new_password',
      '__proto__',
      '$where',
      'x',
    );
    const body = fc.oneof(
      {
        weight: 5,
        arbitrary: fc.dictionary(keys, anything, { maxKeys: 5 }).map((value) => JSON.stringify(value)),
      },
      { weight: 1, arbitrary: fc.jsonValue().map((value) => JSON.stringify(value)) },
      { weight: 1, arbitrary: fc.string({ maxLength: 80 }) },
    );
    const query = fc.oneof(
      fc
        .string({ unit: 'grapheme', maxLength: 60 })
        .map((name) => `?organization_name=${encodeURIComponent(name.toWellFormed())}`),
      fc.webQueryParameters().map((text) => `?${text}`),
      fc.constantFrom(
        '',
        '?organization_name[$ne]=1',
        '?organization_name=a&organization_name=b',
        '?%zz',
        '?organization_name=%ff',
      ),
    );
    const path = fc.constantFrom(
      '/org/create',
      '/org/get',
      '/org/update',
      '/org/delete',
      '/admin/login',
      '/health',
      '/v1/me',
      '/v1/me/password',
      '/v1/operations/x',
      '/nope',
    );
    const request = fc.record({
      method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD'),
      path,
      query,
      body,
      type: fc.constantFrom(
        'application/json',
        'application/json',
        'application/json',
        'text/plain',
        'application/json; charset=latin1',
        '',
      ),
      token: fc.constantFrom(
        '',
        `Bearer ${org.token}`,
        `Bearer ${org.token.slice(0, -2)}xx`,
        'Bearer',
        'Basic eDp5',
        'Bearer a.b.c',
      ),
    });
    const statuses = new Set<number>();
    await fc.assert(
      fc.asyncProperty(fc.array(request, { minLength: 10, maxLength: 10 }), async (requests) => {
        await Promise.all(
          requests.map(async ({ method, path: route, query: search, body: content, type, token }) => {
            const hasBody = method !== 'GET' && method !== 'HEAD' && content !== '';
            const headers = {
              ...(hasBody && type ? { 'content-type': type } : {}),
              ...(hasBody ? { 'content-length': Buffer.byteLength(content) } : {}),
              ...(token ? { authorization: token } : {}),
            };
            const reply = await rawRequest(sut.url, method, route + search, {
              headers,
              ...(hasBody ? { body: content } : {}),
            });
            statuses.add(reply.status);
            expect(reply.status).toBeLessThan(500);
            if (reply.status >= 400 && method !== 'HEAD') messageOf(route, reply);
          }),
        );
      }),
      { numRuns: 250, seed: 20260101, endOnFailure: true },
    );
    expect([...statuses]).toEqual(expect.arrayContaining([200, 400, 401, 404, 405, 415]));
  });
});
