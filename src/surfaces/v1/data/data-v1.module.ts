import { Module } from '@nestjs/common';
import { DocumentsModule } from '../../../modules/documents/documents.module.js';
import { CollectionsController } from './collections.controller.js';
import { DiffsController } from './diffs.controller.js';
import { DocumentsController } from './documents.controller.js';
import { TransfersController } from './transfers.controller.js';

@Module({
  imports: [DocumentsModule],
  controllers: [DiffsController, CollectionsController, DocumentsController, TransfersController],
})
export class DataV1Module {}
