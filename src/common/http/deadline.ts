import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../errors/app-error.js';
import { wantsEvents } from './event-stream-reply.js';
import { COMMIT_GRACE_MS, notDone, RequestScope, type RequestSource } from '../request-scope.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** What the work of the request is told of it; none on the hot path, and for reads. */
    scope?: RequestScope;
  }
}

/**
 * Refuses a request that has no answer after its route's deadline, or `defaultMs`. Fastify's handlerTimeout is no
 * help: it drops its timer at the request's `close`, which Node sends as soon as the body was read.
 */
export function startDeadline(
  request: FastifyRequest,
  reply: FastifyReply,
  defaultMs: number,
  refuse: (error: AppError) => void,
): void {
  const { deadlineMs = defaultMs, directWrite, followable } = request.routeOptions.config ?? {};
  const { raw } = reply;
  if (!isRead(request) && directWrite !== true) {
    const scope = new RequestScope(
      deadlineMs === 0 ? Infinity : performance.now() + deadlineMs,
      new Source(request),
    );
    request.scope = scope;
    raw.once('close', () => {
      if (!raw.writableFinished) scope.abandon();
      scope.close();
    });
  }
  if (deadlineMs === 0 || (followable === true && wantsEvents(request))) return;
  let timer = setTimeout(() => {
    // Whether it has an effect is decided at this moment: it is worth a little more time.
    if (request.scope?.mayHaveEffect) timer = setTimeout(end, COMMIT_GRACE_MS);
    else end();
  }, deadlineMs);
  raw.once('close', () => clearTimeout(timer));
  function end(): void {
    const isUnknown = mayHaveEffect(request);
    request.scope?.expire();
    // An answer that has begun cannot be taken back: it is cut off, so that it does not pass for complete.
    if (raw.headersSent) raw.destroy();
    else refuse(isUnknown ? new AppError('request.timeout') : notDone());
  }
}

/** Whether the request may have changed anything so far. */
export function mayHaveEffect(request: FastifyRequest): boolean {
  return request.scope ? request.scope.mayHaveEffect : !isRead(request);
}

const isRead = ({ method }: FastifyRequest): boolean =>
  method === 'GET' || method === 'HEAD' || method === 'OPTIONS';

class Source implements RequestSource {
  constructor(private readonly request: FastifyRequest & { actor?: { organizationId?: string } }) {}

  get ip(): string {
    return this.request.ip;
  }

  get organizationId(): string | undefined {
    return this.request.actor?.organizationId;
  }
}
