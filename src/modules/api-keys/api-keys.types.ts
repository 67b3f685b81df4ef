import type { AuditedActor } from '../audit/audit.types.js';
import type { PermissionSet, RolePermission } from '../access/roles.types.js';

/** What secret scanners look for. */
export const KEY_PREFIX = 'rwh_live_';

/** Acts that a person confirms, or that end the organization: no key may hold them. */
export const NEVER_IN_KEYS: ReadonlySet<string> = new Set(['organization.delete', 'organization.transfer']);

/** Addresses and CIDR blocks of one key. */
export const MAX_ADDRESSES = 50;
/** Seconds that the key before a rotation goes on. */
export const DEFAULT_OVERLAP = 24 * 3600;
export const MAX_OVERLAP = 7 * 24 * 3600;

export type ApiKeyKind = 'organization' | 'personal';
export type ApiKeyStatus = 'active' | 'expired' | 'revoked';
/** `left`: the person is no member any more. */
export type RevocationReason = 'revoked' | 'leaked' | 'left';

/** A key as it is listed; never with what opens anything. */
export interface ApiKey {
  readonly id: string;
  readonly kind: ApiKeyKind;
  readonly organizationId: string;
  /** Whose key it is; undefined for the organization's. */
  readonly userId: string | undefined;
  readonly name: string;
  readonly scopes: readonly RolePermission[];
  readonly addresses: readonly string[];
  readonly status: ApiKeyStatus;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly expiresAt: Date | null;
  readonly rotatedAt: Date | null;
  /** Until when the key before the last rotation goes on. */
  readonly previousUntil: Date | null;
  readonly revokedAt: Date | null;
  readonly revocationReason: RevocationReason | null;
  readonly lastUsedAt: Date | null;
  readonly lastUsedIp: string | null;
}

/** A key with its text, which is shown this once. */
export interface IssuedApiKey {
  readonly key: ApiKey;
  readonly text: string;
}

export interface NewApiKey {
  readonly name: string;
  readonly scopes: RolePermission[];
  readonly expiresAt?: Date;
  readonly addresses?: string[];
}

/** Null takes the expiry away. */
export interface ApiKeyChange {
  readonly name?: string;
  readonly scopes?: RolePermission[];
  readonly expiresAt?: Date | null;
  readonly addresses?: string[];
}

/** Who makes and changes keys: nobody puts more into one than they may do themselves. */
export interface KeyMaker extends AuditedActor {
  readonly organizationId: string | undefined;
  readonly permissions: PermissionSet;
  readonly emailVerified: boolean;
}

/** A key whose secret was right, as a request finds it: kept in memory. */
export interface KnownKey {
  readonly id: string;
  readonly organizationId: string;
  readonly userId: string | undefined;
  readonly scopes: PermissionSet;
  /** Milliseconds since 1970; Infinity for one without an end. */
  readonly expiresAt: number;
}

/** What a scanner found; `url` may say anything. */
export interface LeakReport {
  readonly token: string;
  readonly type: string;
  readonly url: string;
}
