import type { AdmissionService } from '../capacity/admission.service.js';
import type { Transactions } from '../../database/transactions.js';
import type { OrganizationDraftsService } from './organization-drafts.service.js';
import type { DatabaseSlotsService } from './database-slots.service.js';
import { ProvisioningService } from './provisioning.service.js';

describe('creations of organizations', () => {
  it('make their databases few at a time, all of them in the end', async () => {
    let running = 0;
    let most = 0;
    const run = async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 2));
      running--;
    };
    const sut = new ProvisioningService(
      {
        draft: () => Promise.resolve({ owner: { id: 'o', seq: 1 } }),
      } as unknown as OrganizationDraftsService,
      { choose: () => Promise.resolve({ database: 'd' }) } as unknown as DatabaseSlotsService,
      { admit: (create: () => Promise<unknown>) => create() } as unknown as AdmissionService,
      { run } as unknown as Transactions,
      {} as never,
      {} as never,
      {} as never,
      {} as never,
    );
    const created = await Promise.all(
      Array.from({ length: 30 }, (_, i) =>
        sut.create({ name: `Organization ${i}`, origin: 'v1', owner: { id: 'o' } } as never),
      ),
    );
    expect(created).toHaveLength(30);
    // One more for a network that has none running.
    expect(most).toBeLessThanOrEqual(3);
  });
});
