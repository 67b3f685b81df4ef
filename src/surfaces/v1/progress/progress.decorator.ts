import { applyDecorators, type Type, UseInterceptors } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { Followable } from '../../../common/http/route-config.js';
import { ProgressInterceptor } from './progress.interceptor.js';

/**
 * A route that tells of work under way, as its answer or, with `Accept: text/event-stream`, as a stream of its
 * answers. Its module imports ProgressModule.
 */
export const TellsProgress = (dto: Type): MethodDecorator =>
  applyDecorators(
    Followable(),
    UseInterceptors(ProgressInterceptor),
    ApiExtraModels(dto),
    ApiResponse({
      status: 200,
      description:
        'What it is at; with `Accept: text/event-stream` a stream that begins with it, tells it again (`event: progress`) within half a second of each change, and ends (`event: end`, whose `code` is `finished`) with the work, or with the refusal that the caller would get by now',
      content: {
        'application/json': { schema: { $ref: getSchemaPath(dto) } },
        'text/event-stream': {
          schema: { type: 'string' },
          example:
            'event: progress\ndata: {"phase":"done","progress":1}\n\nevent: end\ndata: {"code":"finished"}\n\n',
        },
      },
    }),
  );
