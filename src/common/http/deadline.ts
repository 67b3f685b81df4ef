import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../errors/app-error.js';

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
  const ms = request.routeOptions.config?.deadlineMs ?? defaultMs;
  if (ms === 0) return;
  const timer = setTimeout(() => {
    // An answer that has begun cannot be taken back: it is cut off, so that it does not pass for complete.
    if (reply.raw.headersSent) reply.raw.destroy();
    else refuse(new AppError('request.timeout'));
  }, ms);
  reply.raw.once('close', () => clearTimeout(timer));
}
