import { Injectable } from '@nestjs/common';
import { MemberAccountsRepository } from '../users/member-accounts.repository.js';
import { MembershipsRepository } from './memberships.repository.js';
import { AppError } from '../../common/errors/app-error.js';
import { refuseDuplicate } from '../../database/duplicate-key.js';
import { isId } from '../../database/ids.js';
import { type Actor, organizationOf } from '../access/actor.types.js';
import type { RoleKey } from '../access/roles.types.js';
import { JoinClaimsService } from './join-claims.service.js';
import { type MemberAct, MembershipPolicy } from './membership.policy.js';
import { SeatsService } from './seats.service.js';
import { MembershipTransactionsService } from './membership-transactions.service.js';
import { DomainEventBus } from '../../database/domain-events.js';
import type { Member, Membership } from './memberships.types.js';

export interface MemberPatch {
  role?: RoleKey;
  status?: 'active' | 'inactive';
  userName?: string;
}

/** Changes of members who are in: role, status, user name, removal, leaving, ownership. */
@Injectable()
export class MembershipsService {
  constructor(
    private readonly policy: MembershipPolicy,
    private readonly seats: SeatsService,
    private readonly memberships: MembershipsRepository,
    private readonly accounts: MemberAccountsRepository,
    private readonly transactions: MembershipTransactionsService,
    private readonly events: DomainEventBus,
    private readonly claims: JoinClaimsService,
  ) {}

  /** @param tags of If-Match: the member must be as one of them */
  async change(actor: Actor, userId: string, patch: MemberPatch, tags?: string[]): Promise<Member> {
    return this.transactions.run(organizationOf(actor), [userId], async (session) => {
      const act = await this.policy.begin(session, actor, 'members.manage');
      const before = await this.policy.reach(act, userId);
      await this.requireTag(act, userId, tags);
      await this.apply(act, before, patch);
      await this.policy.keepOwner(session, act.organization, before);
      return (await this.memberships.findMember(act.organization.id, userId, session))!;
    });
  }

  async remove(actor: Actor, userId: string, tags?: string[]): Promise<void> {
    await this.transactions.run(organizationOf(actor), [userId], async (session) => {
      const act = await this.policy.begin(session, actor, 'members.manage');
      const membership = await this.policy.reach(act, userId);
      await this.requireTag(act, userId, tags);
      await this.takeAway(act, membership);
      if (userId !== actor.userId) await this.accounts.ban(userId, membership.orgId, session);
      await this.policy.record(act, 'member.removed', userId, { role: membership.role });
    });
  }

  /** Gives the caller's own membership up. */
  async leave(actor: Actor, orgId: string): Promise<void> {
    if (!isId(orgId)) throw new AppError('organization.not_found');
    await this.transactions.run(orgId, [actor.userId], async (session) => {
      const organization = await this.policy.take(session, orgId);
      const membership = await this.memberships.find(orgId, actor.userId, session);
      if (!membership) throw new AppError('organization.not_found'); // it exists for nobody else (D11)
      await this.takeAway({ session, organization, actor }, membership);
      await this.policy.record({ session, actor, organization }, 'member.left', actor.userId);
    });
  }

  /** Makes an active member an owner and the calling owner an administrator. */
  async transferOwnership(actor: Actor, userId: string): Promise<Member> {
    if (userId === actor.userId) {
      throw new AppError('request.invalid', { errors: { id: 'id must be another member' } });
    }
    return this.transactions.run(organizationOf(actor), [userId, actor.userId], async (session) => {
      const act = await this.policy.begin(session, actor, 'organization.transfer');
      const { id: orgId, adminId } = act.organization;
      const own = (await this.memberships.find(orgId, actor.userId, session))!;
      if (own.role !== 'owner') throw new AppError('auth.forbidden');
      const target = await this.policy.reach(act, userId);
      if (target.status !== 'active') throw new AppError('user.not_found');
      await this.memberships.change(target, { role: 'owner' }, session);
      await this.memberships.change(own, { role: 'admin' }, session);
      await this.tellLosses(act, { ...own, role: 'admin' });
      if (adminId === actor.userId) await this.policy.appointAdmin(act, userId);
      await this.policy.record(act, 'member.ownership_transferred', userId, { from: target.role });
      return (await this.memberships.findMember(orgId, userId, session))!;
    });
  }

  private async apply(
    act: MemberAct,
    before: Membership,
    { role, status, userName }: MemberPatch,
  ): Promise<void> {
    const { session, own, organization } = act;
    // A pending membership is approved or declined: a status that is merely set would skip what goes with it.
    if (status !== undefined && before.status === 'pending') throw new AppError('user.pending');
    const changes = {
      ...(role === undefined || role === before.role ? {} : { role }),
      ...(status === undefined || status === before.status ? {} : { status }),
      ...(userName === undefined || userName === before.userName ? {} : { user_name: userName }),
    };
    if (Object.keys(changes).length === 0) return;
    if (changes.role !== undefined) {
      await this.policy.requireRole(session, { orgId: before.orgId, role: changes.role, giver: own });
    }
    if (changes.status === 'active') await this.policy.requireFreeSeat(session, organization);
    if (changes.user_name !== undefined) {
      await this.claims.freeName(session, before.orgId, changes.user_name, before.userId);
    }
    await this.memberships.change(before, changes, session).catch((error: unknown) => {
      throw refuseDuplicate(error);
    });
    if (changes.status !== undefined) await this.seats.reassignDefaultOrganization(session, before.userId);
    await this.tellLosses(act, { ...before, ...changes });
    const { user_name: _, ...shown } = changes;
    const details = {
      changed: Object.keys(changes),
      ...shown,
      ...(changes.role ? { from: before.role } : {}),
    };
    await this.policy.record(act, 'member.changed', before.userId, details);
  }

  private async takeAway(
    { session, organization, actor }: Pick<MemberAct, 'session' | 'organization' | 'actor'>,
    membership: Membership,
  ): Promise<void> {
    await this.memberships.remove(membership, session);
    await this.tellLosses({ session, actor }, { ...membership, status: 'inactive' });
    await this.policy.keepOwner(session, organization, membership);
    await this.seats.reassignDefaultOrganization(session, membership.userId);
  }

  /** @param membership as it is from now on */
  private async tellLosses(
    { session, actor }: Pick<MemberAct, 'session' | 'actor'>,
    membership: Membership,
  ): Promise<void> {
    const { orgId, userId } = membership;
    await this.events.emit(
      'membership.changed',
      { orgId, userId, left: await this.policy.permissionsOf(membership), actor },
      session,
    );
  }

  private async requireTag(
    { session, organization }: MemberAct,
    userId: string,
    tags: string[] | undefined,
  ): Promise<void> {
    if (tags === undefined) return;
    const member = await this.memberships.findMember(organization.id, userId, session);
    if (!member || !tags.includes(member.tag)) throw new AppError('resource.changed');
  }
}
