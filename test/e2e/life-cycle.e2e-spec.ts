import { ObjectId } from 'mongodb';
import { TenantConnectionFactory } from '@rowhouse/tenancy';
import { startTestApp, type TestApp } from '../support/app.js';
import { PasswordsService } from '../../src/modules/credentials/passwords.service.js';
import { DeletionService } from '../../src/modules/organizations/reconciler/deletion.service.js';

let sut: TestApp;
beforeAll(async () => {
  sut = await startTestApp();
});
afterAll(() => sut?.stop());

describe("an organization's life (S1)", () => {
  const databases = async () => {
    const { databases: all } = await sut.client.db('admin').admin().listDatabases({ nameOnly: true });
    return all.map(({ name }) => name).filter((name) => name.startsWith('org_'));
  };

  it('moves to the next generation with its documents and new credentials', async () => {
    const acme = await sut.organization('Update Corp');
    const documents = Array.from({ length: 2500 }, (_, i) => ({
      _id: i as never,
      value: i,
      nested: { at: new Date(i) },
    }));
    await sut.client.db(acme.database).collection('data').insertMany(documents);
    await sut.client.db(acme.database).collection('data').createIndex({ value: 1 }, { unique: true });
    const updated = await sut.call('PUT', '/org/update', {
      token: acme.token,
      body: {
        organization_name: 'Update Corp',
        email: 'new@update.example',
        password: 'NewSecurePassword123!',
      },
    });
    expect(updated.body).toEqual({
      message: 'Organization updated successfully',
      data: {
        organization_name: 'Update Corp',
        collection_name: 'org_update_corp_v2',
        admin_id: acme.adminId,
      },
    });
    expect(updated.status).toBe(200);
    const moved = sut.client.db('org_update_corp_v2').collection('data');
    expect(await moved.find().sort({ _id: 1 }).toArray()).toEqual(documents);
    expect((await moved.listIndexes().toArray()).map(({ name, unique }) => [name, unique])).toContainEqual([
      'value_1',
      true,
    ]);
    expect(await databases()).not.toContain('org_update_corp');
    const login = (email: string, password: string) =>
      sut.call('POST', '/admin/login', { body: { email, password } });
    expect((await login(acme.email, acme.password)).body).toEqual({ detail: 'Invalid credentials' });
    expect((await login('new@update.example', 'NewSecurePassword123!')).status).toBe(200);
    const again = await sut.call<{ data: { collection_name: string } }>('PUT', '/org/update', {
      token: acme.token,
      body: { organization_name: 'Renamed & Sons' },
    });
    expect(again.body.data.collection_name).toBe('org_renamed_sons_v3');
    expect((await sut.call('GET', '/org/get?organization_name=Update%20Corp')).status).toBe(404);
    expect((await sut.call('GET', '/org/get?organization_name=Renamed%20%26%20Sons')).status).toBe(200);
  });

  it('is deleted with its database, and its name is free again', async () => {
    const acme = await sut.organization('Gone Corp');
    const gone = await sut.call('DELETE', '/org/delete?organization_name=Gone%20Corp', { token: acme.token });
    expect([gone.status, gone.body]).toEqual([200, { message: 'Organization deleted successfully' }]);
    expect(await databases()).not.toContain('org_gone_corp');
    expect((await sut.call('GET', '/org/get?organization_name=Gone%20Corp')).status).toBe(404);
    expect(
      (await sut.call('DELETE', '/org/delete?organization_name=Gone%20Corp', { token: acme.token })).body,
    ).toEqual({
      detail: 'Invalid token',
    });
    const anew = await sut.organization('Gone Corp');
    expect(anew.database).toBe('org_gone_corp_v2');
    expect(await sut.client.db(anew.database).collection('data').countDocuments()).toBe(0);
  });

  it('lets exactly one of 50 concurrent creates of a name win', async () => {
    const replies = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        sut.call('POST', '/org/create', {
          body: {
            organization_name: i % 2 ? 'Race Corp' : 'race  corp',
            email: `race${i}@race.example`,
            password: 'SecurePassword123!',
          },
        }),
      ),
    );
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(replies.filter(({ body }) => body['detail'] === 'Organization already exists')).toHaveLength(49);
    expect(await sut.master.collection('admin_users').countDocuments({ email: /@race\.example$/ })).toBe(1);
  });
});

describe('changes of one organization at once', () => {
  it('does not move out of a database that was left while the password was hashed', async () => {
    const acme = await sut.organization('Stale Corp');
    const passwords = sut.app.get(PasswordsService);
    const hash = passwords.hash.bind(passwords);
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const spy = jest.spyOn(passwords, 'hash').mockImplementationOnce(async (password) => {
      await held;
      return hash(password);
    });
    const slow = sut.call('PUT', '/org/update', {
      token: acme.token,
      body: { organization_name: 'Stale Corp', password: 'AnotherPassword123!' },
    });
    while (spy.mock.calls.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const quick = await sut.call<{ data: { collection_name: string } }>('PUT', '/org/update', {
      token: acme.token,
      body: { organization_name: 'Fresh Corp' },
    });
    expect([quick.status, quick.body.data.collection_name]).toEqual([200, 'org_fresh_corp_v2']);
    await sut.client.db('org_fresh_corp_v2').collection('data').insertOne({ kept: true });
    release();
    expect(await slow.then(({ status, body }) => [status, body])).toEqual([
      409,
      { detail: 'Another change of this organization is in progress' },
    ]);
    const row = await sut.master.collection('organizations').findOne({ name: 'Fresh Corp' });
    expect(row?.['collection_name']).toBe('org_fresh_corp_v2');
    expect(await sut.client.db('org_fresh_corp_v2').collection('data').countDocuments({ kept: true })).toBe(
      1,
    );
  });

  describe('a user who loses the right to it between the guard and the act', () => {
    type Organization = Awaited<ReturnType<TestApp['organization']>>;
    afterEach(() => jest.restoreAllMocks());

    const demote = (org: Organization) =>
      sut.master
        .collection<{ _id: string }>('memberships')
        .updateOne({ _id: `${org.id}:${org.adminId}` }, { $set: { role: 'member' } });
    const signOut = (org: Organization) =>
      sut.master.collection('sessions').deleteMany({ user_id: org.adminId });
    const suspend = (org: Organization) =>
      sut.master
        .collection('admin_users')
        .updateOne({ _id: new ObjectId(org.adminId) }, { $set: { status: 'suspended' } });

    const doors = {
      '/org/delete': ({ name }: Organization) => `/org/delete?organization_name=${encodeURIComponent(name)}`,
      '/v1/organizations/{id}': ({ id }: Organization) => `/v1/organizations/${id}`,
    };
    const losses = {
      demoted: [demote, 403],
      'signed out': [signOut, 401],
      suspended: [suspend, 401],
    } as const;
    const cases = Object.keys(doors).flatMap((door) => Object.keys(losses).map((loss) => ({ door, loss })));

    it.each(cases)('does not delete it by $door when $loss', async ({ door, loss }) => {
      const acme = await sut.organization(`Taken ${door.length} ${loss}`);
      await sut.call('POST', '/v1/data/data', { token: acme.token, body: { _id: 'kept' } });
      const [lose, status] = losses[loss as keyof typeof losses];
      const deletions = sut.app.get(DeletionService, { strict: false });
      const real = deletions.delete.bind(deletions);
      jest.spyOn(deletions, 'delete').mockImplementationOnce(async (...given) => {
        await lose(acme);
        return real(...given);
      });
      const path = doors[door as keyof typeof doors](acme);
      expect((await sut.call('DELETE', path, { token: acme.token })).status).toBe(status);
      const row = await sut.master.collection('organizations').findOne({ _id: new ObjectId(acme.id) });
      expect(row).toMatchObject({ name: acme.name, lifecycle: 'ready' });
      const kept = sut.client.db(acme.database).collection<{ _id: string }>('data');
      expect(await kept.countDocuments({ _id: 'kept' })).toBe(1);
      const target = { target_id: acme.id, action: 'organization.deleted' };
      expect(await sut.master.collection('audit_log').countDocuments(target)).toBe(0);
    });

    it('does not drop a collection', async () => {
      const acme = await sut.organization('Dropping Corp');
      await sut.call('POST', '/v1/data/notes', { token: acme.token, body: { _id: 'kept' } });
      const tenants = sut.app.get(TenantConnectionFactory, { strict: false });
      const real = tenants.run.bind(tenants);
      jest
        .spyOn(tenants, 'run')
        .mockImplementationOnce((id, work, options) => demote(acme).then(() => real(id, work, options)));
      expect((await sut.call('DELETE', '/v1/data/notes', { token: acme.token })).status).toBe(403);
      expect(await sut.client.db(acme.database).collection('notes').countDocuments()).toBe(1);
    });
  });
});
