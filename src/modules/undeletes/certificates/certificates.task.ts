import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { ChangeFeed } from '../../../database/change-feed.js';
import { BackgroundWork } from '../../../database/work/background-work.js';
import type { PeriodicTask } from '../../../database/work/periodic-task.js';
import { CertificatesService } from './certificates.service.js';

/** Milliseconds; the end of a database wakes it, too. */
const LOOK_MS = 3000;

/** Certifies erasures, also those that another instance began. */
@Injectable()
export class CertificatesTask implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly task: PeriodicTask;

  constructor(certificates: CertificatesService, work: BackgroundWork, feed: ChangeFeed) {
    const run = (signal: AbortSignal) => certificates.certifyAll(signal);
    this.task = work.periodic({ name: 'erasure certificates', first: 0, every: LOOK_MS, run });
    feed.on('erasures', ({ kind }) => {
      if (kind === 'insert') this.task.wake();
    });
  }

  onApplicationBootstrap(): void {
    this.task.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.task.stop();
  }
}
