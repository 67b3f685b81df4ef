import { DomainEventBus } from '../../src/database/domain-events.js';
import { startTestApp, type TestApp } from '../support/app.js';

describe('domain events', () => {
  let sut: TestApp;

  beforeAll(async () => {
    sut = await startTestApp();
  });

  afterAll(() => sut.stop());

  it('are answered by these rooms, in this order, inside the transaction that makes them true', () => {
    expect(sut.app.get(DomainEventBus).list()).toEqual({
      'mailbox.proved': ['organizations: settle claims of the mail domain'],
      'membership.changed': ['invitations: revoke what the member may not offer any more'],
      'organization.deleted': [
        'invitations: remove them',
        'memberships: remove them, and the accounts that go',
        'roles: remove custom ones',
      ],
    });
  });

  it('refuses a second handler of the same name', () => {
    const events = sut.app.get(DomainEventBus);
    const handle = () => Promise.resolve();
    expect(() => events.on('organization.deleted', 'roles: remove custom ones', handle)).toThrow(
      'organization.deleted has a handler "roles: remove custom ones" already',
    );
  });
});
