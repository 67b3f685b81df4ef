import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundWork } from '../../database/work/background-work.js';
import type { PeriodicTask } from '../../database/work/periodic-task.js';
import { DomainClaimsService } from './domain-claims.service.js';

/** Milliseconds. */
const SWEEP_MS = 3_600_000;

/** Ends the claims of mail domains that nobody proved in time. */
@Injectable()
export class DomainClaimsTask implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly task: PeriodicTask;

  constructor(claims: DomainClaimsService, work: BackgroundWork) {
    const run = (signal: AbortSignal) => claims.sweep(signal);
    this.task = work.periodic({ name: 'claims of mail domains', every: SWEEP_MS, jitter: 0.1, run });
  }

  onApplicationBootstrap(): void {
    this.task.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.task.stop();
  }
}
