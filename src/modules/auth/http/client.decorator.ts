import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Client } from '../auth.types.js';

/** Characters of a User-Agent that are kept. */
const MAX_USER_AGENT = 200;

/** Where a sign-in comes from: the connection's address, or what TRUSTED_PROXIES say of it, and the program. */
export const CurrentClient = createParamDecorator((_: unknown, context: ExecutionContext): Client => {
  const { ip, headers } = context.switchToHttp().getRequest<FastifyRequest>();
  return { ip, userAgent: headers['user-agent']?.slice(0, MAX_USER_AGENT) };
});
