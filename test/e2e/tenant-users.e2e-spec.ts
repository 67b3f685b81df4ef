import { ObjectId } from 'mongodb';
import { startTestApp, type TestApp } from '../support/app.js';

interface TenantUser {
  id: string;
  name: string;
  email: string;
  role: string;
  status: string;
}

describe('GET /api/v1/tenants/:id/users', () => {
  let sut: TestApp;
  let org: Awaited<ReturnType<TestApp['organization']>>;
  let path: string;
  beforeAll(async () => {
    sut = await startTestApp({ CORS_ORIGINS: 'https://admin.example' });
    org = await sut.organization('Many');
    const row = await sut.master.collection('organizations').findOne({ _id: new ObjectId(org.id) });
    path = `/api/v1/tenants/${row!['uid'] as string}/users`;
    await addUsers(249);
  });
  afterAll(() => sut?.stop());

  /** Attendants, as they stand in the database. */
  async function addUsers(count: number): Promise<void> {
    const now = new Date();
    const people = Array.from({ length: count }, (_, n) => ({
      _id: new ObjectId(),
      seq: 1000 + n,
      email: `u${n}@many.example`,
      hashed_password: 'x',
      status: 'active',
      email_verified: false,
      platform_operator: false,
      must_change_password: false,
      ver: 1,
      organization_id: org.id,
      created_at: now,
      updated_at: now,
    }));
    await sut.master.collection('admin_users').insertMany(people);
    await sut.master.collection<{ _id: string }>('memberships').insertMany(
      people.map(({ _id, seq, email }) => ({
        _id: `${org.id}:${_id.toHexString()}`,
        seq,
        org_id: org.id,
        user_id: _id.toHexString(),
        user_name: email,
        role: 'attendant',
        status: 'active',
        created_at: now,
        updated_at: now,
      })),
    );
  }

  const page = (at: string, headers: Record<string, string> = {}) =>
    sut.call<TenantUser[]>('GET', at, { token: org.token, headers });

  it('shows 100 and leads to the next ones by Link; the body stays a bare array', async () => {
    const found: TenantUser[] = [];
    const sizes: number[] = [];
    let at: string | undefined = path;
    while (at !== undefined) {
      const reply = await page(at);
      expect([reply.status, Array.isArray(reply.body)]).toEqual([200, true]);
      found.push(...reply.body);
      sizes.push(reply.body.length);
      const link = reply.headers.get('link');
      const next = /^<(\/api\/v1\/tenants\/[0-9a-f-]{36}\/users\?after=[0-9a-f]{24})>; rel="next"$/.exec(
        link ?? '',
      );
      expect(link === null || next !== null).toBe(true);
      at = next?.[1];
    }
    expect(sizes).toEqual([100, 100, 50]);
    expect(found[0]).toEqual({
      id: org.adminId,
      name: org.email,
      email: org.email,
      role: 'owner',
      status: 'active',
    });
    expect(found.map(({ id }) => id)).toEqual([...new Set(found.map(({ id }) => id))].sort());
  });

  it('a page that ends with the last user leads nowhere', async () => {
    const all = await sut.master.collection('memberships').find({ org_id: org.id }).toArray();
    const ids = all.map((one) => String(one['user_id'])).sort();
    for (const [after, size, more] of [
      [ids[149], 100, false],
      [ids[148], 100, true],
      [ids[249], 0, false],
    ] as const) {
      const reply = await page(`${path}?after=${after}`);
      expect([reply.status, reply.body.length, reply.headers.has('link')]).toEqual([200, size, more]);
    }
  });

  it('refuses another after, and shows no other tenant', async () => {
    for (const after of [
      '',
      'x',
      '1',
      '%24ne',
      'A'.repeat(24),
      `${'0'.repeat(24)}&after=${'0'.repeat(24)}`,
    ]) {
      const reply = await page(`${path}?after=${after}`);
      expect([after, reply.status, reply.body]).toEqual([
        after,
        400,
        { error: 'after must be the id of a user' },
      ]);
    }
    const rival = await sut.organization('Rival');
    const foreign = await sut.call('GET', `${path}?after=${'0'.repeat(24)}`, { token: rival.token });
    expect([foreign.status, foreign.body]).toEqual([404, { error: 'Tenant not found' }]);
  });

  it('pages of another origin can read Link and the secret that is given in a header only', async () => {
    const reply = await page(path, { origin: 'https://admin.example' });
    const exposed = String(reply.headers.get('access-control-expose-headers')).split(', ');
    expect(exposed).toEqual(expect.arrayContaining(['Link', 'X-Initial-Secret']));
  });
});
