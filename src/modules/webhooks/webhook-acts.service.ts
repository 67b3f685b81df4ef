import { Injectable } from '@nestjs/common';
import { type Tx, Transactions } from '../../database/transactions.js';
import { organizationOf } from '../access/actor.types.js';
import { CurrentRightsService } from '../access/current-rights.service.js';
import type { AuditActionOn } from '../audit/audit-actions.types.js';
import { AuditService } from '../audit/audit.service.js';
import { by } from '../audit/audit.types.js';
import { MembershipLockService } from '../registry/membership-lock.service.js';
import type { Maker } from './webhooks.types.js';

/** One change of an organization's webhooks. */
export interface WebhookAct {
  session: Tx;
  planId: string | undefined;
  /** The last step. */
  record: (action: AuditActionOn<'webhook'>, id: string, details: Record<string, unknown>) => Promise<void>;
}

/** Changes of webhooks: one after the other for an organization, by who may, on the record. */
@Injectable()
export class WebhookActsService {
  constructor(
    private readonly lock: MembershipLockService,
    private readonly rights: CurrentRightsService,
    private readonly transactions: Transactions,
    private readonly audit: AuditService,
  ) {}

  /** @throws AppError auth.forbidden, organization.not_found */
  run<T>(maker: Maker, work: (act: WebhookAct) => Promise<T>): Promise<T> {
    const orgId = organizationOf(maker);
    return this.transactions.run(async (session) => {
      const { planId } = await this.lock.take(orgId, session);
      await this.rights.require(session, orgId, maker, 'webhooks.manage');
      const record: WebhookAct['record'] = (action, targetId, details) =>
        this.audit.record({ ...by(maker), action, orgId, targetType: 'webhook', targetId, details }, session);
      return work({ session, planId, record });
    });
  }
}
