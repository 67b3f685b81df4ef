import { TenantConnectionFactory } from '@rowhouse/tenancy';
import { FencesService } from '../../src/modules/organizations/moves/fences.service.js';
import { OrganizationRegistryService } from '../../src/modules/registry/organization-registry.service.js';
import { OrganizationsRepository } from '../../src/modules/registry/organizations.repository.js';
import { startTestApp, type TestApp } from '../support/app.js';

describe('a fence', () => {
  let sut: TestApp;

  beforeAll(async () => {
    sut = await startTestApp();
  });

  afterAll(() => sut.stop());
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
