import { Controller, Get, Headers, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { AppError } from '../../../common/errors/app-error.js';
import { Deadline } from '../../../common/http/route-config.js';
import { type ClusterTime, momentOf } from '../../../database/past/moment.js';
import type { Actor } from '../../../modules/access/actor.types.js';
import { CurrentActor, RequirePermission } from '../../../modules/auth/http/access.decorators.js';
import { DiffsService } from '../../../modules/documents/diffs.service.js';
import { once } from '../query.js';
import { differencesText, jsonType, type JsonText } from './answers.js';
import { ApiDiffCollection } from './diffs.docs.js';
import { HeavyRequest } from './heavy.interceptor.js';
import { modeOut } from './json-mode.js';
import { limitOf } from './query.js';

@Controller('v1/organizations/current/history')
export class DiffsController {
  constructor(private readonly diffs: DiffsService) {}

  @RequirePermission('data.read')
  @HeavyRequest('search')
  @Get(':collection')
  @Deadline(0)
  @ApiDiffCollection()
  async diffCollection(
    @CurrentActor() actor: Actor,
    @Param('collection') collection: string,
    @Query() query: unknown,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<JsonText> {
    const { from, to, limit, cursor } = once(query, ['from', 'to', 'limit', 'cursor', 'json']);
    const mode = modeOut(query, accept);
    const input = {
      from: moment('from', from),
      to: to === undefined ? undefined : moment('to', to),
      limit: limitOf(limit),
      cursor,
    };
    const page = await this.diffs.diff(actor, collection, input);
    jsonType(reply, mode);
    return differencesText(page, mode);
  }
}

function moment(name: string, text: string | undefined): ClusterTime {
  const found = text === undefined ? undefined : momentOf(text);
  if (found !== undefined) return found;
  const errors = { [name]: `${name} must be an RFC 3339 time with its zone, or a cluster time` };
  throw new AppError('moment.invalid', { errors });
}
