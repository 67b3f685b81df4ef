import { applyDecorators } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
} from '@nestjs/swagger';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';
import type { ErrorCode } from '../../../common/errors/error-codes.js';
import { OperationDto } from '../operations/operations.dto.js';
import { HistoryDto, UndoPreviewDto } from './history.dto.js';

const text = (example: string) => ({ type: 'string' as const, example });
const Id = (): MethodDecorator =>
  ApiParam({
    name: 'id',
    description: 'Id of the organization of the request (of the token, or of X-Org-Id), or `current`',
    schema: text('current'),
  });
const LOCATION = {
  Location: {
    description: 'Path of the operation',
    schema: text('/v1/operations/550e8400-e29b-41d4-a716-446655440000'),
  },
};
const REFUSALS: ErrorCode[] = [
  'auth.forbidden',
  'organization.not_found',
  'moment.invalid',
  'moment.future',
  'moment.too_old',
  'moment.organization_absent',
  'generation.not_found',
];

export const ApiGetHistory = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Get how far back the organization can be restored, and which generations are kept',
    }),
    Id(),
    ApiOkResponse({ type: HistoryDto }),
    ApiErrors('auth.forbidden', 'organization.not_found'),
  );

export const ApiPreviewUndo = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Preview an undo without changing anything' }),
    Id(),
    ApiOkResponse({ type: UndoPreviewDto }),
    ApiErrors(...REFUSALS),
  );

export const ApiUndoOrganization = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Put the data of the organization back to an earlier moment',
      description:
        'The data of that moment become the next generation of the database. Name, tokens, members, roles and settings stay as they are. What is replaced is kept for UNDO_KEEP_DAYS. Goes on after the answer: see the operation.',
    }),
    Id(),
    ApiAcceptedResponse({ type: OperationDto, headers: LOCATION }),
    ApiErrors(...REFUSALS, 'organization.busy', 'service.capacity_reached'),
  );

export const ApiDropGeneration = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Drop a kept generation before it expires' }),
    Id(),
    ApiParam({ name: 'generation', schema: { type: 'integer', example: 1 } }),
    ApiNoContentResponse(),
    ApiErrors('auth.forbidden', 'organization.not_found', 'generation.not_found'),
  );
