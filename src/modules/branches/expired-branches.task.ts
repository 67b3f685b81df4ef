import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { BackgroundWork } from '../../database/work/background-work.js';
import type { PeriodicTask } from '../../database/work/periodic-task.js';
import { BranchRightsService } from './branch-rights.service.js';
import { BranchesRepository } from './branches.repository.js';

/** Milliseconds. */
const SWEEP_MS = 60_000;
const BATCH = 50;

/** Deletes branches whose time is over; on any number of instances at once. */
@Injectable()
export class ExpiredBranchesTask implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger(ExpiredBranchesTask.name);
  private readonly task: PeriodicTask;

  constructor(
    private readonly branches: BranchesRepository,
    private readonly rights: BranchRightsService,
    work: BackgroundWork,
  ) {
    const run = (signal: AbortSignal) => this.sweep(new Date(work.clock.wall()), signal);
    this.task = work.periodic({ name: 'expired branches', every: SWEEP_MS, jitter: 0.1, run });
  }

  onApplicationBootstrap(): void {
    this.task.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.task.stop();
  }

  async sweep(now: Date, signal: AbortSignal): Promise<void> {
    for (const branch of await this.branches.listExpired(now, BATCH)) {
      if (signal.aborted) return;
      try {
        await this.rights.expire(branch);
      } catch (error) {
        this.log.warn(`branch ${branch._id} is deleted later: ${(error as Error).message}`);
      }
    }
  }
}
