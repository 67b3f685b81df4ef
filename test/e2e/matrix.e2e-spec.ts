import { ObjectId } from 'mongodb';
import { BUILT_IN } from '../../src/modules/access/roles.types.js';
import { startTestApp, type Reply, type TestApp } from '../support/app.js';
import {
  createAt,
  EMAIL_TAKEN,
  NAME_TAKEN,
  ownerOf,
  PASSWORD,
  SCHEMA_TAKEN,
  SURFACES,
  type SurfaceKey,
} from '../support/surfaces.js';

const JWT = expect.stringMatching(/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/);
const SECONDS = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
const ISO = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const UUID = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);

type Json = Record<string, unknown>;

/** One organization as master_db has it, with its owner: three identifiers of one entity (C-01). */
interface Entity {
  name: string;
  email: string;
  password: string;
  id: string;
  uid: string;
  seq: number;
  database: string;
  ownerId: string;
  ownerSeq: number;
  ownerName: string;
  /** Access tokens by the surface they came from. */
  tokens: Record<'S1' | 'S2' | 'S4', string>;
}

const TOKENS = ['access_token', 'refresh_token'];

describe('what one surface makes, the others know', () => {
  let sut: TestApp;
  let provider: string;
  const entities = new Map<SurfaceKey, Entity>();
  const created = new Map<SurfaceKey, Reply>();
  beforeAll(async () => {
    sut = await startTestApp();
    provider = (await sut.organization('Provider')).token;
    // So that an organization and its owner have different integers.
    await sut.master
      .collection('counters')
      .updateMany({ value: { $gt: 0 } }, [{ $set: { value: { $add: ['$value', { $strLenCP: '$_id' }] } } }]);
    for (const surface of SURFACES) await make(surface);
  });
  afterAll(() => sut?.stop());

  const both = ({ status, body }: Reply) => [status, body];
  const post = <T = Record<string, unknown>>(path: string, body: unknown, token?: string) =>
    sut.call<T>('POST', path, { body, token });
  const get = (path: string, token?: string, headers?: Record<string, string>) =>
    sut.call('GET', path, { token, headers });
  const nameOf = (surface: SurfaceKey) => `Born at ${surface}`;
  const signIn = {
    S1: async (email: string, password: string) =>
      (await post<{ data?: { access_token: string } }>('/admin/login', { email, password })).body.data
        ?.access_token,
    S2: async (email: string, password: string) =>
      (await post<{ access_token?: string }>('/signin', { email, password })).body.access_token,
    S4: async (email: string, password: string) =>
      (await post<{ data?: { auth: { accessToken: string } } }>('/api/tenants/login', { email, password }))
        .body.data?.auth.accessToken,
  };

  /** Creates, and for S3 goes through the first-use secret to a password of its own. */
  async function make(surface: SurfaceKey): Promise<void> {
    const name = nameOf(surface);
    const schema = `born_at_${surface.toLowerCase()}`;
    const email = surface === 'S3' ? ownerOf(schema) : `owner@${surface.toLowerCase()}-born.example`;
    created.set(surface, await createAt(sut, surface, { name, email, schema }, provider));
    if (surface === 'S3') {
      const body = { currentPassword: 'tenant123', newPassword: PASSWORD };
      const limited = await signIn.S1(email, 'tenant123');
      const changed = await sut.call('PUT', '/api/v1/users/me/password', { token: limited, body });
      expect(both(changed)).toEqual([200, { message: 'Password changed successfully' }]);
    }
    const row = (await sut.master.collection('organizations').findOne({ name }))!;
    const owner = (await sut.master.collection('admin_users').findOne({ email }))!;
    const tokens = {
      S1: (await signIn.S1(email, PASSWORD))!,
      S2: (await signIn.S2(email, PASSWORD))!,
      S4: (await signIn.S4(email, PASSWORD))!,
    };
    entities.set(surface, {
      name,
      email,
      password: PASSWORD,
      id: String(row._id),
      uid: row['uid'] as string,
      seq: row['seq'] as number,
      database: row['collection_name'] as string,
      ownerId: String(owner._id),
      ownerSeq: owner['seq'] as number,
      ownerName: { S0: 'Ada', S1: email, S2: email, S3: 'owner', S4: email }[surface],
      tokens,
    });
  }

  it('answers each creation with exactly the keys of its surface, and the ids of one entity', () => {
    const at = (surface: SurfaceKey) => entities.get(surface)!;
    expect(new Set(SURFACES.map((surface) => at(surface).seq)).size).toBe(5);
    for (const { id, uid, seq } of entities.values()) {
      expect([ObjectId.isValid(id), uid, seq]).toEqual([true, UUID, expect.any(Number)]);
    }
    expect(both(created.get('S0')!)).toEqual([
      201,
      {
        status: 'success',
        message: 'Registration successful',
        customer_id: at('S0').seq,
        user_id: at('S0').ownerSeq,
        email: at('S0').email,
        company_name: at('S0').name,
      },
    ]);
    expect(both(created.get('S1')!)).toEqual([
      201,
      {
        message: 'Organization created successfully',
        data: {
          organization_name: at('S1').name,
          collection_name: at('S1').database,
          admin_id: at('S1').ownerId,
          created_at: SECONDS,
        },
      },
    ]);
    expect(both(created.get('S2')!)).toEqual([
      201,
      { message: 'User signed up successfully', user_id: at('S2').ownerSeq, org_id: at('S2').seq },
    ]);
    expect(both(created.get('S3')!)).toEqual([
      201,
      { id: at('S3').uid, name: at('S3').name, schemaName: 'born_at_s3', status: 'active' },
    ]);
    expect(both(created.get('S4')!)).toEqual([
      201,
      {
        success: true,
        message: 'Tenant registered successfully',
        data: {
          tenant: tenantOf(at('S4')),
          auth: { accessToken: JWT, tokenType: 'Bearer', expiresIn: '1h' },
        },
      },
    ]);
  });

  const tenantOf = ({ seq: id, name, email }: Entity) => ({
    id,
    name,
    email,
    status: 'active',
    created_at: ISO,
    updated_at: ISO,
  });
  const summary = ({ name, database, ownerId }: Entity) => ({
    organization_name: name,
    collection_name: database,
    admin_id: ownerId,
    created_at: SECONDS,
  });
  const me = ({ ownerId, id, uid, name, email, ownerName }: Entity, as: Partial<Json> = {}) => ({
    id: ownerId,
    email,
    name: ownerName === email || ownerName === 'owner' ? null : ownerName,
    phone: ownerName === 'Ada' ? '555-1234' : null,
    status: 'active',
    email_verified: false,
    must_change_password: false,
    locale: null,
    profile: {},
    settings: {},
    organizations: [{ id, uid, name, role: 'owner', status: 'active' }],
    organization_id: id,
    role: 'owner',
    permissions: [...BUILT_IN.owner.permissions].sort(),
    platform_operator: false,
    created_at: ISO,
    updated_at: ISO,
    ...as,
  });

  describe.each(SURFACES)('an organization of %s', (surface) => {
    let one: Entity;
    beforeAll(() => (one = entities.get(surface)!));
    const credentials = () => ({ email: one.email, password: one.password });
    const named = () => `organization_name=${encodeURIComponent(one.name)}`;
    const everyToken = () => Object.entries(one.tokens);

    it('signs in at S1', async () => {
      const answer = {
        message: 'Login successful',
        data: {
          access_token: JWT,
          token_type: 'bearer',
          admin_id: one.ownerId,
          organization_id: one.id,
          organization_name: one.name,
        },
      };
      expect(both(await post('/admin/login', credentials()))).toEqual([200, answer]);
      const shouted = { ...credentials(), email: ` ${one.email.toUpperCase()} ` };
      expect(both(await post('/admin/login', shouted))).toEqual([200, answer]);
    });

    it('signs in at S2, and refreshes', async () => {
      const pair = { access_token: JWT, refresh_token: expect.stringMatching(/^rwr_/) };
      const signedIn = await post<{ refresh_token: string }>('/signin', credentials());
      expect(both(signedIn)).toEqual([200, pair]);
      const { refresh_token } = signedIn.body;
      expect(both(await post('/token/refresh', { refresh_token }))).toEqual([200, pair]);
    });

    it('signs in at S4', async () => {
      const auth = { accessToken: JWT, tokenType: 'Bearer', expiresIn: '1h' };
      expect(both(await post('/api/tenants/login', credentials()))).toEqual([
        200,
        { success: true, message: 'Login successful', data: { tenant: tenantOf(one), auth } },
      ]);
    });

    it('is read at S1, and taken at S0', async () => {
      expect(both(await get(`/org/get?${named()}`))).toEqual([
        200,
        { message: 'Organization retrieved successfully', data: summary(one) },
      ]);
      const body = { company_name: one.name, email: one.email };
      expect(both(await post('/api/register/check-availability', body))).toEqual([
        200,
        { company_name_available: false, email_available: false },
      ]);
    });

    it('is counted at S2, with every token', async () => {
      const counted = [{ organization: one.name, role: 'Owner', user_count: 1 }];
      for (const [, token] of everyToken()) {
        expect(both(await get('/stats/org-role-wise-users', token))).toEqual([200, counted]);
        const roles = await get('/stats/role-wise-users', token);
        expect(both(roles)).toEqual([200, [{ role: 'Owner', user_count: 1 }]]);
        const members = await get('/stats/org-wise-members', token);
        expect(both(members)).toEqual([200, [{ organization: one.name, member_count: 1 }]]);
      }
    });

    it('lists its users at S3, with every token, and nobody else’s', async () => {
      const { ownerId: id, ownerName: name, email } = one;
      const users = [{ id, name, email, role: 'owner', status: 'active' }];
      const other = entities.get(surface === 'S0' ? 'S1' : 'S0')!;
      for (const [, token] of everyToken()) {
        expect(both(await get(`/api/v1/tenants/${one.uid}/users`, token))).toEqual([200, users]);
        const foreign = await get(`/api/v1/tenants/${other.uid}/users`, token);
        expect(both(foreign)).toEqual([404, { error: 'Tenant not found' }]);
      }
    });

    it('is itself under /v1, with every token and each of its ids in either case', async () => {
      for (const [surface, token] of everyToken()) {
        expect(both(await get('/v1/me', token))).toEqual([200, me(one)]);
        for (const wanted of [
          one.id,
          one.id.toUpperCase(),
          one.uid,
          one.uid.toUpperCase(),
          String(one.seq),
        ]) {
          expect(both(await get('/v1/me', token, { 'X-Org-Id': wanted }))).toEqual([200, me(one)]);
        }
        const put = await sut.call('PUT', `/v1/data/matrix/${surface}`, {
          token,
          headers: { 'if-none-match': '*' },
          body: { from: surface },
        });
        expect(both(put)).toEqual([201, { _id: surface, from: surface, _rev: expect.any(String) }]);
      }
      for (const [, token] of everyToken()) {
        const { status, body } = await get('/v1/data/matrix?sort=_id', token);
        const items = ['S1', 'S2', 'S4'].map((from) => ({ _id: from, from, _rev: expect.any(String) }));
        expect([status, body]).toEqual([200, { items, next_cursor: null }]);
      }
      const stored = await sut.client.db(one.database).collection('matrix').countDocuments();
      expect(stored).toBe(3);
    });

    it('takes a user at S0 only if it claimed a domain there', async () => {
      const domain = one.email.split('@')[1];
      const body = { domain, user_name: 'second', email: `second@${domain}`, password: PASSWORD };
      const added = await post('/api/register/add-user', body, one.tokens.S4);
      const answer =
        surface === 'S0'
          ? [
              201,
              {
                status: 'success',
                message: 'User added successfully',
                user_id: expect.any(Number),
                customer_id: one.seq,
                customer_name: one.name,
                email: body.email,
              },
            ]
          : [404, { status: 'error', message: 'Domain not registered' }];
      expect(both(added)).toEqual(answer);
      if (surface !== 'S0') return;
      const user = (await sut.master.collection('admin_users').findOne({ email: body.email }))!;
      expect(added.body['user_id']).toBe(user['seq']);
      const token = await signIn.S2(body.email, PASSWORD);
      const { id, uid, name } = one;
      const second = me(one, {
        id: String(user._id),
        email: body.email,
        name: null,
        phone: null,
        organizations: [{ id, uid, name, role: 'member', status: 'active' }],
        role: 'member',
        permissions: [...BUILT_IN.member.permissions].sort(),
      });
      expect(both(await get('/v1/me', token))).toEqual([200, second]);
      const refused = await get(`/api/v1/tenants/${one.uid}/users`, token);
      expect(both(refused)).toEqual([403, { error: 'Not authorized' }]);
    });
  });

  describe.each(SURFACES)('a name and an address of %s', (first) => {
    it.each(SURFACES)('refuse a second one at %s, in its own words', async (second) => {
      const pair = `${first}${second}`.toLowerCase();
      const [name, schema] = [`Pair ${pair}`, `pair_${pair}`];
      const email = ownerOf(schema);
      const count = () =>
        Promise.all([
          sut.master.collection('organizations').countDocuments(),
          sut.master.collection('admin_users').countDocuments(),
          sut.master.collection('databases').countDocuments(),
        ]);
      expect((await createAt(sut, first, { name, email, schema }, provider)).status).toBe(201);
      const before = await count();

      const sameEmail = { name: `Other ${pair}`, email, schema };
      if (first === 'S3' && second === 'S3') {
        expect(both(await createAt(sut, second, sameEmail, provider))).toEqual(SCHEMA_TAKEN);
      } else {
        // Only S3 chooses a database by name: another surface's organization must not sit on it.
        if (second === 'S3') await moveAside(schema);
        expect(both(await createAt(sut, second, sameEmail, provider))).toEqual(EMAIL_TAKEN[second]);
      }
      expect(await count()).toEqual(before);

      const sameName = { name: `  PAIR  ${pair} `, email: `x@${pair}-x.example`, schema: `${schema}_x` };
      const namesake = await createAt(sut, second, sameName, provider);
      const taken = NAME_TAKEN[second];
      if (taken) {
        expect(both(namesake)).toEqual(taken);
        expect(await count()).toEqual(before);
      } else {
        expect(namesake.status).toBe(201);
        const shown = await get(`/org/get?organization_name=${encodeURIComponent(name)}`);
        const owner = await sut.master.collection('admin_users').findOne({ email });
        expect((shown.body as { data: { admin_id: string } }).data.admin_id).toBe(String(owner!._id));
      }
    });

    const moveAside = async (schema: string) => {
      const { modifiedCount } = await sut.master
        .collection('organizations')
        .updateOne({ slug: schema }, { $set: { slug: `${schema}_aside` } });
      expect(modifiedCount).toBe(1);
    };
  });

  describe.each(SURFACES)('the end of an organization of %s', (surface) => {
    it('at S1 is the end at every surface', async () => {
      const one = entities.get(surface)!;
      const { email, name, tokens } = one;
      const query = `organization_name=${encodeURIComponent(name)}`;
      const left = () => sut.master.collection('memberships').countDocuments({ org_id: one.id });
      expect(await left()).toBe(surface === 'S0' ? 2 : 1);
      const gone = await sut.call('DELETE', `/org/delete?${query}`, { token: tokens.S2 });
      expect(both(gone)).toEqual([200, { message: 'Organization deleted successfully' }]);

      expect(both(await get(`/org/get?${query}`))).toEqual([404, { detail: 'Organization not found' }]);
      const login = { email, password: PASSWORD };
      expect(both(await post('/admin/login', login))).toEqual([401, { detail: 'Invalid credentials' }]);
      // Who signed up by themselves keeps the account, without an organization (F2).
      const isTheirs = surface === 'S0' || surface === 'S2';
      const signedIn = await post('/signin', login);
      if (isTheirs) expect([signedIn.status, Object.keys(signedIn.body)]).toEqual([200, TOKENS]);
      else expect(both(signedIn)).toEqual([401, { detail: 'Invalid credentials' }]);
      expect(both(await post('/api/tenants/login', login))).toEqual([
        401,
        { success: false, message: 'Invalid email or password' },
      ]);
      const free = await post('/api/register/check-availability', { company_name: name, email });
      expect(both(free)).toEqual([200, { company_name_available: true, email_available: !isTheirs }]);
      const domain = email.split('@')[1];
      const user = { domain, user_name: 'late', email: `late@${domain}`, password: PASSWORD };
      expect(both(await post('/api/register/add-user', user))).toEqual([
        404,
        { status: 'error', message: 'Domain not registered' },
      ]);
      for (const token of Object.values(tokens)) {
        expect(both(await get('/stats/role-wise-users', token))).toEqual([
          401,
          { detail: 'Not authenticated' },
        ]);
        const users = await get(`/api/v1/tenants/${one.uid}/users`, token);
        expect(both(users)).toEqual([401, { error: 'Unauthorized' }]);
        const again = await sut.call('DELETE', `/org/delete?${query}`, { token });
        expect(both(again)).toEqual([401, { detail: 'Invalid token' }]);
        for (const path of ['/v1/me', '/v1/data', '/v1/data/matrix/S1']) {
          const { status, body } = await get(path, token);
          expect([status, body['code']]).toEqual([401, 'auth.token_invalid']);
        }
      }
      const { databases } = await sut.client.db('admin').admin().listDatabases({ nameOnly: true });
      expect(databases.map((row) => row.name)).not.toContain(one.database);
      expect(await left()).toBe(0);
    });
  });
});
