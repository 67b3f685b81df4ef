import type { JWTPayload } from 'jose';
import { VerifyError } from './errors.js';
import type { TokenState } from './introspector.js';

/** The claims of an access token of Rowhouse. */
export interface RowhouseClaims extends JWTPayload {
  iss: string;
  /** The account, 24 hexadecimal digits; of an organization's API key `key:` and its id. */
  sub: string;
  aud: string | string[];
  /** Seconds since 1970. */
  exp: number;
  iat: number;
  jti: string;
  /** `api_key`: no token was sent, and what is known of the key stands in the claims' place. */
  type: 'access' | 'api_key';
  /** The session; of an API key `key:` and its id. */
  sid: string;
  organization_id: string | null;
  organization_name: string | null;
  email_verified: boolean;
  /** A platform operator acts as the account (RFC 8693, section 4.1). */
  act?: { sub: string };
  client_id?: string;
  /** With TOKEN_CLAIMS; as they were when the token was made. */
  role?: string | null;
  permissions?: string[];
}

/** Who makes a request. */
export class Caller {
  readonly userId: string;
  /** Null for an account without an organization, such as a platform operator's. */
  readonly organizationId: string | null;
  readonly organizationName: string | null;
  readonly sessionId: string;
  readonly emailVerified: boolean;
  /** The role of this moment, or with `revocation: false` that of the claims; undefined: it is not known. */
  readonly role: string | null | undefined;
  /** As `role`. */
  readonly permissions: ReadonlySet<string> | undefined;
  /** The platform operator who acts as the user. */
  readonly impersonatorId: string | undefined;
  /** The API key the request came with, of an organization or of `userId`. */
  readonly apiKeyId: string | undefined;
  /** The application that signed in. */
  readonly clientId: string | undefined;

  constructor(
    readonly claims: Readonly<RowhouseClaims>,
    state: TokenState | undefined,
    private readonly realm?: string,
  ) {
    this.userId = claims.sub;
    this.organizationId = claims.organization_id;
    this.organizationName = claims.organization_name;
    this.sessionId = claims.sid;
    this.emailVerified = state?.email_verified ?? claims.email_verified;
    this.role = state === undefined ? claims.role : state.role;
    const permissions = state?.permissions ?? claims.permissions;
    this.permissions = permissions === undefined ? undefined : new Set(permissions);
    this.impersonatorId = claims.act?.sub;
    this.clientId = claims.client_id;
    this.apiKeyId = claims.type === 'api_key' ? claims.jti : undefined;
  }

  /** @throws Error when the permissions are not known */
  can(permission: string): boolean {
    if (this.permissions === undefined) {
      throw new Error('permissions are not known: leave revocation on, or set TOKEN_CLAIMS of Rowhouse');
    }
    return this.permissions.has(permission);
  }

  /** @throws VerifyError permission.missing */
  require(permission: string): void {
    if (!this.can(permission)) throw new VerifyError('permission.missing', { realm: this.realm, permission });
  }

  /** For routes that name an organization. @throws VerifyError organization.foreign */
  requireOrganization(id: string): void {
    if (this.organizationId === null || this.organizationId !== id) {
      throw new VerifyError('organization.foreign', { realm: this.realm });
    }
  }
}
