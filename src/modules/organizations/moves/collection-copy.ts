import type { TenantDb } from '@rowhouse/tenancy';
import type { CopyRepository, SourceCollection } from './copy.repository.js';
import type { Move } from './move.schema.js';
import type { NotedChanges } from './noted-changes.js';

/** Milliseconds between two savings of the position: what a crash repeats. */
const SAVE_EVERY_MS = 500;
/** The cursor's collection was dropped or renamed under it; the changes tell what became of it. */
const QUERY_PLAN_KILLED = 175;

/** The right to work on the move; both throw when it was lost. */
export interface MoveJournal {
  save(change: Partial<Move>): Promise<void>;
  /** Asked right before each write to the target: it may be somebody's live database by now. */
  assertHeld(): void;
}

/** The first pass over the documents of a move; it goes on where the saved positions say. */
export class CollectionCopy {
  private readonly source: TenantDb;
  private readonly target: TenantDb;
  private readonly capped = new Set<string>();

  constructor(
    private readonly copies: CopyRepository,
    private readonly move: Move,
    private readonly journal: MoveJournal,
    private readonly noted: NotedChanges,
  ) {
    this.source = copies.open(move.from);
    this.target = copies.open(move.to);
  }

  async copy(collections: SourceCollection[]): Promise<void> {
    for (const collection of collections) {
      this.journal.assertHeld();
      await this.copies.createCollection(this.target, collection);
      if (!collection.isView) await this.copyDocuments(collection);
    }
  }

  isCapped(collection: string): boolean {
    return this.capped.has(collection);
  }

  /** It is to be copied from the start. */
  forget(collection: string): void {
    this.capped.delete(collection);
    this.move.positions = this.move.positions.filter((one) => one.collection !== collection);
  }

  /** A capped collection is its order: it is copied as a whole, also when one document of it changed. */
  async copyCapped(collection: SourceCollection): Promise<void> {
    this.journal.assertHeld();
    this.noted.forget(collection.name);
    await this.copies.dropCollection(this.target, collection.name);
    await this.copies.createCollection(this.target, collection);
    for await (const batch of this.copies.batches(this.source, collection, undefined))
      await this.insert(collection.name, batch);
  }

  private async copyDocuments(collection: SourceCollection): Promise<void> {
    if (collection.options.capped) this.capped.add(collection.name);
    const position = this.positionOf(collection.name);
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
      await this.insert(collection.name, batch);
      position.last = batch.at(-1)!['_id'];
      this.move.documents_done += batch.length;
      if (performance.now() - savedAt < SAVE_EVERY_MS) continue;
      savedAt = performance.now();
      await this.savePositions();
    }
  }

  private async insert(collection: string, batch: Record<string, unknown>[]): Promise<void> {
    this.journal.assertHeld();
    const refused = await this.copies.insertAll(this.target, collection, batch);
    if (refused.length > 0) this.noted.add(collection, refused);
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
