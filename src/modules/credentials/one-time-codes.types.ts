/** What a mailed code is good for; at another act it is worthless. */
export type CodePurpose =
  'verify_email' | 'reset_password' | 'change_email' | 'join_domain' | 'undo_change' | 'undelete';

/** Those that a change of the account ends. An undo link outlives what it may have to undo (ADR-0025). */
export const ENDED_BY_CHANGES: readonly CodePurpose[] = [
  'verify_email',
  'reset_password',
  'change_email',
  'join_domain',
];

/** What the code's issuer wrote beside it, such as the address it was mailed to. */
export type CodeData = Readonly<Record<string, string>>;

/** A code that was used: it was nobody else's, and is gone. */
export interface ConsumedCode {
  readonly userId: string;
  readonly data: CodeData;
  readonly createdAt: Date;
}
