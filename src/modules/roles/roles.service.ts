import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { ChangeFeed } from '../../database/change-feed.js';
import { CoherentCache } from '../../database/coherent-cache.js';
import type { Session } from '../../database/transactions.js';
import { OrganizationEndings } from '../organizations/registry/organization-endings.service.js';
import { RolesRepository, roleId } from './roles.repository.js';
import {
  builtInPermissions,
  covers,
  isBuiltIn,
  NO_PERMISSIONS,
  type Permission,
  type PermissionSet,
  type RoleKey,
} from './roles.types.js';

/** Custom roles kept in memory. */
const CACHED_ROLES = 10_000;

interface KnownRole {
  name: string;
  permissions: PermissionSet;
}

/** What a role may do, read on every request: from memory, coherent over all instances. */
@Injectable()
export class RolesService {
  private readonly custom: CoherentCache<KnownRole>;

  constructor(
    private readonly roles: RolesRepository,
    feed: ChangeFeed,
    endings: OrganizationEndings,
  ) {
    endings.add((orgId, session) => roles.removeAllOf(orgId, session));
    const load = async (id: string): Promise<KnownRole | null> => {
      const row = await roles.findById(id);
      return row && { name: row.name, permissions: new Set<Permission>(row.permissions) };
    };
    this.custom = new CoherentCache(feed, load, { max: CACHED_ROLES });
    feed.on('roles', ({ id }) => this.custom.invalidate(String(id)));
  }

  /** Nothing for a role that does not exist any more. */
  permissionsOf(orgId: string, role: RoleKey): PermissionSet | Promise<PermissionSet> {
    const builtIn = builtInPermissions(role);
    if (builtIn) return builtIn;
    const found = this.custom.get(roleId(orgId, role));
    if (found instanceof Promise) return found.then((known) => known?.permissions ?? NO_PERMISSIONS);
    return found?.permissions ?? NO_PERMISSIONS;
  }

  /** How a role is shown in a mail. */
  async nameOf(orgId: string, role: RoleKey): Promise<string> {
    return isBuiltIn(role) ? role : ((await this.custom.get(roleId(orgId, role)))?.name ?? role);
  }

  /**
   * Whoever gives a role may do all of it themselves. The transaction then conflicts with a removal of the role,
   * so that nobody holds one that is gone.
   * @throws AppError role.not_found, role.exceeds
   */
  async requireAssignable(
    actorPermissions: PermissionSet,
    orgId: string,
    key: RoleKey,
    session: Session,
  ): Promise<void> {
    const wanted = builtInPermissions(key) ?? (await this.roles.touch(orgId, key, session))?.permissions;
    if (wanted === undefined) throw new AppError('role.not_found');
    if (!covers(actorPermissions, wanted)) throw new AppError('role.exceeds');
  }

  /** Forgets a custom role at once on this instance. */
  forget(orgId: string, role: RoleKey): void {
    this.custom.invalidate(roleId(orgId, role));
  }
}
