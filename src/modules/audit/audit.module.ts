import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { AuditErasuresService } from './audit-erasures.service.js';
import { AuditExportsService } from './audit-exports.service.js';
import { HeadSchema } from './audit-head.schema.js';
import { AuditHeadsRepository } from './audit-heads.repository.js';
import { AuditHeadsService } from './audit-heads.service.js';
import { HeadKeysRepository } from './head-keys.repository.js';
import { HeadKeysService } from './head-keys.service.js';
import { AuditChainsService } from './audit-chains.service.js';
import { AuditKeysRepository } from './audit-keys.repository.js';
import { AuditKeysService } from './audit-keys.service.js';
import { AuditRepository } from './audit.repository.js';
import { AuditAnchorSchema, AuditSchema } from './audit.schema.js';
import { AuditSegmentsService } from './audit-segments.service.js';
import { AuditService } from './audit.service.js';

@Module({
  imports: [
    MongooseModule.forFeature([
      { name: 'Audit', schema: AuditSchema },
      { name: 'AuditAnchor', schema: AuditAnchorSchema },
      { name: 'AuditHead', schema: HeadSchema },
    ]),
  ],
  providers: [
    AuditRepository,
    AuditKeysRepository,
    AuditKeysService,
    AuditChainsService,
    AuditService,
    HeadKeysRepository,
    HeadKeysService,
    AuditHeadsRepository,
    AuditHeadsService,
    AuditExportsService,
    AuditErasuresService,
    AuditSegmentsService,
  ],
  exports: [
    AuditService,
    AuditChainsService,
    AuditHeadsService,
    AuditExportsService,
    AuditErasuresService,
    AuditSegmentsService,
    HeadKeysService,
  ],
})
export class AuditModule {}
