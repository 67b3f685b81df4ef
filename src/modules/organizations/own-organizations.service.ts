import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { Transactions } from '../../database/transactions.js';
import { AuditService } from '../audit/audit.service.js';
import { by } from '../audit/audit.types.js';
import { type Actor, shownRoles } from '../access/actor.types.js';
import { CurrentRightsService } from '../access/current-rights.service.js';
import { UserMembershipsService } from '../memberships/user-memberships.service.js';
import type { OrganizationDetails } from '../registry/organizations.types.js';
import { OrganizationsService } from './organizations.service.js';
import { OrganizationUpdatesService } from './organization-updates.service.js';
import { OrganizationDetailsRepository } from '../registry/organization-details.repository.js';
import { OrganizationRegistryService } from '../registry/organization-registry.service.js';

export interface OrganizationPatch {
  name?: string;
  settings?: Record<string, unknown>;
  personal?: boolean;
}

/** The caller's own organizations, as the native API shows them. */
@Injectable()
export class OwnOrganizationsService {
  constructor(
    private readonly organizations: OrganizationsService,
    private readonly updates: OrganizationUpdatesService,
    private readonly memberships: UserMembershipsService,
    private readonly rights: CurrentRightsService,
    private readonly rows: OrganizationDetailsRepository,
    private readonly registry: OrganizationRegistryService,
    private readonly transactions: Transactions,
    private readonly audit: AuditService,
  ) {}

  /** Where the caller is an active member, the oldest first. */
  async list(actor: Actor): Promise<{ organization: OrganizationDetails; role: string }[]> {
    const roles = shownRoles(actor, await this.memberships.rolesOf(actor.userId));
    const organizations = await this.rows.listOf([...roles.keys()]);
    return organizations.map((organization) => ({ organization, role: roles.get(organization.id)! }));
  }

  /** @param id the organization the request is about, or `current` */
  async find(actor: Actor, id: string): Promise<OrganizationDetails> {
    // A foreign organization is as unknown as none (D11); X-Org-Id picks another one of the caller's.
    const { organizationId } = actor;
    if (organizationId === undefined || (id !== 'current' && id !== organizationId)) {
      throw new AppError('organization.not_found');
    }
    return this.found(organizationId);
  }

  /**
   * Changes settings at once; a new name moves the organization to its next generation (S1-07), by a request of
   * its own, so that a change is all or nothing.
   * @param revisions of the ETag the change was made from; undefined = any
   */
  async patch(
    actor: Actor,
    id: string,
    { name, settings, personal }: OrganizationPatch,
    revisions: number[] | undefined,
  ): Promise<OrganizationDetails> {
    const present = await this.find(actor, id);
    if (revisions && !revisions.includes(present.revision)) throw new AppError('resource.changed');
    const renames = name !== undefined && name !== present.name;
    const change = definedOf({ settings, personal });
    if (renames && Object.keys(change).length > 0) {
      throw new AppError('request.invalid', {
        errors: { name: 'name must be the only field of the request' },
      });
    }
    if (renames) await this.updates.update(actor, { name });
    else if (Object.keys(change).length > 0) await this.write(actor, present, change, revisions);
    return this.found(present.id);
  }

  async remove(actor: Actor, id: string): Promise<void> {
    await this.organizations.remove(actor, await this.find(actor, id));
  }

  private async write(
    actor: Actor,
    { id }: OrganizationDetails,
    change: { settings?: Record<string, unknown>; personal?: boolean },
    revisions: number[] | undefined,
  ): Promise<void> {
    await this.transactions.run(async (session) => {
      await this.rights.require(session, id, actor, 'organization.update');
      const changed = await this.rows.patch(id, change, revisions, session);
      if (!changed) throw new AppError('resource.changed');
      const details = { fields: Object.keys(change) };
      const target = { orgId: id, targetType: 'organization', targetId: id };
      await this.audit.record({ ...by(actor), ...target, action: 'organization.updated', details }, session);
    });
    this.registry.invalidate(id);
  }

  private async found(id: string): Promise<OrganizationDetails> {
    const organization = await this.rows.find(id);
    if (!organization) throw new AppError('organization.not_found');
    return organization;
  }
}

const definedOf = <T extends object>(values: T): T =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
