import type { TenantDb } from '@rowhouse/tenancy';
import type { CopyRepository, SourceCollection } from './copy.repository.js';
import type { Move } from './move.schema.js';
import type { NotedChanges } from './noted-changes.js';
import { fieldOf, type RawDocument } from '../../../database/raw-documents.js';

/** Milliseconds between two savings of the position: what a crash repeats. */
const SAVE_EVERY_MS = 500;
/** The cursor's collection was dropped or renamed under it; the changes tell what became of it. */
const QUERY_PLAN_KILLED = 175;

/** The right to work on the move; both throw when it was lost. */
export interface MoveJournal {
  save(change: Partial<Move>): Promise<void>;
  /** Asked right before each write to the target: it may be a live database by now. */
  assertHeld(): void;
}

/** The first pass over the documents of a move; it goes on where the saved positions say. */
export class CollectionCopy {
  private readonly source: TenantDb;
  private readonly target: TenantDb;
  private readonly capped = new Set<string>();
  /** Those of the target that were made here, by where their documents are. */
  private readonly made = new Set<string>();

  constructor(
    private readonly copies: CopyRepository,
    private readonly move: Move,
    private readonly journal: MoveJournal,
    private readonly noted: NotedChanges,
  ) {
    this.source = copies.open(move.from);
    this.target = copies.open(move.to);
  }

  /** What was copied before is left alone. */
  async copy(collections: SourceCollection[]): Promise<void> {
    for (const collection of collections) {
      this.journal.assertHeld();
      if (!this.made.has(collection.store)) await this.copies.createCollection(this.target, collection);
      this.made.add(collection.store);
      if (!collection.isView) await this.copyDocuments(collection);
    }
  }

  isCapped(store: string): boolean {
    return this.capped.has(store);
  }

  /** It is to be copied from the start. */
  invalidate(store: string): void {
    this.capped.delete(store);
    this.made.delete(store);
    this.move.positions = this.move.positions.filter((one) => one.collection !== store);
  }

  forgetAll(): void {
    this.capped.clear();
    this.made.clear();
    this.move.positions = [];
  }

  /** A capped collection is its order: it is copied as a whole, also when one document of it changed. */
  async copyCapped(collection: SourceCollection): Promise<void> {
    this.journal.assertHeld();
    this.noted.invalidate(collection.store);
    await this.copies.dropCollection(this.target, collection.store);
    await this.copies.createCollection(this.target, collection);
    for await (const batch of this.copies.batches(this.source, collection, undefined))
      await this.insert(collection.store, batch);
  }

  private async copyDocuments(collection: SourceCollection): Promise<void> {
    if (collection.options.capped) this.capped.add(collection.store);
    const position = this.positionOf(collection.store);
    if (position.complete) return;
    try {
      if (collection.options.capped) await this.copyCapped(collection);
      else await this.copyFrom(collection, position);
    } catch (error) {
      if ((error as { code?: unknown }).code !== QUERY_PLAN_KILLED) throw error;
    }
    position.complete = true;
    await this.savePositions();
  }

  private async copyFrom(collection: SourceCollection, position: Move['positions'][number]): Promise<void> {
    let savedAt = performance.now();
    for await (const batch of this.copies.batches(this.source, collection, position.last)) {
      await this.insert(collection.store, batch);
      position.last = fieldOf(batch.at(-1)!, '_id');
      this.move.documents_done += batch.length;
      if (performance.now() - savedAt < SAVE_EVERY_MS) continue;
      savedAt = performance.now();
      await this.savePositions();
    }
  }

  private async insert(store: string, batch: RawDocument[]): Promise<void> {
    this.journal.assertHeld();
    const refused = await this.copies.insertAll(this.target, store, batch);
    if (refused.length > 0) this.noted.add(store, refused);
  }

  private savePositions(): Promise<void> {
    const { positions, documents_done } = this.move;
    return this.journal.save({ positions, documents_done });
  }

  private positionOf(collection: string): Move['positions'][number] {
    let position = this.move.positions.find((one) => one.collection === collection);
    if (!position) {
      position = { collection, last: undefined, complete: false };
      this.move.positions.push(position);
    }
    return position;
  }
}
