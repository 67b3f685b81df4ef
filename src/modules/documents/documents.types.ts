import type { ClusterTime } from '../../database/past/moment.js';
import type { JsonMode } from './bson-text.js';

export type { JsonMode };

/** A document as BSON. */
export type RawDocument = Buffer;

/** An `_id` that a path says as JSON: of any type. */
export interface JsonId {
  readonly json: unknown;
}

/** Which document of which collection. An `id` that is text is one of 24 hexadecimal digits, or text. */
export interface DocumentPath {
  collection: string;
  id: string | JsonId;
}

/** A body that replaces or patches a document. */
export interface Change {
  body: unknown;
  /** How the body is written. */
  mode: JsonMode;
  /** The revisions the caller knows; absent: whichever there is. */
  revisions?: readonly string[];
  /** When the request came, of performance.now(). */
  since: number;
}

/** One page of a list, as a caller asks for it. */
export interface ListInput {
  /** The typed filter (filter.ts); undefined: every document. */
  filter?: unknown;
  /** Comma-separated field paths, `-` for descending. */
  sort?: string;
  limit: number;
  cursor?: string;
  /** Comma-separated field paths to show. */
  fields?: string;
  /** How the filter is written. */
  mode: JsonMode;
  /** When the request came, of performance.now(). */
  since: number;
  /** Undefined: now. */
  at?: ClusterTime;
}

export interface Page {
  items: RawDocument[];
  nextCursor: string | null;
}

/** A document that is not the same at two moments. */
export interface Difference {
  change: 'added' | 'removed' | 'changed';
  before: RawDocument | undefined;
  after: RawDocument | undefined;
}

export interface DifferencePage {
  from: ClusterTime;
  to: ClusterTime;
  items: Difference[];
  nextCursor: string | null;
}

export interface CollectionSummary {
  name: string;
  /** Estimated: exact except after a crash of the database. */
  count: number;
  /** Bytes of the documents, uncompressed. */
  size: number;
}

export type ImportMode = 'insert' | 'upsert';

/** One line of an import: its value, or why it has none. */
export interface ImportLine {
  /** Counted from 1. */
  line: number;
  /** Bytes. */
  size: number;
  value?: unknown;
  fault?: string;
}

export interface ImportReport {
  inserted: number;
  replaced: number;
  failed: number;
  /** The first hundred faults. */
  errors: { line: number; reason: string }[];
}
