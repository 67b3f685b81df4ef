import { Module } from '@nestjs/common';
import { AuthModule } from '../../../modules/auth/auth.module.js';
import { WebhooksModule } from '../../../modules/webhooks/webhooks.module.js';
import { EventsController } from './events.controller.js';

@Module({ imports: [AuthModule, WebhooksModule], controllers: [EventsController] })
export class EventsV1Module {}
