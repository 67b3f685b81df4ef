import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.types.js';
import { UserMembershipsService } from '../memberships/user-memberships.service.js';
import { OrganizationDetailsRepository } from '../registry/organization-details.repository.js';
import type { OrganizationDetails } from '../registry/organizations.types.js';
import { checkSlug } from '../registry/slug.js';
import { PlanChoiceService } from './plan-choice.service.js';
import { ProvisioningService } from './provisioning.service.js';

export interface NewOwnOrganization {
  name: string;
  slug?: string;
  /** Type or id. */
  plan?: string;
  settings?: Record<string, unknown>;
}

/** Another organization of a user who has an account. */
@Injectable()
export class OrganizationCreationsService {
  constructor(
    private readonly provisioning: ProvisioningService,
    private readonly plans: PlanChoiceService,
    private readonly memberships: UserMembershipsService,
    private readonly rows: OrganizationDetailsRepository,
  ) {}

  /** Makes another organization, owned by the caller. */
  async create(
    actor: Actor,
    { name, slug, plan, settings }: NewOwnOrganization,
  ): Promise<OrganizationDetails> {
    if (slug !== undefined) checkSlug(slug);
    const planId = await this.plans.choose(actor, plan);
    const owner = { userId: actor.userId };
    const made = { name, slug, planId, settings, owner, origin: 'v1' as const, by: actor };
    const { organization } = await this.provisioning.create(made);
    this.memberships.invalidate(actor.userId);
    return (await this.rows.find(organization.id))!;
  }
}
