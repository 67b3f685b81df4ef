/** What a member may do in an organization. One of them stands on each route that needs one. */
export const PERMISSIONS = {
  'organization.read': 'See the organization, its plan and its operations',
  'organization.update': 'Change the name, the settings and the credentials of the organization',
  'organization.delete': 'Delete the organization with its database',
  'organization.transfer': 'Transfer ownership; appoint, change and remove owners',
  'plan.change': 'Change the plan',
  'members.read': 'See the members',
  'members.manage': 'Approve, change and remove members; reset their passwords to temporary ones',
  'invitations.manage': 'Invite, and revoke invitations',
  'roles.read': 'See the roles',
  'roles.manage': 'Create, change and delete custom roles',
  'stats.read': 'See the counts of members',
  'data.read': 'Read documents',
  'data.write': 'Create, change and delete documents',
  'data.drop': 'Drop a whole collection',
  'data.export': 'Export a whole collection',
  'data.undo': 'Put the data of the organization back to an earlier moment',
  'tenants.create': 'Create tenants, each with an owner of its own',
  'audit.read': 'Read the audit log of the organization',
  'audit.stream': 'Stream the audit log of the organization to an address or a bucket',
  'backups.read': 'See the backups',
  'backups.manage': 'Make, verify, download, restore and delete backups',
  'branches.manage': 'See, make and delete branches: copies of all data',
  'api_keys.manage': 'See, create, change, rotate and revoke API keys of the organization',
  'usage.read': 'See what the organization uses, by the hour',
  'webhooks.read': 'See the webhooks and their deliveries',
  'webhooks.manage': 'Create, change, try out and delete webhooks; send events again',
} as const;

/** What a platform operator may do, whose account belongs to no organization. */
export const PLATFORM_PERMISSIONS = {
  'tenants.create': 'Create tenants, each with an owner of its own',
  'platform.organizations.read': 'See every organization',
  'platform.organizations.manage': 'Suspend, activate and deactivate organizations; change their plan',
  'platform.stats.read': 'See the counts of every organization',
  'platform.users.manage': 'Suspend and activate accounts',
  'platform.audit.read': 'Read the platform’s audit log',
  'platform.audit.stream': 'Stream the platform’s audit log to an address or a bucket',
  'platform.usage.read': 'See what every organization uses, by the hour',
  'platform.impersonate': 'Impersonate a user for a limited time',
  'platform.permissions.manage': 'Register the permissions of the product',
} as const;

/** What nobody does in another's name: it outlives an impersonation, or takes the organization away. */
const NEVER_IMPERSONATED: ReadonlySet<string> = new Set([
  'organization.delete',
  'organization.transfer',
  'plan.change',
  'tenants.create',
  'backups.manage',
  'branches.manage',
]);

/** What is left of a user's permissions to the operator who acts as them. */
export const impersonatedPermissions = (permissions: PermissionSet): PermissionSet =>
  new Set([...permissions].filter((one) => !NEVER_IMPERSONATED.has(one)));

/** Permissions an impersonator only reads with: what they change with one of these outlasts the hour. */
const READ_ONLY_IMPERSONATED: ReadonlySet<string> = new Set([
  'organization.update',
  'members.manage',
  'invitations.manage',
  'roles.manage',
  'data.drop',
  'api_keys.manage',
  'data.undo',
  'webhooks.manage',
  'audit.stream',
]);

/**
 * Whether an impersonator may call a route, by the permission it needs and its method.
 * @param method HTTP method in upper case
 */
export function allowsImpersonation(permission: string | undefined, method: string): boolean {
  if (permission === undefined) return true;
  if (NEVER_IMPERSONATED.has(permission)) return false;
  return method === 'GET' || method === 'HEAD' || !READ_ONLY_IMPERSONATED.has(permission);
}

export type OrganizationPermission = keyof typeof PERMISSIONS;
export type PlatformPermission = keyof typeof PLATFORM_PERMISSIONS;
export type Permission = OrganizationPermission | PlatformPermission;
/** A permission of the product, as its catalogue names it (ADR-0051); such a name collides with none of ours. */
export type ProductPermission = string & { readonly __brand: 'ProductPermission' };
/** What a role may hold. */
export type RolePermission = OrganizationPermission | ProductPermission;
export type PermissionSet = ReadonlySet<Permission | ProductPermission>;

export const ORGANIZATION_PERMISSIONS = Object.keys(PERMISSIONS) as OrganizationPermission[];

export const BUILT_IN_ROLES = ['owner', 'admin', 'manager', 'attendant', 'member'] as const;
export type BuiltInRole = (typeof BUILT_IN_ROLES)[number];
/** Roles an organization may make for itself. */
export const MAX_CUSTOM_ROLES = 50;
/** Characters. */
export const ROLE_KEY_LENGTH = 40;
export const ROLE_KEY = /^[a-z0-9_-]{1,40}$/;
/** Key of a role: a built-in one, or one the organization made. */
export type RoleKey = string;

const MEMBER: OrganizationPermission[] = ['organization.read', 'data.read', 'data.write'];
const MANAGER: OrganizationPermission[] = [
  ...MEMBER,
  'members.read',
  'roles.read',
  'stats.read',
  'data.drop',
  'data.export',
];
/** A backup is all data of the organization in one file (D25). */
const OWNERS_ALONE: readonly OrganizationPermission[] = [
  'organization.transfer',
  'backups.manage',
  'branches.manage',
];
const ADMIN = ORGANIZATION_PERMISSIONS.filter((permission) => !OWNERS_ALONE.includes(permission));

/** The roles every organization has, from the most to the least powerful. */
export const BUILT_IN: Readonly<
  Record<BuiltInRole, { description: string; permissions: readonly OrganizationPermission[] }>
> = {
  owner: { description: 'All permissions, including ownership', permissions: ORGANIZATION_PERMISSIONS },
  admin: { description: 'All permissions except ownership, backups and branches', permissions: ADMIN },
  manager: { description: 'Reads and writes data; sees the members', permissions: MANAGER },
  attendant: { description: 'Reads and writes data', permissions: MEMBER },
  member: { description: 'Reads and writes data', permissions: MEMBER },
};

const BUILT_IN_SETS: ReadonlyMap<string, PermissionSet> = new Map(
  Object.entries(BUILT_IN).map(([key, { permissions }]) => [key, new Set<Permission>(permissions)]),
);

export const NO_PERMISSIONS: PermissionSet = new Set();
export const OPERATOR_PERMISSIONS: PermissionSet = new Set(
  Object.keys(PLATFORM_PERMISSIONS) as PlatformPermission[],
);

export const isBuiltIn = (key: string): key is BuiltInRole => BUILT_IN_SETS.has(key);

/** Without those of the product; undefined for a role that is not built in. */
export const builtInPermissions = (key: RoleKey): PermissionSet | undefined => BUILT_IN_SETS.get(key);

/** Whether an actor who may do `own` may give all of `wanted`. */
export const covers = (own: PermissionSet, wanted: Iterable<Permission | ProductPermission>): boolean =>
  [...wanted].every((permission) => own.has(permission));

/** A role of an organization as its members see it. */
export interface Role {
  readonly key: RoleKey;
  readonly name: string;
  readonly description: string;
  readonly builtIn: boolean;
  readonly permissions: readonly RolePermission[];
  /** Names the version of a custom role; of a built-in one, the version of the product's catalogue. */
  readonly revision: string;
  /** Null for a built-in role. */
  readonly createdAt: Date | null;
  readonly updatedAt: Date | null;
  /** How many members have it, whatever their status. */
  readonly members: number;
}
