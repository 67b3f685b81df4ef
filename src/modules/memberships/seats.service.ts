import { Injectable } from '@nestjs/common';
import { MembershipPolicy } from './membership.policy.js';
import { MembershipsRepository } from './memberships.repository.js';
import { AppError } from '../../common/errors/app-error.js';
import { CountersRepository } from '../../database/counters.repository.js';
import { refuseDuplicate } from '../../database/duplicate-key.js';
import type { Tx } from '../../database/transactions.js';
import type { Organization } from '../registry/organizations.types.js';
import type { PermissionSet, RoleKey } from '../access/roles.types.js';
import { type MemberAccount, MemberAccountsRepository } from '../users/member-accounts.repository.js';
import type { NewMembership, Membership } from './memberships.types.js';

/** An account that is there already takes a seat. */
export interface Joining {
  orgId: string;
  userId: string;
  role: RoleKey;
  /** The address when absent. */
  userName?: string;
  /** What the actor who gives the role may do at this moment; absent: the role need only exist. */
  giver?: PermissionSet;
}

/**
 * Seats of an organization: as many active members as its plan allows. Every method works inside the caller's
 * transaction; after the commit the caller calls UserMembershipsService.invalidate(userId), so that this instance knows at once.
 */
@Injectable()
export class SeatsService {
  constructor(
    private readonly policy: MembershipPolicy,
    private readonly memberships: MembershipsRepository,
    private readonly accounts: MemberAccountsRepository,
    private readonly counters: CountersRepository,
  ) {}

  /**
   * Takes the lock and gives an existing account an active membership; one that was pending becomes active with the role that is given.
   * An account without an organization gets this one as its default.
   * @throws AppError organization.not_found, member.exists, member.limit_reached, user.name_taken,
   * user.not_found, role.not_found, role.exceeds, auth.forbidden for a platform operator
   */
  async join(session: Tx, { orgId, userId, role, userName, giver }: Joining): Promise<void> {
    const organization = await this.policy.take(session, orgId);
    const present = await this.memberships.find(orgId, userId, session);
    if (present && present.status !== 'pending') throw new AppError('member.exists');
    await this.policy.requireRole(session, { orgId, role, giver });
    await this.policy.requireFreeSeat(session, organization);
    const account = await this.account(session, userId);
    if (account.operator) throw new AppError('auth.forbidden');
    if (present) {
      const change = { status: 'active' as const, role, user_name: userName ?? present.userName };
      await this.refusing(this.memberships.change(present, change, session));
    } else {
      const seq = await this.counters.next('memberships');
      await this.insert({ seq, orgId, userId, userName: userName ?? account.email, role }, session);
    }
    if (account.removedFrom.includes(orgId)) await this.accounts.unban(userId, orgId, session);
    await this.reassignDefaultOrganization(session, userId);
  }

  async account(session: Tx, userId: string): Promise<MemberAccount> {
    const account = await this.accounts.touch(userId, session);
    if (!account) throw new AppError('user.not_found');
    return account;
  }

  /** Lets a pending or inactive member in, under the lock. */
  async activate(session: Tx, organization: Organization, membership: Membership): Promise<void> {
    await this.policy.requireFreeSeat(session, organization);
    await this.memberships.change(membership, { status: 'active' }, session);
    await this.reassignDefaultOrganization(session, membership.userId);
  }

  insert(membership: NewMembership, session: Tx): Promise<void> {
    return this.refusing(this.memberships.insert(membership, new Date(), session));
  }

  /**
   * An account's default organization is that of an active membership; when it was lost, the oldest other one, then a pending one, then none:
   * such an account signs in without an organization.
   */
  async reassignDefaultOrganization(session: Tx, userId: string): Promise<void> {
    const account = await this.accounts.touch(userId, session);
    if (!account || account.operator) return;
    const memberships = await this.memberships.listOf(userId, session);
    const active = memberships.filter(({ status }) => status === 'active');
    if (active.some(({ orgId }) => orgId === account.defaultOrganizationId)) return;
    const next = active[0] ?? memberships.find(({ status }) => status === 'pending');
    if (next?.orgId !== account.defaultOrganizationId)
      await this.accounts.setDefaultOrganization(userId, next?.orgId, session);
  }

  private async refusing(write: Promise<void>): Promise<void> {
    await write.catch((error: unknown) => {
      throw refuseDuplicate(error);
    });
  }
}
