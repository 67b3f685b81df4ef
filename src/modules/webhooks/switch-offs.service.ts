import { Injectable, Logger } from '@nestjs/common';
import { Transactions } from '../../database/transactions.js';
import { AuditService } from '../audit/audit.service.js';
import { JoinRequestsService } from '../memberships/join-requests.service.js';
import { OrganizationRegistryService } from '../registry/organization-registry.service.js';
import { DeliveriesRepository } from './deliveries.repository.js';
import type { EndpointRow } from './endpoint.schema.js';
import { EndpointsRepository } from './endpoints.repository.js';
import { shownUrl } from './shown-url.js';

/** Switches endpoints off that take no deliveries any more, and tells the owners. */
@Injectable()
export class SwitchOffsService {
  private readonly log = new Logger(SwitchOffsService.name);

  constructor(
    private readonly endpoints: EndpointsRepository,
    private readonly deliveries: DeliveriesRepository,
    private readonly organizations: OrganizationRegistryService,
    private readonly owners: JoinRequestsService,
    private readonly transactions: Transactions,
    private readonly audit: AuditService,
  ) {}

  /** Doing it again changes nothing. */
  async switchOff({ _id: id, org_id: orgId, url }: EndpointRow, reason: 'failing' | 'gone'): Promise<void> {
    await this.transactions.run(async (session) => {
      const off = await this.endpoints.switchOff(id, reason, session);
      if (off === null) return;
      const organization = await this.organizations.read(orgId, session);
      const news = { template: 'webhook_off', url: shownUrl(url), reason } as const;
      if (organization) await this.owners.tellOwners(session, organization, news);
      const target = { orgId, targetType: 'webhook', targetId: id };
      const details = { url: shownUrl(url), reason };
      await this.audit.record({ actorId: null, action: 'webhook.switched_off', ...target, details }, session);
    });
    this.log.warn(`webhook ${id} was switched off: ${reason}`);
    // Should this be missed, the next look at what is due does it.
    await this.deliveries.cancelAll(id);
  }
}
