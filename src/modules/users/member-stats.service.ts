import { Injectable } from '@nestjs/common';
import { MemberStatsRepository, type RoleCount, type StatsFilter } from './member-stats.repository.js';
import { UsersService } from './users.service.js';

/** Counts of members for who may see them (security.md, D9). */
@Injectable()
export class MemberStatsService {
  constructor(
    private readonly stats: MemberStatsRepository,
    private readonly users: UsersService,
  ) {}

  /** A platform operator sees every organization, others those they own or administer. */
  async byOrganizationAndRole(
    actor: { userId: string; operator: boolean },
    filter: Omit<StatsFilter, 'orgIds'>,
  ): Promise<RoleCount[]> {
    if (actor.operator) return this.stats.countByOrganizationAndRole(filter);
    const state = await this.users.state(actor.userId);
    const managed = [...(state?.roles ?? [])].filter(([, role]) => role === 'owner' || role === 'admin');
    return this.stats.countByOrganizationAndRole({ ...filter, orgIds: managed.map(([id]) => id) });
  }
}
