import { ObjectId } from 'mongodb';
import { TenantConnectionFactory } from '@rowhouse/tenancy';
import { PasswordsService } from '../../src/modules/credentials/passwords.service.js';
import { DeletionService } from '../../src/modules/organizations/reconciler/deletion.service.js';
import { startTestApp, type TestApp } from '../support/app.js';

describe('changes of one organization at once', () => {
  let sut: TestApp;
  beforeAll(async () => {
    sut = await startTestApp();
  }, 60_000);
  afterAll(() => sut?.stop());

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

  describe('whoever loses the right to it between the door and the act', () => {
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
