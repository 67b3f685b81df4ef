import type { ClusterTime } from '../../../database/past/moment.js';
import type { PastCollection } from '../../../database/past/past-catalog.js';
import type { RawDocument } from '../../../database/raw-documents.js';
import type { Permission } from '../../access/roles.types.js';

/** Where a collection comes from. */
export interface CollectionOrigin {
  collection: PastCollection;
  /** What the audit log says of it. */
  from: { backup: string } | { at: string };
  permission: Permission;
  /** A state of a database: it is cloned inside the server. Else the documents are read. */
  past?: { source: string; at: ClusterTime };
  /** As they are stored. */
  documents(): AsyncIterable<readonly RawDocument[]>;
}

export interface RestoreChoice {
  /** Another name than it had. */
  as?: string;
  /** The name again, when a collection of it is there and is to be replaced. */
  confirm?: string;
  /** Says what would change, and changes nothing. */
  isDryRun?: boolean;
}

export interface CollectionChanges {
  added: number;
  changed: number;
  removed: number;
}

export interface RestoredCollection {
  name: string;
  documents: number;
  /** One of the name was there. */
  isReplaced: boolean;
  /** Of a dry run; null: counting them takes too long. */
  changes?: CollectionChanges | null;
  /** The last moment at which it was as before: to restore from within the snapshot window. */
  before?: ClusterTime;
}

export interface RestoredDocument {
  change: 'added' | 'changed' | 'unchanged';
  before?: ClusterTime;
}
