import { Module } from '@nestjs/common';
import { BackupsModule } from '../../../modules/backups/backups.module.js';
import { BackupsController } from './backups.controller.js';
import { BackupCopiesController } from './copies.controller.js';
import { BackupScheduleController } from './schedule.controller.js';
import { JournalController } from './journal.controller.js';
import { BackupUploadsController } from './uploads.controller.js';
import { DownloadsController } from './downloads.controller.js';
import { ProgressModule } from '../progress/progress.module.js';

@Module({
  imports: [BackupsModule, ProgressModule],
  controllers: [
    BackupScheduleController,
    JournalController,
    BackupCopiesController,
    BackupUploadsController,
    BackupsController,
    DownloadsController,
  ],
})
export class BackupsV1Module {}
