import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { Transactions } from '../../database/transactions.js';
import type { Actor } from '../access/actor.types.js';
import { CurrentRightsService } from '../access/current-rights.service.js';
import { AuditService } from '../audit/audit.service.js';
import { by } from '../audit/audit.types.js';
import { MembershipLockService } from '../registry/membership-lock.service.js';
import { OrganizationDetailsRepository } from '../registry/organization-details.repository.js';
import { MembershipMailsService } from '../memberships/membership-mails.service.js';
import { OrganizationRegistryService } from '../registry/organization-registry.service.js';
import type { OrganizationDetails } from '../registry/organizations.types.js';
import { UsersService } from '../users/users.service.js';

const DAY_MS = 24 * 3_600_000;

export interface FactorRequirement {
  readonly required: boolean;
  /** Days in which members without a second factor work on, from now. */
  readonly graceDays: number;
}

/** Whether an organization demands a second factor of its members. */
@Injectable()
export class OrganizationFactorsService {
  constructor(
    private readonly lock: MembershipLockService,
    private readonly rights: CurrentRightsService,
    private readonly users: UsersService,
    private readonly rows: OrganizationDetailsRepository,
    private readonly registry: OrganizationRegistryService,
    private readonly transactions: Transactions,
    private readonly audit: AuditService,
    private readonly mails: MembershipMailsService,
  ) {}

  /**
   * Who demands one has one, so that nobody shuts themselves out. Every instance knows within a tenth of a second.
   * @throws AppError auth.enrolment_required, organization.not_found
   */
  async change(
    actor: Actor,
    orgId: string,
    { required, graceDays }: FactorRequirement,
  ): Promise<OrganizationDetails> {
    const changed = await this.transactions.run(async (session) => {
      await this.lock.take(orgId, session);
      await this.rights.require(session, orgId, actor, 'organization.update');
      const account = await this.users.getStateIn(actor.userId, session);
      if (required && account?.hasFactor !== true) throw new AppError('auth.enrolment_required');
      const at = new Date();
      const from = new Date(at.getTime() + graceDays * DAY_MS);
      const after = await this.rows.setFactor(orgId, required ? { at, from } : undefined, session);
      if (!after) throw new AppError('organization.not_found');
      const action = required ? 'organization.factor_required' : 'organization.factor_lifted';
      const details = required ? { from: from.toISOString() } : {};
      const target = { orgId, targetType: 'organization', targetId: orgId };
      await this.audit.record({ ...by(actor), ...target, action, details }, session);
      // Who has no days of grace meets it at the next request, and is told all the same.
      if (required) await this.mails.factorRequired(session, after, from, 'new');
      return after;
    });
    this.registry.invalidate(orgId);
    return changed;
  }
}
