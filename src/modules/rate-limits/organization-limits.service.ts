import { Injectable } from '@nestjs/common';
import { OrganizationRegistryService } from '../registry/organization-registry.service.js';
import { PlansService } from '../plans/plans.service.js';
import type { PlanLimits } from '../plans/plans.types.js';

/** What an organization's plan allows: from memory, so that each request can ask. */
@Injectable()
export class OrganizationLimitsService {
  constructor(
    private readonly organizations: OrganizationRegistryService,
    private readonly plans: PlansService,
  ) {}

  /** Milliseconds that the database may work on one command; null where no limit is known without asking. */
  maxTimeOf(organizationId: string): number | null {
    const row = this.organizations.byId(organizationId);
    return row instanceof Promise ? null : this.plans.maxTimeOf(row?.planId);
  }

  of(organizationId: string): PlanLimits | Promise<PlanLimits> {
    const row = this.organizations.byId(organizationId);
    return row instanceof Promise
      ? row.then((organization) => this.plans.limitsOf(organization?.planId))
      : this.plans.limitsOf(row?.planId);
  }
}
