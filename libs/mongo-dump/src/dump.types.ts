/** A collection as `mongodump` describes it. */
export interface DumpedCollection {
  db: string;
  /** As its users name it: of a time series without `system.buckets.`. */
  name: string;
  type: 'collection' | 'timeseries' | 'view';
  /** Canonical extended JSON: `options`, `indexes`, `uuid`, `collectionName`, `type`. */
  metadata: string;
}

const BUCKETS = 'system.buckets.';

/** The collection that has its documents: of a time series its buckets. */
export function storeOf({ name, type }: Pick<DumpedCollection, 'name' | 'type'>): string {
  return type === 'timeseries' ? BUCKETS + name : name;
}
