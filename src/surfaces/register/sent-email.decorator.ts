import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** S0-02, S0-05: the address as it was sent, for the echo in the answer; what is stored is its canonical form. */
export const SentEmail = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const { body } = context.switchToHttp().getRequest<FastifyRequest<{ Body: { email: string } }>>();
  return body.email;
});
