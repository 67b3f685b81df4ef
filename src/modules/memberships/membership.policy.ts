import { Injectable } from '@nestjs/common';
import { MembershipLockService } from '../registry/membership-lock.service.js';
import { ReachedLimitsService } from '../rate-limits/reached-limits.service.js';
import { PlansService } from '../plans/plans.service.js';
import { MembershipsRepository } from './memberships.repository.js';
import { AppError } from '../../common/errors/app-error.js';
import type { Tx } from '../../database/transactions.js';
import { by } from '../audit/audit.types.js';
import type { AuditActionOn } from '../audit/audit-actions.types.js';
import { AuditService } from '../audit/audit.service.js';
import { type Actor, organizationOf } from '../access/actor.types.js';
import type { Organization } from '../registry/organizations.types.js';
import { OrganizationAdminService } from '../registry/organization-admin.service.js';
import { CurrentRightsService } from '../access/current-rights.service.js';
import { RolesService } from '../access/roles.service.js';
import {
  covers,
  NO_PERMISSIONS,
  type Permission,
  type PermissionSet,
  type RoleKey,
} from '../access/roles.types.js';
import type { Membership } from './memberships.types.js';

/** A change of members under way: the lock is held, and the actor may make it at this moment. */
export interface MemberAct {
  readonly session: Tx;
  readonly actor: Actor;
  readonly organization: Organization;
  /** What the actor may do by the role they have in this transaction. */
  readonly own: PermissionSet;
}

/** A role that is given in an organization. */
export interface OfferedRole {
  orgId: string;
  role: RoleKey;
  /** What the actor who gives the role may do at this moment; absent: the role need only exist. */
  giver?: PermissionSet;
}

/** What holds of every change of members, whatever else is changed at the same time. */
@Injectable()
export class MembershipPolicy {
  constructor(
    private readonly lock: MembershipLockService,
    private readonly plans: PlansService,
    private readonly memberships: MembershipsRepository,
    private readonly roles: RolesService,
    private readonly rights: CurrentRightsService,
    private readonly admin: OrganizationAdminService,
    private readonly audit: AuditService,
    private readonly reached: ReachedLimitsService,
  ) {}

  /** First statement of every change of members. */
  take(session: Tx, orgId: string): Promise<Organization> {
    return this.lock.take(orgId, session);
  }

  /** Counts under the lock that `take` has. */
  async requireFreeSeat(session: Tx, { id, planId }: Organization): Promise<void> {
    const { members: limit } = await this.plans.limitsOf(planId);
    if (limit !== null && (await this.memberships.countActive(id, limit, session)) >= limit) {
      throw this.reached.refusal('member.limit_reached', id, limit);
    }
  }

  /** What a membership lets its holder do: nothing while it is not active. */
  async permissionsOf({
    orgId,
    role,
    status,
  }: Pick<Membership, 'orgId' | 'role' | 'status'>): Promise<PermissionSet> {
    return status === 'active' ? await this.roles.permissionsOf(orgId, role) : NO_PERMISSIONS;
  }

  requireRole(session: Tx, { orgId, role, giver }: OfferedRole): Promise<void> {
    return this.roles.requireAssignable(giver, orgId, role, session);
  }

  /**
   * Takes the lock and reads the actor's own membership under it: an actor who was removed or demoted since their
   * token was checked changes nothing any more.
   */
  async begin(session: Tx, actor: Actor, needed: Permission): Promise<MemberAct> {
    const organization = await this.take(session, organizationOf(actor));
    const own = await this.rights.require(session, organization.id, actor, needed);
    return { session, actor, organization, own };
  }

  /** The membership of a member the actor may change: whose role holds nothing that the actor lacks. */
  async reach({ session, organization, own }: MemberAct, userId: string): Promise<Membership> {
    const membership = await this.memberships.find(organization.id, userId, session);
    if (!membership) throw new AppError('user.not_found');
    if (!covers(own, await this.roles.permissionsOf(organization.id, membership.role))) {
      throw new AppError('auth.forbidden');
    }
    return membership;
  }

  /**
   * After an owner's membership was changed or removed: a user must own the organization, and its admin is one of
   * them.
   */
  async keepOwner(session: Tx, organization: Organization, changed: Membership): Promise<void> {
    if (changed.role !== 'owner' || changed.status !== 'active') return;
    const [oldest] = await this.memberships.listActive(organization.id, ['owner'], 1, session);
    if (!oldest) throw new AppError('member.last_owner');
    if (organization.adminId !== changed.userId) return;
    const still = await this.memberships.find(organization.id, changed.userId, session);
    if (still?.role === 'owner' && still.status === 'active') return;
    await this.admin.appoint(organization.id, oldest.userId, session);
  }

  appointAdmin({ session, organization }: MemberAct, userId: string): Promise<void> {
    return this.admin.appoint(organization.id, userId, session);
  }

  /** The last step of an act. Without an actor an unknown client did it. */
  record(
    { session, actor, organization }: Pick<MemberAct, 'session' | 'organization'> & { actor?: Actor },
    action: AuditActionOn<'member'>,
    userId: string,
    details?: Record<string, unknown>,
  ): Promise<void> {
    const target = { orgId: organization.id, targetType: 'user', targetId: userId };
    const who = actor === undefined ? { actorId: null } : by(actor);
    return this.audit.record({ action, ...who, ...target, details }, session);
  }
}
