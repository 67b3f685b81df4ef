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
  Location: { description: 'The new one', schema: text('/v1/organizations/507f1f77bcf86cd799439012') },
};
const Id = (): MethodDecorator =>
  ApiParam({
    name: 'id',
    description:
      'The organization the request is about (the token’s, or the one X-Org-Id picks), or `current`',
    schema: text('current'),
  });

export const ApiListOrganizations = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'The organizations the caller belongs to, with the role in each' }),
    ApiOkResponse({ type: OwnOrganizationListDto }),
  );

export const ApiAddOrganization = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Make another organization with a database of its own; the caller owns it' }),
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
    ApiOperation({ summary: 'The own organization' }),
    Id(),
    ApiOkResponse({ type: OrganizationViewDto, headers: ETAG }),
    ApiErrors('auth.forbidden', 'organization.not_found'),
  );

export const ApiPatchOrganization = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Change settings, or the name',
      description:
        'A new name moves the organization to the next generation of its database while it is in use; the answer comes when it lives there. GET /v1/operations shows how far it is.',
    }),
    Id(),
    ApiHeader({
      name: 'If-Match',
      required: false,
      description: 'The ETag that was read; another version is refused with 412',
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
    ApiOperation({ summary: 'Delete the own organization with its database' }),
    Id(),
    ApiNoContentResponse({ description: 'Gone' }),
    ApiErrors('auth.forbidden', 'organization.not_found'),
  );

export const ApiGetOrganizationPlan = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'The plan of the own organization, and how much of it is used' }),
    Id(),
    ApiOkResponse({ type: OrganizationPlanDto }),
    ApiErrors('auth.forbidden', 'organization.not_found'),
  );

export const ApiChangeOrganizationPlan = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Change the plan of the own organization',
      description: 'While PLAN_CHANGE is the platform’s (the default in production), only its operators may.',
    }),
    Id(),
    ApiOkResponse({ type: OrganizationPlanDto }),
    ApiErrors('auth.forbidden', 'organization.not_found', 'plan.unknown', 'plan.too_small'),
  );
