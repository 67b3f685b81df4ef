import { applyDecorators } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
} from '@nestjs/swagger';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';
import { BranchDto, BranchListDto } from './branches.dto.js';

const Id = (): MethodDecorator => ApiParam({ name: 'id', example: '64f1a2b3c4d5e6f708192a3b' });

export const ApiCreateBranch = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Make a branch of the organization',
      description:
        'A copy of the data at one moment, made inside the database server while the organization stays in use. It is an organization of its own, whose owner is the caller (X-Org-Id picks it), until it expires. What masks name is masked before it is written. GET /v1/branches/{id} shows the progress.',
    }),
    ApiAcceptedResponse({
      type: BranchDto,
      headers: {
        Location: {
          description: 'Path of the new resource',
          schema: { type: 'string' as const, example: '/v1/branches/64f1a2b3c4d5e6f708192a3b' },
        },
      },
    }),
    ApiErrors(
      'auth.forbidden',
      'organization.not_found',
      'organization.name_taken',
      'organization.name_reserved',
      'branch.of_branch',
      'branch.limit_reached',
      'moment.invalid',
      'moment.future',
      'moment.too_old',
      'moment.organization_absent',
      'service.capacity_reached',
    ),
  );

export const ApiListBranches = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'List the branches of the organization, newest first' }),
    ApiOkResponse({ type: BranchListDto }),
    ApiErrors('auth.forbidden', 'organization.not_found'),
  );

export const ApiGetBranch = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Get a branch and its progress' }),
    Id(),
    ApiErrors('events.too_many_streams', 'auth.forbidden', 'branch.not_found'),
  );

export const ApiDeleteBranch = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Delete a branch with its database' }),
    Id(),
    ApiNoContentResponse({ description: 'Deleted' }),
    ApiErrors('auth.forbidden', 'organization.not_found', 'branch.not_found'),
  );
