import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import type { Actor } from '../../../modules/access/actor.types.js';
import { AccessTokenGuard } from '../../../modules/auth/http/access-token.guard.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Asks the guard of tokens again, for an answer that goes on. @throws when the caller may not any more */
    standing?: () => Promise<Actor>;
  }
}

/** Lets a route that answers for hours ask again and again who its caller is. */
@Injectable()
export class StandingInterceptor implements NestInterceptor {
  constructor(private readonly guard: AccessTokenGuard) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    request.standing = async () => {
      await this.guard.canActivate(context);
      return request.actor!;
    };
    return next.handle();
  }
}
