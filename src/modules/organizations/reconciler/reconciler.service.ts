import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type BeforeApplicationShutdown,
} from '@nestjs/common';
import { Env } from '../../../config/env.js';
import { AbandonedTransactions } from '../../../database/abandoned-transactions.js';
import { DatabaseDrops } from '../marks/database-drops.service.js';
import { LeftoverReports } from '../marks/leftover-reports.service.js';
import type { LeftoverReason } from '../marks/leftovers.types.js';
import { DeletionService } from './deletion.service.js';
import { MarkAdditions } from '../marks/mark-additions.service.js';
import { InstanceService } from '../../registry/instance.service.js';
import { MoveRows, MovesService } from '../moves/moves.service.js';
import { SweepRepository } from './sweep.repository.js';

/** Interrupted work is looked for this often; one indexed question each. */
const LOOK_MS = 3000;
/** A move spends its time waiting for the server, and holds a batch of 8 MB. */
const MOVES_AT_ONCE = 4;
/** A database that is being built or dropped is somebody's work for this long. */
const UNFINISHED_MS = 60_000;

/** Who finishes interrupted work, in one parameter. */
@Injectable()
export class Interrupted {
  constructor(
    readonly moves: MovesService,
    readonly deletions: DeletionService,
    readonly drops: DatabaseDrops,
    readonly leftovers: LeftoverReports,
    readonly marking: MarkAdditions,
    readonly transactions: AbandonedTransactions,
  ) {}
}

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
    private readonly rows: MoveRows,
    private readonly work: Interrupted,
    private readonly sweeps: SweepRepository,
    private readonly instance: InstanceService,
    private readonly env: Env,
  ) {}

  onApplicationBootstrap(): void {
    this.marking = this.attempt('marking databases', () => this.work.marking.run(() => this.closed));
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
    const ids = await this.rows.moves.listAbandoned();
    for (let i = 0; i < ids.length && !this.closed; i += MOVES_AT_ONCE) {
      const some = ids.slice(i, i + MOVES_AT_ONCE);
      await Promise.all(some.map((id) => this.attempt(`move ${id}`, () => this.work.moves.resume(id))));
    }
  }

  private async finishDeletions(sweep: boolean): Promise<void> {
    const ended = await this.work.transactions.end();
    if (ended > 0) this.log.warn(`ended ${ended} transaction(s) of a process that was killed`);
    for (const id of await this.rows.organizations.listStaleDeletions(LOOK_MS * 2)) {
      await this.attempt(`deletion of ${id}`, () => this.work.deletions.finish(id));
    }
    const leased =
      sweep && (await this.sweeps.lease('sweep', this.instance.id, this.env.RECONCILE_SECONDS * 1000));
    if (leased) await this.sweep();
  }

  /** One failure must not keep the rest from being finished. */
  private async attempt(what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!this.closed) this.log.warn(`${what} failed, will be tried again: ${(error as Error).message}`);
    }
  }

  /** The list of databases is read before the registry: whatever is made meanwhile is then in the registry. */
  private async sweep(): Promise<void> {
    const at = new Date();
    const present = await this.sweeps.listDatabases();
    const states = await this.rows.databases.statesOf(present);
    const leftovers = new Map<string, LeftoverReason>();
    for (const name of present) {
      const state = states.get(name);
      if (state === undefined && name.startsWith(this.env.DATABASE_PREFIX)) leftovers.set(name, 'unknown');
      if (state !== 'dropped') continue;
      await this.attempt(`dropping ${name}`, async () => {
        if (!(await this.work.drops.dropAgain(name))) leftovers.set(name, 'returned');
      });
    }
    for (const name of await this.rows.databases.listUnfinished(UNFINISHED_MS)) {
      this.log.warn(`dropping database ${name}: left behind by an interrupted change`);
      await this.attempt(`dropping ${name}`, async () => void (await this.work.drops.drop(name)));
    }
    await this.attempt('reporting leftovers', () => this.work.leftovers.review(leftovers, present, at));
    await this.instance.forgetDead();
  }
}
