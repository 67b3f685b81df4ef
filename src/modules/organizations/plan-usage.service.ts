import { Injectable } from '@nestjs/common';
import type { Tx } from '../../database/transactions.js';
import { ApiKeysService } from '../api-keys/api-keys.service.js';
import { MemberStatsService } from '../memberships/member-stats.service.js';
import { PlansService } from '../plans/plans.service.js';
import { NO_LIMITS, type Plan, type PlanLimits } from '../plans/plans.types.js';
import type { Organization } from '../registry/organizations.types.js';
import { type Usage, UsageRepository } from './usage.repository.js';

export interface PlanUse {
  /** Undefined: no plan, no limits. */
  plan: Plan | undefined;
  limits: PlanLimits;
  usage: Usage & { members: number; apiKeys: number };
}

/** How much of its plan an organization uses. */
@Injectable()
export class PlanUsageService {
  constructor(
    private readonly plans: PlansService,
    private readonly usage: UsageRepository,
    private readonly members: MemberStatsService,
    private readonly apiKeys: ApiKeysService,
  ) {}

  /** Collections and bytes, as they are at this moment. */
  measure(database: string): Promise<Usage> {
    return this.usage.measure(database);
  }

  /** Active members, as the transaction sees them. */
  async countMembers(organizationId: string, session: Tx): Promise<number> {
    return (await this.members.countOf(organizationId, session)).members;
  }

  /** Keys that open something, as the transaction sees them. */
  countApiKeys(organizationId: string, session: Tx): Promise<number> {
    return this.apiKeys.countOf(organizationId, session);
  }

  async use({ id, planId, database }: Organization): Promise<PlanUse> {
    const [plan, usage, { members }, apiKeys] = await Promise.all([
      this.plans.find(planId),
      this.usage.measure(database),
      this.members.countOf(id),
      this.apiKeys.countOf(id),
    ]);
    return { plan, limits: plan?.limits ?? NO_LIMITS, usage: { ...usage, members, apiKeys } };
  }
}
