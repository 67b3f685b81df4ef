import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { refuseDuplicate } from '../../database/duplicate-key.js';
import { type Tx, Transactions } from '../../database/transactions.js';
import { AuditService } from '../audit/audit.service.js';
import { type AuditedActor, by } from '../audit/audit.types.js';
import type { AuditActionOn } from '../audit/audit-actions.types.js';
import { organizationOf } from './actor.types.js';
import { MembershipLockService } from '../registry/membership-lock.service.js';
import { CurrentRightsService } from './current-rights.service.js';
import { PermissionCatalogueService } from './permission-catalogue.service.js';
import { type Catalogue, listBuiltIn } from './permission-catalogue.types.js';
import { RoleHoldersService } from './role-holders.service.js';
import type { RoleRow } from './role.schema.js';
import { RolesRepository, roleId } from './roles.repository.js';
import { RolesService } from './roles.service.js';
import {
  BUILT_IN,
  BUILT_IN_ROLES,
  type BuiltInRole,
  covers,
  isBuiltIn,
  MAX_CUSTOM_ROLES,
  type PermissionSet,
  type Role,
  ROLE_KEY_LENGTH,
  type RoleKey,
  type RolePermission,
} from './roles.types.js';

/** Who changes the roles of an organization: nobody puts more into a role than they may do themselves. */
interface Maker extends AuditedActor {
  readonly organizationId: string | undefined;
  readonly permissions: PermissionSet;
}

export interface NewRole {
  /** Made from the name when absent. */
  key?: RoleKey;
  name: string;
  description?: string;
  permissions: RolePermission[];
}

export type RoleChange = Partial<Omit<NewRole, 'key'>>;

/** The roles of an organization: the built-in ones, and those it makes for itself. */
@Injectable()
export class CustomRolesService {
  constructor(
    private readonly repository: RolesRepository,
    private readonly roles: RolesService,
    private readonly holders: RoleHoldersService,
    private readonly rights: CurrentRightsService,
    private readonly catalogue: PermissionCatalogueService,
    private readonly lock: MembershipLockService,
    private readonly transactions: Transactions,
    private readonly audit: AuditService,
  ) {}

  /** Built-in roles first, from the most powerful one down; then the organization's by key. */
  async list(maker: Maker): Promise<Role[]> {
    const orgId = organizationOf(maker);
    const [rows, members, catalogue] = await Promise.all([
      this.repository.list(orgId),
      this.holders.members(orgId),
      this.catalogue.current(),
    ]);
    const all = [...BUILT_IN_ROLES.map((key) => builtIn(key, catalogue)), ...rows.map(custom)];
    return all.map((role) => withMembers(role, members));
  }

  async get(maker: Maker, key: RoleKey): Promise<Role> {
    const orgId = organizationOf(maker);
    const role = isBuiltIn(key)
      ? builtIn(key, await this.catalogue.current())
      : custom(await this.find(orgId, key));
    return withMembers(role, await this.holders.members(orgId));
  }

  async create(maker: Maker, { key, name, description, permissions }: NewRole): Promise<Role> {
    const orgId = organizationOf(maker);
    const chosen = key ?? keyFrom(name);
    if (isBuiltIn(chosen)) throw new AppError('role.exists');
    const now = new Date();
    const row: RoleRow = {
      _id: roleId(orgId, chosen),
      seq: await this.repository.nextSeq(),
      org_id: orgId,
      key: chosen,
      name,
      description: description ?? '',
      permissions: inOrder(permissions),
      given: 0,
      created_at: now,
      updated_at: now,
    };
    await this.transactions
      .run(async (session) => {
        const own = await this.begin(session, maker);
        await this.catalogue.requireKnown(permissions, session);
        if (!covers(own, permissions)) throw new AppError('role.exceeds');
        if ((await this.repository.count(orgId, session)) >= MAX_CUSTOM_ROLES) {
          throw new AppError('role.limit_reached', { limit: MAX_CUSTOM_ROLES });
        }
        await this.repository.insert(row, session);
        await this.record(maker, 'role.created', row, session, { permissions: row.permissions });
      })
      .catch((error: unknown) => {
        throw refuseDuplicate(error);
      });
    this.roles.invalidate(orgId);
    return withMembers(custom(row), new Map());
  }

  /**
   * The actor who changes a role may do all of it, before and after: so no actor raises themselves.
   * @param expected the revisions the role may have; any when undefined
   */
  async update(maker: Maker, key: RoleKey, change: RoleChange, expected?: string[]): Promise<Role> {
    const orgId = organizationOf(maker);
    if (isBuiltIn(key)) throw new AppError('role.built_in');
    const { permissions, ...words } = change;
    const updated = await this.transactions.run(async (session) => {
      const own = await this.begin(session, maker);
      const row = await this.find(orgId, key, session);
      await this.catalogue.requireKnown(permissions ?? [], session);
      judge(own, row, permissions, expected);
      const after = await this.repository.update(
        row,
        { ...words, ...(permissions === undefined ? {} : { permissions: inOrder(permissions) }) },
        session,
      );
      const { name, permissions: held } = after;
      await this.record(maker, 'role.changed', row, session, { name, permissions: held });
      return after;
    });
    this.roles.invalidate(orgId);
    return withMembers(custom(updated), await this.holders.members(orgId));
  }

  async remove(maker: Maker, key: RoleKey, expected?: string[]): Promise<void> {
    const orgId = organizationOf(maker);
    if (isBuiltIn(key)) throw new AppError('role.built_in');
    await this.transactions.run(async (session) => {
      const own = await this.begin(session, maker);
      const row = await this.find(orgId, key, session);
      judge(own, row, [], expected);
      if (await this.holders.has(orgId, key, session)) throw new AppError('role.in_use');
      await this.repository.remove(orgId, key, session);
      await this.record(maker, 'role.removed', row, session);
    });
    this.roles.invalidate(orgId);
  }

  /** The lock, and what the maker may do under it. */
  private async begin(session: Tx, maker: Maker): Promise<PermissionSet> {
    const { id } = await this.lock.take(organizationOf(maker), session);
    return this.rights.require(session, id, maker, 'roles.manage');
  }

  private async find(orgId: string, key: RoleKey, session?: Tx): Promise<RoleRow> {
    const row = await this.repository.find(orgId, key, session);
    if (!row) throw new AppError('role.not_found');
    return row;
  }

  private record(
    maker: Maker,
    action: AuditActionOn<'role'>,
    { org_id: orgId, key: targetId }: RoleRow,
    session: Tx,
    details?: Record<string, unknown>,
  ): Promise<void> {
    return this.audit.record({ ...by(maker), action, orgId, targetType: 'role', targetId, details }, session);
  }
}

function judge(
  own: PermissionSet,
  row: RoleRow,
  permissions: RolePermission[] = [],
  expected?: string[],
): void {
  if (!covers(own, [...row.permissions, ...permissions])) throw new AppError('role.exceeds');
  if (expected && !expected.includes(revisionOf(row))) throw new AppError('resource.changed');
}

type Uncounted = Omit<Role, 'members'>;

const builtIn = (key: BuiltInRole, catalogue: Catalogue): Uncounted => ({
  key,
  name: key.charAt(0).toUpperCase() + key.slice(1),
  description: BUILT_IN[key].description,
  builtIn: true,
  permissions: listBuiltIn(catalogue, key),
  revision: catalogue.revision === 0 ? 'built-in' : `built-in-${catalogue.revision}`,
  createdAt: null,
  updatedAt: null,
});

const custom = (row: RoleRow): Uncounted => ({
  key: row.key,
  name: row.name,
  description: row.description,
  builtIn: false,
  permissions: row.permissions,
  revision: revisionOf(row),
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

const withMembers = (role: Uncounted, members: ReadonlyMap<RoleKey, number>): Role => ({
  ...role,
  members: members.get(role.key) ?? 0,
});

/** Each change sets a later moment, so it names the version. */
const revisionOf = ({ updated_at }: RoleRow): string => updated_at.getTime().toString(36);

const inOrder = (permissions: RolePermission[]): RolePermission[] => [...new Set(permissions)].sort();

/** `Site manager` → `site-manager`; a name without Latin letters or digits gets a random key. */
function keyFrom(name: string): RoleKey {
  const key = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, ROLE_KEY_LENGTH)
    .replace(/^-|-$/g, '');
  return key === '' ? `role-${randomBytes(4).toString('hex')}` : key;
}
