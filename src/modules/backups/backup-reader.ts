import { documentsOf, type DumpedCollection } from '@rowhouse/mongo-dump';
import type { ArchivedCollection, Contents } from './backup.types.js';
import { type Attempt, getContents, getPart } from './parts.js';
import { PartDamaged } from './sealed-part.js';
import type { BackupStore } from './stores/backup-store.js';

/** What a backup holds, read part by part. Each is checked as it is read. */
export class BackupReader {
  private constructor(
    private readonly store: BackupStore,
    private readonly key: Buffer,
    private readonly attempt: Attempt,
    readonly contents: Contents,
  ) {}

  /** @throws StoreFailure, PartDamaged */
  static async open(store: BackupStore, key: Buffer, attempt: Attempt): Promise<BackupReader> {
    return new BackupReader(store, key, attempt, await getContents(store, key, attempt));
  }

  /** The collections as mongodump describes them. */
  get collections(): DumpedCollection[] {
    const { database, collections } = this.contents;
    return collections.map(({ name, type, metadata }) => ({ db: database, name, type, metadata }));
  }

  /** The bytes of a collection's documents, one part after the other. @throws StoreFailure, PartDamaged */
  async *bytes(collection: ArchivedCollection): AsyncGenerator<Buffer, void> {
    for (const part of collection.parts) yield await getPart(this.store, this.key, this.attempt, part);
  }

  /** Its documents in batches, in their order. @throws StoreFailure, PartDamaged */
  async *documents(collection: ArchivedCollection): AsyncGenerator<Buffer[], void> {
    let documents = 0;
    for await (const batch of documentsOf(this.bytes(collection))) {
      documents += batch.length;
      yield batch;
    }
    if (documents !== collection.documents) throw new PartDamaged();
  }

  /** @throws PartDamaged when it has no collection of the name */
  find(name: string): ArchivedCollection {
    const found = this.contents.collections.find((one) => one.name === name);
    if (found === undefined) throw new PartDamaged();
    return found;
  }
}
