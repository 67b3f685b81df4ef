import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { FastifyRequest } from 'fastify';
import { addressesOf } from '../addresses.js';

/** What callers may name a request, so that an id from outside cannot break a log line. */
const REQUEST_ID = /^[\w.-]{1,64}$/;

/**
 * Makes the id of a request. One from outside is taken from a trusted proxy only: the id stands in the log and the
 * audit log, and a client that chooses it could give two acts one name.
 */
export function requestIds(trustedProxies: string): (request: IncomingMessage) => string {
  const isTrusted = addressesOf(trustedProxies);
  return (request) => {
    const given = sentId(request.headers);
    return given !== undefined && isTrusted(request.socket.remoteAddress) ? given : randomUUID();
  };
}

/** The id that the client gave the request, where it is not the request's. */
export function clientRequestId({ id, headers }: FastifyRequest): string | undefined {
  const sent = sentId(headers);
  return sent === id ? undefined : sent;
}

/** The id for a log line, with the client's own beside it. */
export function named(request: FastifyRequest): string {
  const sent = clientRequestId(request);
  return sent === undefined ? request.id : `${request.id} (client_request_id ${sent})`;
}

function sentId({ 'x-request-id': sent }: IncomingMessage['headers']): string | undefined {
  return typeof sent === 'string' && REQUEST_ID.test(sent) ? sent : undefined;
}
