import type { FastifyReply, FastifyRequest } from 'fastify';

type Done = (error: null, payload: unknown) => void;

/**
 * Behind a proxy that takes a prefix off the path, what an answer points to has it put back. The handlers write
 * paths as they see them, so that an answer kept for an Idempotency-Key fits whatever PUBLIC_BASE_URL is later.
 */
export const publicLocations =
  (publicPath: string) =>
  (_request: FastifyRequest, reply: FastifyReply, payload: unknown, done: Done): void => {
    for (const name of ['location', 'operation-location']) {
      const path = reply.getHeader(name);
      if (typeof path === 'string' && /^\/(?!\/)/.test(path)) reply.header(name, publicPath + path);
    }
    const link = reply.getHeader('link');
    if (typeof link === 'string') reply.header('link', link.replace(/<\/(?!\/)/g, `<${publicPath}/`));
    done(null, payload);
  };
