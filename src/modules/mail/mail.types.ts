import type { Locale } from '../../common/locales.js';

/** A path of this service; the mail module puts PUBLIC_BASE_URL before it. */
export type LinkPath = `/${string}`;

/** What became of the second factor of an account; `reset_…`: by whom it was taken away. */
export type FactorNews =
  'enrolled' | 'removed' | 'reset_organization' | 'reset_operator' | 'recovery_used' | 'recovery_renewed';

/** What each mail needs to know. Durations are seconds. */
export interface MailData {
  verify_email: { name?: string; link: LinkPath; expires_in: number };
  /** The address was confirmed by who had the mail, and not the password. */
  address_confirmed: { name?: string; link: LinkPath };
  reset_password: { name?: string; link: LinkPath; expires_in: number };
  /** With `undo_within` the link undoes the change, else it asks for a new password. */
  password_changed: { name?: string; link: LinkPath; changed_at: Date; undo_within?: number };
  /** The second factor came, went, or was used in an uncommon way. `left`: recovery codes. */
  second_factor: { name?: string; link: LinkPath; what: FactorNews; changed_at: Date; left?: number };
  /** To a member without a second factor: the organization takes nobody without one from then on. */
  factor_required: { organization: string; from: Date; is: 'new' | 'reminder'; link: LinkPath };
  /** To the new address of an account. */
  change_email: { name?: string; link: LinkPath; expires_in: number };
  /** To the old address, which the account has no longer. */
  email_changed: { name?: string; email: string; changed_at: Date; link?: LinkPath; undo_within?: number };
  /** A client tried to register with an address that has an account: only its owner learns it (D8). */
  email_in_use: { name?: string; link: LinkPath };
  invitation: { organization: string; inviter: string; role: string; link: LinkPath; expires_in: number };
  /** To an admin: a pending member waits for approval. */
  api_key_leaked: { organization: string; key: string; url: string; outcome: 'revoked' | 'rotated' };
  join_request: { organization: string; applicant: string; link: LinkPath };
  /** To the owners: one of them proved a mailbox of the domain. */
  domain_proved: { organization: string; domain: string };
  domain_lost: { organization: string; domain: string; reason: 'expired' | 'proved_elsewhere' };
  /** To the owners: the data are those of `at` again. */
  data_undone: { organization: string; at: Date; kept_until?: Date };
  /** To the owners: a scheduled backup was given up. */
  backup_failed: { organization: string; at: Date; reason: BackupFailure };
  /** To the owners: it is there again, without so many members. */
  organization_returned: { organization: string; missing: number; link: LinkPath };
  /** To the owners: nothing is sent to the address any more. */
  webhook_off: { organization: string; url: string; reason: 'failing' | 'gone' };
  /** To the owners: the audit log is streamed there no more. */
  audit_sink_off: { organization: string; target: string; reason: 'failing' | 'gone' };
  membership_approved: { name?: string; organization: string; link: LinkPath };
  /** To every member who was there: what became of the own account, and whether the organization was theirs. */
  organization_deleted: {
    organization: string;
    account?: 'deleted' | 'kept';
    owner?: boolean;
    undelete_until?: Date;
    link?: LinkPath;
  };
  /** To its owners, when nothing of it is left. */
  organization_erased: { organization: string; erased_at: Date; link: LinkPath };
  /** To who had the account; nothing else is mailed to them afterwards. */
  account_deleted: { name?: string; deleted_at: Date };
  owner_initial_secret: { organization: string; secret: string; link: LinkPath; expires_in: number };
}

export type MailTemplate = keyof MailData;

/** Why a backup was not made, as far as people can do something about it. */
export type BackupFailure = 'store' | 'window' | 'key' | 'other';

/** A template with its data. */
export type MailContent = {
  [T in MailTemplate]: { template: T; data: MailData[T] };
}[MailTemplate];

/** A mail to be written into the outbox. */
export type Mail = MailContent & {
  /** The organization it is about: it wears that one's face. Mails about an account wear the installation's. */
  orgId?: string;
  /** Of the reader, where it is not that of the account with the address. */
  locale?: Locale;
  /** Names the reason, such as `verify:<userId>:<n>`: mails of one key are one mail. */
  key: string;
  /** The stored, canonical address of a mailbox that exists; never one the service made up. */
  to: string;
};

/** A mail as it is read. */
export interface RenderedMail {
  subject: string;
  text: string;
  html: string;
  link: string | null;
}

/** A mail that was not sent, because no SMTP server is configured. */
export interface KeptMail extends RenderedMail {
  id: string;
  to: string;
  template: MailTemplate;
  created_at: Date;
}
