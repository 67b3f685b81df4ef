import { Injectable } from '@nestjs/common';
import { Env } from '../../config/env.js';
import { RolesService } from '../access/roles.service.js';
import { impersonatedPermissions, type RoleKey } from '../access/roles.types.js';
import { UserMembershipsService } from '../memberships/user-memberships.service.js';

/** Characters of the list: a token with more would not fit into a header (TokensService refuses it). */
const MAX_PERMISSIONS = 1300;

/** The claims of TOKEN_CLAIMS, as they are when a token is signed. */
export interface GrantClaims {
  role?: RoleKey | null;
  permissions?: string[];
}

export interface Grantee {
  userId: string;
  organizationId: string | undefined;
  operator: boolean;
  impersonated?: boolean;
}

/** What a token says of its owner's rights, if the operator of the service wants it to. */
@Injectable()
export class GrantClaimsService {
  private readonly withRole: boolean;
  private readonly withPermissions: boolean;

  constructor(
    env: Env,
    private readonly memberships: UserMembershipsService,
    private readonly roles: RolesService,
  ) {
    this.withRole = env.tokenClaims.includes('role');
    this.withPermissions = env.tokenClaims.includes('permissions');
  }

  async of(grantee: Grantee): Promise<GrantClaims> {
    if (!this.withRole && !this.withPermissions) return {};
    const { userId, organizationId } = grantee;
    const roles = organizationId === undefined ? undefined : await this.memberships.rolesOf(userId);
    const role = organizationId === undefined ? undefined : roles?.get(organizationId);
    return {
      ...(this.withRole ? { role: role ?? null } : {}),
      ...(this.withPermissions ? listed(await this.permissionsOf(grantee, role)) : {}),
    };
  }

  private async permissionsOf(
    { organizationId, operator, impersonated = false }: Grantee,
    role: RoleKey | undefined,
  ): Promise<string[]> {
    const own = await this.roles.permissionsOfUser({ organizationId, role, operator });
    return [...(impersonated ? impersonatedPermissions(own) : own)].sort();
  }
}

/** A list that is too long is left out as a whole: half of it would be a lie. */
const listed = (permissions: string[]): GrantClaims =>
  JSON.stringify(permissions).length <= MAX_PERMISSIONS ? { permissions } : {};
