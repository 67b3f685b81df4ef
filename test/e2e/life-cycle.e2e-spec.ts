import { startTestApp, type TestApp } from '../support/app.js';

describe("an organization's life (S1)", () => {
  let sut: TestApp;
  beforeAll(async () => {
    sut = await startTestApp();
  }, 60_000);
  afterAll(() => sut?.stop());

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
