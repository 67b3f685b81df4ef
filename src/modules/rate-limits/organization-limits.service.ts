import { Injectable } from '@nestjs/common';
import { OrganizationRegistryService } from '../registry/organization-registry.service.js';
import type { AppError } from '../../common/errors/app-error.js';
import { PlansService } from '../plans/plans.service.js';
import type { Plan, PlanLimits } from '../plans/plans.types.js';
import { ReachedLimitsService } from './reached-limits.service.js';
import type { LimitCode } from './reached-limits.types.js';

/** What an organization's plan allows: from memory, so that each request can ask. */
@Injectable()
export class OrganizationLimitsService {
  constructor(
    private readonly organizations: OrganizationRegistryService,
    private readonly plans: PlansService,
    private readonly reached: ReachedLimitsService,
  ) {}

  /** Milliseconds that the database may work on one command; null where no limit is known without asking. */
  maxTimeOf(organizationId: string): number | null {
    const row = this.organizations.byId(organizationId);
    return row instanceof Promise ? null : this.plans.maxTimeOf(row?.planId);
  }

  /** For a row that was read in a transaction. */
  planOf({ planId }: { planId?: string }): Promise<Plan | undefined> {
    return this.plans.find(planId);
  }

  /** The refusal of what is one too many, which the organization is told of; the caller throws it. */
  refusal(code: LimitCode, organizationId: string, limit: number): AppError {
    return this.reached.refusal(code, organizationId, limit);
  }

  of(organizationId: string): PlanLimits | Promise<PlanLimits> {
    const row = this.organizations.byId(organizationId);
    return row instanceof Promise
      ? row.then((organization) => this.plans.limitsOf(organization?.planId))
      : this.plans.limitsOf(row?.planId);
  }
}
