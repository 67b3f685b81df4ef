import { AppError } from '../../common/errors/app-error.js';
import type { PermissionSet, RoleKey } from './roles.types.js';

/** Who makes a request. */
export interface Actor {
  /** The account; of a key of an organization, which is nobody's, what keyActorId makes of it. */
  readonly userId: string;
  /** The organization the request is about: the token's, or the one of the caller's that X-Org-Id picks. */
  readonly organizationId: string | undefined;
  readonly role: RoleKey | undefined;
  /** What the role allows, or a platform operator may do. */
  readonly permissions: PermissionSet;
  /** Speaks for the platform: false for an operator in an organization. */
  readonly operator: boolean;
  readonly sessionId: string;
  /** The mailbox was proved (S2-14). */
  readonly emailVerified: boolean;
  /** The API key the request came with. */
  readonly apiKeyId?: string;
  /** The platform operator who acts as this user (RFC 8693, section 4.1). */
  readonly impersonatorId?: string;
  /** Of the request, for the audit log. */
  readonly requestId?: string;
  readonly clientRequestId?: string;
  readonly ip?: string;
}

const OF_KEY = 'key:';

/** Stands where an account or a session is named, for what an API key did; no account or session has such an id. */
export const keyActorId = (keyId: string): string => OF_KEY + keyId;

/** Whether the caller is a key of an organization, and no person. */
export const isKeyItself = (userId: string): boolean => userId.startsWith(OF_KEY);

/** The key that takes the place of an account or a session. */
export const keyIdOf = (id: string): string | undefined =>
  id.startsWith(OF_KEY) ? id.slice(OF_KEY.length) : undefined;

/** The organization a request is about. A platform operator belongs to none. */
export function organizationOf({ organizationId }: Pick<Actor, 'organizationId'>): string {
  if (organizationId === undefined) throw new AppError('organization.not_found');
  return organizationId;
}

/** What decides which of an account's organizations an answer shows. */
export type ShownTo = Pick<Actor, 'impersonatorId' | 'organizationId'>;

/** All of the account's own, or, for an impersonator, the one the impersonation is for. */
export const isShown = ({ impersonatorId, organizationId }: ShownTo, orgId: string | undefined): boolean =>
  impersonatorId === undefined || orgId === organizationId;

/** Those of an account's organizations that a request may show. @param roles role by organization */
export function shownRoles(
  actor: ShownTo,
  roles: ReadonlyMap<string, RoleKey>,
): ReadonlyMap<string, RoleKey> {
  return actor.impersonatorId === undefined
    ? roles
    : new Map([...roles].filter(([id]) => isShown(actor, id)));
}
