import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AppError } from '../../../common/errors/app-error.js';
import { type Edge, readMoment } from '../../../common/moments.js';
import type { Actor } from '../../../modules/access/actor.types.js';
import { CurrentActor, RequirePermission } from '../../../modules/auth/http/access.decorators.js';
import { Idempotent } from '../../../modules/idempotency/http/idempotent.decorator.js';
import { WebhookDeliveriesService } from '../../../modules/webhooks/deliveries.service.js';
import { DELIVERY_STATES } from '../../../modules/webhooks/webhooks.types.js';
import { oneOf, pageOf } from '../pages.js';
import { DeliveryDto, DeliveryListDto } from './deliveries.dto.js';
import {
  ApiGetDelivery,
  ApiListDeliveries,
  ApiReplayDelivery,
  ApiReplayWebhook,
  ApiTestWebhook,
} from './webhooks.docs.js';
import { ReplayDto, ReplayedDto } from './webhooks.dto.js';
import { presentDelivery } from './webhooks.presenter.js';

@ApiTags('Webhooks (v1)')
@Controller('v1/webhooks/:id')
export class DeliveriesController {
  constructor(private readonly deliveries: WebhookDeliveriesService) {}

  @RequirePermission('webhooks.manage')
  @Post('test')
  @HttpCode(202)
  @Idempotent()
  @ApiTestWebhook()
  async testWebhook(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<DeliveryDto> {
    return presentDelivery(await this.deliveries.test(actor, id));
  }

  @RequirePermission('webhooks.manage')
  @Post('replay')
  @HttpCode(202)
  @Idempotent()
  @ApiReplayWebhook()
  async replayWebhook(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: ReplayDto,
  ): Promise<ReplayedDto> {
    const { events, next } = await this.deliveries.replay(actor, id, {
      from: momentIn('from', body.from),
      to: body.to === undefined ? new Date() : momentIn('to', body.to),
      eventTypes: body.event_types,
      missingOnly: body.missing_only,
      after: body.after,
    });
    return { events, next_after: next };
  }

  @RequirePermission('webhooks.read')
  @Get('deliveries')
  @ApiListDeliveries()
  async listDeliveries(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Query() query: unknown,
  ): Promise<DeliveryListDto> {
    const { cursor, limit, given } = pageOf(query, ['state', 'type']);
    const state = oneOf('state', given['state'], DELIVERY_STATES);
    const { items, next } = await this.deliveries.list(actor, id, {
      cursor,
      limit,
      state,
      type: given['type'],
    });
    return { items: items.map(presentDelivery), next_cursor: next };
  }

  @RequirePermission('webhooks.read')
  @Get('deliveries/:delivery')
  @ApiGetDelivery()
  async getDelivery(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Param('delivery') delivery: string,
  ): Promise<DeliveryDto> {
    return presentDelivery(await this.deliveries.get(actor, id, delivery));
  }

  @RequirePermission('webhooks.manage')
  @Post('deliveries/:delivery/replay')
  @HttpCode(202)
  @Idempotent()
  @ApiReplayDelivery()
  async replayDelivery(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Param('delivery') delivery: string,
  ): Promise<DeliveryDto> {
    return presentDelivery(await this.deliveries.again(actor, id, delivery));
  }
}

/** @throws AppError request.invalid naming the field */
function momentIn(name: Edge, value: string): Date {
  const read = readMoment(value, name);
  if ('moment' in read) return read.moment;
  throw new AppError('request.invalid', { errors: { [name]: `${name} ${read.fault}` } });
}
