import { Controller, Get, Query } from '@nestjs/common';
import type { Actor } from '../../modules/access/actor.types.js';
import { AnyActor, CurrentActor } from '../../modules/auth/http/access.decorators.js';
import { MemberStatsService } from '../../modules/memberships/member-stats.service.js';
import { ApiCountOrgMembers, ApiCountOrgRoleUsers, ApiCountRoleUsers } from './identity.docs.js';
import type { OrgMembersDto, OrgRoleUsersDto, RoleUsersDto } from './identity.dto.js';
import { type StatsQuery, StatsQueryPipe } from './stats-query.pipe.js';

@AnyActor()
@Controller('stats')
export class StatsController {
  constructor(private readonly stats: MemberStatsService) {}

  @Get('org-role-wise-users')
  @ApiCountOrgRoleUsers()
  async countOrgRoleUsers(
    @CurrentActor() actor: Actor,
    @Query(new StatsQueryPipe()) query: StatsQuery,
  ): Promise<OrgRoleUsersDto[]> {
    const rows = await this.stats.byOrganizationAndRole(actor, query);
    return rows.map(({ organization, role, users }) => ({
      organization,
      role: title(role),
      user_count: users,
    }));
  }

  @Get('role-wise-users')
  @ApiCountRoleUsers()
  async countRoleUsers(
    @CurrentActor() actor: Actor,
    @Query(new StatsQueryPipe()) query: StatsQuery,
  ): Promise<RoleUsersDto[]> {
    const rows = await this.stats.byOrganizationAndRole(actor, query);
    const counts = sumBy(rows.map(({ role, users }) => [title(role), users]));
    return counts.map(([role, user_count]) => ({ role, user_count }));
  }

  @Get('org-wise-members')
  @ApiCountOrgMembers()
  async countOrgMembers(
    @CurrentActor() actor: Actor,
    @Query(new StatsQueryPipe()) query: StatsQuery,
  ): Promise<OrgMembersDto[]> {
    const rows = await this.stats.byOrganizationAndRole(actor, query);
    const names = new Map(rows.map(({ orgId, organization }) => [orgId, organization]));
    const counts = sumBy(rows.map(({ orgId, users }) => [orgId, users]));
    return counts.map(([orgId, member_count]) => ({ organization: names.get(orgId) ?? orgId, member_count }));
  }
}

/** S2 shows roles as titles, `Owner` (C-17). */
const title = (role: string): string => role.charAt(0).toUpperCase() + role.slice(1);

function sumBy(pairs: [string, number][]): [string, number][] {
  const sums = new Map<string, number>();
  for (const [key, count] of pairs) sums.set(key, (sums.get(key) ?? 0) + count);
  return [...sums];
}
