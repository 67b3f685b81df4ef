import { applyDecorators } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiHeader,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
} from '@nestjs/swagger';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';
import { OrganizationPlanDto } from '../plans/plans.dto.js';
import { OrganizationViewDto, OwnOrganizationListDto } from './organizations.dto.js';

const text = (example: string) => ({ type: 'string' as const, example });
const ETAG = { ETag: { description: 'The revision', schema: text('"4"') } };
const LOCATION = {
  Location: {
    description: 'Path of the new resource',
    schema: text('/v1/organizations/507f1f77bcf86cd799439012'),
  },
};
const Id = (): MethodDecorator =>
  ApiParam({
    name: 'id',
    description: 'Id of the organization of the request (of the token, or of X-Org-Id), or `current`',
    schema: text('current'),
  });

export const ApiListOrganizations = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'List your organizations with your role in each' }),
    ApiOkResponse({ type: OwnOrganizationListDto }),
  );

export const ApiAddOrganization = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Create another organization that you own' }),
    ApiCreatedResponse({ type: OrganizationViewDto, headers: { ...ETAG, ...LOCATION } }),
    ApiErrors(
      'organization.name_taken',
      'service.capacity_reached',
      'organization.name_reserved',
      'organization.slug_invalid',
      'organization.slug_too_long',
      'organization.slug_taken',
      'plan.unknown',
      'auth.forbidden',
    ),
  );

export const ApiReadOrganization = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Get the organization' }),
    Id(),
    ApiOkResponse({ type: OrganizationViewDto, headers: ETAG }),
    ApiErrors('auth.forbidden', 'organization.not_found'),
  );

export const ApiPatchOrganization = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Change the settings or the name of the organization',
      description:
        'A new name moves the organization to the next generation of its database while it stays in use; the response is sent when the move is complete. GET /v1/operations shows the progress.',
    }),
    Id(),
    ApiHeader({
      name: 'If-Match',
      required: false,
      description: 'ETag of the version that is changed; a different current version gives 412',
      schema: text('"4"'),
    }),
    ApiOkResponse({ type: OrganizationViewDto, headers: ETAG }),
    ApiErrors(
      'auth.forbidden',
      'organization.not_found',
      'organization.name_taken',
      'organization.name_reserved',
      'organization.busy',
      'operation.failed',
      'organization.paused',
      'service.capacity_reached',
      'resource.changed',
    ),
  );

export const ApiRemoveOrganization = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Delete the organization with its database' }),
    Id(),
    ApiNoContentResponse({ description: 'Deleted' }),
    ApiErrors('auth.forbidden', 'organization.not_found'),
  );

export const ApiGetOrganizationPlan = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Get the plan of the organization and its usage' }),
    Id(),
    ApiOkResponse({ type: OrganizationPlanDto }),
    ApiErrors('auth.forbidden', 'organization.not_found'),
  );

export const ApiChangeOrganizationPlan = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Change the plan of the organization',
      description:
        'With PLAN_CHANGE=platform (the default in production), only platform operators can change it.',
    }),
    Id(),
    ApiOkResponse({ type: OrganizationPlanDto }),
    ApiErrors('auth.forbidden', 'organization.not_found', 'plan.unknown', 'plan.too_small'),
  );
