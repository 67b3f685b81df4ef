import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { lastValueFrom, type Observable, of } from 'rxjs';
import { sendsEvents, wantsEvents } from '../../../common/http/event-stream-reply.js';
import { outsideRequest } from '../../../common/request-scope.js';
import { AccessTokenGuard } from '../../../modules/auth/http/access-token.guard.js';
import { ProgressStreamsService } from './progress-streams.service.js';

/** What a route with progress answers. */
interface Progressing {
  phase: string;
  verification?: string | null;
}

/** The phases in which nothing changes any more, of moves, backups, copies of backups and branches. */
const FINAL = new Set(['done', 'failed', 'ready']);

/** Answers a route that tells of work under way as a stream, where the client asks for one. */
@Injectable()
export class ProgressInterceptor implements NestInterceptor {
  constructor(
    private readonly guard: AccessTokenGuard,
    private readonly streams: ProgressStreamsService,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler<Progressing>): Promise<Observable<unknown>> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    if (!wantsEvents(request)) return next.handle();
    const first = await lastValueFrom(next.handle());
    const { organizationId, userId } = request.actor!;
    const stream = this.streams.open<Progressing>({
      key: organizationId ?? userId,
      first,
      look: () =>
        outsideRequest(async () => {
          await this.guard.canActivate(context);
          return lastValueFrom(next.handle());
        }),
      isFinal: ({ phase, verification }) => FINAL.has(phase) && verification !== 'waiting',
    });
    sendsEvents(http.getResponse<FastifyReply>());
    return of(stream);
  }
}
