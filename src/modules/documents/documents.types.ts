import type { StoredDocument } from './document.schema.js';

export type { StoredDocument };

/** Which document of which collection. */
export interface DocumentPath {
  collection: string;
  id: string;
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
}

export interface Page {
  items: StoredDocument[];
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
