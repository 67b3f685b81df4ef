import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { OrganizationRegistryService } from '../registry/organization-registry.service.js';
import { RolesService } from '../access/roles.service.js';
import { impersonatedPermissions, NO_PERMISSIONS } from '../access/roles.types.js';
import { type RolesByOrganization, UserMembershipsService } from '../memberships/user-memberships.service.js';
import { UsersService } from '../users/users.service.js';
import type { AccountState } from '../users/users.types.js';
import type { Actor } from '../access/actor.types.js';
import type { AccessClaims } from './auth.types.js';

/** Who makes a request, and what they may do: answered from memory. */
@Injectable()
export class ActorsService {
  constructor(
    private readonly users: UsersService,
    private readonly memberships: UserMembershipsService,
    private readonly organizations: OrganizationRegistryService,
    private readonly roles: RolesService,
  ) {}

  /**
   * The person behind verified claims, if the account and the organization still stand.
   * @param wanted picks among the caller's organizations (D12): its id, UUID or integer id
   * @param suspendedToo of a suspended organization they are a user without an organization, and without rights
   */
  async find(claims: AccessClaims, wanted?: string, suspendedToo = false): Promise<Actor> {
    const account = this.users.getState(claims.sub);
    const own = this.memberships.rolesOf(claims.sub);
    const isKnown = !(account instanceof Promise) && !(own instanceof Promise);
    const [state, roles] = isKnown ? [account, own] : await this.meet(account, own, claims);
    if (!state || isRevoked(state, claims) || state.status !== 'active') {
      throw new AppError('auth.token_invalid');
    }
    const organizationId =
      wanted === undefined ? (claims.organization_id ?? undefined) : await this.pick(roles, wanted);
    if (claims.act !== undefined) await this.checkImpersonation(claims, state, organizationId);
    const { sub: userId, sid: sessionId } = claims;
    const { emailVerified } = state;
    // In an organization an operator is its member, and nothing more.
    const operator = state.operator && organizationId === undefined;
    const person = { userId, operator, emailVerified, sessionId };
    const role = organizationId === undefined ? undefined : roles.get(organizationId);
    if (organizationId !== undefined) {
      const row = this.organizations.byId(organizationId);
      const organization = row instanceof Promise ? await row : row;
      if (role === undefined || !organization) throw new AppError('auth.token_invalid');
      if (organization.status !== 'active') {
        if (!suspendedToo || claims.act !== undefined) throw new AppError('organization.suspended');
        return { ...person, organizationId: undefined, role: undefined, permissions: NO_PERMISSIONS };
      }
    }
    const caller = { ...person, organizationId, role };
    const allowed = this.roles.permissionsOfUser(caller);
    const permissions = allowed instanceof Promise ? await allowed : allowed;
    if (claims.act === undefined) return { ...caller, permissions };
    return { ...caller, permissions: impersonatedPermissions(permissions), impersonatorId: claims.act.sub };
  }

  /** Who is met for the first time costs one round trip: everything this request will ask of master is read at once. */
  private async meet(
    account: AccountState | null | Promise<AccountState | null>,
    own: RolesByOrganization | Promise<RolesByOrganization>,
    { organization_id: orgId }: AccessClaims,
  ): Promise<[AccountState | null, RolesByOrganization]> {
    const rest = orgId === null ? [] : [this.organizations.byId(orgId), this.roles.prepare(orgId)];
    const [state, roles] = await Promise.all([account, own, ...rest]);
    return [state, roles];
  }

  /** An impersonation is as good as its operator is now, stays in its organization, and never acts as an operator. */
  private async checkImpersonation(
    { act, act_ver, organization_id: own }: AccessClaims,
    state: AccountState,
    organizationId: string | undefined,
  ): Promise<void> {
    const operator = await this.users.getState(act!.sub);
    const stands = operator?.operator === true && operator.status === 'active' && operator.ver === act_ver;
    if (!stands || state.operator) throw new AppError('auth.token_invalid');
    if ((organizationId ?? null) !== own) throw new AppError('organization.foreign');
  }

  /** One of the caller's organizations; another one is refused alike whether it exists or not. */
  private async pick(roles: RolesByOrganization, wanted: string): Promise<string> {
    const key = wanted.toLowerCase(); // UUIDs and hexadecimal ids are read in either case
    if (roles.has(key)) return key;
    for (const id of roles.keys()) {
      const organization = await this.organizations.byId(id);
      if (organization && (organization.uid === key || String(organization.seq) === key)) return id;
    }
    throw new AppError('organization.foreign');
  }
}

/** A changed password, an ended session or a changed role ends a token at once. */
function isRevoked(state: AccountState, { ver, sid }: AccessClaims): boolean {
  return (state.ver !== ver && state.keptSid !== sid) || state.endedSids.includes(sid);
}
