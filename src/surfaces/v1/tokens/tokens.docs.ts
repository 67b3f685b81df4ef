import { applyDecorators } from '@nestjs/common';
import { ApiConsumes, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';
import { FORM_TYPES } from '../../../common/http/media-types.js';
import { TokenStateDto } from './tokens.dto.js';

export const ApiIntrospectToken = (): MethodDecorator =>
  applyDecorators(
    ApiTags('Tokens'),
    ApiConsumes(...FORM_TYPES),
    ApiOperation({
      summary: 'Introspect an access token or an API key (RFC 7662)',
      description:
        'Whether the token is accepted at this moment, with the current role and permissions of its owner. An actor may ask about tokens of their own account and organization, a platform operator about all, a client of TOKEN_CLIENTS about those for its audiences; every other token is not active. An API key may be asked about by a client of TOKEN_CLIENTS, a platform operator, members of its organization and with itself.',
    }),
    ApiResponse({ status: 200, description: 'The state of the token', type: TokenStateDto }),
    ApiErrors('request.invalid'),
  );
