import { TenantConnectionFactory } from '@rowhouse/tenancy';
import { BackgroundWork } from '../../src/database/work/background-work.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { DomainEventBus } from '../../src/database/domain-events.js';
import { FencesService } from '../../src/modules/organizations/moves/fences.service.js';
import { OrganizationRegistryService } from '../../src/modules/registry/organization-registry.service.js';
import { OrganizationsRepository } from '../../src/modules/registry/organizations.repository.js';

let sut: TestApp;
beforeAll(async () => {
  sut = await startTestApp();
});
afterAll(() => sut?.stop());

describe('the service', () => {
  it('creates an organization and signs its administrator in', async () => {
    const acme = await sut.organization('Acme Corp');
    expect(acme.database).toBe('org_acme_corp');
    expect(acme.token.split('.')).toHaveLength(3);
  });

  it('works in the background on these, besides the heartbeat of its instance and the moves it has in hand', () => {
    expect(sut.app.get(BackgroundWork, { strict: false }).names).toEqual([
      'address requests',
      'api key uses',
      'audit sink secrets',
      'audit sinks',
      'audit sinks that wait',
      'backups',
      'builds',
      'claims of mail domains',
      'count of instances',
      'erasure certificates',
      'erasures',
      'erasures of persons',
      'event stream heartbeats',
      'event streams',
      'expired branches',
      'generations that were kept',
      'heads of audit logs',
      'interrupted deletions',
      'interrupted moves',
      'journal',
      'mail outbox',
      'marks of databases',
      'member counts',
      'parts of restores',
      'plan requests',
      'progress stream heartbeats',
      'progress streams',
      'reached limits',
      'reminders of second factors',
      'removed webhooks',
      'room of the database',
      'scheduled backups',
      'sign-in attacks',
      'sign-in records',
      'signing keys',
      'sweep of databases',
      'usage',
      'usage journals',
      'usage periods',
      'webhook deliveries',
      'webhook secrets',
    ]);
  });
});

describe('domain events', () => {
  it('are answered by these rooms, in this order, inside the transaction that makes them true', () => {
    expect(sut.app.get(DomainEventBus).list()).toEqual({
      'accounts.removed': ['second factors: remove them', 'sessions and mailed links: end them'],
      'accounts.returned': ['second factors: bring them back'],
      'audit.recorded': ['webhooks: write the deliveries of the event'],
      'mailbox.proved': ['organizations: settle claims of the mail domain'],
      'membership.changed': [
        'api keys: revoke those of a member who left',
        'invitations: revoke what the member may not offer any more',
      ],
      'organization.deleted': [
        'api keys: remove them',
        'audit sinks: send the rest, then remove them',
        'backups: destroy the key',
        'backups: end the schedule',
        'branches: end those of the organization',
        'branding: remove',
        'invitations: remove them',
        'memberships: remove them, and the accounts that go',
        'roles: remove custom ones',
        'webhooks: remove those of the organization',
      ],
      'organization.returned': [
        'backups: go on with the schedule',
        'branding: bring it back',
        'memberships: bring them back',
        'roles: bring them back',
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

describe('a fence', () => {
  afterEach(() => jest.restoreAllMocks());

  /** Reads the organization's row with a fence in it; `between` happens while the row is on its way. */
  async function readFenced(name: string, between: (orgId: string) => void): Promise<jest.SpyInstance> {
    const org = await sut.organization(name);
    const rows = sut.app.get(OrganizationsRepository, { strict: false });
    const registry = sut.app.get(OrganizationRegistryService, { strict: false });
    const expiresAt = new Date(Date.now() + 60_000);
    const row = {
      ...(await rows.findById(org.id))!,
      fence: { token: name, mode: 'write' as const, expiresAt },
    };
    let arrive!: () => void;
    const onItsWay = new Promise<void>((resolve) => (arrive = resolve));
    jest.spyOn(rows, 'findById').mockImplementationOnce(() => onItsWay.then(() => row));
    const kept = jest.spyOn(sut.app.get(TenantConnectionFactory, { strict: false }), 'fence');
    registry.invalidate(org.id);
    const reading = registry.byId(org.id);
    between(org.id);
    arrive();
    await reading;
    return kept;
  }

  it('is kept by an instance that reads of it', async () => {
    expect(await readFenced('Standing Fence', () => undefined)).toHaveBeenCalledTimes(1);
  });

  it('that went while its row was on the way holds no writer', async () => {
    const fences = sut.app.get(FencesService, { strict: false });
    expect(await readFenced('Gone Fence', (id) => fences.lift(id))).not.toHaveBeenCalled();
  });
});
