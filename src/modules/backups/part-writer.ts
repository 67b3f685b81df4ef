import type { ArchivedCollection } from './backup.types.js';
import { type Attempt, PART_BYTES, putPart } from './parts.js';
import type { BackupStore } from './stores/backup-store.js';

/** Parts that are packed and sent while the next one fills. */
const UNDER_WAY = 2;

export interface PartTotals {
  documents: number;
  bytes: number;
  storedBytes: number;
}

/** Writes the parts of an attempt. Memory is bounded by the parts under way and one open part for each collection. */
export class PartWriter {
  readonly totals: PartTotals = { documents: 0, bytes: 0, storedBytes: 0 };
  private readonly underWay = new Set<Promise<void>>();
  private failure: Error | undefined;
  private parts = 0;

  /** @param reserve called before a part is sent; throws when that may no longer be done */
  constructor(
    private readonly store: BackupStore,
    private readonly key: Buffer,
    private readonly attempt: Attempt,
    private readonly reserve: (part: number) => Promise<void>,
  ) {}

  /** Begins a collection. Several may be open at once. */
  open(collection: Pick<ArchivedCollection, 'name' | 'type' | 'metadata'>): CollectionParts {
    return new CollectionParts(collection, (bytes) => this.send(bytes));
  }

  /** Waits until everything is in the store. @throws what a part was refused with */
  async finish(): Promise<void> {
    await Promise.all(this.underWay);
    if (this.failure !== undefined) throw this.failure;
  }

  private async send(bytes: Buffer): Promise<number> {
    while (this.underWay.size >= UNDER_WAY) await Promise.race(this.underWay);
    if (this.failure !== undefined) throw this.failure;
    const part = ++this.parts;
    await this.reserve(part);
    const sending = putPart(this.store, this.key, this.attempt, part, bytes)
      .then((stored) => {
        this.totals.storedBytes += stored;
      })
      .catch((error: Error) => {
        this.failure ??= error;
      })
      .finally(() => this.underWay.delete(sending));
    this.underWay.add(sending);
    return part;
  }

  /** For the progress that people see. */
  count(documents: number, bytes: number): void {
    this.totals.documents += documents;
    this.totals.bytes += bytes;
  }
}

/** The parts of one collection. */
class CollectionParts {
  readonly entry: ArchivedCollection;
  private open: Uint8Array[] = [];
  private openBytes = 0;

  constructor(
    collection: Pick<ArchivedCollection, 'name' | 'type' | 'metadata'>,
    private readonly send: (bytes: Buffer) => Promise<number>,
  ) {
    const { name, type, metadata } = collection;
    this.entry = { name, type, metadata, documents: 0, bytes: 0, parts: [] };
  }

  async add(documents: readonly Uint8Array[]): Promise<void> {
    for (const document of documents) {
      this.open.push(document);
      this.openBytes += document.length;
      this.entry.documents++;
      this.entry.bytes += document.length;
      if (this.openBytes >= PART_BYTES) await this.flush();
    }
  }

  /** Ends the part that is open. */
  async flush(): Promise<void> {
    if (this.openBytes === 0) return;
    const bytes = Buffer.concat(this.open, this.openBytes);
    this.open = [];
    this.openBytes = 0;
    this.entry.parts.push(await this.send(bytes));
  }
}
