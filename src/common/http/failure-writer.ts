import { Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../errors/app-error.js';
import { ERROR_DEFAULTS } from '../errors/error-codes.js';
import { toAppError } from './failure.js';
import { tellQuota } from './rate-limit-fields.js';
import type { SurfaceTable } from './surface.js';

/** Answers any failure in the dialect of the path it happened on. */
export class FailureWriter {
  private readonly log = new Logger('Http');

  constructor(
    private readonly surfaces: SurfaceTable,
    /** The methods a path has as the router decodes it, for 405 and its Allow header (RFC 9110, section 15.5.6). */
    private readonly methodsOf: (path: string) => string[],
  ) {}

  write(thrown: unknown, request: FastifyRequest, reply: FastifyReply): void {
    if (reply.sent || reply.raw.headersSent) return;
    const path = pathOf(request.url);
    const error = this.withAllowedMethods(toAppError(thrown), request.url);
    const surface = this.surfaces.of(path);
    const [status, sentence] = surface.errors[error.code] ?? ERROR_DEFAULTS[error.code];
    if (error.code === 'internal') {
      this.log.error(
        `request ${request.id} failed`,
        (error.cause as Error | undefined)?.stack ?? String(error.cause ?? error),
      );
    }
    setHeaders(reply, status, error);
    reply
      .code(status)
      .type(surface.failureType ?? 'application/json; charset=utf-8')
      .send(
        surface.writeFailure({
          ...error.details,
          code: error.code,
          status,
          sentence,
          requestId: request.id,
          path,
        }),
      );
  }

  private withAllowedMethods(error: AppError, url: string): AppError {
    if (error.code !== 'route.unknown') return error;
    const allow = this.methodsOf(rawPathOf(url));
    return allow.length === 0 ? error : new AppError('route.method_not_allowed', { allow });
  }
}

function setHeaders(reply: FastifyReply, status: number, error: AppError): void {
  const { retryAfter, allow, quota } = error.details;
  if (retryAfter !== undefined || status === 503)
    reply.header('Retry-After', String(Math.ceil(retryAfter ?? 1)));
  if (quota) tellQuota(reply, quota, 0, retryAfter ?? quota.windowSeconds);
  if (allow) reply.header('Allow', allow.join(', '));
  // RFC 9110, section 15.5.16: which codings would have been read.
  if (error.code === 'request.unsupported_encoding') reply.header('Accept-Encoding', 'identity');
  // RFC 6750, section 3: a refused bearer token names its scheme.
  if (error.code === 'auth.token_invalid') reply.header('WWW-Authenticate', 'Bearer');
}

/** The path as it was sent; of `GET http://host/path` too (RFC 9112, section 3.2.2). */
function rawPathOf(url: string): string {
  return url.replace(/^https?:\/\/[^/?#]*/i, '').split('?', 1)[0]!;
}

/** The decoded path; a path that does not decode is compared as it came. */
export function pathOf(url: string): string {
  const path = rawPathOf(url);
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
