import type { ErrorCode } from './error-codes.js';

/** How much of something a caller may have in how long. */
export interface Quota {
  /** Names the limit in the RateLimit fields. */
  name: string;
  limit: number;
  windowSeconds: number;
}

/** What an error carries besides its code. */
export interface ErrorDetails {
  /** Message by field, in the words of the surface's DTO. */
  errors?: Record<string, string>;
  /** Seconds after which the same request may succeed. */
  retryAfter?: number;
  allow?: string[];
  /** Media types the route reads. */
  accepts?: readonly string[];
  limit?: number;
  /** The oldest moment that can be read, RFC 3339. */
  oldest?: string;
  /** The newest moment that can be read, RFC 3339. */
  newest?: string;
  /** What is not known, RFC 3339. */
  gap?: { from: string; to: string };
  /** The quota that is used up. */
  quota?: Quota;
  /** `true`: the effect of the request may or may not have happened. */
  outcomeUnknown?: boolean;
  /** Id of the operation at /v1/operations that goes on, or tells what became of the request. */
  operation?: string;
}

/** An error. Services throw it; the surface of the request chooses status and words. */
export class AppError extends Error {
  constructor(
    readonly code: ErrorCode,
    readonly details: ErrorDetails = {},
    options?: { cause?: unknown },
  ) {
    super(code, options);
    this.name = 'AppError';
  }
}
