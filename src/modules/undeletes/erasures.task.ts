import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundWork } from '../../database/work/background-work.js';
import { Clock } from '../../database/work/clock.js';
import type { PeriodicTask } from '../../database/work/periodic-task.js';
import { ErasuresService } from './erasures.service.js';

/** Milliseconds. */
const SWEEP_MS = 600_000;

/** Erases deleted organizations when UNDELETE_DAYS are over. */
@Injectable()
export class ErasuresTask implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly task: PeriodicTask;

  constructor(erasures: ErasuresService, work: BackgroundWork, clock: Clock) {
    const run = (signal: AbortSignal) => erasures.sweep(new Date(clock.wall()), signal);
    this.task = work.periodic({ name: 'erasures', every: SWEEP_MS, jitter: 0.1, run });
  }

  onApplicationBootstrap(): void {
    this.task.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.task.stop();
  }
}
