import type { RoleKey } from '../access/roles.types.js';
import type { AccountStatus, MadeBy } from './user.schema.js';

export type { AccountStatus, MadeBy };

/** An account without its places. */
export type AccountStanding = Omit<AccountState, 'roles'>;

/** What every request checks of an account; kept in memory, never containing a hash. */
export interface AccountState {
  readonly id: string;
  readonly status: AccountStatus;
  readonly ver: number;
  readonly keptSid: string | undefined;
  /** Sessions that were signed out. */
  readonly endedSids: readonly string[];
  readonly operator: boolean;
  /** The mailbox was proved. */
  readonly emailVerified: boolean;
  /** Role by organization id, active places only. */
  readonly roles: ReadonlyMap<string, RoleKey>;
}

/** What a sign-in needs of an account. */
export interface Credentials {
  readonly id: string;
  readonly seq: number;
  readonly email: string;
  readonly hash: string;
  readonly status: AccountStatus;
  readonly emailVerified: boolean;
  readonly ver: number;
  readonly keptSid: string | undefined;
  readonly operator: boolean;
  readonly organizationId: string | undefined;
  readonly mustChangePassword: boolean;
  readonly secretExpiresAt: Date | undefined;
}

/** A platform operator; `pending` until the initial secret was replaced. */
export interface Operator {
  readonly id: string;
  readonly email: string;
  readonly pending: boolean;
}

export interface NewAccount {
  seq: number;
  email: string;
  hash: string;
  madeBy: MadeBy;
  organizationId?: string;
  name?: string;
  phone?: string;
  synthetic?: boolean;
  operator?: boolean;
  mustChangePassword?: boolean;
  secretExpiresAt?: Date;
}

/** The owner of an organization that is being made: an account to insert, or one that is there already. */
export interface PreparedOwner {
  id: string;
  seq: number;
  /** Integer id of the place in the organization. */
  membership: number;
  account: NewAccount | undefined;
  /** Undefined: the address of the account that is there. */
  userName: string | undefined;
}

/** Somebody in an organization, as its administrators see them. */
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

/** A member with a one-time secret that is shown once. */
export interface MemberSecret {
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

/** One account's place in one organization. */
export interface Place {
  readonly orgId: string;
  readonly userId: string;
  readonly userName: string;
  readonly role: RoleKey;
  readonly status: MemberStatus;
}

/** A place in an organization that is being given. */
export interface NewPlace {
  seq: number;
  orgId: string;
  userId: string;
  userName: string;
  role: RoleKey;
  /** Active when absent. */
  status?: 'active' | 'pending';
}

/** Organizations that came in here made the account of their owner; in the other dialects a person registers. */
const ORIGINS_THAT_MAKE_ACCOUNTS: ReadonlySet<string> = new Set(['org', 'tenants_v1', 'tenants']);

/** Who makes the account that comes with an organization. @param origin of the organization */
export function makerOf(origin: string, orgId: string): MadeBy {
  return ORIGINS_THAT_MAKE_ACCOUNTS.has(origin) ? { kind: 'organization', org_id: orgId } : { kind: 'self' };
}
