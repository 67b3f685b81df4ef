import { Injectable } from '@nestjs/common';
import { Transactions } from '../../database/transactions.js';
import type { BackupFailure } from '../mail/mail.types.js';
import { JoinRequestsService } from '../memberships/join-requests.service.js';
import { OrganizationRegistryService } from '../registry/organization-registry.service.js';
import type { BackupRun } from './backup-run.js';
import type { BackupFault } from './backup.types.js';

const REASONS: Readonly<Record<BackupFault, BackupFailure>> = {
  store_full: 'store',
  store_away: 'store',
  window_passed: 'window',
  key_missing: 'key',
  organization_gone: 'other',
  interrupted: 'other',
  failed: 'other',
};

/** Backups that are given up: the owners are told of those that nobody watches. */
@Injectable()
export class BackupFailuresService {
  constructor(
    private readonly organizations: OrganizationRegistryService,
    private readonly requests: JoinRequestsService,
    private readonly transactions: Transactions,
  ) {}

  /** @throws LeaseLost */
  async end(run: BackupRun, fault: BackupFault): Promise<void> {
    const { row } = run;
    const at = new Date();
    await this.transactions.run(async (session) => {
      await run.saveIn(session, { phase: 'failed', due: false, fault, finished_at: at });
      if (row.kind !== 'scheduled') return;
      const organization = await this.organizations.read(row.org_id, session);
      if (organization === null) return;
      await this.requests.tellOwners(session, organization, {
        template: 'backup_failed',
        at,
        reason: REASONS[fault],
      });
    });
  }
}
