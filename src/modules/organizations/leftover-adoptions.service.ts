import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { isId, newId } from '../../database/ids.js';
import type { Actor } from '../access/actor.types.js';
import { DatabasesRepository } from '../registry/databases.repository.js';
import { OrganizationRegistryService } from '../registry/organization-registry.service.js';
import { OrganizationsRepository } from '../registry/organizations.repository.js';
import type { Organization } from '../registry/organizations.types.js';
import { LeftoverTakeoversService } from './leftover-takeovers.service.js';
import { type Leftover, LeftoverClaimsService } from './marks/leftover-claims.service.js';
import { LeftoverReportsService } from './marks/leftover-reports.service.js';
import { OrganizationRemakesService } from './organization-remakes.service.js';

export interface Adoption {
  /** Absent: the one that the mark or the dropped database's row names. */
  organizationId?: string;
  /** Of an organization that is to be made again. */
  name?: string;
  ownerEmail?: string;
}

/**
 * Gives a leftover database to an organization: to the one that it was made for, or to one that has no documents
 * yet; or makes the organization again around it, when a restored master has forgotten it.
 */
@Injectable()
export class LeftoverAdoptionsService {
  constructor(
    private readonly claims: LeftoverClaimsService,
    private readonly takeovers: LeftoverTakeoversService,
    private readonly remakes: OrganizationRemakesService,
    private readonly organizations: OrganizationsRepository,
    private readonly databases: DatabasesRepository,
    private readonly registry: OrganizationRegistryService,
    private readonly reports: LeftoverReportsService,
  ) {}

  /** @returns the id of the organization that lives in the database now */
  async adopt(actor: Actor, database: string, adoption: Adoption): Promise<string> {
    const leftover = await this.claims.free(database);
    const former = leftover.row.mark?.org_id ?? leftover.registered?.org_id;
    const owner = isId(former) ? await this.organizations.findById(former) : null;
    const { organizationId: wanted } = adoption;
    if (owner !== null && wanted !== undefined && wanted !== owner.id) {
      throw new AppError('leftover.owner_differs');
    }
    const present = wanted === undefined ? owner : await this.organization(wanted);
    if (present !== null) return this.resettle(actor, leftover, present);
    return this.remakes.remake(actor, leftover, isId(former) ? former : newId(), adoption);
  }

  private async organization(id: string): Promise<Organization> {
    const organization = isId(id) ? await this.organizations.findById(id) : null;
    if (organization === null) throw new AppError('organization.not_found');
    return organization;
  }

  private async resettle(actor: Actor, { row }: Leftover, organization: Organization): Promise<string> {
    const { id, slug, database: from } = organization;
    if (await this.takeovers.hasDocuments(from)) throw new AppError('leftover.not_replaceable');
    const database = row._id;
    const known = row.mark?.org_id === id ? row.mark.generation : 0;
    const generation = Math.max(known, organization.generation + 1);
    await this.takeovers.take(actor, { database, orgId: id, slug, generation }, async (session) => {
      const to = { database, generation };
      if (!(await this.organizations.resettle(id, from, to, session))) {
        throw new AppError('organization.busy', { retryAfter: 1 });
      }
      // Not dropped: a write may have reached it since it was looked at.
      await this.databases.setState(from, 'left', session);
    });
    this.registry.invalidate(id);
    if (await this.takeovers.exists(from)) await this.reports.report(from, 'replaced');
    return id;
  }
}
