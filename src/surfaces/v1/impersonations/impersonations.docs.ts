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

const LOCATION = { Location: { description: 'Its path', schema: { type: 'string' } } } as const;

export const ApiStartImpersonation = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Act as a user for a short time, on the record',
      description:
        'The token speaks for the user; answers to it carry `X-Impersonated-By`. It changes no credentials, no ownership and no organization’s life, and both ends of its time are in the audit log.',
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
      summary: 'Who acts and acted as whom in the last 90 days, newest first, a hundred at a time',
    }),
    ApiQuery({
      name: 'cursor',
      required: false,
      schema: { type: 'string' },
      description: '`next_cursor` of the page before',
    }),
    ApiOkResponse({ type: ImpersonationListDto }),
    ApiErrors('query.invalid'),
  );

export const ApiEndImpersonation = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'End an impersonation; its token is refused at once' }),
    ApiParam({ name: 'id', example: '550e8400-e29b-41d4-a716-446655440000' }),
    ApiNoContentResponse({ description: 'Ended' }),
    ApiErrors('impersonation.not_found'),
  );
