import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiParam } from '@nestjs/swagger';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';
import { BrandingDto } from './branding.dto.js';

const ETAG = {
  ETag: { description: 'Version of the branding', schema: { type: 'string', example: '"2"' } },
} as const;

const Id = (): MethodDecorator =>
  ApiParam({
    name: 'id',
    description: 'Id of the organization of the request (of the token, or of X-Org-Id), or `current`',
    schema: { type: 'string', example: 'current' },
  });

const WHAT =
  'E-mails and pages about the organization use it; e-mails about an account use the branding of the installation. A value of null is inherited from the installation. Requires a verified e-mail address.';

export const ApiGetBranding = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Get the branding of an organization' }),
    Id(),
    ApiOkResponse({ type: BrandingDto, headers: ETAG }),
    ApiErrors('auth.forbidden', 'organization.not_found'),
  );

export const ApiChangeBranding = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Change the branding of an organization', description: WHAT }),
    Id(),
    ApiHeader({ name: 'If-Match', required: false, description: 'The ETag that was read' }),
    ApiOkResponse({ type: BrandingDto, headers: ETAG }),
    ApiErrors(
      'auth.forbidden',
      'auth.email_unverified',
      'branding.off',
      'organization.not_found',
      'resource.changed',
    ),
  );
