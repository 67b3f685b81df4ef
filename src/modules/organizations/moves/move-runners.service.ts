import { Injectable } from '@nestjs/common';
import { PastCatalog } from '../../../database/past/past-catalog.js';
import { SnapshotWindow } from '../../../database/past/snapshot-window.js';
import { CloneRepository } from './clone.repository.js';
import { CopyRepository } from './copy.repository.js';
import type { MoveLease } from './move-lease.js';
import { MoveRunner } from './move-runner.js';
import type { Move } from './move.schema.js';
import { RestoreRunner } from './restore-runner.js';
import type { RestoreSource } from './restore.types.js';
import { type Runner, UndoRunner } from './undo-runner.js';

/** Who fills the next database, by the kind of the move. */
@Injectable()
export class MoveRunners {
  private openSource: ((move: Move) => Promise<RestoreSource>) | undefined;

  constructor(
    private readonly copies: CopyRepository,
    private readonly clones: CloneRepository,
    private readonly catalog: PastCatalog,
    private readonly window: SnapshotWindow,
  ) {}

  /** Where restores find what they restore. Call it in `onModuleInit`. */
  restoreFrom(open: (move: Move) => Promise<RestoreSource>): void {
    this.openSource = open;
  }

  of(move: Move, lease: MoveLease): Runner {
    const { clones, catalog, window } = this;
    if (move.kind === 'restore') return new RestoreRunner(clones, () => this.openSource!(move), move, lease);
    if (move.kind === 'undo') return new UndoRunner({ clones, catalog, window }, move, lease);
    return new MoveRunner(this.copies, move, lease);
  }
}
