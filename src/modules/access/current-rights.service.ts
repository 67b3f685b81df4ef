import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import type { Tx } from '../../database/transactions.js';
import { PermissionCatalogueService } from './permission-catalogue.service.js';
import { RoleHoldersService } from './role-holders.service.js';
import { RolesRepository } from './roles.repository.js';
import type { Permission, PermissionSet, ProductPermission } from './roles.types.js';

/** Whose rights are asked for: a request's caller, with what their token allowed when it was checked. */
interface Caller {
  readonly userId: string;
  readonly permissions: PermissionSet;
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
    const role = await this.holders.activeRole(orgId, actor.userId, session);
    const held =
      role === null
        ? []
        : ((await this.catalogue.builtIn(role)) ??
          (await this.roles.find(orgId, role, session ?? undefined))?.permissions ??
          []);
    const own = new Set<Permission | ProductPermission>(
      [...held].filter((permission) => actor.permissions.has(permission)),
    );
    if (!own.has(needed)) throw new AppError('auth.forbidden');
    return own;
  }

  /** The same of an operator who speaks for the platform: one who was suspended since changes nothing. */
  async requireOperator(session: Tx, { userId }: Pick<Caller, 'userId'>): Promise<void> {
    if (!(await this.holders.isOperator(userId, session))) throw new AppError('auth.forbidden');
  }
}
