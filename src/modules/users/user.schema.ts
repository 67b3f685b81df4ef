import { Schema, type Types } from 'mongoose';
import type { Locale } from '../../common/locales.js';

/**
 * Who made an account: its person (`self`), an organization for a user (`organization`), an operator
 * (`operator`), or an unknown user who asked to join an organization (`request`).
 */
export interface MadeBy {
  kind: 'self' | 'organization' | 'operator' | 'request';
  /** The organization that made it, or was asked. */
  org_id?: string;
}

export type AccountStatus = 'active' | 'inactive' | 'suspended';

/** A login identity (master_db.admin_users, the name that S1 documents). */
export interface User {
  _id: Types.ObjectId;
  /** The integer id that S0, S2 and S4 show. */
  seq: number;
  /** Canonical form; see canonicalEmail. */
  email: string;
  hashed_password: string;
  /** Home organization, as a 24-hex string; absent for a platform operator. */
  organization_id?: string;
  name?: string;
  status: AccountStatus;
  email_verified: boolean;
  platform_operator: boolean;
  /** An address that was made up (S3-08): never mailed, never a claim to its domain. */
  synthetic?: boolean;
  /** Absent on rows of earlier versions: see AccountOriginsService. Never changed afterwards. */
  made_by?: MadeBy;
  /** When the mailbox was proved last, by a user who had the password or a session too. */
  proved_at?: Date;
  /** The mail domain of the proved address: a later claim is no proof against this one. */
  proved_domain?: string;
  /**
   * The mailbox was confirmed by the mailed code alone (S2): the reader of it need not be the one who made the account,
   * so nothing rests on it.
   */
  unvouched?: true;
  /** When the password was set last. Absent: by an earlier version. */
  password_at?: Date;
  /**
   * Since when it is its user's own, no matter who made it: they proved the mailbox, or made an organization with it.
   * Never taken back.
   */
  owned_since?: Date;
  phone?: string;
  /** The language of its mails; absent: that of the request, or the default. */
  locale?: Locale;
  profile?: Record<string, unknown>;
  settings?: Record<string, unknown>;
  /** Signing in gives a token that can only change the password. */
  must_change_password: boolean;
  /** When a temporary password stops working. */
  secret_expires_at?: Date;
  /** Since when it has a second factor; absent: it has none. The factor itself is in `second_factors`. */
  factor_since?: Date;
  /** Tokens of another version are refused: revocation without a list. */
  ver: number;
  /** The session that changed the password goes on although its tokens are of an older version. */
  kept_sid?: string;
  /** Sessions that were signed out; their access tokens may still run for `until`. */
  ended_sids?: { sid: string; until: Date }[];
  created_at: Date;
  updated_at: Date;
}

export const UserSchema = new Schema<User>(
  {
    seq: { type: Number, required: true },
    email: { type: String, required: true },
    hashed_password: { type: String, required: true, select: false },
    organization_id: String,
    name: String,
    status: { type: String, required: true },
    email_verified: { type: Boolean, required: true },
    platform_operator: { type: Boolean, required: true },
    synthetic: Boolean,
    made_by: { type: { _id: false, kind: String, org_id: String }, default: undefined },
    owned_since: Date,
    proved_at: Date,
    proved_domain: String,
    unvouched: Boolean,
    password_at: Date,
    phone: String,
    locale: String,
    profile: Schema.Types.Mixed,
    settings: Schema.Types.Mixed,
    must_change_password: { type: Boolean, required: true },
    secret_expires_at: Date,
    factor_since: Date,
    ver: { type: Number, required: true },
    kept_sid: String,
    ended_sids: { type: [{ _id: false, sid: String, until: Date }], default: undefined },
    created_at: { type: Date, required: true },
    updated_at: { type: Date, required: true },
  },
  { collection: 'admin_users', versionKey: false },
);
// Sign-in, and the uniqueness of an address over all surfaces.
UserSchema.index({ email: 1 }, { unique: true });
// All accounts of an organization: delete, statistics.
UserSchema.index({ organization_id: 1 });
// Who has proved a mailbox of a domain that a user registers?
UserSchema.index({ proved_domain: 1 }, { partialFilterExpression: { proved_domain: { $type: 'string' } } });
UserSchema.index({ seq: 1 }, { unique: true }); // no two accounts show one integer id

type Proof = Pick<User, 'email_verified' | 'unvouched' | 'proved_at' | 'password_at'>;

/** Whether a user showed that both the account and its mailbox are theirs. */
export const isProved = ({ email_verified, unvouched }: Proof): boolean =>
  email_verified && unvouched !== true;

/** Whether they did so since the password was set: the one who chose it reads the mailbox. */
export const isProvedByHolder = (row: Proof): boolean =>
  isProved(row) &&
  (row.password_at === undefined || (row.proved_at !== undefined && row.proved_at >= row.password_at));
