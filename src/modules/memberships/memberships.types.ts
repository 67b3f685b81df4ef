import type { PermissionSet, RoleKey } from '../access/roles.types.js';
import type { AuditedActor } from '../audit/audit.types.js';
import type { NewAccount } from '../users/users.types.js';

/** A user in an organization, as its administrators see them. */
export interface Member {
  readonly userId: string;
  readonly email: string;
  readonly userName: string;
  readonly name: string | undefined;
  readonly role: RoleKey;
  readonly status: MemberStatus;
  readonly emailVerified: boolean;
  readonly createdAt: Date;
  /** Another one after each change of what is shown. */
  readonly tag: string;
}

/** `pending` waits for approval; `inactive` was switched off. Neither can enter. */
export type MemberStatus = 'active' | 'pending' | 'inactive';

/** A member with a temporary password that is shown once. */
export interface MemberTemporaryPassword {
  readonly member: Member;
  readonly secret: { readonly text: string; readonly until: Date };
}

/** Which members, and how many of them. */
export interface MemberList {
  /** Behind this user id. */
  after?: string;
  limit: number;
  role?: RoleKey;
  status?: MemberStatus;
  /** Of the name, the address or the user name. */
  prefix?: string;
}

/** Of one user in one organization. */
export interface Membership {
  readonly orgId: string;
  readonly userId: string;
  readonly userName: string;
  readonly role: RoleKey;
  readonly status: MemberStatus;
}

/** One that is being made. */
export interface NewMembership {
  seq: number;
  orgId: string;
  userId: string;
  userName: string;
  role: RoleKey;
  /** Active when absent. */
  status?: 'active' | 'pending';
}

/** The owner of an organization that is being made: an account to insert, or one that is there already. */
export interface PreparedOwner {
  id: string;
  seq: number;
  /** Integer id of the membership. */
  membership: number;
  account: NewAccount | undefined;
  /** Undefined: the address of the account that is there. */
  userName: string | undefined;
}

/** A membership whose role or status was changed, or that is gone. */
export interface ChangedMembership {
  readonly orgId: string;
  readonly userId: string;
  /** What the user may do in the organization from now on. */
  readonly left: PermissionSet;
  readonly actor: AuditedActor;
}

declare module '../../database/domain-events.js' {
  interface DomainEvents {
    'membership.changed': ChangedMembership;
  }
}
