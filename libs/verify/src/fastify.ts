import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from './caller.js';
import { PROBLEM, VerifyError } from './errors.js';
import type { VerifyOptions } from './options.js';
import { Verifier } from './verifier.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who makes the request; set by verifyRowhouse(). */
    rowhouse?: Caller;
  }
}

export type Hook = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | void>;

/**
 * For `addHook('onRequest', …)`, of an application, a plugin or a route: requests without a valid token are answered
 * 401 before their body is read; of the others `request.rowhouse` is the caller.
 */
export function verifyRowhouse(options: VerifyOptions): Hook {
  const verifier = new Verifier(options);
  return async (request, reply) => {
    try {
      const { authorization, 'x-api-key': apiKey } = request.headers;
      request.rowhouse = await verifier.authenticate(authorization, { apiKey, address: request.ip });
    } catch (error) {
      return refuse(error, reply);
    }
  };
}

/** For `onRequest` or `preHandler` behind verifyRowhouse(): callers without the permission are answered 403. */
export const requirePermission =
  (permission: string): Hook =>
  async ({ rowhouse: caller }, reply) => {
    try {
      if (caller === undefined) throw new VerifyError('token.missing');
      caller.require(permission);
    } catch (error) {
      return refuse(error, reply);
    }
  };

function refuse(error: unknown, reply: FastifyReply): FastifyReply {
  if (!(error instanceof VerifyError)) throw error;
  const { status, headers, body } = error;
  return reply.code(status).headers(headers).type(PROBLEM).serializer(JSON.stringify).send(body);
}
