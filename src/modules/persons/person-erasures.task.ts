import { randomUUID } from 'node:crypto';
import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundWork } from '../../database/work/background-work.js';
import { NamedLeases } from '../../database/work/lease-rows.js';
import type { PeriodicTask } from '../../database/work/periodic-task.js';
import { AuditErasuresService } from '../audit/audit-erasures.service.js';
import { PersonErasuresRepository, type ErasureRow } from './person-erasures.repository.js';
import { mailKeyOf } from './mail-key.js';
import { PersonalRowsRepository } from './personal-rows.repository.js';

const NAME = 'erasures of persons';
/** A deletion wakes it; this often it looks for what an instance that was killed has left. Milliseconds. */
const LOOK_MS = 60_000;
/** Another instance goes on after so long. Milliseconds. */
const LEASE_MS = 120_000;

/** Erases what is left of deleted accounts; goes on with what was interrupted. */
@Injectable()
export class PersonErasuresTask implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly task: PeriodicTask;
  private readonly owner = randomUUID();

  constructor(
    private readonly erasures: PersonErasuresRepository,
    private readonly rows: PersonalRowsRepository,
    private readonly audit: AuditErasuresService,
    private readonly leases: NamedLeases,
    work: BackgroundWork,
  ) {
    this.task = work.periodic({
      name: NAME,
      first: 0,
      every: LOOK_MS,
      jitter: 0.2,
      run: (signal) => this.run(signal),
    });
  }

  onApplicationBootstrap(): void {
    this.task.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.task.stop();
  }

  wake(): void {
    this.task.wake();
  }

  /** On one instance at a time. */
  private async run(signal: AbortSignal): Promise<void> {
    if ((await this.erasures.listOpen()).length === 0) return;
    if (!(await this.leases.take(NAME, this.owner, LEASE_MS))) return;
    try {
      for (
        let open = await this.erasures.listOpen();
        open.length > 0;
        open = await this.erasures.listOpen()
      ) {
        for (const row of open) {
          if (signal.aborted || !(await this.leases.renew(NAME, this.owner, LEASE_MS))) return;
          await this.finish(row, signal);
        }
        if (signal.aborted) return;
      }
    } finally {
      await this.leases.release(NAME, this.owner);
    }
  }

  private async finish({ _id: id, at, email }: ErasureRow, signal: AbortSignal): Promise<void> {
    if (email !== undefined) await this.rows.removeRest({ id, email }, at, mailKeyOf(id));
    const goOn = async () => !signal.aborted && (await this.leases.renew(NAME, this.owner, LEASE_MS));
    if (await this.audit.erase(id, goOn)) await this.erasures.finish(id);
  }
}
