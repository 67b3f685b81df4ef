/** What a restore does to one collection. */
export interface CollectionRestore {
  name: string;
  /** `restored`: it is not there now; `removed`: the backup does not have it. */
  change: 'kept' | 'restored' | 'removed';
  /** Of a time series its buckets, of a view none. */
  documentsThen: number;
  /** Counted from the collections' records, not exact. */
  documentsNow: number;
}

/** @param now documents by the name of their collection */
export function changesOf(
  collections: readonly { name: string; documents: number }[],
  now: ReadonlyMap<string, number>,
): CollectionRestore[] {
  const then = new Map(collections.map(({ name, documents }) => [name, documents]));
  return [...new Set([...then.keys(), ...now.keys()])].sort().map((name) => ({
    name,
    change: !then.has(name) ? 'removed' : now.has(name) ? 'kept' : 'restored',
    documentsThen: then.get(name) ?? 0,
    documentsNow: now.get(name) ?? 0,
  }));
}
