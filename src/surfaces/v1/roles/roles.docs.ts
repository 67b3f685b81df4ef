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
import { PermissionListDto, RoleDto, RoleListDto } from './roles.dto.js';

const ETAG = {
  ETag: { description: 'Version of name, description and permissions', schema: { type: 'string' } },
} as const;

const IF_MATCH = { name: 'If-Match', required: false, description: 'The ETag that was read' } as const;

const KEY = { name: 'key', example: 'auditor' } as const;

export const ApiListPermissions = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'List the permissions a role can have' }),
    ApiOkResponse({ type: PermissionListDto }),
    ApiErrors('auth.forbidden'),
  );

export const ApiListRoles = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'List the built-in roles and the roles of the organization' }),
    ApiOkResponse({ type: RoleListDto }),
    ApiErrors('auth.forbidden'),
  );

export const ApiGetRole = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Get a role' }),
    ApiParam(KEY),
    ApiOkResponse({ type: RoleDto, headers: ETAG }),
    ApiErrors('auth.forbidden', 'role.not_found'),
  );

export const ApiCreateRole = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Create a role with permissions that you have' }),
    ApiCreatedResponse({ type: RoleDto, headers: ETAG }),
    ApiErrors('auth.forbidden', 'role.exceeds', 'role.exists', 'role.limit_reached'),
  );

export const ApiUpdateRole = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Change a role; the permissions of its members change at once' }),
    ApiParam(KEY),
    ApiHeader(IF_MATCH),
    ApiOkResponse({ type: RoleDto, headers: ETAG }),
    ApiErrors('auth.forbidden', 'role.built_in', 'role.exceeds', 'role.not_found', 'resource.changed'),
  );

export const ApiDeleteRole = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Delete a role that no member has' }),
    ApiParam(KEY),
    ApiHeader(IF_MATCH),
    ApiNoContentResponse({ description: 'Removed' }),
    ApiErrors(
      'auth.forbidden',
      'role.built_in',
      'role.exceeds',
      'role.in_use',
      'role.not_found',
      'resource.changed',
    ),
  );
