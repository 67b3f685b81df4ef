import type { FastifyReply, FastifyRequest } from 'fastify';

/** The client asks for server-sent events instead of one answer. */
export const wantsEvents = ({ headers: { accept } }: Pick<FastifyRequest, 'headers'>): boolean =>
  accept !== undefined && /\btext\/event-stream\b/i.test(accept);

export function sendsEvents(reply: FastifyReply): void {
  reply.headers({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no', // nginx would hold events back
  });
}
