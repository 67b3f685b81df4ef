import type { PastCatalog } from '../../../database/past/past-catalog.js';
import type { SnapshotWindow } from '../../../database/past/snapshot-window.js';
import type { CloneRepository } from './clone.repository.js';
import type { MoveLease } from './move-lease.js';
import type { Move } from './move.schema.js';
import { PastClone } from './past-clone.js';

/** What a moving organization's next database gets. */
export interface Runner {
  /** All that can be done while writers go on; may be called again. */
  copyOnline(): Promise<void>;
  /** The rest, while no writer is left. @param token of the fence */
  finish(token: string): Promise<void>;
  close(): Promise<void>;
}

/** The next database is the one of a moment: what writers do meanwhile stays in the present one, which is kept. */
export class UndoRunner implements Runner {
  private isWhole = false;

  constructor(
    private readonly parts: { clones: CloneRepository; catalog: PastCatalog; window: SnapshotWindow },
    private readonly move: Move,
    private readonly lease: MoveLease,
  ) {}

  async copyOnline(): Promise<void> {
    if (this.isWhole) return;
    const { source, to, at, positions } = this.move;
    const journal = {
      assertHeld: () => this.lease.assertHeld(),
      progress: (stores: readonly string[], documents: { done: number; total: number }) =>
        this.save(stores, documents),
    };
    const clone = new PastClone(this.parts, { from: source!, to, at: at! }, journal);
    await clone.run(positions.filter(({ complete }) => complete).map(({ collection }) => collection));
    this.isWhole = true;
  }

  finish(): Promise<void> {
    this.lease.assertHeld();
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private save(stores: readonly string[], { done, total }: { done: number; total: number }): Promise<void> {
    this.move.positions = stores.map((collection) => ({ collection, last: undefined, complete: true }));
    const { positions } = this.move;
    return this.lease.save({ positions, documents_done: done, documents_total: total });
  }
}
