import { Controller, Get, Header } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiResponse, ApiTags } from '@nestjs/swagger';
import { AppError } from '../../common/errors/app-error.js';
import { ApiErrors } from '../../common/http/api-errors.decorator.js';
import { Env } from '../../config/env.js';
import { Public } from '../../modules/auth/http/access.decorators.js';

const ISSUER = 'https://api.example.com';

/** Only what is true: Rowhouse has no OAuth 2.0 grants and no ID tokens. */
class ServerMetadataDto {
  @ApiProperty({ description: '`iss` of the access tokens', example: ISSUER })
  issuer: string;

  @ApiProperty({ example: `${ISSUER}/.well-known/jwks.json` })
  jwks_uri: string;

  @ApiProperty({ example: `${ISSUER}/v1/introspect` })
  introspection_endpoint: string;

  @ApiProperty({ type: [String], example: ['client_secret_basic', 'Bearer'] })
  introspection_endpoint_auth_methods_supported: string[];

  @ApiProperty({ type: [String], description: 'None: there is no authorization endpoint', example: [] })
  response_types_supported: string[];

  @ApiProperty({ type: [String], description: 'None: sign in with POST /v1/sessions', example: [] })
  grant_types_supported: string[];

  @ApiProperty({ example: `${ISSUER}/docs` })
  service_documentation: string;
}

class ProviderMetadataDto extends ServerMetadataDto {
  @ApiProperty({ type: [String], example: ['public'] })
  subject_types_supported: string[];

  @ApiProperty({ type: [String], description: 'Of the access tokens', example: ['sub', 'organization_id'] })
  claims_supported: string[];
}

const CLAIMS = ['sub', 'organization_id', 'organization_name', 'email_verified', 'sid', 'act'];

/** What gateways and libraries look for; only where TOKEN_ISSUER is a URL, for nobody may believe another one. */
@ApiTags('Tokens')
@Controller('.well-known')
export class DiscoveryController {
  constructor(private readonly env: Env) {}

  @Public()
  @Get('oauth-authorization-server')
  @Header('cache-control', 'public, max-age=300')
  @ApiOperation({
    summary: 'Get the metadata of the token issuer (RFC 8414)',
    description: 'Available if TOKEN_ISSUER is a URL.',
  })
  @ApiResponse({ status: 200, description: 'The metadata', type: ServerMetadataDto })
  @ApiErrors('discovery.unavailable')
  getServerMetadata(): ServerMetadataDto {
    const { TOKEN_ISSUER: issuer, publicBaseUrl: base } = this.env;
    if (!URL.canParse(issuer)) throw new AppError('discovery.unavailable');
    return {
      issuer,
      jwks_uri: `${base}/.well-known/jwks.json`,
      introspection_endpoint: `${base}/v1/introspect`,
      introspection_endpoint_auth_methods_supported: ['client_secret_basic', 'Bearer'],
      response_types_supported: [],
      grant_types_supported: [],
      service_documentation: `${base}/docs`,
    };
  }

  @Public()
  @Get('openid-configuration')
  @Header('cache-control', 'public, max-age=300')
  @ApiOperation({
    summary: 'Get the metadata of the token issuer at the OpenID Connect path',
    description:
      'For gateways that read the issuer and the keys from here. Rowhouse issues no ID tokens and has no authorization endpoint. Available if TOKEN_ISSUER is a URL.',
  })
  @ApiResponse({ status: 200, description: 'The metadata', type: ProviderMetadataDto })
  @ApiErrors('discovery.unavailable')
  getProviderMetadata(): ProviderMetadataDto {
    return {
      ...this.getServerMetadata(),
      subject_types_supported: ['public'],
      claims_supported: [...CLAIMS, ...this.env.tokenClaims],
    };
  }
}
