import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { Env } from '../../config/env.js';
import { requiresFactor } from '../registry/organizations.types.js';
import { OrganizationRegistryService } from '../registry/organization-registry.service.js';
import { RolesService } from '../access/roles.service.js';
import {
  impersonatedPermissions,
  NO_PERMISSIONS,
  type PermissionSet,
  type RoleKey,
} from '../access/roles.types.js';
import { type RolesByOrganization, UserMembershipsService } from '../memberships/user-memberships.service.js';
import { UsersService } from '../users/users.service.js';
import type { AccountState } from '../users/users.types.js';
import { type Actor, keyActorId } from '../access/actor.types.js';
import type { KnownKey } from '../api-keys/api-keys.types.js';
import type { Organization } from '../registry/organizations.types.js';
import type { AccessClaims } from './auth.types.js';

/** Who makes a request, and what they may do: answered from memory. */
@Injectable()
export class ActorsService {
  private readonly ofKeys = new WeakMap<KnownKey, { allowed: PermissionSet; permissions: PermissionSet }>();

  constructor(
    private readonly users: UsersService,
    private readonly memberships: UserMembershipsService,
    private readonly organizations: OrganizationRegistryService,
    private readonly roles: RolesService,
    private readonly env: Env,
  ) {}

  /**
   * The person behind verified claims, if the account and the organization still stand.
   * @param wanted picks among the caller's organizations (D12): its id, UUID or integer id
   * @param suspendedToo of a suspended organization, or where a second factor is required that they do not have,
   *   they are a user without an organization, and without rights
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
    const nobody = { ...person, operator: false, organizationId: undefined, role: undefined };
    const outside: Actor = { ...nobody, permissions: NO_PERMISSIONS };
    const lacksFactor = !state.hasFactor && claims.type === 'access' && claims.act === undefined;
    const role = organizationId === undefined ? undefined : roles.get(organizationId);
    if (organizationId !== undefined) {
      const row = this.organizations.byId(organizationId);
      const organization = row instanceof Promise ? await row : row;
      if (role === undefined || !organization) throw new AppError('auth.token_invalid');
      if (organization.status !== 'active') {
        if (!suspendedToo || claims.act !== undefined) throw new AppError('organization.suspended');
        return outside;
      }
      if (lacksFactor && requiresFactor(organization)) return withoutFactor(outside, suspendedToo);
    } else if (operator && lacksFactor && this.env.operatorsNeedFactor) {
      return withoutFactor(outside, suspendedToo);
    }
    const caller = { ...person, organizationId, role };
    const allowed = this.roles.permissionsOfUser(caller);
    const permissions = allowed instanceof Promise ? await allowed : allowed;
    if (claims.act === undefined) return { ...caller, permissions };
    return { ...caller, permissions: impersonatedPermissions(permissions), impersonatorId: claims.act.sub };
  }

  /**
   * A key of an organization may do its scopes; a personal one, of these, what its person may do at this moment.
   * @param wanted X-Org-Id, which can only name the key's own organization
   */
  async ofKey(key: KnownKey, wanted?: string): Promise<Actor> {
    const { organizationId, userId, id } = key;
    const known = this.organizations.byId(organizationId);
    const row = known instanceof Promise ? await known : known;
    if (!row) throw new AppError('api_key.invalid');
    if (wanted !== undefined && !isNamed(row, wanted)) throw new AppError('organization.foreign');
    const person = userId === undefined ? undefined : await this.personOf(userId, organizationId);
    // An owner may do all there is: a permission that the product does not have any more is none.
    const role = person?.role ?? 'owner';
    if (row.status !== 'active') throw new AppError('organization.suspended');
    if (person?.hasFactor === false && requiresFactor(row)) throw new AppError('auth.enrolment_required');
    const allowed = this.roles.permissionsOf(organizationId, role);
    return {
      userId: userId ?? keyActorId(id),
      organizationId,
      role: person?.role,
      permissions: this.scoped(key, allowed instanceof Promise ? await allowed : allowed),
      operator: false,
      emailVerified: person?.emailVerified ?? true,
      sessionId: keyActorId(id),
      apiKeyId: id,
    };
  }

  /** The person of a key, as long as the account is active and a member. */
  private async personOf(
    userId: string,
    organizationId: string,
  ): Promise<{ role: RoleKey; emailVerified: boolean; hasFactor: boolean }> {
    const [account, own] = [this.users.getState(userId), this.memberships.rolesOf(userId)];
    const isKnown = !(account instanceof Promise) && !(own instanceof Promise);
    const [state, roles] = isKnown ? [account, own] : await Promise.all([account, own]);
    const role = roles.get(organizationId);
    if (state?.status !== 'active' || role === undefined) throw new AppError('api_key.invalid');
    return { role, emailVerified: state.emailVerified, hasFactor: state.hasFactor };
  }

  /** The sets of roles are made once: what a key has of one is worked out when either changes. */
  private scoped(key: KnownKey, allowed: PermissionSet): PermissionSet {
    const known = this.ofKeys.get(key);
    if (known?.allowed === allowed) return known.permissions;
    const permissions = new Set([...key.scopes].filter((scope) => allowed.has(scope)));
    this.ofKeys.set(key, { allowed, permissions });
    return permissions;
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
      if (organization && isNamed(organization, key)) return id;
    }
    throw new AppError('organization.foreign');
  }
}

/** By its id, UUID or integer id. */
function isNamed({ id, uid, seq }: Organization, wanted: string): boolean {
  const key = wanted.toLowerCase();
  return id === key || uid === key || String(seq) === key;
}

/** @throws AppError auth.enrolment_required where a user without rights has no business */
function withoutFactor(outside: Actor, isEnough: boolean): Actor {
  if (!isEnough) throw new AppError('auth.enrolment_required');
  return outside;
}

/** A changed password, an ended session or a changed role ends a token at once. */
function isRevoked(state: AccountState, { ver, sid }: AccessClaims): boolean {
  return (state.ver !== ver && state.keptSid !== sid) || state.endedSids.includes(sid);
}
