import { Injectable } from '@nestjs/common';
import { ChangeFeed } from '../../database/change-feed.js';
import { CoherentCache } from '../../database/coherent-cache.js';
import { CountersRepository } from '../../database/counters.repository.js';
import type { Tx } from '../../database/transactions.js';
import type { RoleKey } from '../access/roles.types.js';
import { UsersService } from '../users/users.service.js';
import { MembershipsRepository, userIdOf } from './memberships.repository.js';
import type { Membership, PreparedOwner } from './memberships.types.js';

/** Users whose memberships are kept in memory: 200 bytes each, so 50,000 are 10 MB. */
const CACHED_USERS = 50_000;

export type RolesByOrganization = ReadonlyMap<string, RoleKey>;

/** The memberships of one user. */
@Injectable()
export class UserMembershipsService {
  private readonly active: CoherentCache<RolesByOrganization>;

  constructor(
    private readonly memberships: MembershipsRepository,
    private readonly users: UsersService,
    private readonly counters: CountersRepository,
    feed: ChangeFeed,
  ) {
    this.active = new CoherentCache(feed, (id) => memberships.findActiveRoles(id), {
      name: 'memberships',
      max: CACHED_USERS,
    });
    feed.on('memberships', ({ id }) => this.active.invalidate(userIdOf(String(id))));
  }

  /** Role by organization id, of active memberships; no database round trip once it is known. */
  rolesOf(userId: string): RolesByOrganization | Promise<RolesByOrganization> {
    return this.active.get(userId) as RolesByOrganization | Promise<RolesByOrganization>; // never null
  }

  /**
   * After the account or its memberships changed: this instance knows at once, the others learn it from the change
   * feed.
   */
  invalidate(userId: string): void {
    this.users.invalidate(userId);
    this.active.invalidate(userId);
  }

  /** Whatever their status, the oldest first. */
  list(userId: string, session?: Tx): Promise<Membership[]> {
    return this.memberships.listOf(userId, session);
  }

  /** The integer ids of a new account and its membership. */
  async nextIds(): Promise<{ user: number; membership: number }> {
    const [user, membership] = await Promise.all([this.users.nextSeq(), this.counters.next('memberships')]);
    return { user, membership };
  }

  /** Makes a user the owner of an organization, inside the transaction that makes it, after the account. */
  async addOwner(organizationId: string, owner: PreparedOwner, now: Date, session: Tx): Promise<void> {
    const userName = owner.userName ?? (await this.users.emailOf(owner.id));
    const { id: userId, membership: seq } = owner;
    const first = { seq, orgId: organizationId, userId, userName, role: 'owner' as const };
    await this.memberships.insertFirst(first, now, session);
  }
}
