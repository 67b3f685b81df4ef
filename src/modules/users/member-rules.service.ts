import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import type { Session } from '../../database/transactions.js';
import { by } from '../audit/audit.types.js';
import { AuditService } from '../audit/audit.service.js';
import { type Actor, organizationOf } from '../access/actor.types.js';
import type { Organization } from '../registry/organizations.types.js';
import { OrganizationAdmin } from '../registry/organization-admin.service.js';
import { CurrentRights } from '../access/current-rights.service.js';
import { RolesService } from '../access/roles.service.js';
import { covers, type Permission, type PermissionSet } from '../access/roles.types.js';
import { MemberSeats, SeatRows } from './member-seats.service.js';
import type { Place } from './users.types.js';

/** A change of members under way: the lock is held, and the actor may make it at this moment. */
export interface MemberAct {
  readonly session: Session;
  readonly actor: Actor;
  readonly organization: Organization;
  /** What the actor may do by the role they have in this transaction. */
  readonly own: PermissionSet;
}

/** What holds of every change of members, whatever else is changed at the same time. */
@Injectable()
export class MemberRules {
  constructor(
    private readonly seats: MemberSeats,
    private readonly rows: SeatRows,
    private readonly roles: RolesService,
    private readonly rights: CurrentRights,
    private readonly admin: OrganizationAdmin,
    private readonly audit: AuditService,
  ) {}

  /**
   * Takes the lock and reads the actor's own place under it: somebody who was removed or demoted since their
   * token was checked changes nothing any more.
   * @throws AppError organization.not_found, auth.forbidden
   */
  async begin(session: Session, actor: Actor, needed: Permission): Promise<MemberAct> {
    const organization = await this.seats.take(session, organizationOf(actor));
    const own = await this.rights.require(session, organization.id, actor, needed);
    return { session, actor, organization, own };
  }

  /**
   * The place of somebody the actor may change: whose role holds nothing that the actor lacks.
   * @throws AppError user.not_found, auth.forbidden
   */
  async reach({ session, organization, own }: MemberAct, userId: string): Promise<Place> {
    const place = await this.rows.places.find(organization.id, userId, session);
    if (!place) throw new AppError('user.not_found');
    if (!covers(own, await this.roles.permissionsOf(organization.id, place.role))) {
      throw new AppError('auth.forbidden');
    }
    return place;
  }

  /**
   * After an owner's place was changed or removed: somebody must own the organization, and its admin is one of
   * them.
   * @throws AppError member.last_owner
   */
  async keepOwner(session: Session, organization: Organization, changed: Place): Promise<void> {
    if (changed.role !== 'owner' || changed.status !== 'active') return;
    const [oldest] = await this.rows.places.listActive(organization.id, ['owner'], 1, session);
    if (!oldest) throw new AppError('member.last_owner');
    if (organization.adminId !== changed.userId) return;
    const still = await this.rows.places.find(organization.id, changed.userId, session);
    if (still?.role === 'owner' && still.status === 'active') return;
    await this.admin.appoint(organization.id, oldest.userId, session);
  }

  appointAdmin({ session, organization }: MemberAct, userId: string): Promise<void> {
    return this.admin.appoint(organization.id, userId, session);
  }

  /** The last step of an act. Without an actor somebody unknown did it. */
  record(
    { session, actor, organization }: Pick<MemberAct, 'session' | 'organization'> & { actor?: Actor },
    action: `member.${string}`,
    userId: string,
    details?: Record<string, unknown>,
  ): Promise<void> {
    const target = { orgId: organization.id, targetType: 'user', targetId: userId };
    const who = actor === undefined ? { actorId: null } : by(actor);
    return this.audit.record({ action, ...who, ...target, details }, session);
  }
}
