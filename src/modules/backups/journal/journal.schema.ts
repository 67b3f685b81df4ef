import type { Timestamp } from 'mongodb';
import { Schema } from 'mongoose';

/** Objects that a reign may have left in the store without a row. */
export interface Leftover {
  reign: string;
  from: number;
  to: number;
  since: Date;
}

/** How far the journal of the cluster is; one row. */
export interface JournalRow {
  _id: 'cluster';
  /** The instance that keeps it, as often as it began to: what another one commits does not match. */
  reign: string;
  /** Where the stream goes on; absent: it begins at `at`. */
  token?: string;
  /** Everything before this moment is in the journal, or in a gap. */
  at?: Timestamp;
  /** The moment from which on there is a journal. */
  since?: Timestamp;
  /** The number of the next object that is committed. */
  next: number;
  /** Numbers below this one may have been sent to the store. */
  reserved: number;
  leftovers: Leftover[];
  /** When it was written last. */
  saved_at: Date;
}

/** What one organization's database has in an object. */
export interface JournalPart {
  database: string;
  org_id: string;
  offset: number;
  length: number;
  sha256: string;
  events: number;
  /** Of the entries, before they are packed. */
  bytes: number;
  from: Timestamp;
  to: Timestamp;
}

/** An object of the store: what happened in some databases, a part for each, sealed with the key of its organization. */
export interface JournalObjectRow {
  /** Its number, in the order of the stream. */
  _id: number;
  reign: string;
  /** The newest moment in it. */
  to_wall: Date;
  bytes: number;
  parts: JournalPart[];
}

/** A database of an organization that is journaled. */
export interface JournalDatabaseRow {
  /** Its name. */
  _id: string;
  org_id: string;
  generation: number;
  /** The organization lives in it. */
  live: boolean;
  /** The moment it was made, empty: the journal has everything since. */
  born?: Timestamp;
  /** It needs a backup to begin from. */
  needs_base: boolean;
  /** When that is to be asked for. */
  base_next: Date;
  base_failures: number;
  /** The backup that was asked for. */
  base_pending?: string;
  /** The newest one that can be begun from, and its moment. */
  base?: string;
  base_at?: Timestamp;
  /** Of the entries since that was asked for. */
  bytes_since: number;
  /** Everything since is there; absent: since it is journaled. */
  kept_from?: Timestamp;
  /** When the organization left it. */
  left_at?: Date;
}

/** What is not known. */
export interface JournalGapRow {
  _id: string;
  /** Absent: of all databases. */
  database?: string;
  org_id?: string;
  /** The last moment before it that is whole, and the first one behind it that a backup can be of. */
  from: Timestamp;
  to: Timestamp;
  to_wall: Date;
  reason: string;
  found_at: Date;
}

/** From a moment on an organization lives in a database. */
export interface JournalHomeRow {
  _id: string;
  org_id: string;
  database: string;
  at: Timestamp;
  at_wall: Date;
}

const text = { type: String, required: true } as const;
const time = { type: Schema.Types.Mixed, required: true } as const;
const count = { type: Number, required: true } as const;
const date = { type: Date, required: true } as const;

export const JournalSchema = new Schema<JournalRow>(
  {
    _id: text,
    reign: text,
    token: String,
    at: Schema.Types.Mixed,
    since: Schema.Types.Mixed,
    next: count,
    reserved: count,
    leftovers: { type: [{ reign: text, from: count, to: count, since: date, _id: false }], default: [] },
    saved_at: date,
  },
  { collection: 'journal', versionKey: false },
);

export const JournalObjectSchema = new Schema<JournalObjectRow>(
  {
    _id: count,
    reign: text,
    to_wall: date,
    bytes: count,
    parts: { type: [Schema.Types.Mixed], required: true } as never, // Mixed: Timestamps stay what they are
  },
  { collection: 'journal_objects', versionKey: false },
);
JournalObjectSchema.index({ 'parts.database': 1, _id: 1 }); // what happened in a database

export const JournalDatabaseSchema = new Schema<JournalDatabaseRow>(
  {
    _id: text,
    org_id: text,
    generation: count,
    live: { type: Boolean, required: true },
    born: Schema.Types.Mixed,
    needs_base: { type: Boolean, required: true },
    base_next: date,
    base_failures: count,
    base_pending: String,
    base: String,
    base_at: Schema.Types.Mixed,
    bytes_since: count,
    kept_from: Schema.Types.Mixed,
    left_at: Date,
  },
  { collection: 'journal_databases', versionKey: false },
);
JournalDatabaseSchema.index({ org_id: 1 });
JournalDatabaseSchema.index({ needs_base: 1, base_next: 1 });
JournalDatabaseSchema.index({ base_pending: 1 }, { sparse: true });

export const JournalGapSchema = new Schema<JournalGapRow>(
  {
    _id: text,
    database: String,
    org_id: String,
    from: time,
    to: time,
    to_wall: date,
    reason: text,
    found_at: date,
  },
  { collection: 'journal_gaps', versionKey: false },
);
JournalGapSchema.index({ to_wall: 1 });

export const JournalHomeSchema = new Schema<JournalHomeRow>(
  { _id: text, org_id: text, database: text, at: time, at_wall: date },
  { collection: 'journal_homes', versionKey: false },
);
JournalHomeSchema.index({ org_id: 1, at: -1 });

export const JOURNAL_MODELS = [
  { name: 'Journal', schema: JournalSchema },
  { name: 'JournalObject', schema: JournalObjectSchema },
  { name: 'JournalDatabase', schema: JournalDatabaseSchema },
  { name: 'JournalGap', schema: JournalGapSchema },
  { name: 'JournalHome', schema: JournalHomeSchema },
];
