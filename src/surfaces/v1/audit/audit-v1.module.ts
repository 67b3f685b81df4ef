import { Module } from '@nestjs/common';
import { AuditModule } from '../../../modules/audit/audit.module.js';
import { AuditController } from './audit.controller.js';
import { AuditHeadsController } from './heads.controller.js';

@Module({ imports: [AuditModule], controllers: [AuditController, AuditHeadsController] })
export class AuditV1Module {}
