import { startTestApp, type TestApp } from '../support/app.js';

describe('the service', () => {
  let sut: TestApp;
  beforeAll(async () => {
    sut = await startTestApp();
  }, 60_000);
  afterAll(() => sut?.stop());

  it('creates an organization and signs its administrator in', async () => {
    const acme = await sut.organization('Acme Corp');
    expect(acme.database).toBe('org_acme_corp');
    expect(acme.token.split('.')).toHaveLength(3);
  });
});
