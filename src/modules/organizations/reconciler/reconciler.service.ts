import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type BeforeApplicationShutdown,
} from '@nestjs/common';
import { Env } from '../../../config/env.js';
import { AbandonedTransactions } from '../../../database/abandoned-transactions.js';
import { DeletionService } from './deletion.service.js';
import { MarkAdditionsService } from '../marks/mark-additions.service.js';
import { MovesService } from '../moves/moves.service.js';
import { SweepsService } from './sweeps.service.js';

/** Interrupted work is looked for this often; one indexed question each. */
const LOOK_MS = 3000;
/** A move spends its time waiting for the server, and holds a batch of 8 MB. */
const MOVES_AT_ONCE = 4;

/** Finishes what a crash interrupted, and reports databases that the registry does not account for. */
@Injectable()
export class ReconcilerService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger(ReconcilerService.name);
  private timer?: NodeJS.Timeout;
  private running: Promise<void> = Promise.resolve();
  private moving?: Promise<void>;
  private marking?: Promise<void>;
  private sweptAt = -Infinity;
  private closed = false;

  constructor(
    private readonly moves: MovesService,
    private readonly deletions: DeletionService,
    private readonly sweeps: SweepsService,
    private readonly marks: MarkAdditionsService,
    private readonly transactions: AbandonedTransactions,
    private readonly env: Env,
  ) {}

  onApplicationBootstrap(): void {
    this.marking = this.attempt('marking databases', () => this.marks.run(() => this.closed));
    this.schedule(0);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    await Promise.all([this.running, this.moving, this.marking]);
  }

  /** One run: interrupted moves and deletions, and the sweep when it is due. */
  async reconcile(sweep: boolean): Promise<void> {
    await Promise.all([this.resumeMoves(), this.finishDeletions(sweep)]);
  }

  private schedule(ms: number): void {
    if (this.closed) return;
    this.timer = setTimeout(() => {
      const due = performance.now() - this.sweptAt >= this.env.RECONCILE_SECONDS * 1000;
      if (due) this.sweptAt = performance.now();
      // A move may copy for an hour: the rest does not wait for it.
      this.moving ??= this.attempt('moves', () => this.resumeMoves()).finally(
        () => (this.moving = undefined),
      );
      this.running = this.attempt('reconciling', () => this.finishDeletions(due)).finally(() =>
        this.schedule(LOOK_MS),
      );
    }, ms);
    this.timer.unref();
  }

  private async resumeMoves(): Promise<void> {
    const ids = await this.moves.listAbandoned();
    for (let i = 0; i < ids.length && !this.closed; i += MOVES_AT_ONCE) {
      const some = ids.slice(i, i + MOVES_AT_ONCE);
      await Promise.all(some.map((id) => this.attempt(`move ${id}`, () => this.moves.resume(id))));
    }
  }

  private async finishDeletions(sweep: boolean): Promise<void> {
    const ended = await this.transactions.end();
    if (ended > 0) this.log.warn(`ended ${ended} transaction(s) of a process that was killed`);
    for (const id of await this.deletions.listStale(LOOK_MS * 2)) {
      await this.attempt(`deletion of ${id}`, () => this.deletions.finish(id));
    }
    if (sweep) await this.sweeps.runIfDue();
  }

  /** One failure must not keep the rest from being finished. */
  private async attempt(what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!this.closed) this.log.warn(`${what} failed, will be tried again: ${(error as Error).message}`);
    }
  }
}
