import { applyDecorators } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiParam } from '@nestjs/swagger';
import type { ErrorCode } from '../../../common/errors/error-codes.js';
import { Refuses } from '../../../common/http/refuses.decorator.js';

const STATUSES_CHANGE =
  'Every instance knows within a tenth of a second. Doing it again changes nothing; data are untouched.';

export const Id = (example: string): MethodDecorator =>
  ApiParam({ name: 'id', schema: { type: 'string', example } });
export const OrganizationId = (): MethodDecorator => Id('507f1f77bcf86cd799439012');
export const UserId = (): MethodDecorator => Id('507f1f77bcf86cd799439011');

/** An act of an operator that answers 204. */
export const ApiStatusChange = (summary: string, ...codes: ErrorCode[]): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary, description: STATUSES_CHANGE }),
    ApiNoContentResponse({ description: 'Done' }),
    Refuses('auth.forbidden', ...codes),
  );
