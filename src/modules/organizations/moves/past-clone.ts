import { randomBytes } from 'node:crypto';
import type { TenantDb } from '@rowhouse/tenancy';
import type { ClusterTime } from '../../../database/past/moment.js';
import { isStreamLost, type PastCatalog, type PastCollection } from '../../../database/past/past-catalog.js';
import { isForgotten, type SnapshotWindow } from '../../../database/past/snapshot-window.js';
import type { CloneRepository } from './clone.repository.js';

/** Collections whose names begin with this are parts of an unfinished clone; the beginning is reserved. */
const PART = '_rowhouse_clone_';

/** A database as another one was at a moment. */
export interface CloneOrder {
  from: string;
  /** Marked, and nobody's yet: whatever else is in it is the rest of an earlier attempt. */
  to: string;
  at: ClusterTime;
  /** Stages that each document of a collection passes inside the server, such as those that mask fields. */
  stagesOf?: (collection: string) => object[];
}

/** The right to work on the clone; both throw when it was lost. */
export interface CloneJournal {
  /** Asked right before each write to the target. */
  assertHeld(): void;
  /** @param complete the collections that need not be cloned again, by where their documents are */
  progress(complete: readonly string[], documents: { done: number; total: number }): Promise<void>;
}

/**
 * Clones a database inside the server as it was at one moment, while writers go on. Each collection is made beside its
 * name and renamed when it is whole: an attempt that was cut off leaves parts, never half a collection, and a command
 * of an attempt that everybody took for dead cannot replace a collection that is in use by then. May be repeated.
 */
export class PastClone {
  private readonly source: TenantDb;
  private readonly target: TenantDb;
  private done = 0;

  constructor(
    private readonly parts: { clones: CloneRepository; catalog: PastCatalog; window: SnapshotWindow },
    private readonly order: CloneOrder,
    private readonly journal: CloneJournal,
  ) {
    this.source = parts.clones.open(order.from);
    this.target = parts.clones.open(order.to);
  }

  /**
   * @param complete what an earlier attempt noted
   * @throws AppError moment.too_old when the database forgot the moment meanwhile
   */
  async run(complete: readonly string[]): Promise<void> {
    try {
      await this.cloneAll(new Set(complete));
    } catch (error) {
      if (isForgotten(error) || isStreamLost(error)) throw await this.parts.window.tooOld(error);
      throw error;
    }
  }

  private async cloneAll(complete: Set<string>): Promise<void> {
    const { clones, catalog } = this.parts;
    const wanted = await catalog.collections(this.source.db, this.order.at);
    const stores = wanted.map(({ store }) => store);
    this.journal.assertHeld();
    await clones.dropAllBut(this.target, (name) => complete.has(name) && stores.includes(name));
    const sizes = await Promise.all(wanted.map((one) => clones.roughCount(this.source, one, this.order.at)));
    const total = sizes.reduce((sum, size) => sum + size, 0);
    for (const [i, collection] of wanted.entries()) {
      if (!complete.has(collection.store)) await this.clone(collection);
      complete.add(collection.store);
      this.done += sizes[i];
      await this.journal.progress([...complete], { done: this.done, total });
    }
  }

  private async clone(collection: PastCollection): Promise<void> {
    const { clones } = this.parts;
    const { at, stagesOf } = this.order;
    this.journal.assertHeld();
    if (collection.kind === 'view') return clones.create(this.target, collection, collection.name);
    const stages = stagesOf?.(collection.name) ?? [];
    if (!clones.isClonedInside(collection)) return this.copy(collection, stages.length > 0);
    const part = PART + randomBytes(6).toString('hex');
    await clones.create(this.target, collection, part);
    this.journal.assertHeld();
    await clones.fill(this.source, { ...collection, stages, at }, this.target, part);
    this.journal.assertHeld();
    await clones.rename(this.target, part, collection.name);
  }

  /**
   * What the server does not write as a whole passes through here, as the bytes it is.
   * @param isMasked it stays empty: no stage would see these bytes
   */
  private async copy(collection: PastCollection, isMasked: boolean): Promise<void> {
    const { clones } = this.parts;
    await clones.create(this.target, collection, collection.name);
    if (isMasked) return;
    for await (const batch of clones.batches(this.source, collection.store, this.order.at)) {
      this.journal.assertHeld();
      await clones.insert(this.target, collection.store, batch);
    }
  }
}
