import { Injectable } from '@nestjs/common';
import { ChangeFeed } from '../../database/change-feed.js';
import { CoherentCache } from '../../database/coherent-cache.js';
import { OrganizationEndings } from '../organizations/registry/organization-endings.service.js';
import { RolesRepository, roleId } from './roles.repository.js';
import {
  builtInPermissions,
  NO_PERMISSIONS,
  type Permission,
  type PermissionSet,
  type RoleKey,
} from './roles.types.js';

/** Custom roles kept in memory. */
const CACHED_ROLES = 10_000;

interface KnownRole {
  permissions: PermissionSet;
}

/** What a role may do, read on every request: from memory, coherent over all instances. */
@Injectable()
export class RolesService {
  private readonly custom: CoherentCache<KnownRole>;

  constructor(roles: RolesRepository, feed: ChangeFeed, endings: OrganizationEndings) {
    endings.add((orgId, session) => roles.removeAllOf(orgId, session));
    const load = async (id: string): Promise<KnownRole | null> => {
      const row = await roles.findById(id);
      return row && { permissions: new Set<Permission>(row.permissions) };
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

  /** Forgets a custom role at once on this instance. */
  forget(orgId: string, role: RoleKey): void {
    this.custom.invalidate(roleId(orgId, role));
  }
}
