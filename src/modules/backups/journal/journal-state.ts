import type { ClusterTime } from '../../../database/past/moment.js';
import type { PastCollection } from '../../../database/past/past-catalog.js';
import { type Field, fieldsOf, idKeyOf } from '../../../database/journal/bson-parts.js';
import { applyDiff, DiffUnknown } from '../../../database/journal/document-diff.js';
import { type Entry, readEntry } from '../../../database/journal/journal-entry.js';

/** What became of a document: it is this, it is gone, or what the base has of it was changed by these. */
type Fate = { is: Uint8Array; inPlace: boolean } | { gone: true } | { diffs: Uint8Array[] };

/** The documents of a collection beside those of the base. */
class Documents {
  readonly fates = new Map<string, Fate>();
  /** How many more there are than in the base. */
  more = 0;

  /** @param base the collection of the base whose documents these were */
  constructor(readonly base: string | undefined) {}

  put(id: string, is: Uint8Array): void {
    this.fates.delete(id); // what comes again is behind the others
    this.fates.set(id, { is, inPlace: false });
  }

  replace(id: string, is: Uint8Array): void {
    const fate = this.fates.get(id);
    this.fates.set(id, { is, inPlace: fate === undefined || !('is' in fate) || fate.inPlace });
  }

  change(id: string, diff: Uint8Array): void {
    const fate = this.fates.get(id);
    if (fate === undefined) this.fates.set(id, { diffs: [diff] });
    else if ('is' in fate) this.fates.set(id, { ...fate, is: applyDiff(fate.is, diff) });
    else if ('diffs' in fate) fate.diffs.push(diff);
    else throw new DiffUnknown('of a document that was deleted');
  }

  remove(id: string): void {
    this.fates.delete(id);
    this.fates.set(id, { gone: true });
  }
}

/** A database at a moment, as what it is beside a base. */
export class JournalState {
  private readonly documents = new Map<string, Documents>();
  private readonly catalog = new Map<string, PastCollection | null>();
  private views: PastCollection[] | undefined;

  /** @param base what the base has; empty for a database from its birth on */
  constructor(base: readonly PastCollection[]) {
    for (const collection of base) {
      this.catalog.set(collection.store, collection);
      if (collection.kind !== 'view') this.documents.set(collection.store, new Documents(collection.store));
    }
  }

  /** @returns false when the entry is of a later moment: so are those behind it */
  apply(bytes: Uint8Array, after: ClusterTime, until: ClusterTime): boolean {
    const entry = readEntry(bytes);
    if (entry.at.greaterThan(until)) return false;
    if (entry.at.greaterThan(after)) this.applyEntry(entry);
    return true;
  }

  /** Those of the moment, as far as they are an organization's. */
  get collections(): PastCollection[] {
    const made = [...this.catalog.values()].filter((one) => one !== null);
    const others = this.views === undefined ? made : made.filter(({ kind }) => kind !== 'view');
    return [...others, ...(this.views ?? [])];
  }

  /** The collection of the base that it began as. */
  baseOf(store: string): string | undefined {
    return this.documents.get(store)?.base;
  }

  more(store: string): number {
    return this.documents.get(store)?.more ?? 0;
  }

  /** The documents of the base as they are at the moment, and then those that came. @throws DiffUnknown */
  async *read(store: string, base: AsyncIterable<readonly Uint8Array[]>): AsyncGenerator<Uint8Array[], void> {
    const fates = this.documents.get(store)?.fates ?? new Map<string, Fate>();
    const seen = new Set<string>();
    for await (const batch of base) {
      const kept: Uint8Array[] = [];
      for (const document of batch) {
        const id = idKeyOf(idOf(document));
        const fate = fates.get(id);
        if (fate === undefined) kept.push(document);
        else if ('diffs' in fate) kept.push(fate.diffs.reduce<Uint8Array>(applyDiff, document));
        else if ('is' in fate && fate.inPlace) kept.push(fate.is);
        else continue;
        if (fate !== undefined) seen.add(id);
      }
      if (kept.length > 0) yield kept;
    }
    for (const [id, fate] of fates) {
      if (seen.has(id)) continue;
      if ('is' in fate) yield [fate.is];
      else if ('diffs' in fate) throw new DiffUnknown('of a document that the base does not have');
    }
  }

  private applyEntry(entry: Entry): void {
    const { kind, store } = entry;
    if (kind === 'c') this.catalog.set(store, entry.collection!);
    else if (kind === 'v') this.views = entry.views!;
    else if (kind === 'x') this.documents.delete(store);
    else if (kind === 'n') this.rename(store, entry.to!);
    else this.applyToDocument(entry);
  }

  private rename(from: string, to: string): void {
    const documents = this.documents.get(from);
    this.documents.delete(from);
    if (documents === undefined) this.documents.delete(to);
    else this.documents.set(to, documents);
  }

  private applyToDocument({ kind, store, id: field, document, diff }: Entry): void {
    let documents = this.documents.get(store);
    if (documents === undefined) this.documents.set(store, (documents = new Documents(undefined)));
    const id = idKeyOf(field!);
    if (kind === 'i') {
      documents.more++;
      documents.put(id, document!);
    } else if (kind === 'r') documents.replace(id, document!);
    else if (kind === 'u') documents.change(id, diff!);
    else {
      documents.more--;
      documents.remove(id);
    }
  }
}

function idOf(document: Uint8Array): Field {
  return fieldsOf(document).find(({ name }) => name === '_id')!;
}
