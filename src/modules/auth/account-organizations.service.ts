import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { OrganizationRegistryService } from '../registry/organization-registry.service.js';
import type { Organization } from '../registry/organizations.types.js';
import { UserMembershipsService } from '../memberships/user-memberships.service.js';
import type { Credentials } from '../users/users.types.js';
import { type ShownTo, shownRoles } from '../access/actor.types.js';
import { type OwnMembership } from './auth.types.js';

export interface OrganizationWish {
  /** One of the account's organizations: nothing else will do. */
  organizationId?: string;
  /** The organization a session was in: the first one looked at. */
  previousId?: string;
  /** Somewhere is needed. */
  tenantsOnly?: boolean | 'or_operators';
}

/** Of a sign-in, whose answer is for the account itself. */
const NOBODY: ShownTo = { impersonatorId: undefined, organizationId: undefined };

/** The organizations an account may work in, and which of them a sign-in is for. */
@Injectable()
export class AccountOrganizationsService {
  constructor(
    private readonly memberships: UserMembershipsService,
    private readonly organizations: OrganizationRegistryService,
  ) {}

  /**
   * In the order of their names.
   * @param actor who asks; an impersonator is shown one organization
   */
  async list(userId: string, actor: ShownTo = NOBODY): Promise<OwnMembership[]> {
    const roles = shownRoles(actor, await this.memberships.rolesOf(userId));
    const memberships = await Promise.all(
      [...roles].map(async ([orgId, role]): Promise<OwnMembership[]> => {
        const found = await this.organizations.byId(orgId);
        if (!found) return [];
        const { id, uid, name, status } = found;
        return [{ id, uid, name, role, status }];
      }),
    );
    return memberships.flat().sort((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1));
  }

  /**
   * The wished organization; or the default one, or else another one that is open. Null for a user without a
   * membership, and for a platform operator who asks for none: whatever they own, they speak for the platform.
   */
  async choose(account: Credentials, wish: OrganizationWish): Promise<Organization | null> {
    const roles = await this.memberships.rolesOf(account.id);
    const { organizationId: wanted } = wish;
    if (wanted !== undefined) {
      const organization = roles.has(wanted) ? await this.organizations.byId(wanted) : null;
      if (!organization) throw new AppError('organization.foreign');
      if (organization.status !== 'active') throw new AppError('organization.suspended');
      return organization;
    }
    let isClosed = false;
    const order = account.operator
      ? [wish.previousId]
      : [wish.previousId, account.organizationId, ...roles.keys()];
    for (const id of new Set(order.filter((one) => one !== undefined && roles.has(one)) as string[])) {
      const organization = await this.organizations.byId(id);
      if (organization?.status === 'active') return organization;
      isClosed ||= organization !== null;
    }
    if (isClosed) throw new AppError('organization.suspended');
    // A session for one organization must not become one for the platform.
    if (account.operator && wish.previousId !== undefined) throw new AppError('auth.refresh_invalid');
    return this.nowhere(account, wish);
  }

  private async nowhere({ id, operator }: Credentials, { tenantsOnly }: OrganizationWish): Promise<null> {
    const memberships = operator ? [] : await this.memberships.list(id);
    if (memberships.some(({ status }) => status === 'pending')) throw new AppError('user.pending');
    if (memberships.some(({ status }) => status === 'inactive')) throw new AppError('user.suspended');
    if (tenantsOnly === true || (tenantsOnly && !operator)) throw new AppError('auth.credentials_invalid');
    return null;
  }
}
