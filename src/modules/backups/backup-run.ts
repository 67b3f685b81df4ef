import type { Lease } from '../../database/work/lease.js';
import { LeaseLost } from '../../database/work/lease.js';
import type { BackupRow } from './backup.schema.js';
import type { Tx } from '../../database/transactions.js';
import type { BackupsRepository } from './backups.repository.js';

/** Another instance goes on with the work of one that was killed after `lasts`. Milliseconds. */
export const RUN_TIMES = { lasts: 15_000, beat: 3_000, margin: 5_000 };

/** The right of this instance to work on a backup, renewed while it lasts; every step of the work asks for it. */
export class BackupRun {
  constructor(
    private readonly backups: BackupsRepository,
    readonly row: BackupRow,
    readonly owner: string,
    private readonly lease: Lease,
  ) {}

  /** @throws LeaseLost */
  assertHeld(): void {
    this.lease.assertHeld();
  }

  /** Writes it down, and lets the row say so. @throws LeaseLost */
  async save(change: Partial<BackupRow>, taken: (keyof BackupRow)[] = []): Promise<void> {
    this.assertHeld();
    if (!(await this.backups.save(this.row._id, this.owner, change, taken))) {
      this.lease.cancel();
      throw new LeaseLost(`backup ${this.row._id}`);
    }
    Object.assign(this.row, change);
  }

  /** The same in a transaction. @throws LeaseLost */
  async saveIn(session: Tx, change: Partial<BackupRow>): Promise<void> {
    this.assertHeld();
    if (!(await this.backups.save(this.row._id, this.owner, change, [], session)))
      throw new LeaseLost(`backup ${this.row._id}`);
  }

  /** Makes the work end at its next step, for others to go on with. */
  stop(): void {
    this.lease.cancel();
  }

  end(): Promise<void> {
    return this.lease.end();
  }
}
