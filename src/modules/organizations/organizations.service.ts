import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import type { Actor } from '../access/actor.types.js';
import type { Tx } from '../../database/transactions.js';
import { type Act, by } from '../audit/audit.types.js';
import { UserMembershipsService } from '../memberships/user-memberships.service.js';
import { ReauthorizationService } from '../auth/reauthorization.service.js';
import { CurrentRightsService } from '../access/current-rights.service.js';
import { DeletionService } from './reconciler/deletion.service.js';
import { OrganizationRegistryService } from '../registry/organization-registry.service.js';
import type { Organization } from '../registry/organizations.types.js';

/** Finding organizations, and ending them. */
@Injectable()
export class OrganizationsService {
  constructor(
    private readonly registry: OrganizationRegistryService,
    private readonly deletions: DeletionService,
    private readonly reauthorization: ReauthorizationService,
    private readonly rights: CurrentRightsService,
    private readonly memberships: UserMembershipsService,
  ) {}

  async findByName(name: string): Promise<Organization> {
    const found = this.registry.byName(name);
    let organization = found instanceof Promise ? await found : found;
    // Names are stored trimmed and composed; one that was adopted is as it was.
    const plain = name.trim().normalize('NFC');
    if (!organization && plain !== name) organization = await this.registry.byName(plain);
    if (!organization) throw new AppError('organization.not_found');
    return organization;
  }

  /** The organization the actor's token speaks for. */
  async ofActor(actor: Actor): Promise<Organization> {
    const organization =
      actor.organizationId === undefined ? null : await this.registry.byId(actor.organizationId);
    if (!organization) throw new AppError('organization.not_found');
    return organization;
  }

  /** @param name must be the actor's own organization, as it is written */
  async delete(actor: Actor, name: string): Promise<void> {
    const organization = await this.findByName(name);
    if (organization.id !== actor.organizationId) throw new AppError('organization.foreign');
    await this.remove(actor, organization);
  }

  /**
   * Deletes the actor's own organization, or any for a platform operator.
   * @throws AppError organization.not_found; auth.forbidden, auth.token_invalid, organization.suspended for an actor
   * who lost the right since the request was admitted
   */
  async remove(actor: Actor, { id, name, database }: Organization): Promise<void> {
    const act: Act = {
      ...by(actor),
      action: 'organization.deleted',
      orgId: id,
      targetType: 'organization',
      targetId: id,
      details: { name, database },
    };
    await this.deletions.delete(id, act, (session) => this.requireDeleter(actor, id, session));
    this.memberships.invalidate(actor.userId);
  }

  private requireDeleter(actor: Actor, organizationId: string, session: Tx): Promise<void> {
    const { rights, reauthorization } = this;
    if (actor.operator) return rights.requireOperator(session, actor);
    return reauthorization.require(session, { ...actor, organizationId }, 'organization.delete');
  }
}
