import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { Transactions } from '../../database/transactions.js';
import { AuditService } from '../audit/audit.service.js';
import { by } from '../audit/audit.types.js';
import type { Actor } from '../access/actor.types.js';
import { PlansService } from '../plans/plans.service.js';
import type { PlanLimits } from '../plans/plans.types.js';
import { CurrentRightsService } from '../access/current-rights.service.js';
import type { Organization } from '../registry/organizations.types.js';
import { MembershipLockService } from '../registry/membership-lock.service.js';
import { OrganizationDetailsRepository } from '../registry/organization-details.repository.js';
import { OrganizationRegistryService } from '../registry/organization-registry.service.js';
import { type PlanUse, PlanUsageService } from './plan-usage.service.js';

/** Changes of an organization's plan. */
@Injectable()
export class OrganizationPlansService {
  constructor(
    private readonly organizations: OrganizationDetailsRepository,
    private readonly registry: OrganizationRegistryService,
    private readonly lock: MembershipLockService,
    private readonly rights: CurrentRightsService,
    private readonly usage: PlanUsageService,
    private readonly plans: PlansService,
    private readonly transactions: Transactions,
    private readonly audit: AuditService,
  ) {}

  /**
   * Gives an organization another plan; every instance knows within a tenth of a second. Members are counted
   * under their lock, so that nobody joins meanwhile; collections and bytes as they were a moment before.
   * @param wanted type or id
   * @returns the organization with its new plan
   */
  async change(actor: Actor, { id, database }: Organization, wanted: string): Promise<Organization> {
    const plan = await this.plans.resolve(wanted);
    const usage = await this.usage.measure(database);
    const changed = await this.transactions.run(async (session) => {
      const organization = await this.lock.take(id, session);
      const { planId } = organization;
      if (actor.operator) await this.rights.requireOperator(session, actor);
      else await this.rights.require(session, id, actor, 'plan.change');
      const members = await this.usage.countMembers(id, session);
      const apiKeys = await this.usage.countApiKeys(id, session);
      const errors = exceeded(plan.limits, { ...usage, members, apiKeys });
      if (Object.keys(errors).length > 0) throw new AppError('plan.too_small', { errors });
      if (planId === plan.id) return organization;
      await this.organizations.setPlan(id, plan.id, session);
      const target = { orgId: id, targetType: 'organization', targetId: id };
      const details = { from: planId ?? null, to: plan.id, type: plan.type };
      await this.audit.record(
        { ...by(actor), ...target, action: 'organization.plan_changed', details },
        session,
      );
      return { ...organization, planId: plan.id };
    });
    this.registry.invalidate(id);
    return changed;
  }
}

function exceeded(limits: PlanLimits, usage: PlanUse['usage']): Record<string, string> {
  const { members, collections, storageBytes: storage, apiKeys: api_keys } = usage;
  const used = { members, collections, storage, api_keys };
  return Object.fromEntries(
    Object.entries(used).flatMap(([name, count]) => {
      const limit = limits[name as keyof typeof used];
      return limit !== null && count > limit ? [[name, `${count} in use, ${limit} allowed`]] : [];
    }),
  );
}
