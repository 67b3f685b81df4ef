import { idKey } from './copy.repository.js';

/** The documents that may differ between source and target, by collection. */
export class NotedChanges {
  private readonly byCollection = new Map<string, Map<string, unknown>>();

  add(collection: string, ids: readonly unknown[]): void {
    let noted = this.byCollection.get(collection);
    if (!noted) this.byCollection.set(collection, (noted = new Map<string, unknown>()));
    for (const id of ids) noted.set(idKey(id), id);
  }

  /** The noted ids of each collection; they are forgotten here. */
  take(): [collection: string, ids: unknown[]][] {
    const all = [...this.byCollection].map(([name, ids]): [string, unknown[]] => [name, [...ids.values()]]);
    this.byCollection.clear();
    return all;
  }

  invalidate(collection: string): void {
    this.byCollection.delete(collection);
  }

  clear(): void {
    this.byCollection.clear();
  }

  get isEmpty(): boolean {
    return this.byCollection.size === 0;
  }
}
