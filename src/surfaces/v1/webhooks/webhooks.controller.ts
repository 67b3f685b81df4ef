import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Patch, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../../../modules/access/actor.types.js';
import { ORGANIZATION_ACTIONS } from '../../../modules/audit/audit-actions.types.js';
import { AnyActor, CurrentActor, RequirePermission } from '../../../modules/auth/http/access.decorators.js';
import { StepUp } from '../../../modules/auth/http/step-up.guard.js';
import { Idempotent } from '../../../modules/idempotency/http/idempotent.decorator.js';
import { WebhookEndpointsService } from '../../../modules/webhooks/endpoints.service.js';
import { EVENT_TYPES, readerOf } from '../../../modules/webhooks/events.types.js';
import { type Endpoint, OVERLAP_HOURS } from '../../../modules/webhooks/webhooks.types.js';
import { ifMatch } from '../preconditions.js';
import {
  ApiCreateWebhook,
  ApiDeleteWebhook,
  ApiGetWebhook,
  ApiListEventTypes,
  ApiListWebhooks,
  ApiRotateWebhookSecret,
  ApiUpdateWebhook,
} from './webhooks.docs.js';
import {
  CreateWebhookDto,
  EventTypeListDto,
  RotateSecretDto,
  UpdateWebhookDto,
  WebhookDto,
  WebhookListDto,
  WebhookWithSecretDto,
} from './webhooks.dto.js';
import { presentWebhook } from './webhooks.presenter.js';

@ApiTags('Webhooks (v1)')
@Controller('v1/event-types')
export class EventTypesController {
  @AnyActor()
  @Get()
  @ApiListEventTypes()
  listEventTypes(): EventTypeListDto {
    const items = EVENT_TYPES.map((type) => ({
      type,
      description: ORGANIZATION_ACTIONS[type].summary,
      permission: readerOf(type),
    }));
    return { items, next_cursor: null };
  }
}

@ApiTags('Webhooks (v1)')
@Controller('v1/webhooks')
export class WebhooksController {
  constructor(private readonly webhooks: WebhookEndpointsService) {}

  @RequirePermission('webhooks.read')
  @Get()
  @ApiListWebhooks()
  async listWebhooks(@CurrentActor() actor: Actor): Promise<WebhookListDto> {
    return { items: (await this.webhooks.list(actor)).map(presentWebhook), next_cursor: null };
  }

  @RequirePermission('webhooks.read')
  @Get(':id')
  @ApiGetWebhook()
  async getWebhook(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WebhookDto> {
    return tagged(reply, await this.webhooks.get(actor, id));
  }

  @RequirePermission('webhooks.manage')
  @StepUp()
  @Post()
  @Idempotent()
  @ApiCreateWebhook()
  async createWebhook(
    @CurrentActor() actor: Actor,
    @Body() body: CreateWebhookDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WebhookWithSecretDto> {
    const made = await this.webhooks.create(actor, body);
    reply.header('location', `/v1/webhooks/${made.id}`);
    return { ...tagged(reply, made), secret: made.secret };
  }

  @RequirePermission('webhooks.manage')
  @StepUp('url')
  @Patch(':id')
  @ApiUpdateWebhook()
  async updateWebhook(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Headers('if-match') match: string | undefined,
    @Body() body: UpdateWebhookDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WebhookDto> {
    return tagged(reply, await this.webhooks.update(actor, id, body, ifMatch(match)));
  }

  @RequirePermission('webhooks.manage')
  @StepUp()
  @Post(':id/rotate')
  @HttpCode(200)
  @Idempotent()
  @ApiRotateWebhookSecret()
  async rotateWebhookSecret(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Headers('if-match') match: string | undefined,
    @Body() { overlap_hours: hours = OVERLAP_HOURS }: RotateSecretDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WebhookWithSecretDto> {
    const rotated = await this.webhooks.rotate(actor, id, hours, ifMatch(match));
    return { ...tagged(reply, rotated), secret: rotated.secret };
  }

  @RequirePermission('webhooks.manage')
  @Delete(':id')
  @HttpCode(204)
  @ApiDeleteWebhook()
  async deleteWebhook(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Headers('if-match') match: string | undefined,
  ): Promise<void> {
    await this.webhooks.remove(actor, id, ifMatch(match));
  }
}

function tagged(reply: FastifyReply, endpoint: Endpoint): WebhookDto {
  reply.header('etag', `"${endpoint.revision}"`);
  return presentWebhook(endpoint);
}
