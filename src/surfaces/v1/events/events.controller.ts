import { Controller, Get, Headers, Query, Req, Res, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../../common/errors/app-error.js';
import { sendsEvents, wantsEvents } from '../../../common/http/event-stream-reply.js';
import { Deadline } from '../../../common/http/route-config.js';
import type { Actor } from '../../../modules/access/actor.types.js';
import { AnyActor, CurrentActor } from '../../../modules/auth/http/access.decorators.js';
import type { EventStream } from '../../../modules/webhooks/event-stream.js';
import { EventStreamsService } from '../../../modules/webhooks/event-streams.service.js';
import { isEventPattern } from '../../../modules/webhooks/events.types.js';
import { MAX_PATTERNS } from '../../../modules/webhooks/webhooks.types.js';
import { invalidQuery, pageOf } from '../pages.js';
import { ApiStreamEvents } from './events.docs.js';
import type { EventListDto } from './events.dto.js';
import { StandingInterceptor } from './standing.interceptor.js';

const PLACE = /^(0|[1-9]\d{0,14})$/;

@ApiTags('Webhooks (v1)')
@Controller('v1/events')
export class EventsController {
  constructor(private readonly streams: EventStreamsService) {}

  @AnyActor()
  @Get()
  @Deadline(0)
  @UseInterceptors(StandingInterceptor)
  @ApiStreamEvents()
  async streamEvents(
    @CurrentActor() actor: Actor,
    @Query() query: unknown,
    @Headers('last-event-id') last: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EventListDto | EventStream> {
    const { cursor, limit, given } = pageOf(query, ['types']);
    const types = typesOf(given['types']);
    if (wantsEvents(request)) {
      const stream = await this.streams.open(actor, { after: placeOf(last), types }, request.standing!);
      sendsEvents(reply);
      return stream;
    }
    if (cursor !== undefined && !PLACE.test(cursor))
      throw invalidQuery('cursor', 'does not belong to this list');
    const after = cursor === undefined ? placeOf(last) : Number(cursor);
    const { events, place, more } = await this.streams.page(actor, { after, types }, limit);
    return { items: events, next_cursor: more ? String(place) : null, last_event_id: String(place) };
  }
}

/** @throws AppError query.invalid naming the parameter */
function typesOf(text: string | undefined): string[] {
  if (text === undefined) return ['*'];
  const types = text.split(',').map((type) => type.trim());
  if (types.length > MAX_PATTERNS || !types.every(isEventPattern)) {
    throw invalidQuery('types', 'must be *, or listed by GET /v1/event-types, or its first word with .*');
  }
  return types;
}

/** @throws AppError request.invalid naming the header */
function placeOf(last: string | undefined): number | undefined {
  if (last === undefined || last.trim() === '') return undefined;
  if (PLACE.test(last.trim())) return Number(last);
  throw new AppError('request.invalid', {
    errors: { 'Last-Event-ID': 'Last-Event-ID must be an id of this stream' },
  });
}
