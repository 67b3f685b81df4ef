/** `waiting` and `removing`: an instance takes it up; `done`: it can be read. */
export type BackupPhase = 'waiting' | 'running' | 'done' | 'failed' | 'removing';
/** Who wanted it: a person, the schedule of the organization, a person who uploaded a dump, its deletion, or the journal. */
export type BackupKind = 'manual' | 'scheduled' | 'uploaded' | 'final' | 'journal';
export type VerificationState = 'waiting' | 'intact' | 'damaged';

/** Why one could not be made, as a code and for people. */
export type BackupFault =
  | 'window_passed'
  | 'store_full'
  | 'store_away'
  | 'key_missing'
  | 'organization_gone'
  | 'interrupted'
  | 'failed';

/** A copy of an organization's database at one moment, as people see it. */
export interface Backup {
  readonly id: string;
  readonly orgId: string;
  readonly kind: BackupKind;
  readonly phase: BackupPhase;
  readonly note: string | undefined;
  /** The moment that it shows, known from its beginning on; of an uploaded dump that of the upload. */
  readonly at: Date | undefined;
  readonly collections: number;
  readonly documentsTotal: number;
  readonly documentsDone: number;
  /** BSON. */
  readonly bytes: number;
  /** Packed and sealed, in the store. */
  readonly storedBytes: number;
  readonly fault: BackupFault | undefined;
  readonly verification: VerificationState | undefined;
  readonly verifiedAt: Date | undefined;
  readonly createdBy: string | null;
  readonly createdAt: Date;
  readonly finishedAt: Date | undefined;
  /** When it is deleted by itself. */
  readonly expiresAt: Date | undefined;
}

/** A collection in the list of contents. */
export interface ArchivedCollection {
  name: string;
  type: 'collection' | 'timeseries' | 'view';
  /** As mongodump writes it. */
  metadata: string;
  documents: number;
  bytes: number;
  /** The numbers of its parts, in the order of its documents. */
  parts: number[];
}

/** The sealed list of contents of a backup. */
export interface Contents {
  version: 1;
  database: string;
  organization: { id: string; name: string; slug: string };
  /** ISO 8601. */
  at: string;
  serverVersion: string;
  collections: ArchivedCollection[];
}
