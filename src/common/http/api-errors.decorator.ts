import { SetMetadata } from '@nestjs/common';
import type { ErrorCode } from '../errors/error-codes.js';

export const API_ERRORS = 'rowhouse:api-errors';

/**
 * The errors of the domain that a route can answer with, and the only place that lists them: the document takes
 * their status, message and sample from the surface. What the layers before the handler answer with (401, 413, 415,
 * 500, 503 …) is added from their own decorators.
 */
export const ApiErrors = (...codes: ErrorCode[]): MethodDecorator => SetMetadata(API_ERRORS, codes);
