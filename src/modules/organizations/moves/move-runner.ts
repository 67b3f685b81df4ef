import type { TenantDb } from '@rowhouse/tenancy';
import { AppError } from '../../../common/errors/app-error.js';
import { duplicateKey } from '../../../database/duplicate-key.js';
import { isHistoryLost, isUnseen, type CopyRepository, type SourceCollection } from './copy.repository.js';
import { CollectionCopy, type MoveJournal } from './collection-copy.js';
import type { Move } from './move.schema.js';
import { NotedChanges } from './noted-changes.js';
import { CollectionOptions } from './collection-options.js';
import type { SourceChange, SourceChanges } from './source-changes.repository.js';

/** Writers go on while changes are caught up; with fewer open than this the rest fits into a short pause. */
const FEW_CHANGES = 200;
const MAX_ROUNDS = 20;
/** A round ends here also under writers that never rest, so that it is synchronized. */
const ROUND_CHANGES = 50_000;
const SYNC_CHUNK = 500;
/** Times a copy starts over because the oplog was too short for it. */
const MAX_RESTARTS = 3;
/** Longer than a fence stands the last changes are not waited for. */
const FINISH_MS = 3000;

/**
 * Copies one tenant database into another while writers go on. Documents are copied in the order of their
 * _id; then every document that changed since the copy began is made equal to the source's, until so few are
 * left that the writers can be stopped for the rest. All steps may be repeated.
 */
export class MoveRunner {
  private readonly source: TenantDb;
  private readonly target: TenantDb;
  private readonly noted = new NotedChanges();
  private readonly collections: CollectionCopy;
  private readonly options: CollectionOptions;
  /** Capped collections that changed since they were copied: their order cannot be patched. */
  private readonly cappedAgain = new Set<string>();
  private stream?: SourceChanges;

  constructor(
    private readonly copies: CopyRepository,
    private readonly move: Move,
    private readonly journal: MoveJournal,
  ) {
    this.source = copies.open(move.from);
    this.target = copies.open(move.to);
    this.collections = new CollectionCopy(copies, move, journal, this.noted);
    this.options = new CollectionOptions(copies, this.target);
  }

  /** Everything that can be done while writers go on. May be called again to catch up. */
  async copyOnline(): Promise<void> {
    for (let restarts = 0; ; restarts++) {
      try {
        return await this.copyAndCatchUp();
      } catch (error) {
        if (!isHistoryLost(error) || restarts >= MAX_RESTARTS) throw error;
        await this.startOver();
      }
    }
  }

  /** The rest, while no writer is left. Afterwards the target equals the source. */
  async finish(token: string): Promise<void> {
    const deadline = performance.now() + FINISH_MS;
    await this.copies.writeSentinel(this.source, token);
    for (;;) {
      if (performance.now() > deadline) throw unequal('the last change did not come in time');
      const change = (await this.copies.nextEvent(this.stream!))?.change;
      this.journal.assertHeld();
      if (change === undefined) continue;
      if (change.kind === 'sentinel' && change.token === token) break;
      await this.note(change);
    }
    const wanted = await this.copies.listCollections(this.source);
    if (!this.stream!.system && wanted.some(isUnseen)) throw unequal('a time series that was made just now');
    await this.collections.copy(wanted);
    for (const collection of wanted) {
      if (this.cappedAgain.delete(collection.store)) await this.collections.copyCapped(collection);
    }
    await this.synchronize();
    await this.options.match(wanted);
    await Promise.all(wanted.filter(({ isView }) => !isView).map((collection) => this.matchLast(collection)));
    if (!this.noted.isEmpty) throw unequal('documents that a unique index refuses');
  }

  async close(): Promise<void> {
    await this.stream?.close();
    this.stream = undefined;
  }

  private async copyAndCatchUp(): Promise<void> {
    if (this.move.since === undefined) await this.begin();
    const present = await this.copies.listCollections(this.source);
    await this.collections.copy(present);
    await this.journal.save({ phase: 'catching_up' });
    await this.watch(present);
    let before = Infinity;
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const changes = await this.readRound();
      const collections = await this.copies.listCollections(this.source);
      await this.collections.copy(collections); // also what was dropped, renamed or made anew meanwhile
      const more = await this.watch(collections);
      await this.synchronize();
      for (const collection of collections) if (!collection.isView) await this.indexOnline(collection);
      // No longer shrinking: the writers are as fast as a round is long.
      if (!more && (changes < FEW_CHANGES || changes > before * 0.8)) return;
      before = more ? Infinity : changes;
    }
  }

  /** From the beginning of the copy on; once more when the first collection comes whose changes are not shown. */
  private async watch(collections: SourceCollection[]): Promise<boolean> {
    const system = collections.some(isUnseen);
    if (this.stream && (this.stream.system || !system)) return false;
    await this.stream?.close();
    this.stream = this.copies.watch(this.source, this.move.since as never, system); // a Timestamp, stored as Mixed
    return true;
  }

  private async begin(): Promise<void> {
    this.move.since = await this.copies.operationTime(this.source);
    this.move.positions = [];
    const collections = await this.copies.listCollections(this.source);
    const counts = await Promise.all(
      collections
        .filter(({ isView }) => !isView)
        .map(({ store }) => this.copies.estimatedCount(this.source, store)),
    );
    this.move.documents_total = counts.reduce((sum, count) => sum + count, 0);
    this.move.documents_done = 0;
    const { since, documents_total, documents_done, positions } = this.move;
    await this.journal.save({ phase: 'copying', since, documents_total, documents_done, positions });
  }

  /** The target keeps its mark. */
  private async startOver(): Promise<void> {
    await this.close();
    this.noted.clear();
    this.cappedAgain.clear();
    this.collections.forgetAll();
    await this.journal.save({ positions: [] });
    this.journal.assertHeld();
    for (const { name } of await this.copies.listCollections(this.target))
      await this.copies.dropCollection(this.target, name);
    this.move.since = undefined;
  }

  /** Notes the changes that were there when the round began: under writers that never rest there is always one more. */
  private async readRound(): Promise<number> {
    const until = await this.copies.operationTime(this.source);
    let count = 0;
    while (count < ROUND_CHANGES) {
      const event = await this.copies.nextEvent(this.stream!);
      if (event === null) break;
      if (event.change) {
        await this.note(event.change);
        count++;
      }
      if (event.at.greaterThan(until)) break;
    }
    return count;
  }

  private async note(change: SourceChange): Promise<void> {
    switch (change.kind) {
      case 'sentinel': // of an earlier attempt
        return;
      case 'document':
        return this.noteDocument(change.collection, change.id);
      case 'renamed':
        // Its documents changed their place without being named.
        await this.copyAnew(change.to);
        return this.copyAnew(change.collection);
      case 'dropped':
        return this.copyAnew(change.collection);
    }
  }

  private noteDocument(collection: string, id: unknown): void {
    if (this.collections.isCapped(collection)) this.cappedAgain.add(collection);
    else this.noted.add(collection, [id]);
  }

  /** The collection is gone, or another one by now; if there is one of the name it is copied from the start. */
  private async copyAnew(collection: string): Promise<void> {
    this.noted.invalidate(collection);
    this.cappedAgain.delete(collection);
    this.collections.invalidate(collection);
    this.journal.assertHeld();
    await this.copies.dropCollection(this.target, collection);
  }

  /** Makes every noted document of the target what it is in the source now. */
  private async synchronize(): Promise<void> {
    for (const [collection, ids] of this.noted.take()) {
      let open = ids;
      while (open.length > 0) {
        const refused: unknown[] = [];
        for (let i = 0; i < open.length; i += SYNC_CHUNK)
          refused.push(...(await this.synchronizeChunk(collection, open.slice(i, i + SYNC_CHUNK))));
        // A value may move between documents while writers go on: the refused ones wait for the next round.
        if (refused.length === open.length) break;
        open = refused;
      }
      if (open.length > 0) this.noted.add(collection, open);
    }
  }

  private async synchronizeChunk(store: string, ids: unknown[]): Promise<unknown[]> {
    const batches = this.copies.found(this.source, store, ids);
    let batch = await batches.next(); // read before anything is taken away
    this.journal.assertHeld();
    await this.copies.deleteAll(this.target, store, ids, batch.done === true);
    const refused: unknown[] = [];
    for (; !batch.done; batch = await batches.next()) {
      this.journal.assertHeld();
      refused.push(...(await this.copies.insertAll(this.target, store, batch.value)));
    }
    return refused;
  }

  /** After the documents: building an index once is cheaper than keeping it during the copy. */
  private async indexOnline({ name }: SourceCollection): Promise<void> {
    try {
      await this.copies.matchIndexes(this.target, name, await this.copies.indexesOf(this.source, name));
    } catch (error) {
      // Values of a unique index are moving between documents just now; the next round sees where they went.
      if (duplicateKey(error) === null) throw error;
    }
  }

  private async matchLast({ name, store, options }: SourceCollection): Promise<void> {
    const indexes = await this.copies.indexesOf(this.source, name);
    await this.copies.matchIndexes(this.target, name, indexes);
    // Documents that expire by themselves have no count to compare.
    if (options.expireAfterSeconds !== undefined || indexes.some(({ expires }) => expires)) return;
    const counts = (count: 'estimatedCount' | 'exactCount') =>
      Promise.all([this.source, this.target].map((db) => this.copies[count](db, store)));
    const [fast, copied] = await counts('estimatedCount');
    if (fast === copied) return;
    // The fast count is not exact after a crash of the server.
    const [exact, exactCopied] = await counts('exactCount');
    if (exact !== exactCopied) throw unequal(`${name}: ${exact} documents, ${exactCopied} copied`);
  }
}

/** Another program wrote past the fence: the next attempt sees it. */
function unequal(reason: string): AppError {
  return new AppError('organization.paused', { retryAfter: 1 }, { cause: new Error(reason) });
}
