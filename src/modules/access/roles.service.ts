import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { ChangeFeed } from '../../database/change-feed.js';
import { CoherentCache } from '../../database/coherent-cache.js';
import type { Tx } from '../../database/transactions.js';
import { DomainEventBus } from '../../database/domain-events.js';
import { PermissionCatalogueService } from './permission-catalogue.service.js';
import { orgIdOfRole, RolesRepository } from './roles.repository.js';
import type { Catalogue } from './permission-catalogue.types.js';
import type { Actor } from './actor.types.js';
import {
  covers,
  isBuiltIn,
  NO_PERMISSIONS,
  OPERATOR_PERMISSIONS,
  type PermissionSet,
  type RoleKey,
} from './roles.types.js';

/** Organizations whose roles are kept in memory, most of them without any, and roles: about 500 bytes each. */
const CACHED_ORGANIZATIONS = 50_000;
const CACHED_ROLES = 100_000;

/** The roles that an organization made, by key. */
type KnownRoles = ReadonlyMap<RoleKey, { name: string; permissions: PermissionSet }>;

const NO_ROLES: KnownRoles = new Map();

/** What a role may do, read on every request: from memory, coherent over all instances. */
@Injectable()
export class RolesService implements OnModuleInit {
  private readonly custom: CoherentCache<KnownRoles>;

  constructor(
    private readonly roles: RolesRepository,
    private readonly events: DomainEventBus,
    private readonly catalogue: PermissionCatalogueService,
    feed: ChangeFeed,
  ) {
    const load = async (orgId: string): Promise<KnownRoles> => {
      const rows = await roles.listPermissions(orgId);
      if (rows.length === 0) return NO_ROLES;
      return new Map(
        rows.map(({ key, name, permissions }) => [key, { name, permissions: new Set(permissions) }]),
      );
    };
    this.custom = new CoherentCache<KnownRoles>(feed, load, {
      name: 'roles',
      maxSize: CACHED_ORGANIZATIONS + CACHED_ROLES,
      sizeCalculation: ({ size }) => 1 + size,
    });
    feed.on('roles', ({ id }) => this.custom.invalidate(orgIdOfRole(String(id))));
  }

  onModuleInit(): void {
    this.events.on(
      'organization.deleted',
      'roles: remove custom ones',
      async ({ orgId, keeping }, session) => {
        keeping?.keep('roles', await this.roles.listRows(orgId, session));
        await this.roles.removeAllOf(orgId, session);
      },
    );
    this.events.on('organization.returned', 'roles: bring them back', ({ kept }, session) =>
      this.roles.insertAgain(kept.of('roles'), session),
    );
  }

  /** Asks for what `permissionsOf` needs, so that it comes with what else is read at this moment. */
  prepare(orgId: string): Promise<unknown> {
    return Promise.all([this.custom.get(orgId), this.catalogue.current()]);
  }

  /** Nothing for a role that does not exist any more. */
  permissionsOf(orgId: string, role: RoleKey): PermissionSet | Promise<PermissionSet> {
    if (isBuiltIn(role)) {
      const catalogue = this.catalogue.current();
      const ofBuiltIn = ({ builtIn }: Catalogue): PermissionSet => builtIn.get(role)!;
      return catalogue instanceof Promise ? catalogue.then(ofBuiltIn) : ofBuiltIn(catalogue);
    }
    const found = this.custom.get(orgId);
    const of = (roles: KnownRoles | null): PermissionSet => roles?.get(role)?.permissions ?? NO_PERMISSIONS;
    return found instanceof Promise ? found.then(of) : of(found);
  }

  /** What a user may do in the organization they act in; outside of one only an operator of the service may do anything. */
  permissionsOfUser({
    organizationId,
    role,
    operator,
  }: Pick<Actor, 'organizationId' | 'role' | 'operator'>): PermissionSet | Promise<PermissionSet> {
    if (organizationId !== undefined && role !== undefined) return this.permissionsOf(organizationId, role);
    return operator && organizationId === undefined ? OPERATOR_PERMISSIONS : NO_PERMISSIONS;
  }

  /** How a role is shown in a mail. */
  async nameOf(orgId: string, role: RoleKey): Promise<string> {
    return isBuiltIn(role) ? role : ((await this.custom.get(orgId))?.get(role)?.name ?? role);
  }

  /**
   * The actor who gives a role may do all of it themselves. The transaction then conflicts with a removal of the
   * role, so that no member holds one that is gone.
   * @param actorPermissions undefined: the service gives it
   */
  async requireAssignable(
    actorPermissions: PermissionSet | undefined,
    orgId: string,
    key: RoleKey,
    session: Tx,
  ): Promise<void> {
    const wanted =
      (await this.catalogue.builtIn(key)) ?? (await this.roles.touch(orgId, key, session))?.permissions;
    if (wanted === undefined) throw new AppError('role.not_found');
    if (actorPermissions && !covers(actorPermissions, wanted)) throw new AppError('role.exceeds');
  }

  /** Forgets an organization's own roles at once on this instance. */
  invalidate(orgId: string): void {
    this.custom.invalidate(orgId);
  }
}
