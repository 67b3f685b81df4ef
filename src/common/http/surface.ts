import type { ErrorDetails } from '../errors/app-error.js';
import type { ErrorCode } from '../errors/error-codes.js';

/** A failure as a surface writes it. */
export interface Failure extends ErrorDetails {
  code: ErrorCode;
  status: number;
  message: string;
  /** Correlates the answer with the log. */
  requestId: string;
  /** Path of the request as the service sees it, without its query. */
  path: string;
  /** What a proxy took away before that path; mostly empty. */
  publicPath: string;
}

/** One surface: where it lives, how it wraps success, which words it refuses with, how it writes a failure. */
export interface Surface {
  name: string;
  title: string;
  /** Path prefixes; the longest one that matches a path owns it. `/` is the last resort. */
  prefixes: readonly string[];
  /** How a handler's literal is wrapped; `message` is the handler's `@Message`. */
  wrap?: (data: unknown, message: string) => unknown;
  /** The words and statuses that differ from the defaults in error-codes.ts. */
  errors: Partial<Record<ErrorCode, readonly [status: number, message: string]>>;
  writeFailure: (failure: Failure) => unknown;
  /** Whether its routes take API keys; the documented surfaces know none. */
  takesKeys?: boolean;
  failureType?: string;
  /** Path in the documented samples of failures, where bodies name the path: one sample serves all routes. */
  samplePath?: string;
}

/** Finds the surface that owns a path. */
export class SurfaceTable {
  private readonly byPrefix: readonly (readonly [string, Surface])[];

  constructor(readonly surfaces: readonly Surface[]) {
    this.byPrefix = surfaces
      .flatMap((surface) => surface.prefixes.map((prefix) => [prefix, surface] as const))
      .sort(([a], [b]) => b.length - a.length);
  }

  of(path: string): Surface {
    const found = this.byPrefix.find(
      ([prefix]) => prefix === '/' || path === prefix || path.startsWith(`${prefix}/`),
    );
    if (!found) throw new Error('one surface must own the prefix /');
    return found[1];
  }
}
