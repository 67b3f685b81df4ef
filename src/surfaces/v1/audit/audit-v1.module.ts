import { Module } from '@nestjs/common';
import { AuditModule } from '../../../modules/audit/audit.module.js';
import { AuditController } from './audit.controller.js';

@Module({ imports: [AuditModule], controllers: [AuditController] })
export class AuditV1Module {}
