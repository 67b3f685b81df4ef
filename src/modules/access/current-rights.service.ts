import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import type { Tx } from '../../database/transactions.js';
import { isKeyItself } from './actor.types.js';
import { PermissionCatalogueService } from './permission-catalogue.service.js';
import { RoleHoldersService } from './role-holders.service.js';
import { RolesRepository } from './roles.repository.js';
import type { Permission, PermissionSet, ProductPermission } from './roles.types.js';

/** Whose rights are asked for: a request's caller, with what their token allowed when it was checked. */
interface Caller {
  readonly userId: string;
  readonly permissions: PermissionSet;
  /** The API key the request came with. */
  readonly apiKeyId?: string;
}

/**
 * What an actor may do at this moment, read inside the transaction that uses it: a user who was removed,
 * demoted or suspended since their token was checked changes no rights any more.
 */
@Injectable()
export class CurrentRightsService {
  constructor(
    private readonly holders: RoleHoldersService,
    private readonly roles: RolesRepository,
    private readonly catalogue: PermissionCatalogueService,
  ) {}

  /**
   * Call it under MembershipLockService, so that a change of the actor's own role commits before or after, not beside.
   * @param session null for work that no transaction can hold, such as dropping a collection: as it is now
   * @returns what the actor's role allows now, and never more than the request was admitted with
   */
  async require(
    session: Tx | null,
    orgId: string,
    actor: Caller,
    needed: Permission,
  ): Promise<PermissionSet> {
    const own = await this.held(session, orgId, actor);
    if (!own.has(needed)) throw new AppError('auth.forbidden');
    return own;
  }

  /** The same, whatever is needed. @throws AppError api_key.invalid for a key that was revoked meanwhile */
  async held(session: Tx | null, orgId: string, actor: Caller): Promise<PermissionSet> {
    const { userId, permissions, apiKeyId } = actor;
    const scopes =
      apiKeyId === undefined ? undefined : await this.holders.keyScopes(orgId, apiKeyId, session);
    if (scopes === null) throw new AppError('api_key.invalid');
    const held = isKeyItself(userId)
      ? ((await this.catalogue.builtIn('owner')) ?? [])
      : await this.ofRole(session, orgId, userId);
    return new Set<Permission | ProductPermission>(
      [...held].filter((one) => permissions.has(one) && (scopes === undefined || scopes.has(one))),
    );
  }

  private async ofRole(
    session: Tx | null,
    orgId: string,
    userId: string,
  ): Promise<Iterable<Permission | ProductPermission>> {
    const role = await this.holders.activeRole(orgId, userId, session);
    if (role === null) return [];
    return (
      (await this.catalogue.builtIn(role)) ??
      (await this.roles.find(orgId, role, session ?? undefined))?.permissions ??
      []
    );
  }

  /** The same of an operator who speaks for the platform: one who was suspended since changes nothing. */
  async requireOperator(session: Tx, { userId }: Pick<Caller, 'userId'>): Promise<void> {
    if (!(await this.holders.isOperator(userId, session))) throw new AppError('auth.forbidden');
  }
}
