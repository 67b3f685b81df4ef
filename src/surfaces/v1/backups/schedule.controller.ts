import { Body, Controller, Delete, Get, HttpCode, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '../../../modules/access/actor.types.js';
import {
  CurrentActor,
  NotImpersonated,
  RequirePermission,
} from '../../../modules/auth/http/access.decorators.js';
import type { KnownSchedule } from '../../../modules/backups/backup-schedule.types.js';
import { BackupSchedulesService } from '../../../modules/backups/backup-schedules.service.js';
import { ApiGetSchedule, ApiRemoveSchedule, ApiSetSchedule } from './schedule.docs.js';
import { NewScheduleDto, ScheduleDto } from './schedule.dto.js';

const KEPT = 7;

@ApiTags('Backups (v1)')
@Controller('v1/backups/schedule')
export class BackupScheduleController {
  constructor(private readonly schedules: BackupSchedulesService) {}

  @RequirePermission('backups.read')
  @Get()
  @ApiGetSchedule()
  async getBackupSchedule(@CurrentActor() actor: Actor): Promise<ScheduleDto> {
    return present(await this.schedules.find(actor));
  }

  @RequirePermission('backups.manage')
  @NotImpersonated()
  @Put()
  @ApiSetSchedule()
  async setBackupSchedule(@CurrentActor() actor: Actor, @Body() body: NewScheduleDto): Promise<ScheduleDto> {
    const { cron, time_zone = 'UTC', keep_count = KEPT, keep_days, enabled = true } = body;
    const wanted = { cron: cron.trim(), timeZone: time_zone, keepCount: keep_count, keepDays: keep_days };
    return present(await this.schedules.set(actor, { ...wanted, isEnabled: enabled }));
  }

  @RequirePermission('backups.manage')
  @NotImpersonated()
  @Delete()
  @HttpCode(204)
  @ApiRemoveSchedule()
  async removeBackupSchedule(@CurrentActor() actor: Actor): Promise<void> {
    await this.schedules.remove(actor);
  }
}

const present = (schedule: KnownSchedule): ScheduleDto => ({
  cron: schedule.cron,
  time_zone: schedule.timeZone,
  keep_count: schedule.keepCount,
  keep_days: schedule.keepDays ?? null,
  enabled: schedule.isEnabled,
  next_runs: schedule.nextRuns.map((run) => run.toISOString()),
  last_at: schedule.lastAt?.toISOString() ?? null,
  last_backup: schedule.lastBackup ?? null,
  skipped: schedule.skipped ?? null,
});
