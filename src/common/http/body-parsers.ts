import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify';
import { ownTurn, sparing } from '../sparing.js';
import { jsonBodySteps, parseJsonBody, SMALL_JSON } from './json-body.js';
import { LargeBodies } from './large-bodies.js';
import { DUMP_TYPES, FORM_TYPES, LINE_TYPES, PATCH_TYPES, STREAMED_JSON } from './media-types.js';

/** Bytes of a body that takes a millisecond at the most. */
const AT_ONCE = 32 * 1024;

/** Reads bodies whose media type the route takes; which one that is was checked before. */
export function addBodyParsers(fastify: FastifyInstance, requestTimeoutMs: number): LargeBodies {
  const large = new LargeBodies(requestTimeoutMs);
  fastify.addHook('onSend', large.leave);
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser([...PATCH_TYPES], { parseAs: 'buffer' }, (request, body, done) => {
    const limits = request.routeOptions.config.json ?? SMALL_JSON;
    const parse = (): unknown => parseJsonBody(body as Buffer, limits);
    if (body.length > AT_ONCE) {
      const turn = large.enter(request, body.length);
      const parsing = turn
        ? turn.then((gone) => inSteps(jsonBodySteps(body as Buffer, limits), gone))
        : parseInTurn(parse);
      parsing.then(
        (value) => done(null, value),
        (error: unknown) => {
          large.end(request);
          done(error as Error, undefined);
        },
      );
      return;
    }
    try {
      done(null, parse());
    } catch (error) {
      done(error as Error, undefined);
    }
  });
  fastify.addContentTypeParser(FORM_TYPES[0], { parseAs: 'string' }, (_request, body, done) => {
    // Of a field that is repeated, the first one: OAuth 2.0 forbids to repeat one (RFC 6749, section 3.2).
    const fields = [...new URLSearchParams(body as string)].reverse();
    done(null, Object.fromEntries(fields));
  });
  // Never collected: routes that take lines or dumps read the stream themselves.
  const streamed = LINE_TYPES.filter((type) => !PATCH_TYPES.includes(type));
  fastify.addContentTypeParser([...streamed, STREAMED_JSON, ...DUMP_TYPES], (_request, payload, done) =>
    done(null, payload),
  );
  return large;
}

function parseInTurn(parse: () => unknown): Promise<unknown> {
  return new Promise((resolve) => resolve(sparing(parse)));
}

async function inSteps<T>(steps: Iterator<void, T>, gone: AbortSignal): Promise<T> {
  for (;;) {
    await ownTurn();
    gone.throwIfAborted();
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** Makes a route of lines read JSON as a stream too. */
export function streamJson(route: RouteOptions): void {
  if (!route.config?.ndjson) return;
  route.preParsing = (request: FastifyRequest, _reply, payload, done) => {
    const type = request.headers['content-type'];
    const isJson = type !== undefined && /^\s*application\/json\s*(;|$)/i.test(type);
    if (isJson) request.headers['content-type'] = type.replace(/application\/json/i, STREAMED_JSON);
    done(null, payload);
  };
}
