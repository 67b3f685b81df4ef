import { Injectable, Logger } from '@nestjs/common';
import { Transactions } from '../../../database/transactions.js';
import { PLATFORM_CHAIN } from '../../audit/audit-chains.service.js';
import { AuditService } from '../../audit/audit.service.js';
import { JoinRequestsService } from '../../memberships/join-requests.service.js';
import { OrganizationRegistryService } from '../../registry/organization-registry.service.js';
import { shownTarget } from './sink-target.js';
import type { SinkRow } from './sink.schema.js';
import { SinksRepository } from './sinks.repository.js';

/** Switches sinks off that take nothing any more, and tells the owners. */
@Injectable()
export class SinkOffsService {
  private readonly log = new Logger(SinkOffsService.name);

  constructor(
    private readonly sinks: SinksRepository,
    private readonly organizations: OrganizationRegistryService,
    private readonly owners: JoinRequestsService,
    private readonly transactions: Transactions,
    private readonly audit: AuditService,
  ) {}

  /** Doing it again changes nothing. */
  async switchOff(row: SinkRow, reason: 'failing' | 'gone'): Promise<void> {
    const { _id: id, log, closing } = row;
    if (closing === true) return this.sinks.remove(id);
    const target = shownTarget(row);
    const orgId = log === PLATFORM_CHAIN ? undefined : log;
    await this.transactions.run(async (session) => {
      if (!(await this.sinks.switchOff(id, reason, session))) return;
      const organization = orgId === undefined ? null : await this.organizations.read(orgId, session);
      if (organization) {
        await this.owners.tellOwners(session, organization, { template: 'audit_sink_off', target, reason });
      }
      const about = { targetType: 'audit_sink', targetId: id, details: { target, reason } };
      await this.audit.record({ actorId: null, action: 'audit_sink.switched_off', orgId, ...about }, session);
    });
    this.log.warn(`audit sink ${id} of the log ${log} was switched off: ${reason}`);
  }
}
