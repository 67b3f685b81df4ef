import { Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../errors/app-error.js';
import { ERROR_DEFAULTS } from '../errors/error-codes.js';
import { mayHaveEffect } from './deadline.js';
import { requestFields } from '../logging/log.js';
import { toAppError } from './failure.js';
import { named } from './request-id.js';
import { tellQuota } from './rate-limit-fields.js';
import { lingerOverUnreadBody } from './lingering-close.js';
import type { RequestMetrics } from '../metrics/request-metrics.js';
import type { SurfaceTable } from './surface.js';

/** Answers any failure in the surface of the path it happened on. */
export class FailureWriter {
  private readonly log = new Logger('Http');

  constructor(
    private readonly surfaces: SurfaceTable,
    /** The methods a path has as the router decodes it, for 405 and its Allow header (RFC 9110, section 15.5.6). */
    private readonly methodsOf: (path: string) => string[],
    private readonly publicPath: string,
    private readonly metrics: RequestMetrics,
  ) {}

  write(thrown: unknown, request: FastifyRequest, reply: FastifyReply): void {
    if (reply.sent || reply.raw.headersSent) return;
    const path = pathOf(request.url);
    const error = this.withAllowedMethods(withOutcome(toAppError(thrown), request), request.url);
    const surface = this.surfaces.of(path);
    const [status, message] = surface.errors[error.code] ?? ERROR_DEFAULTS[error.code];
    if (error.code === 'internal') {
      this.log.error(`request ${named(request)} failed`, {
        ...requestFields(request),
        err: error.cause ?? error,
      });
    }
    this.metrics.refused(error.code, error.details);
    setHeaders(reply, status, error);
    setAccepted(reply, request.method, error);
    lingerOverUnreadBody(request.raw, reply.raw);
    reply
      .code(status)
      .type(surface.failureType ?? 'application/json; charset=utf-8')
      .send(
        surface.writeFailure({
          ...error.details,
          code: error.code,
          status,
          message: messageOf(error, message),
          requestId: request.id,
          path,
          publicPath: this.publicPath,
        }),
      );
  }

  private withAllowedMethods(error: AppError, url: string): AppError {
    if (error.code !== 'route.unknown') return error;
    const allow = this.methodsOf(rawPathOf(url));
    return allow.length === 0 ? error : new AppError('route.method_not_allowed', { allow });
  }
}

/** What failed before the request could take effect is known to have none, whatever the cause. */
function withOutcome(error: AppError, request: FastifyRequest): AppError {
  if (error.details.outcomeUnknown !== true || mayHaveEffect(request)) return error;
  return new AppError(error.code, { ...error.details, outcomeUnknown: false }, { cause: error.cause });
}

function setHeaders(reply: FastifyReply, status: number, error: AppError): void {
  const { retryAfter, allow, quota, operation } = error.details;
  if (retryAfter !== undefined || status === 503)
    reply.header('Retry-After', String(Math.ceil(retryAfter ?? 1)));
  if (quota) tellQuota(reply, quota, 0, retryAfter ?? quota.windowSeconds);
  if (operation !== undefined) reply.header('Operation-Location', `/v1/operations/${operation}`);
  if (allow) reply.header('Allow', allow.join(', '));
  // RFC 9110, section 15.5.16: which codings would have been read.
  if (error.code === 'request.unsupported_encoding') reply.header('Accept-Encoding', 'identity');
  // RFC 6750, section 3: a refused bearer token names its scheme.
  if (error.code === 'auth.token_invalid' || (status === 401 && error.code.startsWith('api_key.')))
    reply.header('WWW-Authenticate', 'Bearer');
}

/** RFC 9110, section 15.5.16, and the fields of RFC 5789 and of Linked Data Platform 1.0 for the method. */
function setAccepted(reply: FastifyReply, method: string, { details: { accepts } }: AppError): void {
  if (accepts === undefined) return;
  const types = accepts.join(', ');
  reply.header('Accept', types);
  if (method === 'POST' || method === 'PATCH')
    reply.header(`Accept-${method === 'POST' ? 'Post' : 'Patch'}`, types);
}

/** A 415 names what the route takes. */
function messageOf({ code, details: { accepts } }: AppError, message: string): string {
  return code === 'request.unsupported_media_type' && accepts !== undefined
    ? `Content-Type must be ${accepts.join(' or ')}`
    : message;
}

/** The path as it was sent; of `GET http://host/path` too (RFC 9112, section 3.2.2). */
function rawPathOf(url: string): string {
  return url.replace(/^https?:\/\/[^/?#]*/i, '').split('?', 1)[0];
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
