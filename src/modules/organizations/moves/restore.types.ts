import type { RawDocument } from '../../../database/raw-documents.js';
import type { PastCollection } from '../../../database/past/past-catalog.js';

/** What a restore fills the next database from. */
export interface RestoreSource {
  collections: readonly (PastCollection & {
    documents: number;
    /** The indexes are those of where the documents are, not as their users make them: of a time series. */
    indexesOfStore?: boolean;
  })[];
  /** In their order. */
  documentsOf(collection: PastCollection): AsyncIterable<readonly RawDocument[]>;
}
