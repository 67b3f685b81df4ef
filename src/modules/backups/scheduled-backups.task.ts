import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Transactions } from '../../database/transactions.js';
import { BackgroundWork } from '../../database/work/background-work.js';
import type { PeriodicTask } from '../../database/work/periodic-task.js';
import { AuditService } from '../audit/audit.service.js';
import { OrganizationRegistryService } from '../registry/organization-registry.service.js';
import { ArchiveKeysService } from './archive-keys.service.js';
import { newRow } from './backup-rows.js';
import type { BackupScheduleRow } from './backup-schedule.schema.js';
import { BackupSchedulesRepository } from './backup-schedules.repository.js';
import { BackupSchedulesService } from './backup-schedules.service.js';
import { ScheduledRoomService } from './scheduled-room.service.js';

/** Milliseconds. A minute is the finest that an expression says. */
const LOOK_MS = 15_000;
const BATCH = 200;
const DAY_MS = 24 * 3600 * 1000;

/**
 * Asks for the backups that schedules say. The transaction that asks for one moves the schedule on, so each run is
 * asked for once, on any number of instances; runs that nobody was there for are one.
 */
@Injectable()
export class ScheduledBackupsTask implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger(ScheduledBackupsTask.name);
  private readonly task: PeriodicTask;

  constructor(
    private readonly schedules: BackupSchedulesRepository,
    private readonly plan: BackupSchedulesService,
    private readonly room: ScheduledRoomService,
    private readonly keys: ArchiveKeysService,
    private readonly organizations: OrganizationRegistryService,
    private readonly audit: AuditService,
    private readonly transactions: Transactions,
    private readonly work: BackgroundWork,
  ) {
    const run = (signal: AbortSignal) => this.askForDue(signal);
    this.task = work.periodic({ name: 'scheduled backups', every: LOOK_MS, jitter: 0.1, run });
  }

  onApplicationBootstrap(): void {
    if (this.room.isOn) this.task.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.task.stop();
  }

  /** One that fails does not keep the others; it is due at the next look again. */
  async askForDue(signal: AbortSignal): Promise<void> {
    for (const row of await this.schedules.listDue(this.now(), BATCH)) {
      if (signal.aborted) return;
      try {
        await this.askFor(row);
      } catch (error) {
        this.log.warn(`the scheduled backup of ${row._id} waits: ${(error as Error).message}`);
      }
    }
  }

  private async askFor(row: BackupScheduleRow): Promise<void> {
    const orgId = row._id;
    await this.keys.ofOrganization(orgId);
    const at = this.now();
    await this.transactions.run(async (session) => {
      const next = this.plan.next(row);
      const organization = await this.organizations.read(orgId, session);
      if (organization === null) return;
      const skipped = await this.room.make(row, session);
      if (skipped !== undefined) {
        if (await this.schedules.advance(row, next, { skipped }, session))
          this.log.warn(`no scheduled backup of ${orgId}: ${skipped}`);
        return;
      }
      const expires_at =
        row.keep_days === undefined ? undefined : new Date(at.getTime() + row.keep_days * DAY_MS);
      const backup = newRow(orgId, 'scheduled', { created_by: null, expires_at });
      if (!(await this.schedules.advance(row, next, { last_at: at, last_backup: backup._id }, session)))
        return;
      await this.room.fill(backup, session);
      const target = { orgId, targetType: 'backup', targetId: backup._id };
      await this.audit.record({ actorId: null, action: 'backup.scheduled', ...target }, session);
    });
  }

  private now(): Date {
    return new Date(this.work.clock.wall());
  }
}
