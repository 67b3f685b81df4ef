import { randomUUID } from 'node:crypto';
import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundWork } from '../../database/work/background-work.js';
import { NamedLeases } from '../../database/work/lease-rows.js';
import type { PeriodicTask } from '../../database/work/periodic-task.js';
import { AuditHeadsService } from './audit-heads.service.js';

/** Milliseconds. */
const HOUR_MS = 3_600_000;
const FIRST_MS = 60_000;
/** Another instance goes on after so long. */
const LEASE_MS = 600_000;
const NAME = 'heads of audit logs';

/** Publishes the heads of audit logs once an hour. */
@Injectable()
export class AuditHeadsTask implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly task: PeriodicTask;
  private readonly owner = randomUUID();

  constructor(
    private readonly heads: AuditHeadsService,
    private readonly leases: NamedLeases,
    work: BackgroundWork,
  ) {
    const run = (signal: AbortSignal) => this.publish(signal);
    this.task = work.periodic({ name: NAME, first: FIRST_MS, every: HOUR_MS, jitter: 0.02, run });
  }

  onApplicationBootstrap(): void {
    this.task.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.task.stop();
  }

  /** On one instance at a time. */
  private async publish(signal: AbortSignal): Promise<void> {
    if (!(await this.leases.take(NAME, this.owner, LEASE_MS))) return;
    try {
      await this.heads.publishAll(
        async () => !signal.aborted && (await this.leases.renew(NAME, this.owner, LEASE_MS)),
      );
    } finally {
      await this.leases.release(NAME, this.owner);
    }
  }
}
