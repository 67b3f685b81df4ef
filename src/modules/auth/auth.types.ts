import type { PermissionSet, RoleKey } from '../roles/roles.types.js';

/** Who makes a request. */
export interface Actor {
  readonly userId: string;
  /** The organization the request is about: the token's, or the one of the caller's that X-Org-Id picks. */
  readonly organizationId: string | undefined;
  readonly role: RoleKey | undefined;
  /** What the role allows, or a platform operator may do. */
  readonly permissions: PermissionSet;
  readonly operator: boolean;
  readonly sessionId: string;
  /** The platform operator who acts as this user (RFC 8693, section 4.1). */
  readonly impersonatorId?: string;
  /** Of the request, for the audit log. */
  readonly requestId?: string;
  readonly ip?: string;
}

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
}
