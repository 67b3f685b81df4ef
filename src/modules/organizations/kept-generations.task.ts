import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundWork } from '../../database/work/background-work.js';
import { Clock } from '../../database/work/clock.js';
import type { PeriodicTask } from '../../database/work/periodic-task.js';
import { KeptGenerationsService } from './kept-generations.service.js';

/** Milliseconds. */
const SWEEP_MS = 600_000;

/** Drops what undos have replaced when it has been kept long enough. */
@Injectable()
export class KeptGenerationsTask implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly task: PeriodicTask;

  constructor(kept: KeptGenerationsService, work: BackgroundWork, clock: Clock) {
    const run = (signal: AbortSignal) => kept.sweep(new Date(clock.wall()), signal);
    this.task = work.periodic({ name: 'generations that were kept', every: SWEEP_MS, jitter: 0.1, run });
  }

  onApplicationBootstrap(): void {
    this.task.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.task.stop();
  }
}
