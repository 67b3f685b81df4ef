import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { lastValueFrom, type Observable, of } from 'rxjs';
import type { Actor } from '../../access/actor.types.js';
import { IdempotencyService, type KeyedRequest } from '../idempotency.service.js';

/** Headers that belong to an answer; the others are made anew for each. */
const KEPT_HEADERS = ['content-type', 'location', 'etag', 'x-initial-secret'];

/** Works only for requests that carry an Idempotency-Key, on routes that say @Idempotent(). */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(private readonly idempotency: IdempotencyService) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest & { actor?: Actor }>();
    const sent = request.headers['idempotency-key'];
    if (sent === undefined) return next.handle();
    const reply = http.getResponse<FastifyReply>();
    const { answer, replayed } = await this.idempotency.run(keyed(String(sent), request), async () => {
      const body: unknown = await lastValueFrom(next.handle(), { defaultValue: undefined });
      return { status: reply.statusCode, headers: headersOf(reply), body };
    });
    if (replayed) {
      reply.code(answer.status).headers(answer.headers).header('idempotency-replayed', 'true');
    }
    return of(answer.body);
  }
}

/** The draft writes a key as a quoted string; the bare form is common. */
function keyed(sent: string, request: FastifyRequest & { actor?: Actor }): KeyedRequest {
  const { actor, body, method, routeOptions, url } = request;
  // No user is known on a public route: a client with the key gets its answer for the same body only, password included.
  const caller = actor
    ? ['actor', actor.userId, actor.organizationId ?? null, actor.impersonatorId ?? null]
    : ['anonymous'];
  return {
    key: /^"(.*)"$/.exec(sent)?.[1] ?? sent,
    scope: [caller, method, routeOptions.url],
    asked: [url, body],
  };
}

function headersOf(reply: FastifyReply): Record<string, string> {
  return Object.fromEntries(
    KEPT_HEADERS.flatMap((name) => {
      const value = reply.getHeader(name);
      return value === undefined ? [] : [[name, String(value)]];
    }),
  );
}
