import { Module } from '@nestjs/common';
import { AuditModule } from './audit.module.js';
import { AuditHeadsTask } from './audit-heads.task.js';
import { AuditStartService } from './audit-start.service.js';

@Module({ imports: [AuditModule], providers: [AuditStartService, AuditHeadsTask] })
export class AuditStartModule {}
