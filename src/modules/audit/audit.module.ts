import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { AuditChainsService } from './audit-chains.service.js';
import { AuditKeysRepository } from './audit-keys.repository.js';
import { AuditKeysService } from './audit-keys.service.js';
import { AuditRepository } from './audit.repository.js';
import { AuditAnchorSchema, AuditSchema } from './audit.schema.js';
import { AuditService } from './audit.service.js';

@Module({
  imports: [
    MongooseModule.forFeature([
      { name: 'Audit', schema: AuditSchema },
      { name: 'AuditAnchor', schema: AuditAnchorSchema },
    ]),
  ],
  providers: [AuditRepository, AuditKeysRepository, AuditKeysService, AuditChainsService, AuditService],
  exports: [AuditService, AuditChainsService],
})
export class AuditModule {}
