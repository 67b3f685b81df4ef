import { Module } from '@nestjs/common';
import { BackupsModule } from '../../../modules/backups/backups.module.js';
import { BackupsController } from './backups.controller.js';
import { DownloadsController } from './downloads.controller.js';

@Module({ imports: [BackupsModule], controllers: [BackupsController, DownloadsController] })
export class BackupsV1Module {}
