import { Injectable } from '@nestjs/common';
import type { Tx } from '../../database/transactions.js';
import { RolesService } from '../access/roles.service.js';
import { type Actor, shownRoles, type ShownTo } from '../access/actor.types.js';
import { OrganizationRegistryService } from '../registry/organization-registry.service.js';
import type { MemberCount } from './member-count.schema.js';
import { MemberCountsRepository } from './member-counts.repository.js';
import { MemberStatsRepository, type RoleMembers, type StatsFilter } from './member-stats.repository.js';
import type { MembershipRow } from './membership.schema.js';
import { UserMembershipsService } from './user-memberships.service.js';

export interface RoleCount extends RoleMembers {
  /** Its name. */
  organization: string;
}

/** Counts of members for who may see them (D9). */
@Injectable()
export class MemberStatsService {
  constructor(
    private readonly stats: MemberStatsRepository,
    private readonly counts: MemberCountsRepository,
    private readonly organizations: OrganizationRegistryService,
    private readonly memberships: UserMembershipsService,
    private readonly roles: RolesService,
  ) {}

  /** Active members of an organization, and how many of them are owners. */
  countOf(orgId: string, session?: Tx): Promise<{ members: number; owners: number }> {
    return this.stats.countOf(orgId, session);
  }

  /**
   * In the order of the organizations' names. A platform operator sees every organization, others those they own or
   * administer.
   */
  async byOrganizationAndRole(
    actor: ShownTo & Pick<Actor, 'userId' | 'permissions'>,
    filter: Omit<StatsFilter, 'orgIds'>,
  ): Promise<RoleCount[]> {
    if (actor.permissions.has('platform.stats.read')) {
      const names = await this.organizations.names();
      return named(await this.everywhere(filter, names), names);
    }
    const memberships = await Promise.all(
      [...shownRoles(actor, await this.memberships.rolesOf(actor.userId))].map(async ([id, role]) => {
        const permissions = await this.roles.permissionsOf(id, role);
        return permissions.has('members.manage') ? [id] : [];
      }),
    );
    const orgIds = memberships.flat();
    const [rows, names] = await Promise.all([
      this.stats.count({ ...filter, orgIds }),
      this.organizations.names(orgIds),
    ]);
    return named(rows, names);
  }

  /** From the kept counts; of a time, and of organizations that are not counted yet, from the memberships themselves. */
  private async everywhere(
    { from, to, status }: Omit<StatsFilter, 'orgIds'>,
    names: ReadonlyMap<string, string>,
  ): Promise<RoleMembers[]> {
    if (status === 'suspended') return [];
    if (from !== undefined || to !== undefined) return this.stats.count({ from, to, status });
    const kept = await this.counts.list();
    const counted = new Set(kept.map(({ _id }) => _id));
    const orgIds = [...names.keys()].filter((id) => !counted.has(id));
    const rest = orgIds.length === 0 ? [] : await this.stats.count({ status, orgIds });
    return [...kept.flatMap((row) => membersOf(row, status)), ...rest];
  }
}

function membersOf({ _id: orgId, places }: MemberCount, status?: MembershipRow['status']): RoleMembers[] {
  return Object.entries(places).flatMap(([role, byStatus]) => {
    const users = Object.entries(byStatus).reduce(
      (sum, [each, n]) => sum + (status === undefined || each === status ? n : 0),
      0,
    );
    return users === 0 ? [] : [{ orgId, role, users }];
  });
}

/** Without the organizations that have no name here: they are being deleted. */
function named(rows: RoleMembers[], names: ReadonlyMap<string, string>): RoleCount[] {
  return rows
    .flatMap((row) => {
      const organization = names.get(row.orgId);
      return organization === undefined ? [] : [{ ...row, organization }];
    })
    .sort((a, b) => compare(a.organization, b.organization) || compare(a.role, b.role));
}

/** By code units, so that no locale decides. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
