import { SetMetadata } from '@nestjs/common';
import type { ErrorCode } from '../errors/error-codes.js';

export const REFUSES = 'rowhouse:refuses';

/**
 * The refusals of the domain that a route can answer with; the documentation writes each one in the words of
 * the route's surface. What every route can answer with (401, 413, 415, 500, 503 …) is added without saying.
 */
export const Refuses = (...codes: ErrorCode[]): MethodDecorator => SetMetadata(REFUSES, codes);
