import type { RawDocument } from '../../../database/raw-documents.js';
import type { PastCollection } from '../../../database/past/past-catalog.js';

/** What a restore fills the next database from. */
export interface RestoreSource {
  collections: readonly (PastCollection & { documents: number })[];
  /** In their order. */
  documentsOf(collection: PastCollection): AsyncIterable<readonly RawDocument[]>;
}
