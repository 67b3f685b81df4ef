import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { BackgroundWork } from '../../../database/work/background-work.js';
import type { Moment } from '../../../database/work/clock.js';
import { type Lease, LeaseLost } from '../../../database/work/lease.js';
import { PeriodicTask } from '../../../database/work/periodic-task.js';
import { InstanceService } from '../../registry/instance.service.js';
import type { MoveJournal } from './collection-copy.js';
import type { Move } from './move.schema.js';
import { MovesRepository } from './moves.repository.js';

/** A crashed instance's move is taken up after `lasts`. Milliseconds. */
export const MOVE_TIMES = { lasts: 10_000, beat: 2_000, margin: 3_000 };
/** The actor who asked for a move may lose the right to it while documents are copied. Milliseconds. */
const WATCH_MS = 2_000;

/** The right to work on a move, renewed while it lasts; every step of the work asks for it. */
export class MoveLease implements MoveJournal {
  constructor(
    private readonly moves: MovesRepository,
    private readonly move: Pick<Move, '_id'>,
    readonly owner: string,
    private readonly lease: Lease,
    private readonly watch: PeriodicTask,
  ) {}

  /** @throws LeaseLost when the next write might no longer be ours to make, and whatever it was cancelled for */
  assertHeld(): void {
    this.lease.assertHeld();
  }

  /** @throws LeaseLost */
  async save(change: Partial<Move>): Promise<void> {
    this.assertHeld();
    if (await this.moves.save(this.move._id, this.owner, change)) return;
    this.lease.cancel();
    throw new LeaseLost(`move ${this.move._id}`);
  }

  /** Waits, and holds the lease. @throws LeaseLost */
  pause(ms: number): Promise<void> {
    return this.lease.pause(ms);
  }

  /** Makes the work end at its next step, for others to go on with. */
  stop(): void {
    this.lease.cancel();
  }

  async end(): Promise<void> {
    await Promise.all([this.lease.end(), this.watch.stop()]);
  }
}

/** The leases of this instance on moves. */
@Injectable()
export class MoveLeases {
  constructor(
    private readonly moves: MovesRepository,
    private readonly instance: InstanceService,
    private readonly work: BackgroundWork,
  ) {}

  /** Of one run: an instance that lost a move and takes it up again is another owner. */
  newOwner(): string {
    return `${this.instance.id}:${randomUUID()}`;
  }

  /** To be asked for before a lease is: the server's clock starts no earlier. */
  now(): Moment {
    return this.work.clock.moment();
  }

  /** Takes a move that nobody has in hand. */
  take(id: string, owner: string): Promise<boolean> {
    return this.moves.leases.take(id, owner, MOVE_TIMES.lasts);
  }

  /** Keeps the others away for so long, and is not renewed. */
  async leave(id: string, owner: string, ms: number): Promise<void> {
    await this.moves.leases.renew(id, owner, ms);
  }

  /**
   * Holds what was taken.
   * @param check asked every two seconds; the work ends for good with what it throws
   */
  hold(move: Move, owner: string, takenAt: Moment, check: () => Promise<void>): MoveLease {
    const name = `move ${move._id}`;
    const renew = (ms: number) => this.moves.leases.renew(move._id, owner, ms);
    const lease = this.work.lease({ name, times: MOVE_TIMES, renew, takenAt }).start();
    const run = () => check().catch((reason: Error) => lease.cancel(reason));
    const watch = new PeriodicTask(this.work.clock, { name, every: WATCH_MS, run }).start();
    return new MoveLease(this.moves, move, owner, lease, watch);
  }
}
