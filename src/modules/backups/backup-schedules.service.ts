import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { DomainEventBus } from '../../database/domain-events.js';
import { type Tx, Transactions } from '../../database/transactions.js';
import { Clock } from '../../database/work/clock.js';
import { type Actor, organizationOf } from '../access/actor.types.js';
import { CurrentRightsService } from '../access/current-rights.service.js';
import { AuditService } from '../audit/audit.service.js';
import { by } from '../audit/audit.types.js';
import { PlansService } from '../plans/plans.service.js';
import { MembershipLockService } from '../registry/membership-lock.service.js';
import type { BackupScheduleRow } from './backup-schedule.schema.js';
import type { BackupSchedule, KnownSchedule } from './backup-schedule.types.js';
import { BackupSchedulesRepository } from './backup-schedules.repository.js';
import { allowedBy, closestRuns, nextRuns } from './cron.js';

const SHOWN_RUNS = 3;

/** When organizations are backed up by themselves. */
@Injectable()
export class BackupSchedulesService implements OnModuleInit {
  constructor(
    private readonly schedules: BackupSchedulesRepository,
    private readonly plans: PlansService,
    private readonly lock: MembershipLockService,
    private readonly rights: CurrentRightsService,
    private readonly audit: AuditService,
    private readonly transactions: Transactions,
    private readonly events: DomainEventBus,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.events.on(
      'organization.deleted',
      'backups: end the schedule',
      async ({ orgId, keeping }, session) => {
        const row = await this.schedules.find(orgId, session);
        if (row !== null) keeping?.keep('backup_schedules', [row]);
        await this.schedules.remove(orgId, session);
      },
    );
    this.events.on('organization.returned', 'backups: go on with the schedule', async ({ kept }, session) => {
      for (const row of kept.of<BackupScheduleRow>('backup_schedules')) {
        const { last_at: _, last_backup: __, skipped: ___, ...schedule } = row;
        await this.schedules.put({ ...schedule, next_at: this.next(schedule) }, session);
      }
    });
  }

  /** @throws AppError backup.schedule_not_found */
  async find(actor: Actor): Promise<KnownSchedule> {
    const row = await this.schedules.find(organizationOf(actor));
    if (row === null) throw new AppError('backup.schedule_not_found');
    return this.known(row);
  }

  /** @throws AppError request.invalid naming the field, also for what the plan does not allow */
  async set(actor: Actor, wanted: BackupSchedule): Promise<KnownSchedule> {
    const orgId = organizationOf(actor);
    await this.change(actor, orgId, 'backup.schedule_changed', detailsOf(wanted), async (planId, session) => {
      const plan = await this.plans.find(planId);
      this.check(wanted, allowedBy(plan?.type));
      await this.schedules.put(this.rowOf(orgId, wanted), session);
    });
    return this.find(actor);
  }

  /** What it made stays as long as it was to be kept. @throws AppError backup.schedule_not_found */
  async remove(actor: Actor): Promise<void> {
    const orgId = organizationOf(actor);
    await this.change(actor, orgId, 'backup.schedule_removed', {}, async (_, session) => {
      if (!(await this.schedules.remove(orgId, session))) throw new AppError('backup.schedule_not_found');
    });
  }

  /** The next run; undefined: none. */
  next({
    cron,
    time_zone,
    enabled,
  }: Pick<BackupScheduleRow, 'cron' | 'time_zone' | 'enabled'>): Date | undefined {
    return enabled ? nextRuns(cron, time_zone, new Date(this.clock.wall()), 1)[0] : undefined;
  }

  private rowOf(orgId: string, wanted: BackupSchedule): BackupScheduleRow {
    const {
      cron,
      timeZone: time_zone,
      keepCount: keep_count,
      keepDays: keep_days,
      isEnabled: enabled,
    } = wanted;
    const next_at = this.next({ cron, time_zone, enabled });
    return { _id: orgId, cron, time_zone, keep_count, keep_days, enabled, next_at };
  }

  private check(
    { cron, timeZone, keepCount }: BackupSchedule,
    allowed: { minutes: number; keep: number },
  ): void {
    const now = new Date(this.clock.wall());
    const errors: Record<string, string> = {};
    try {
      nextRuns('0 0 * * *', timeZone, now, 1);
    } catch {
      errors['time_zone'] = 'time_zone must be an IANA name such as Europe/Berlin';
    }
    const closest = minutesBetween(cron, now);
    if (closest === undefined)
      errors['cron'] = 'cron must have five fields: minute, hour, day, month, weekday';
    else if (closest === Infinity && nextRuns(cron, 'UTC', now, 1).length === 0)
      errors['cron'] = 'cron is never due';
    else if (closest < allowed.minutes)
      errors['cron'] = `cron may be due every ${allowed.minutes} minutes at most on this plan`;
    if (keepCount > allowed.keep)
      errors['keep_count'] = `keep_count may be ${allowed.keep} at most on this plan`;
    if (Object.keys(errors).length > 0) throw new AppError('request.invalid', { errors });
  }

  private known(row: BackupScheduleRow): KnownSchedule {
    const { cron, time_zone: timeZone, keep_count: keepCount, keep_days: keepDays, enabled: isEnabled } = row;
    const now = new Date(this.clock.wall());
    return {
      ...{ cron, timeZone, keepCount, keepDays, isEnabled },
      nextRuns: isEnabled ? nextRuns(cron, timeZone, now, SHOWN_RUNS) : [],
      lastAt: row.last_at,
      lastBackup: row.last_backup,
      skipped: row.skipped,
    };
  }

  private async change(
    actor: Actor,
    orgId: string,
    action: 'backup.schedule_changed' | 'backup.schedule_removed',
    details: Record<string, unknown>,
    work: (planId: string | undefined, session: Tx) => Promise<void>,
  ): Promise<void> {
    await this.transactions.run(async (session) => {
      const { planId } = await this.lock.take(orgId, session);
      await this.rights.require(session, orgId, actor, 'backups.manage');
      await work(planId, session);
      const target = { orgId, targetType: 'backup_schedule', targetId: orgId };
      await this.audit.record({ ...by(actor), action, ...target, details }, session);
    });
  }
}

/** Undefined: it is no expression. */
function minutesBetween(cron: string, now: Date): number | undefined {
  try {
    return closestRuns(cron, now);
  } catch {
    return undefined;
  }
}

const detailsOf = ({ cron, timeZone, isEnabled, keepCount, keepDays }: BackupSchedule) => ({
  cron,
  time_zone: timeZone,
  enabled: isEnabled,
  keep_count: keepCount,
  ...(keepDays !== undefined && { keep_days: keepDays }),
});
