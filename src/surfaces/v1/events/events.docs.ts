import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiHeader, ApiOperation, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';
import { Filter, Paged } from '../pages.js';
import { EventDto, EventListDto } from './events.dto.js';

export const ApiStreamEvents = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Follow the events of the organization, as a stream or a page at a time',
      description:
        'With `Accept: text/event-stream` the answer is a stream of server-sent events that goes on until the token, its session or the membership ends (`event: end`). `id` is the `seq` of an event; send the last one as `Last-Event-ID` to go on behind it. `event: reset` says that events are missing, because the id is older than 30 days or unknown. A comment comes every 15 seconds. Otherwise it is a page of JSON, oldest first. Only events are told whose permission (`GET /v1/event-types`) the caller has.',
    }),
    ApiHeader({
      name: 'Last-Event-ID',
      required: false,
      description: 'Place behind which a stream begins; now if absent',
      schema: { type: 'string', example: '17' },
    }),
    Filter('types', 'Filters, separated by commas', 'member.*,role.created'),
    Paged('17'),
    ApiExtraModels(EventListDto, EventDto),
    ApiResponse({
      status: 200,
      description: 'A page of events, or a stream of them',
      content: {
        'application/json': { schema: { $ref: getSchemaPath(EventListDto) } },
        'text/event-stream': {
          schema: { type: 'string' },
          example: 'id: 17\nevent: member.removed\ndata: {"id":"evt_6912f0b1a4c1d20f4d8c2a10","seq":17}\n\n',
        },
      },
    }),
    ApiErrors(
      'auth.forbidden',
      'organization.not_found',
      'query.invalid',
      'request.invalid',
      'events.too_many_streams',
    ),
  );
