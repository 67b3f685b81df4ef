import { applyDecorators } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam } from '@nestjs/swagger';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';
import { OperationDto, OperationListDto } from './operations.dto.js';

export const ApiListOperations = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Moves of the own organization, newest first, with their progress' }),
    ApiOkResponse({ type: OperationListDto }),
    ApiErrors('organization.not_found'),
  );

export const ApiGetOperation = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'One move and its progress' }),
    ApiParam({ name: 'id', example: '550e8400-e29b-41d4-a716-446655440000' }),
    ApiOkResponse({ type: OperationDto }),
    ApiErrors('operation.not_found'),
  );
