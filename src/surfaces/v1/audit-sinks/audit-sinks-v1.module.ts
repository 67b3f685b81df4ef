import { Module } from '@nestjs/common';
import { WebhooksModule } from '../../../modules/webhooks/webhooks.module.js';
import { AuditSinksController } from './audit-sinks.controller.js';
import { PlatformAuditSinksController } from './platform-audit-sinks.controller.js';

@Module({
  imports: [WebhooksModule],
  controllers: [AuditSinksController, PlatformAuditSinksController],
})
export class AuditSinksV1Module {}
