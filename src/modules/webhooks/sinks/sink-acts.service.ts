import { Injectable } from '@nestjs/common';
import { type Tx, Transactions } from '../../../database/transactions.js';
import type { Actor } from '../../access/actor.types.js';
import { CurrentRightsService } from '../../access/current-rights.service.js';
import type { AuditActionOn } from '../../audit/audit-actions.types.js';
import { PLATFORM_CHAIN } from '../../audit/audit-chains.service.js';
import { AuditService } from '../../audit/audit.service.js';
import { by } from '../../audit/audit.types.js';
import { MembershipLockService } from '../../registry/membership-lock.service.js';

/** One change of a log's sinks. */
export interface SinkAct {
  session: Tx;
  /** Undefined: of the platform, or of an organization without a plan. */
  planId: string | undefined;
  /** The last step. */
  record: (
    action: AuditActionOn<'audit_sink'>,
    id: string,
    details: Record<string, unknown>,
  ) => Promise<void>;
}

/** Changes of sinks: one after the other for an organization, by who may, on the record. */
@Injectable()
export class SinkActsService {
  constructor(
    private readonly lock: MembershipLockService,
    private readonly rights: CurrentRightsService,
    private readonly transactions: Transactions,
    private readonly audit: AuditService,
  ) {}

  /** @throws AppError auth.forbidden, organization.not_found */
  run<T>(actor: Actor, log: string, work: (act: SinkAct) => Promise<T>): Promise<T> {
    return this.transactions.run(async (session) => {
      const orgId = log === PLATFORM_CHAIN ? undefined : log;
      const planId = await this.admit(actor, orgId, session);
      const record: SinkAct['record'] = (action, targetId, details) =>
        this.audit.record(
          { ...by(actor), action, orgId, targetType: 'audit_sink', targetId, details },
          session,
        );
      return work({ session, planId, record });
    });
  }

  private async admit(actor: Actor, orgId: string | undefined, session: Tx): Promise<string | undefined> {
    if (orgId === undefined) {
      await this.rights.requireOperator(session, actor);
      return undefined;
    }
    const { planId } = await this.lock.take(orgId, session);
    await this.rights.require(session, orgId, actor, 'audit.stream');
    return planId;
  }
}
