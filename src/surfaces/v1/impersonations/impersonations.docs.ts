import { applyDecorators } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiQuery,
} from '@nestjs/swagger';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';
import { ImpersonationListDto, StartedImpersonationDto } from './impersonations.dto.js';

const LOCATION = {
  Location: { description: 'Path of the new resource', schema: { type: 'string' } },
} as const;

export const ApiStartImpersonation = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Impersonate a user for a limited time',
      description:
        'The token acts as the user; its responses carry `X-Impersonated-By`. It cannot change credentials or ownership, or create, delete or move an organization. Start and end are written to the audit log.',
    }),
    ApiCreatedResponse({ type: StartedImpersonationDto, headers: LOCATION }),
    ApiErrors(
      'impersonation.operator',
      'user.not_found',
      'user.suspended',
      'user.pending',
      'organization.not_found',
    ),
  );

export const ApiListImpersonations = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'List the impersonations of the last 90 days, newest first',
    }),
    ApiQuery({
      name: 'cursor',
      required: false,
      schema: { type: 'string' },
      description: '`next_cursor` of the previous page',
    }),
    ApiOkResponse({ type: ImpersonationListDto }),
    ApiErrors('query.invalid'),
  );

export const ApiEndImpersonation = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'End an impersonation and invalidate its token' }),
    ApiParam({ name: 'id', example: '550e8400-e29b-41d4-a716-446655440000' }),
    ApiNoContentResponse({ description: 'Ended' }),
    ApiErrors('impersonation.not_found'),
  );
