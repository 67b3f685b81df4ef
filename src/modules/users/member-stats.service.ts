import { Injectable } from '@nestjs/common';
import type { Session } from '../../database/transactions.js';
import { RolesService } from '../roles/roles.service.js';
import { type Actor, shownRoles, type ShownTo } from '../auth/auth.types.js';
import { MemberStatsRepository, type RoleCount, type StatsFilter } from './member-stats.repository.js';
import { UsersService } from './users.service.js';

/** Counts of members for who may see them (security.md, D9). */
@Injectable()
export class MemberStatsService {
  constructor(
    private readonly stats: MemberStatsRepository,
    private readonly users: UsersService,
    private readonly roles: RolesService,
  ) {}

  /** Active members of an organization, and how many of them are owners. */
  countOf(orgId: string, session?: Session): Promise<{ members: number; owners: number }> {
    return this.stats.countOf(orgId, session);
  }

  /** A platform operator sees every organization, others those they own or administer. */
  async byOrganizationAndRole(
    actor: ShownTo & Pick<Actor, 'userId' | 'permissions'>,
    filter: Omit<StatsFilter, 'orgIds'>,
  ): Promise<RoleCount[]> {
    if (actor.permissions.has('platform.stats.read')) return this.stats.countByOrganizationAndRole(filter);
    const state = await this.users.state(actor.userId);
    const places = await Promise.all(
      [...shownRoles(actor, state?.roles ?? new Map<string, string>())].map(async ([id, role]) => {
        const permissions = await this.roles.permissionsOf(id, role);
        return permissions.has('members.manage') ? [id] : [];
      }),
    );
    return this.stats.countByOrganizationAndRole({ ...filter, orgIds: places.flat() });
  }
}
