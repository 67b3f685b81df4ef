import { Module } from '@nestjs/common';
import { AuditModule } from './audit.module.js';
import { AuditStartService } from './audit-start.service.js';

@Module({ imports: [AuditModule], providers: [AuditStartService] })
export class AuditStartModule {}
