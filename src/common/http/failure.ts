import { isNativeError } from 'node:util/types';
import { HttpException } from '@nestjs/common';
import { TenancyError, type TenancyErrorCode } from '@rowhouse/tenancy';
import { AppError } from '../errors/app-error.js';
import { isUnavailable } from '../transient.js';
import type { ErrorCode } from '../errors/error-codes.js';

/** Fastify's own errors (https://fastify.dev/docs/latest/Reference/Errors/). */
const FASTIFY_CODES: Record<string, ErrorCode> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'request.unsupported_media_type',
  FST_ERR_CTP_BODY_TOO_LARGE: 'request.too_large',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'request.malformed_json',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'request.malformed_json',
  FST_ERR_BAD_URL: 'request.malformed',
  FST_ERR_MAX_PARAM_LENGTH: 'route.unknown',
  FST_ERR_ASYNC_CONSTRAINT: 'route.unknown',
};

const STATUS_CODES: Record<number, ErrorCode> = {
  400: 'request.invalid',
  401: 'auth.token_invalid',
  403: 'auth.forbidden',
  404: 'route.unknown',
  405: 'route.method_not_allowed',
  413: 'request.too_large',
  415: 'request.unsupported_media_type',
  429: 'request.rate_limited',
  503: 'service.unavailable',
};

/** What a tenant connection that was not given means to a caller; the other codes are our own mistakes. */
const TENANCY_CODES: Partial<Record<TenancyErrorCode, ErrorCode>> = {
  'tenant.unknown': 'organization.not_found',
  'tenant.unavailable': 'organization.suspended',
  'tenant.fenced': 'organization.paused',
  'tenant.fence_lifted': 'organization.paused',
  'tenant.drain_timeout': 'organization.paused',
  'tenant.pool_exhausted': 'organization.paused',
  'tenant.busy': 'organization.overloaded',
  'tenant.term_ended': 'service.unavailable',
  'tenancy.closed': 'service.unavailable',
};

/** Names the error behind anything that was thrown. Unknown errors are `internal`. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (!isError(error)) return new AppError('internal', {}, { cause: error });
  const code = (error as { code?: unknown }).code;
  if (typeof code === 'string' && Object.hasOwn(FASTIFY_CODES, code)) {
    return new AppError(FASTIFY_CODES[code], {}, { cause: error });
  }
  // The caller went away in the middle of its body: nobody reads the answer, and nothing failed here.
  if (code === 'ECONNRESET' && error.message === 'aborted') {
    return new AppError('request.malformed', {}, { cause: error });
  }
  if (error instanceof HttpException) {
    return new AppError(STATUS_CODES[error.getStatus()] ?? 'internal', {}, { cause: error });
  }
  if (error instanceof TenancyError) {
    return new AppError(TENANCY_CODES[error.code] ?? 'internal', { retryAfter: 1 }, { cause: error });
  }
  if (isUnavailable(error, code)) {
    const outcomeUnknown = !isUnsent(error);
    return new AppError('service.unavailable', { retryAfter: 1, outcomeUnknown }, { cause: error });
  }
  return new AppError('internal', {}, { cause: error });
}

/** Fastify's errors are no native ones; an error of Node's from another realm is no instance of this Error. */
const isError = (error: unknown): error is Error => error instanceof Error || isNativeError(error);

/** No connection was free: the command never left. A commit that did not is another matter. */
function isUnsent(error: Error & { hasErrorLabel?: (label: string) => boolean }): boolean {
  const isCommit = error.hasErrorLabel?.('UnknownTransactionCommitResult') ?? false;
  return error.name === 'MongoWaitQueueTimeoutError' && !isCommit;
}
