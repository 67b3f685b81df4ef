import type { Locale } from '../../common/locales.js';
import type { AccountStatus } from './user.schema.js';

/** An account as its owner sees it; never with a hash. */
export interface Account {
  readonly id: string;
  readonly seq: number;
  readonly email: string;
  readonly emailVerified: boolean;
  /** Who proved the mailbox showed that the account is theirs as well (ADR-0030). */
  readonly isVouched: boolean;
  /** By a user who had the password of now, or a session. */
  readonly provedByHolder: boolean;
  /** The address was made up (S3-08): nobody reads mail there. */
  readonly synthetic: boolean;
  readonly operator: boolean;
  readonly name: string | undefined;
  readonly phone: string | undefined;
  readonly locale: Locale | undefined;
  readonly profile: Readonly<Record<string, unknown>>;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly status: AccountStatus;
  readonly mustChangePassword: boolean;
  readonly hasFactor: boolean;
  readonly organizationId: string | undefined;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** What the owner of an account may change without a password. Null takes a value away. */
export interface AccountChange {
  name?: string | null;
  phone?: string | null;
  locale?: Locale | null;
  profile?: Record<string, unknown>;
  settings?: Record<string, unknown>;
}

/** A changed password or address; sessions other than `sid` end. */
export interface CredentialsChange {
  email?: string;
  /** The new address was proved by a mailed code; otherwise it gets one. */
  emailProved?: boolean;
  hash?: string;
  /** The hash the current password was compared with: of two changes at once, the second finds another one. */
  from?: string;
  /** The session that goes on; none when absent. */
  sid?: string;
  /** The former mailbox gets a link that undoes the change; with the former password only if nobody had to know it. */
  undo?: 'with_password' | 'without_password';
}

/** What a mailed undo link brings back. */
export interface FormerCredentials {
  readonly email: string;
  readonly emailVerified: boolean;
  readonly isVouched: boolean;
  readonly hash: string;
}
