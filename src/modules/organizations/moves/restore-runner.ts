import type { TenantDb } from '@rowhouse/tenancy';
import { inBatches, type RawDocument } from '../../../database/raw-documents.js';
import type { CloneRepository } from './clone.repository.js';
import type { Move } from './move.schema.js';
import type { RestoreSource } from './restore.types.js';
import type { Runner } from './undo-runner.js';

/** Milliseconds between two notes of the progress. */
const SAVE_EVERY_MS = 500;

type Progress = Pick<Move, 'positions' | 'documents_total' | 'documents_done'>;

/** A database that is filled, and how far that is. */
export type Filling = Progress & Pick<Move, 'to'>;

/** The right to fill it; both throw when it was lost. */
export interface FillingLease {
  assertHeld(): void;
  save(change: Progress): Promise<void>;
}

/** The next database is filled from outside; what writers do meanwhile stays in the present one, which is kept. */
export class RestoreRunner implements Runner {
  private readonly target: TenantDb;
  private isWhole = false;
  private savedAt = 0;

  constructor(
    private readonly clones: CloneRepository,
    private readonly open: () => Promise<RestoreSource>,
    private readonly move: Filling,
    private readonly lease: FillingLease,
  ) {
    this.target = clones.open(move.to);
  }

  /** A collection that was cut off is made anew. */
  async copyOnline(): Promise<void> {
    if (this.isWhole) return;
    const source = await this.open();
    const stores = new Set(source.collections.map(({ store }) => store));
    const complete = new Set(
      this.move.positions.map(({ collection }) => collection).filter((store) => stores.has(store)),
    );
    this.lease.assertHeld();
    await this.clones.dropAllBut(this.target, (store) => complete.has(store));
    this.move.documents_total = source.collections.reduce((sum, { documents }) => sum + documents, 0);
    this.move.documents_done = 0;
    for (const collection of source.collections) {
      if (complete.has(collection.store)) this.move.documents_done += collection.documents;
      else await this.fill(source, collection);
      complete.add(collection.store);
      this.move.positions = [...complete].map((store) => ({
        collection: store,
        last: undefined,
        complete: true,
      }));
      await this.save();
    }
    this.isWhole = true;
  }

  finish(): Promise<void> {
    this.lease.assertHeld();
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** Indexes come last: to build one once costs less than to keep it. */
  private async fill(source: RestoreSource, collection: RestoreSource['collections'][number]): Promise<void> {
    this.lease.assertHeld();
    await this.clones.create(this.target, { ...collection, indexes: [] }, collection.name);
    if (collection.kind === 'view') return;
    for await (const batch of inBatches(each(source.documentsOf(collection)))) {
      this.lease.assertHeld();
      await this.clones.insert(this.target, collection.store, batch);
      this.move.documents_done += batch.length;
      if (performance.now() - this.savedAt >= SAVE_EVERY_MS) await this.save();
    }
    this.lease.assertHeld();
    const { indexesOfStore, store, name } = collection;
    await this.clones.index(this.target, collection.indexes, indexesOfStore === true ? store : name);
  }

  private async save(): Promise<void> {
    const { positions, documents_done, documents_total } = this.move;
    await this.lease.save({ positions, documents_done, documents_total });
    this.savedAt = performance.now();
  }
}

async function* each(source: AsyncIterable<readonly RawDocument[]>): AsyncGenerator<RawDocument, void> {
  for await (const some of source) yield* some;
}
