import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** Which request it is and where it comes from, for the audit log. */
export interface Origin {
  requestId: string;
  ip: string;
}

/** Of a request that nobody signed in makes; an actor carries the same. */
export const RequestOrigin = createParamDecorator((_: unknown, context: ExecutionContext): Origin => {
  const { id: requestId, ip } = context.switchToHttp().getRequest<FastifyRequest>();
  return { requestId, ip };
});
