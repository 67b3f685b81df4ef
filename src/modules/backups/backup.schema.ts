import type { Timestamp } from 'mongodb';
import { Schema } from 'mongoose';
import type { BackupFault, BackupKind, BackupPhase, VerificationState } from './backup.types.js';

/** A link that downloads a backup for a while; only its hash is kept. */
export interface DownloadLink {
  hash: string;
  expires_at: Date;
}

/** A row that any instance can take up where another one stopped. */
export interface BackupRow {
  _id: string;
  org_id: string;
  kind: BackupKind;
  /** Of an organization that is being deleted: the registry does not show it any more. */
  of?: { database: string; name: string; slug: string };
  phase: BackupPhase;
  /** There is something to be done: it waits for an instance, or one has it in hand. */
  due: boolean;
  lease_owner?: string;
  lease_until: Date;
  note?: string;
  at?: Date;
  /** The same moment exactly, and the database that was read: a restore to a later one can begin from it. */
  cluster_time?: Timestamp;
  database?: string;
  /** Times that it was begun; parts of each are in the store under its number, the newest is the one that counts. */
  attempts: number;
  /** Highest number of a part that may have been written, for each attempt. */
  reserved: number[];
  collections: number;
  documents_total: number;
  documents_done: number;
  bytes: number;
  stored_bytes: number;
  fault?: BackupFault;
  verification?: VerificationState;
  verified_at?: Date;
  links: DownloadLink[];
  created_by: string | null;
  created_at: Date;
  updated_at: Date;
  finished_at?: Date;
  expires_at?: Date;
}

export const BackupSchema = new Schema<BackupRow>(
  {
    _id: { type: String, required: true },
    org_id: { type: String, required: true },
    kind: { type: String, required: true },
    of: { type: { database: String, name: String, slug: String, _id: false }, default: undefined },
    phase: { type: String, required: true },
    due: { type: Boolean, required: true },
    lease_owner: String,
    lease_until: { type: Date, required: true },
    note: String,
    at: Date,
    cluster_time: Schema.Types.Mixed,
    database: String,
    attempts: { type: Number, required: true },
    reserved: { type: [Number], default: [] },
    collections: { type: Number, required: true },
    documents_total: { type: Number, required: true },
    documents_done: { type: Number, required: true },
    bytes: { type: Number, required: true },
    stored_bytes: { type: Number, required: true },
    fault: String,
    verification: String,
    verified_at: Date,
    links: { type: [{ hash: String, expires_at: Date, _id: false }], default: [] },
    created_by: { type: String, default: null },
    created_at: { type: Date, required: true },
    updated_at: { type: Date, required: true },
    finished_at: Date,
    expires_at: Date,
  },
  { collection: 'backups', versionKey: false },
);
BackupSchema.index({ org_id: 1, created_at: -1, _id: -1 }); // the list of an organization
BackupSchema.index({ due: 1, lease_until: 1 }); // what is to be done, and nobody has in hand
BackupSchema.index({ database: 1, cluster_time: 1 }, { sparse: true }); // what a moment is restored from
BackupSchema.index({ 'links.hash': 1 }, { sparse: true });
BackupSchema.index({ expires_at: 1 }, { sparse: true });

/** The key that seals an organization's archives, wrapped; without it they are noise. */
export interface ArchiveKeyRow {
  /** The organization's id. */
  _id: string;
  wrapped: Buffer;
  created_at: Date;
}

export const ArchiveKeySchema = new Schema<ArchiveKeyRow>(
  {
    _id: { type: String, required: true },
    wrapped: { type: Buffer, required: true },
    created_at: { type: Date, required: true },
  },
  { collection: 'archive_keys', versionKey: false },
);
