import type { Keeping, KeptRows } from '../registry/organizations.types.js';
import type { AccountStatus, MadeBy } from './user.schema.js';

export type { AccountStatus, MadeBy };

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
  readonly hasFactor: boolean;
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
  /** It signs in with a code beside the password. */
  readonly hasFactor: boolean;
}

/** A platform operator; `pending` until the temporary password was replaced. */
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

/** Organizations that came in here made the account of their owner; in the other surfaces a person registers. */
const ORIGINS_THAT_MAKE_ACCOUNTS: ReadonlySet<string> = new Set(['org', 'tenants_v1', 'tenants']);

/** Who makes the account that comes with an organization. @param origin of the organization */
export function makerOf(origin: string, orgId: string): MadeBy {
  return ORIGINS_THAT_MAKE_ACCOUNTS.has(origin) ? { kind: 'organization', org_id: orgId } : { kind: 'self' };
}

/** An account whose mailbox was proved just now, by a user who has both. */
export interface MailboxProof {
  readonly userId: string;
  readonly email: string;
}

declare module '../../database/domain-events.js' {
  interface DomainEvents {
    'mailbox.proved': MailboxProof;
    /** Accounts go with their organization. @param keeping undefined: they do not come back */
    'accounts.removed': { readonly ids: readonly string[]; readonly keeping?: Keeping };
    /** Accounts that went with their organization are back, under their former ids. */
    'accounts.returned': { readonly ids: readonly string[]; readonly kept: KeptRows };
  }
}
