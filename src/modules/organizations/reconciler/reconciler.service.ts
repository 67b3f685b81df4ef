import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type BeforeApplicationShutdown,
} from '@nestjs/common';
import { Env } from '../../../config/env.js';
import { AbandonedTransactions } from '../../../database/abandoned-transactions.js';
import { BackgroundWork } from '../../../database/work/background-work.js';
import type { PeriodicTask } from '../../../database/work/periodic-task.js';
import { attempt } from './attempt.js';
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
  private readonly tasks: readonly PeriodicTask[];

  constructor(
    private readonly moves: MovesService,
    private readonly deletions: DeletionService,
    private readonly sweeps: SweepsService,
    private readonly marks: MarkAdditionsService,
    private readonly transactions: AbandonedTransactions,
    env: Env,
    work: BackgroundWork,
  ) {
    const look = { first: 0, every: LOOK_MS };
    this.tasks = [
      // A move may copy for an hour: the rest does not wait for it.
      work.periodic({ name: 'interrupted moves', ...look, run: (signal) => this.resumeMoves(signal) }),
      work.periodic({
        name: 'interrupted deletions',
        ...look,
        run: (signal) => this.finishDeletions(signal),
      }),
      work.periodic({
        name: 'sweep of databases',
        first: 0,
        every: env.RECONCILE_SECONDS * 1000,
        run: () => this.sweeps.runIfDue(),
      }),
      work.periodic({ name: 'marks of databases', run: (signal) => this.marks.run(() => signal.aborted) }),
    ];
  }

  onApplicationBootstrap(): void {
    for (const task of this.tasks) task.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.tasks.map((task) => task.stop()));
  }

  /** All of it once: interrupted moves and deletions, and the sweep when nobody has it. */
  async reconcile(sweep: boolean): Promise<void> {
    await Promise.all([this.resumeMoves(), this.finishDeletions()]);
    if (sweep) await this.sweeps.runIfDue();
  }

  private async resumeMoves(signal?: AbortSignal): Promise<void> {
    const ids = await this.moves.listAbandoned();
    for (let i = 0; i < ids.length && !signal?.aborted; i += MOVES_AT_ONCE) {
      const some = ids.slice(i, i + MOVES_AT_ONCE);
      await Promise.all(
        some.map((id) => attempt(this.log, `move ${id}`, () => this.moves.resume(id), signal)),
      );
    }
  }

  private async finishDeletions(signal?: AbortSignal): Promise<void> {
    const ended = await this.transactions.end();
    if (ended > 0) this.log.warn(`ended ${ended} transaction(s) of a process that was killed`);
    for (const id of await this.deletions.listStale(LOOK_MS * 2)) {
      if (signal?.aborted) return;
      await attempt(this.log, `deletion of ${id}`, () => this.deletions.finish(id), signal);
    }
  }
}
