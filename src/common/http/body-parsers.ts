import type { FastifyInstance } from 'fastify';
import { parseJsonBody, SMALL_JSON } from './json-body.js';
import { LINE_TYPES, PATCH_TYPES } from './media-types.js';

/** Reads bodies whose media type the route takes; which one that is was checked before. */
export function addBodyParsers(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser([...PATCH_TYPES], { parseAs: 'buffer' }, (request, body, done) => {
    try {
      done(null, parseJsonBody(body as Buffer, request.routeOptions.config.json ?? SMALL_JSON));
    } catch (error) {
      done(error as Error, undefined);
    }
  });
  // Never collected: the one kind of route that takes lines reads the stream itself.
  fastify.addContentTypeParser([...LINE_TYPES], (_request, payload, done) => done(null, payload));
}
