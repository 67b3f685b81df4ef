import { applyDecorators } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam } from '@nestjs/swagger';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';
import { OperationListDto } from './operations.dto.js';

export const ApiListOperations = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'List the moves of the organization, newest first' }),
    ApiOkResponse({ type: OperationListDto }),
    ApiErrors('organization.not_found'),
  );

export const ApiGetOperation = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Get a move and its progress' }),
    ApiParam({ name: 'id', example: '550e8400-e29b-41d4-a716-446655440000' }),
    ApiErrors('events.too_many_streams', 'operation.not_found'),
  );
