import { BackgroundWork } from '../../src/database/work/background-work.js';
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

  it('works in the background on these, besides the heartbeat of its instance and the moves it has in hand', () => {
    expect(sut.app.get(BackgroundWork, { strict: false }).names).toEqual([
      'address requests',
      'claims of mail domains',
      'interrupted deletions',
      'interrupted moves',
      'mail outbox',
      'marks of databases',
      'member counts',
      'plan requests',
      'room of the database',
      'signing keys',
      'sweep of databases',
    ]);
  });
});
