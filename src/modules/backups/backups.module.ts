import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { AuditModule } from '../audit/audit.module.js';
import { RolesModule } from '../access/roles.module.js';
import { MembershipsModule } from '../memberships/memberships.module.js';
import { PlansModule } from '../plans/plans.module.js';
import { OrganizationsModule } from '../organizations/organizations.module.js';
import { OrganizationRegistryModule } from '../registry/organization-registry.module.js';
import { ArchiveErasuresService } from './archive-erasures.service.js';
import { ArchiveKeysRepository } from './archive-keys.repository.js';
import { ArchiveKeysService } from './archive-keys.service.js';
import { BackupDownloadsService } from './backup-downloads.service.js';
import { BackupCopiesService } from './backup-copies.service.js';
import { BackupCopyBuilds } from './backup-copy-builds.service.js';
import { BackupFailuresService } from './backup-failures.service.js';
import { BackupScheduleSchema } from './backup-schedule.schema.js';
import { BackupSchedulesRepository } from './backup-schedules.repository.js';
import { BackupSchedulesService } from './backup-schedules.service.js';
import { BackupMaker } from './backup-maker.js';
import { BackupPartsRestoresService } from './backup-parts-restores.service.js';
import { BackupRestoresService } from './backup-restores.service.js';
import { BackupRunner } from './backup-runner.service.js';
import { BackupUploadsService } from './uploads/backup-uploads.service.js';
import { BackupStores } from './backup-stores.service.js';
import { ArchiveKeySchema, BackupSchema } from './backup.schema.js';
import { BackupsRepository } from './backups.repository.js';
import { BackupsService } from './backups.service.js';
import { FinalArchivesService } from './final-archives.service.js';
import { JOURNAL_MODELS } from './journal/journal.schema.js';
import { JOURNAL_PROVIDERS } from './journal/journal.providers.js';
import { JournalRestores } from './journal/journal-restores.service.js';
import { RestoreSources } from './restore-sources.service.js';
import { ScheduledRoomService } from './scheduled-room.service.js';
import { ScheduledBackupsTask } from './scheduled-backups.task.js';
import { SnapshotsRepository } from './snapshots.repository.js';
import { RateLimitsModule } from '../rate-limits/rate-limits.module.js';

@Module({
  imports: [
    RateLimitsModule,
    AuditModule,
    RolesModule,
    MembershipsModule,
    PlansModule,
    OrganizationsModule,
    OrganizationRegistryModule,
    MongooseModule.forFeature([
      { name: 'Backup', schema: BackupSchema },
      { name: 'ArchiveKey', schema: ArchiveKeySchema },
      { name: 'BackupSchedule', schema: BackupScheduleSchema },
      ...JOURNAL_MODELS,
    ]),
  ],
  providers: [
    BackupUploadsService,
    BackupPartsRestoresService,
    ArchiveErasuresService,
    ArchiveKeysRepository,
    ArchiveKeysService,
    BackupDownloadsService,
    BackupMaker,
    BackupRestoresService,
    BackupRunner,
    BackupStores,
    BackupsRepository,
    BackupsService,
    FinalArchivesService,
    ...JOURNAL_PROVIDERS,
    RestoreSources,
    BackupCopiesService,
    BackupCopyBuilds,
    BackupFailuresService,
    BackupSchedulesRepository,
    BackupSchedulesService,
    ScheduledBackupsTask,
    ScheduledRoomService,
    SnapshotsRepository,
  ],
  exports: [
    BackupUploadsService,
    BackupPartsRestoresService,
    ArchiveErasuresService,
    BackupCopiesService,
    BackupSchedulesService,
    FinalArchivesService,
    BackupRestoresService,
    BackupDownloadsService,
    BackupsService,
    JournalRestores,
  ],
})
export class BackupsModule {}
