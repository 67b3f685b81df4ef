import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiQuery } from '@nestjs/swagger';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';
import { CatalogueDto } from './platform-permissions.dto.js';

const ETAG = {
  ETag: { description: 'Version of the catalogue', schema: { type: 'string', example: '"3"' } },
} as const;

const HOW =
  'Owners of every organization have all of these permissions; `default_roles` gives one to other built-in roles and to the more powerful ones above them; custom roles may hold any. Takes effect on every instance within 0.1 seconds.';

export const ApiGetPermissionCatalogue = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Get the permissions of the product' }),
    ApiOkResponse({ type: CatalogueDto, headers: ETAG }),
    ApiErrors('auth.forbidden'),
  );

export const ApiReplacePermissionCatalogue = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Register the permissions of the product; replaces the catalogue',
      description: HOW,
    }),
    ApiHeader({ name: 'If-Match', required: false, description: 'The ETag that was read' }),
    ApiQuery({
      name: 'cascade',
      required: false,
      description:
        '`true` removes the permissions that the catalogue lacks from the custom roles that hold them',
      schema: { type: 'string', enum: ['true', 'false'], default: 'false', example: 'false' },
    }),
    ApiOkResponse({ type: CatalogueDto, headers: ETAG }),
    ApiErrors('auth.forbidden', 'permission.in_use', 'query.invalid', 'resource.changed'),
  );
