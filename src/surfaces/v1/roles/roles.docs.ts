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
  ETag: { description: 'Names the version of name, description and permissions', schema: { type: 'string' } },
} as const;

const IF_MATCH = { name: 'If-Match', required: false, description: 'The ETag that was read' } as const;

const KEY = { name: 'key', example: 'auditor' } as const;

export const ApiListPermissions = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'What a role may hold' }),
    ApiOkResponse({ type: PermissionListDto }),
    ApiErrors('auth.forbidden'),
  );

export const ApiListRoles = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'The built-in roles, then those the organization made' }),
    ApiOkResponse({ type: RoleListDto }),
    ApiErrors('auth.forbidden'),
  );

export const ApiGetRole = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'One role' }),
    ApiParam(KEY),
    ApiOkResponse({ type: RoleDto, headers: ETAG }),
    ApiErrors('auth.forbidden', 'role.not_found'),
  );

export const ApiCreateRole = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Make a role; nobody puts into it what they may not do themselves' }),
    ApiCreatedResponse({ type: RoleDto, headers: ETAG }),
    ApiErrors('auth.forbidden', 'role.exceeds', 'role.exists', 'role.limit_reached'),
  );

export const ApiUpdateRole = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Change a role; its members have the new permissions at once' }),
    ApiParam(KEY),
    ApiHeader(IF_MATCH),
    ApiOkResponse({ type: RoleDto, headers: ETAG }),
    ApiErrors('auth.forbidden', 'role.built_in', 'role.exceeds', 'role.not_found', 'resource.changed'),
  );

export const ApiDeleteRole = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Remove a role that nobody has' }),
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
