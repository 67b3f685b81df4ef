import type { RoleKey } from '../access/roles.types.js';
import type { OrganizationStatus } from '../registry/organizations.types.js';

/** What requests need of an access token's claims (S1-11, D15); kept in memory for each token in use. */
export interface AccessClaims {
  sub: string;
  organization_id: string | null;
  /** `access`; `password` can only change the password. */
  type: 'access' | 'password';
  sid: string;
  ver: number;
  /** Seconds since 1970 (RFC 7519, section 2). */
  exp: number;
  /** The operator who acts as `sub`, and the version of that account. */
  act?: { sub: string };
  act_ver?: number;
}

/** Where a sign-in or a refresh came from; shown in the list of sessions. */
export interface Client {
  readonly ip: string;
  readonly userAgent?: string;
}

/** A sign-in that goes on, as its owner sees it. */
export interface OwnSession {
  readonly id: string;
  /** `impersonation`: an operator acts as the account. */
  readonly kind: 'sign_in' | 'impersonation';
  readonly organizationId: string | undefined;
  readonly createdAt: Date;
  /** When its refresh token was used last. */
  readonly lastUsedAt: Date;
  readonly expiresAt: Date;
  readonly client: Partial<Client>;
}

/** An organization a user may work in. */
export interface OwnMembership {
  readonly id: string;
  readonly uid: string;
  readonly name: string;
  readonly role: RoleKey;
  readonly status: OrganizationStatus;
}
