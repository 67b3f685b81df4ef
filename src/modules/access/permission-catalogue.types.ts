import {
  BUILT_IN,
  BUILT_IN_ROLES,
  type BuiltInRole,
  builtInPermissions,
  ORGANIZATION_PERMISSIONS,
  type PermissionSet,
  type ProductPermission,
  type RolePermission,
} from './roles.types.js';

/** Permissions of one product. */
export const MAX_PRODUCT_PERMISSIONS = 200;
/** Two to four words, such as `invoices.approve`. */
export const PRODUCT_PERMISSION = /^(?=.{3,64}$)[a-z][a-z0-9_-]*(\.[a-z][a-z0-9_-]*){1,3}$/;

/** First words of names that are ours, or may become ours in a later version. */
const OUR_NAMESPACES: ReadonlySet<string> = new Set([
  ...ORGANIZATION_PERMISSIONS.map((permission) => permission.split('.')[0]),
  ...['account', 'accounts', 'api-keys', 'api_keys', 'branding', 'domains', 'memberships', 'operations'],
  ...['organizations', 'permissions', 'plans', 'platform', 'rowhouse', 'sessions', 'tokens', 'webhooks'],
]);

const OURS: ReadonlySet<string> = new Set(ORGANIZATION_PERMISSIONS);

/** Roles that a catalogue may give a permission to; owners have all of them. */
export const DEFAULT_ROLES = ['admin', 'manager', 'attendant', 'member'] as const;
export type DefaultRole = (typeof DEFAULT_ROLES)[number];

/** A permission that the product checks itself. */
export interface CataloguedPermission {
  key: ProductPermission;
  description: string;
  /** Heading under which a form shows it. */
  group: string;
  defaultRoles: DefaultRole[];
}

/** What a version of the catalogue means. */
export interface Catalogue {
  /** 0 before the first one is registered. */
  readonly revision: number;
  readonly permissions: readonly CataloguedPermission[];
  readonly builtIn: ReadonlyMap<string, PermissionSet>;
}

/** Whether a name is outside of our namespaces. */
export const isFreeName = (key: string): boolean => !OUR_NAMESPACES.has(key.split('.')[0]);

/** Whether a role could hold it: one of ours, or a name that a catalogue may have. */
export const isRolePermission = (value: unknown): value is RolePermission =>
  typeof value === 'string' && (OURS.has(value) || (PRODUCT_PERMISSION.test(value) && isFreeName(value)));

/** Those of the product among the permissions of a role. */
export const productOnly = (permissions: readonly RolePermission[]): ProductPermission[] =>
  permissions.filter((permission): permission is ProductPermission => !OURS.has(permission));

/**
 * A role has what a less powerful one has: who appoints members must hold all that a member holds. Attendants and
 * members are equals.
 */
export function withStrongerRoles(roles: readonly DefaultRole[]): DefaultRole[] {
  const given = new Set<DefaultRole>(roles);
  if (given.has('attendant') || given.has('member')) given.add('manager');
  if (given.size > 0) given.add('admin');
  return DEFAULT_ROLES.filter((role) => given.has(role));
}

export function catalogueOf(revision: number, permissions: readonly CataloguedPermission[]): Catalogue {
  const builtIn = BUILT_IN_ROLES.map((role) => {
    const own = productOf(permissions, role);
    const ours = builtInPermissions(role)!;
    return [role, own.length === 0 ? ours : new Set([...ours, ...own])] as const;
  });
  return { revision, permissions, builtIn: new Map(builtIn) };
}

/** What a built-in role holds, ours first. */
export const listBuiltIn = ({ permissions }: Catalogue, role: BuiltInRole): RolePermission[] => [
  ...BUILT_IN[role].permissions,
  ...productOf(permissions, role),
];

const productOf = (permissions: readonly CataloguedPermission[], role: BuiltInRole): ProductPermission[] =>
  permissions
    .filter(({ defaultRoles }) => role === 'owner' || defaultRoles.includes(role))
    .map(({ key }) => key);
