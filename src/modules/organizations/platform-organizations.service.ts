import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { foreignCursor } from '../../common/errors/foreign-cursor.js';
import { isId } from '../../database/ids.js';
import type { Actor } from '../access/actor.types.js';
import { PlansService } from '../plans/plans.service.js';
import { MemberStatsService } from '../memberships/member-stats.service.js';
import type { OrganizationDetails, OrganizationStatus } from '../registry/organizations.types.js';
import { OrganizationsService } from './organizations.service.js';
import { OrganizationDetailsRepository } from '../registry/organization-details.repository.js';

export interface PlatformList {
  /** Beginning of the name. */
  name?: string;
  status?: OrganizationStatus;
  /** Type or id. */
  plan?: string;
  cursor?: string;
  limit: number;
}

/** Every organization, for platform operators. */
@Injectable()
export class PlatformOrganizationsService {
  constructor(
    private readonly rows: OrganizationDetailsRepository,
    private readonly organizations: OrganizationsService,
    private readonly members: MemberStatsService,
    private readonly plans: PlansService,
  ) {}

  /** The newest first. */
  async list(query: PlatformList): Promise<{ items: OrganizationDetails[]; next: string | null }> {
    const { name, status, plan, cursor, limit } = query;
    if (cursor !== undefined && !isId(cursor)) {
      throw foreignCursor();
    }
    const planId = plan === undefined ? undefined : (await this.plans.resolve(plan)).id;
    const items = await this.rows.list({ name, status, planId }, cursor, limit);
    return { items, next: items.length < limit ? null : items.at(-1)!.id };
  }

  async find(id: string): Promise<OrganizationDetails> {
    const organization = isId(id) ? await this.rows.find(id) : null;
    if (!organization) throw new AppError('organization.not_found');
    return organization;
  }

  /** Active members, and how many of them are owners. */
  count(id: string): Promise<{ members: number; owners: number }> {
    return this.members.countOf(id);
  }

  /** The same end as an owner gives it. */
  async remove(actor: Actor, id: string): Promise<void> {
    await this.organizations.remove(actor, await this.find(id));
  }
}
