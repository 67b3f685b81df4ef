import { Module } from '@nestjs/common';
import { WebhooksModule } from '../../../modules/webhooks/webhooks.module.js';
import { DeliveriesController } from './deliveries.controller.js';
import { EventTypesController, WebhooksController } from './webhooks.controller.js';

@Module({
  imports: [WebhooksModule],
  controllers: [EventTypesController, WebhooksController, DeliveriesController],
})
export class WebhooksV1Module {}
