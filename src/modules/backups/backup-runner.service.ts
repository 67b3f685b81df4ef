import { randomUUID } from 'node:crypto';
import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { metric } from '../../common/metrics/metric.js';
import { Metrics } from '../../common/metrics/metrics.js';
import { isTransient } from '../../common/transient.js';
import { ChangeFeed } from '../../database/change-feed.js';
import { BackgroundWork } from '../../database/work/background-work.js';
import { backoff } from '../../database/work/backoff.js';
import { LeaseLost } from '../../database/work/lease.js';
import type { PeriodicTask } from '../../database/work/periodic-task.js';
import { InstanceService } from '../registry/instance.service.js';
import { BackupFailuresService } from './backup-failures.service.js';
import { BackupMaker } from './backup-maker.js';
import { BackupRun, RUN_TIMES } from './backup-run.js';
import { BackupStores } from './backup-stores.service.js';
import type { BackupFault } from './backup.types.js';
import { BackupsRepository } from './backups.repository.js';
import { isWindowPassed } from './snapshots.repository.js';
import { StoreFailure } from './stores/backup-store.js';

/** The feed wakes it; this often it looks for what the feed missed. Milliseconds. */
const LOOK_MS = 3000;
/** Each holds a few parts of 8 MiB. */
const AT_ONCE = 2;
const MAX_ATTEMPTS = 5;
const LONGEST_PAUSE_MS = 60_000;
/** What a deleted organization leaves is not given up; its database stays meanwhile. */
const LONGEST_FINAL_PAUSE_MS = 600_000;
/** A part that was on its way when its run was stopped may arrive after the removal: it is removed once more. */
const LATE_PART_MS = 120_000;

const ENDED = metric('counter', 'rowhouse_backups_total', 'Backups that this instance made or gave up', [
  'result',
]);

/** Makes, verifies and removes backups, on any instance, and goes on with what was interrupted. */
@Injectable()
export class BackupRunner implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger(BackupRunner.name);
  private readonly task: PeriodicTask;
  private readonly running = new Map<string, { run: BackupRun; ended: Promise<void> }>();
  private isClosed = false;
  private readonly ended = { done: 0, failed: 0 };

  constructor(
    private readonly backups: BackupsRepository,
    private readonly maker: BackupMaker,
    private readonly stores: BackupStores,
    private readonly instance: InstanceService,
    private readonly work: BackgroundWork,
    private readonly failures: BackupFailuresService,
    feed: ChangeFeed,
    metrics: Metrics,
  ) {
    metrics.read(ENDED, () =>
      (['done', 'failed'] as const).map((result) => [{ result }, this.ended[result]] as const),
    );
    this.task = work.periodic({
      name: 'backups',
      first: 0,
      every: LOOK_MS,
      run: () => this.takeDue(),
    });
    feed.on('backups', ({ kind, fields }) => {
      if (kind === 'insert' || fields['due'] === true) this.task.wake();
    });
  }

  onApplicationBootstrap(): void {
    if (this.stores.name !== undefined) this.task.start();
  }

  /** A stopping service leaves its work to the next instance, at once. */
  async beforeApplicationShutdown(): Promise<void> {
    this.isClosed = true;
    await this.task.stop();
    const runs = [...this.running.values()];
    for (const { run } of runs) run.stop();
    await Promise.allSettled(runs.map(({ ended }) => ended));
    await Promise.allSettled(runs.map(({ run }) => this.backups.leases.release(run.row._id, run.owner)));
  }

  private async takeDue(): Promise<void> {
    const free = await this.backups.leases.listFree();
    for (const id of free) {
      if (this.isClosed || this.running.size >= AT_ONCE) return;
      if (!this.running.has(id)) await this.take(id);
    }
  }

  private async take(id: string): Promise<void> {
    const owner = `${this.instance.id}:${randomUUID()}`;
    const takenAt = this.work.clock.moment();
    if (!(await this.backups.leases.take(id, owner, RUN_TIMES.lasts))) return;
    const row = await this.backups.find(id);
    if (row === null || row.lease_owner !== owner) return;
    const renew = (ms: number) => this.backups.leases.renew(id, owner, ms);
    const lease = this.work.lease({ name: `backup ${id}`, times: RUN_TIMES, renew, takenAt }).start();
    const run = new BackupRun(this.backups, row, owner, lease);
    const ended = this.handle(run)
      .finally(() => run.end())
      .catch((error: unknown) => this.log.warn(`backup ${id}: ${(error as Error).message}`))
      .finally(() => {
        this.running.delete(id);
        this.task.wake();
      });
    this.running.set(id, { run, ended });
  }

  private async handle(run: BackupRun): Promise<void> {
    try {
      if (run.row.phase === 'removing') await this.remove(run);
      else if (run.row.phase === 'done') await this.verify(run);
      else if (run.row.kind === 'uploaded') await this.abandon(run);
      else {
        await this.maker.make(run);
        this.ended.done++;
      }
    } catch (error) {
      await this.settle(run, error);
    }
  }

  /** Who received the upload is gone, and nobody can ask the client for the rest. */
  private async abandon(run: BackupRun): Promise<void> {
    await this.maker.removeParts(run);
    await this.failures.end(run, 'interrupted');
    this.ended.failed++;
  }

  private async verify(run: BackupRun): Promise<void> {
    const verification = (await this.maker.isIntact(run)) ? 'intact' : 'damaged';
    if (verification === 'damaged') this.log.error(`backup ${run.row._id} is damaged`);
    await run.save({ verification, verified_at: new Date(), due: false });
  }

  private async remove(run: BackupRun): Promise<void> {
    const { row, owner } = run;
    await this.maker.removeParts(run);
    // Made to the end, or removed for the second time: nothing of it is on its way.
    if (row.finished_at !== undefined) return this.backups.remove(row._id, owner);
    await run.save({ finished_at: new Date() });
    await this.leave(run, LATE_PART_MS);
  }

  /** What passes is tried again after a pause; what does not ends it, and what it had written goes. */
  private async settle(run: BackupRun, error: unknown): Promise<void> {
    if (error instanceof LeaseLost || this.isClosed) return;
    const { row } = run;
    const fault = faultOf(error);
    this.log.warn(`backup ${row._id} (attempt ${row.attempts}): ${(error as Error).message}`);
    const isMaking = row.phase === 'waiting' || row.phase === 'running';
    const isFinal = row.kind === 'final';
    const isOver = fault === 'organization_gone' || fault === 'key_missing' || row.attempts >= MAX_ATTEMPTS;
    if (isMaking && isOver && !isFinal) {
      await this.maker.removeParts(run).catch(() => undefined); // they go with the row
      await this.failures.end(run, fault);
      this.ended.failed++;
      return;
    }
    await run.save({ fault });
    const longest = isFinal ? LONGEST_FINAL_PAUSE_MS : LONGEST_PAUSE_MS;
    await this.leave(run, backoff(Math.max(1, row.attempts), longest));
  }

  /** Nobody takes it for so long. */
  private async leave({ row, owner }: BackupRun, ms: number): Promise<void> {
    await this.backups.leases.renew(row._id, owner, ms);
  }
}

function faultOf(error: unknown): BackupFault {
  if (error instanceof StoreFailure) return error.kind === 'full' ? 'store_full' : 'store_away';
  if (error instanceof AppError && error.code === 'backup.key_wrong') return 'key_missing';
  if (error instanceof AppError && error.code === 'organization.not_found') return 'organization_gone';
  if (isWindowPassed(error)) return 'window_passed';
  return isTransient(error) ? 'interrupted' : 'failed';
}
