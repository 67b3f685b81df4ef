import { applyDecorators } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiCreatedResponse,
  ApiHeader,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
} from '@nestjs/swagger';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';
import { Filter, Paged } from '../pages.js';
import { DeliveryDto, DeliveryListDto } from './deliveries.dto.js';
import {
  EventTypeListDto,
  ReplayedDto,
  WebhookDto,
  WebhookListDto,
  WebhookWithSecretDto,
} from './webhooks.dto.js';

const ETAG = { ETag: { description: 'Version of the webhook', schema: { type: 'string' } } } as const;
const IF_MATCH = { name: 'If-Match', required: false, description: 'The ETag that was read' } as const;
const ID = { name: 'id', example: '6912f0b1a4c1d20f4d8c2a11' } as const;
const DELIVERY = { name: 'delivery', example: '6912f0b1a4c1d20f4d8c2a12' } as const;

export const ApiListEventTypes = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'List the types of events of webhooks and event streams' }),
    ApiOkResponse({ type: EventTypeListDto }),
  );

export const ApiListWebhooks = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'List the webhooks of the organization' }),
    ApiOkResponse({ type: WebhookListDto }),
    ApiErrors('auth.forbidden', 'organization.not_found'),
  );

export const ApiGetWebhook = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Get a webhook' }),
    ApiParam(ID),
    ApiOkResponse({ type: WebhookDto, headers: ETAG }),
    ApiErrors('auth.forbidden', 'organization.not_found', 'webhook.not_found'),
  );

export const ApiCreateWebhook = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Create a webhook; its secret is shown once' }),
    ApiCreatedResponse({ type: WebhookWithSecretDto, headers: ETAG }),
    ApiErrors('auth.forbidden', 'organization.not_found', 'webhook.limit_reached'),
  );

export const ApiUpdateWebhook = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Change, enable or disable a webhook' }),
    ApiParam(ID),
    ApiHeader(IF_MATCH),
    ApiOkResponse({ type: WebhookDto, headers: ETAG }),
    ApiErrors('auth.forbidden', 'organization.not_found', 'webhook.not_found', 'resource.changed'),
  );

export const ApiRotateWebhookSecret = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Rotate the secret of a webhook; the previous one also signs for some hours' }),
    ApiParam(ID),
    ApiHeader(IF_MATCH),
    ApiOkResponse({ type: WebhookWithSecretDto, headers: ETAG }),
    ApiErrors('auth.forbidden', 'organization.not_found', 'webhook.not_found', 'resource.changed'),
  );

export const ApiDeleteWebhook = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Delete a webhook with its deliveries' }),
    ApiParam(ID),
    ApiHeader(IF_MATCH),
    ApiNoContentResponse({ description: 'Removed' }),
    ApiErrors('auth.forbidden', 'organization.not_found', 'webhook.not_found', 'resource.changed'),
  );

export const ApiTestWebhook = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Send a test event (`webhook.test`)' }),
    ApiParam(ID),
    ApiAcceptedResponse({ type: DeliveryDto }),
    ApiErrors('auth.forbidden', 'organization.not_found', 'webhook.not_found', 'webhook.off'),
  );

export const ApiReplayWebhook = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Send the events of a period again, up to 1,000 at a time' }),
    ApiParam(ID),
    ApiAcceptedResponse({ type: ReplayedDto }),
    ApiErrors('auth.forbidden', 'organization.not_found', 'webhook.not_found', 'webhook.off'),
  );

export const ApiListDeliveries = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'List the deliveries of the last 30 days, newest first' }),
    ApiParam(ID),
    Paged('6912f0b1a4c1d20f4d8c2a12'),
    Filter('state', 'Only deliveries in this state', 'failed'),
    Filter('type', 'Only events of this type', 'member.removed'),
    ApiOkResponse({ type: DeliveryListDto }),
    ApiErrors('auth.forbidden', 'organization.not_found', 'webhook.not_found', 'query.invalid'),
  );

export const ApiGetDelivery = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Get a delivery with its tries' }),
    ApiParam(ID),
    ApiParam(DELIVERY),
    ApiOkResponse({ type: DeliveryDto }),
    ApiErrors('auth.forbidden', 'organization.not_found', 'webhook.not_found', 'webhook.delivery_not_found'),
  );

export const ApiReplayDelivery = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Send an event again' }),
    ApiParam(ID),
    ApiParam(DELIVERY),
    ApiAcceptedResponse({ type: DeliveryDto }),
    ApiErrors(
      'auth.forbidden',
      'organization.not_found',
      'webhook.not_found',
      'webhook.delivery_not_found',
      'webhook.off',
    ),
  );
