import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { CountersRepository } from '../../database/counters.repository.js';
import { refuseDuplicate } from '../../database/duplicate-key.js';
import type { Session } from '../../database/transactions.js';
import type { Organization } from '../registry/organizations.types.js';
import { MembershipLock } from '../registry/membership-lock.service.js';
import { PlansService } from '../plans/plans.service.js';
import { RolesService } from '../access/roles.service.js';
import {
  NO_PERMISSIONS,
  ORGANIZATION_PERMISSIONS,
  type PermissionSet,
  type RoleKey,
} from '../access/roles.types.js';
import { type MemberAccount, MemberAccountsRepository } from './member-accounts.repository.js';
import { MemberPlacesRepository } from './member-places.repository.js';
import { MembersRepository } from './members.repository.js';
import { UsersRepository } from './users.repository.js';
import type { NewPlace, Place } from './users.types.js';

/** An account that is there already takes a seat. */
export interface Joining {
  orgId: string;
  userId: string;
  role: RoleKey;
  /** The address when absent. */
  userName?: string;
  /** What whoever gives the role may do at this moment; absent: the role need only exist. */
  giver?: PermissionSet;
}

const EVERYTHING: PermissionSet = new Set(ORGANIZATION_PERMISSIONS);

/** The rows of members, in one parameter. */
@Injectable()
export class SeatRows {
  constructor(
    readonly shown: MembersRepository,
    readonly places: MemberPlacesRepository,
    readonly accounts: MemberAccountsRepository,
    readonly users: UsersRepository,
    readonly counters: CountersRepository,
  ) {}
}

/**
 * Seats of an organization: as many active members as its plan allows. Every method works inside the caller's
 * transaction; after the commit the caller calls UsersService.forget(userId), so that this instance knows at once.
 */
@Injectable()
export class MemberSeats {
  constructor(
    private readonly lock: MembershipLock,
    private readonly plans: PlansService,
    private readonly roles: RolesService,
    private readonly rows: SeatRows,
  ) {}

  /** First statement of every change of members. @throws AppError organization.not_found */
  take(session: Session, orgId: string): Promise<Organization> {
    return this.lock.take(orgId, session);
  }

  /** Counts under the lock that `take` has. @throws AppError member.limit_reached */
  async requireFree(session: Session, { id, planId }: Organization): Promise<void> {
    const { members: limit } = await this.plans.limitsOf(planId);
    if (limit !== null && (await this.rows.places.countActive(id, limit, session)) >= limit) {
      throw new AppError('member.limit_reached', { limit });
    }
  }

  /** What a place lets its holder do: nothing while it is not active. */
  async permissionsOf({
    orgId,
    role,
    status,
  }: Pick<Place, 'orgId' | 'role' | 'status'>): Promise<PermissionSet> {
    return status === 'active' ? await this.roles.permissionsOf(orgId, role) : NO_PERMISSIONS;
  }

  /** @throws AppError role.not_found, role.exceeds */
  requireRole(
    session: Session,
    { orgId, role, giver = EVERYTHING }: Pick<Joining, 'orgId' | 'role' | 'giver'>,
  ): Promise<void> {
    return this.roles.requireAssignable(giver, orgId, role, session);
  }

  /**
   * Takes the lock and gives an existing account an active place; one that was pending becomes active with the role that is given.
   * An account without an organization gets this one as its home.
   * @throws AppError organization.not_found, member.exists, member.limit_reached, user.name_taken,
   * user.not_found, role.not_found, role.exceeds, auth.forbidden for a platform operator
   */
  async join(session: Session, { orgId, userId, role, userName, giver }: Joining): Promise<void> {
    const organization = await this.take(session, orgId);
    const present = await this.rows.places.find(orgId, userId, session);
    if (present && present.status !== 'pending') throw new AppError('member.exists');
    await this.requireRole(session, { orgId, role, giver });
    await this.requireFree(session, organization);
    const account = await this.account(session, userId);
    if (account.operator) throw new AppError('auth.forbidden');
    if (present) {
      const change = { status: 'active' as const, role, user_name: userName ?? present.userName };
      await this.refusing(this.rows.places.change(present, change, session));
    } else {
      const seq = await this.rows.counters.next('memberships');
      await this.insert({ seq, orgId, userId, userName: userName ?? account.email, role }, session);
    }
    if (account.removedFrom.includes(orgId)) await this.rows.accounts.unbar(userId, orgId, session);
    await this.settleHome(session, userId);
  }

  /** @throws AppError user.not_found */
  async account(session: Session, userId: string): Promise<MemberAccount> {
    const account = await this.rows.accounts.touch(userId, session);
    if (!account) throw new AppError('user.not_found');
    return account;
  }

  /**
   * Lets a pending or inactive member in, under the lock.
   * @throws AppError member.limit_reached
   */
  async activate(session: Session, organization: Organization, place: Place): Promise<void> {
    await this.requireFree(session, organization);
    await this.rows.places.change(place, { status: 'active' }, session);
    await this.settleHome(session, place.userId);
  }

  /** @throws AppError user.name_taken, member.exists */
  insert(place: NewPlace, session: Session): Promise<void> {
    return this.refusing(this.rows.users.insertMembership(place, new Date(), session));
  }

  /**
   * An account's home is an active place; when it was lost, the oldest other one, then a pending one, then none:
   * such an account signs in without an organization.
   */
  async settleHome(session: Session, userId: string): Promise<void> {
    const account = await this.rows.accounts.touch(userId, session);
    if (!account || account.operator) return;
    const places = await this.rows.places.listOf(userId, session);
    const active = places.filter(({ status }) => status === 'active');
    if (active.some(({ orgId }) => orgId === account.home)) return;
    const home = active[0] ?? places.find(({ status }) => status === 'pending');
    if (home?.orgId !== account.home) await this.rows.accounts.moveHome(userId, home?.orgId, session);
  }

  private async refusing(write: Promise<void>): Promise<void> {
    await write.catch((error: unknown) => {
      throw refuseDuplicate(error);
    });
  }
}
