import { Module } from '@nestjs/common';
import { BackupsModule } from '../../../modules/backups/backups.module.js';
import { OrganizationsModule } from '../../../modules/organizations/organizations.module.js';
import { BackupPartsController } from './backup-restores.controller.js';
import { PastRestoresController } from './past-restores.controller.js';

@Module({
  imports: [BackupsModule, OrganizationsModule],
  controllers: [BackupPartsController, PastRestoresController],
})
export class RestoresV1Module {}
