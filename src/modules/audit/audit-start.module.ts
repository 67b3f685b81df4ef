import { Module } from '@nestjs/common';
import { AuditModule } from './audit.module.js';
import { AuditStart } from './audit-start.service.js';

@Module({ imports: [AuditModule], providers: [AuditStart] })
export class AuditStartModule {}
