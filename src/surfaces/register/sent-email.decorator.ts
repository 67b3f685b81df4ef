import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/**
 * S0-02, S0-05: the address as it was sent, for the echo in the answer; what is stored is its canonical form.
 * Nest makes a handler's arguments side by side: the body that is read here is not validated yet, and may be
 * anything. One without an address is refused by its DTO.
 */
export const SentEmail = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const { body } = context.switchToHttp().getRequest<FastifyRequest<{ Body?: { email?: unknown } | null }>>();
  return typeof body?.email === 'string' ? body.email : '';
});
