import { Injectable } from '@nestjs/common';
import { UserMembershipsService } from '../memberships/user-memberships.service.js';
import { AppError } from '../../common/errors/app-error.js';
import { isId } from '../../database/ids.js';
import type { Tx } from '../../database/transactions.js';
import { OrganizationRegistryService } from '../registry/organization-registry.service.js';
import type { Organization } from '../registry/organizations.types.js';
import { UsersService } from '../users/users.service.js';
import type { Credentials } from '../users/users.types.js';

/** The accounts that an operator may act as. */
@Injectable()
export class ImpersonatedAccountsService {
  constructor(
    private readonly users: UsersService,
    private readonly memberships: UserMembershipsService,
    private readonly organizations: OrganizationRegistryService,
  ) {}

  /** @param organizationId one of the account's organizations; its default one when absent */
  async choose(
    userId: string,
    organizationId: string | undefined,
  ): Promise<{ account: Credentials; organization: Organization | null }> {
    const account = isId(userId) ? await this.users.credentialsById(userId) : null;
    if (!account) throw new AppError('user.not_found');
    if (account.operator) throw new AppError('impersonation.operator');
    if (account.status !== 'active') throw new AppError('user.suspended');
    const chosenId = organizationId ?? account.organizationId;
    if (chosenId === undefined) return { account, organization: null };
    const roles = await this.memberships.rolesOf(userId);
    const organization = roles.has(chosenId) ? await this.organizations.byId(chosenId) : null;
    if (organization) return { account, organization };
    throw new AppError(organizationId === undefined ? 'user.pending' : 'organization.not_found');
  }

  /** The version of an account: a changed password of the operator ends what the operator began. */
  async versionOf(id: string): Promise<number> {
    const state = await this.users.getState(id);
    if (!state) throw new AppError('auth.token_invalid');
    return state.ver;
  }

  /** Refuses the access token of a session with the commit of the transaction, on every instance. */
  async endSession(userId: string, sid: string, session: Tx): Promise<void> {
    await this.users.endSession(userId, sid, session);
  }

  /** Acts on this instance at once; the others learn it from the change feed. */
  invalidate(userId: string): void {
    this.users.invalidate(userId);
  }
}
