import { Injectable } from '@nestjs/common';
import { MemberAccountsRepository } from '../users/member-accounts.repository.js';
import { MembershipsRepository } from './memberships.repository.js';
import { AppError } from '../../common/errors/app-error.js';
import type { Tx } from '../../database/transactions.js';
import { type Actor, keyIdOf } from '../access/actor.types.js';
import type { Organization } from '../registry/organizations.types.js';
import { RoleHoldersService } from '../access/role-holders.service.js';
import { covers, NO_PERMISSIONS, type PermissionSet, type RoleKey } from '../access/roles.types.js';
import { MembershipPolicy } from './membership.policy.js';
import { DomainEventBus } from '../../database/domain-events.js';
import { JoinClaimsService } from './join-claims.service.js';
import { SeatsService } from './seats.service.js';
import { UsersService } from '../users/users.service.js';
import type { PreparedAccount } from './invited-accounts.service.js';

/** A seat that was offered to an address. */
export interface OfferedSeat {
  orgId: string;
  email: string;
  role: RoleKey;
}

/**
 * Approves who was invited. A mailed code proves the mailbox and nothing else: an account that is there already is
 * approved by its own token or password only, or the first to register the address would inherit the seat (D19).
 */
@Injectable()
export class InvitedMembersService {
  constructor(
    private readonly memberships: MembershipsRepository,
    private readonly accounts: MemberAccountsRepository,
    private readonly seats: SeatsService,
    private readonly policy: MembershipPolicy,
    private readonly users: UsersService,
    private readonly claims: JoinClaimsService,
    private readonly events: DomainEventBus,
    private readonly holders: RoleHoldersService,
  ) {}

  /** Whether the inviter could offer the seat now (D23). */
  async isStillOffered(
    { orgId, role, invitedBy }: Pick<OfferedSeat, 'orgId' | 'role'> & { invitedBy: string },
    session?: Tx,
  ): Promise<boolean> {
    const own = await this.rightsOf(orgId, invitedBy, session);
    const offered = await this.policy.permissionsOf({ orgId, role, status: 'active' });
    return own.has('invitations.manage') && covers(own, offered);
  }

  /** What an inviter may do now: a member, or a key of the organization. */
  private async rightsOf(orgId: string, invitedBy: string, session?: Tx): Promise<PermissionSet> {
    const keyId = keyIdOf(invitedBy);
    if (keyId !== undefined) {
      return (await this.holders.keyScopes(orgId, keyId, session ?? null)) ?? NO_PERMISSIONS;
    }
    const membership = await this.memberships.find(orgId, invitedBy, session);
    const account = await this.users.getState(invitedBy);
    return membership && account?.status === 'active'
      ? this.policy.permissionsOf(membership)
      : NO_PERMISSIONS;
  }

  /**
   * Takes the members' lock and checks that the seat may be offered.
   * @param actor who offers it; judged by what they may do now
   * @returns the organization, and whether the address can get e-mails
   */
  async requireOfferable(
    session: Tx,
    { orgId, email, role }: OfferedSeat,
    actor: Actor,
  ): Promise<{ organization: Organization; mailable: boolean }> {
    const { organization, own: giver } = await this.policy.begin(session, actor, 'invitations.manage');
    await this.policy.requireRole(session, { orgId, role, giver });
    const account = await this.accounts.findByEmail(email, session);
    const membership = account && (await this.memberships.find(orgId, account.id, session));
    // A user who waits for approval may be invited: to accept is to be approved.
    if (membership && membership.status !== 'pending') throw new AppError('member.exists');
    return { organization, mailable: !account?.synthetic };
  }

  /** @throws AppError auth.forbidden for an inviter who may not invite any more, organization.not_found */
  async requireInviter(session: Tx, actor: Actor): Promise<void> {
    await this.policy.begin(session, actor, 'invitations.manage');
  }

  /** Makes the account with its seat; its address counts as proved. */
  async create(
    session: Tx,
    { orgId, email, role }: OfferedSeat,
    { id, seq, account }: PreparedAccount,
    userName = email,
  ): Promise<void> {
    const organization = await this.policy.take(session, orgId);
    await this.policy.requireRole(session, { orgId, role });
    await this.policy.requireFreeSeat(session, organization);
    await this.claims.giveWay(session, { orgId, email, userName });
    await this.users.insert(id, account, session);
    await this.accounts.confirmEmail(id, email, session);
    await this.events.emit('mailbox.proved', { userId: id, email }, session);
    await this.seats.insert({ seq, orgId, userId: id, userName, role }, session);
  }

  /**
   * Gives the seat to the account of the address, which counts as proved.
   * @throws AppError invitation.other_address when the account has another address by now, and what SeatsService.join throws
   */
  async join(
    session: Tx,
    { orgId, email, role }: OfferedSeat,
    userId: string,
    userName?: string,
  ): Promise<void> {
    await this.policy.take(session, orgId);
    await this.claims.freeName(session, orgId, userName ?? email, userId);
    await this.seats.join(session, { orgId, userId, role, userName });
    const isTheirs = await this.accounts.confirmEmail(userId, email, session);
    if (!isTheirs) throw new AppError('invitation.other_address');
    await this.events.emit('mailbox.proved', { userId, email }, session);
  }
}
