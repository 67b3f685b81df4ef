import { applyDecorators } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';
import { Filter } from '../pages.js';
import { OrganizationId } from './platform.docs.js';
import { GenerationListDto, PlatformOperationListDto, PlatformStatusDto } from './platform-status.dto.js';

export const ApiListAllOperations = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'List updates, undos and restores under way, of all organizations',
      description: 'With `organization_id`: the last 50 of that organization, also those that are over.',
    }),
    Filter('organization_id', 'Only of this organization', '507f1f77bcf86cd799439012'),
    ApiOkResponse({ type: PlatformOperationListDto }),
    ApiErrors('auth.forbidden', 'query.invalid'),
  );

export const ApiListGenerations = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Get the generations of an organization’s database that exist' }),
    OrganizationId(),
    ApiOkResponse({ type: GenerationListDto }),
    ApiErrors('auth.forbidden', 'organization.not_found'),
  );

export const ApiGetPlatformStatus = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Get the capacity, the outboxes and the background work of the service',
      description: 'For people; the same figures over time are metrics (`/metrics`).',
    }),
    ApiOkResponse({ type: PlatformStatusDto }),
    ApiErrors('auth.forbidden'),
  );
