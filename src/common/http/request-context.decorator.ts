import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { clientRequestId } from './request-id.js';

/** Which request it is and where it comes from, for the audit log. */
export interface RequestContext {
  requestId: string;
  clientRequestId?: string;
  ip: string;
}

/** Of a request that nobody signed in makes; an actor carries the same. */
export const ReqContext = createParamDecorator((_: unknown, context: ExecutionContext): RequestContext => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  return { requestId: request.id, clientRequestId: clientRequestId(request), ip: request.ip };
});
