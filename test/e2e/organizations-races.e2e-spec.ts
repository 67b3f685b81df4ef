import { PasswordsService } from '../../src/modules/credentials/passwords.service.js';
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
});
