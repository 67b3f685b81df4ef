import { Controller, Get, Header } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { Public } from '../../modules/auth/http/access.decorators.js';
import { SigningKeysService } from '../../modules/auth/signing-keys.service.js';

class JwkDto {
  @ApiProperty({ enum: ['OKP', 'EC', 'RSA'], example: 'OKP' })
  kty: string;

  @ApiPropertyOptional({ enum: ['Ed25519', 'P-256'], example: 'Ed25519' })
  crv?: string;

  @ApiPropertyOptional({
    description: 'The public key of EdDSA and ES256',
    example: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
  })
  x?: string;

  @ApiPropertyOptional({ description: 'With `x`, the public key of ES256', type: String })
  y?: string;

  @ApiPropertyOptional({ description: 'Modulus of an RSA key', type: String })
  n?: string;

  @ApiPropertyOptional({ description: 'Exponent of an RSA key', type: String })
  e?: string;

  @ApiProperty({
    description: 'Key id, as in the header of a token',
    example: 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k',
  })
  kid: string;

  @ApiProperty({ enum: ['sig'], example: 'sig' })
  use: string;

  @ApiProperty({ enum: ['EdDSA', 'ES256', 'RS256'], example: 'EdDSA' })
  alg: string;
}

class JwksDto {
  @ApiProperty({ type: [JwkDto] })
  keys: JwkDto[];
}

@ApiTags('Tokens')
@Controller('.well-known')
export class JwksController {
  constructor(private readonly keys: SigningKeysService) {}

  @Public()
  @Get('jwks.json')
  @Header('cache-control', 'public, max-age=300')
  @ApiOperation({
    summary: 'List the public keys of access tokens',
    description: 'Empty while ALGORITHM is HS256: only the service can verify such tokens.',
  })
  @ApiOkResponse({ type: JwksDto })
  listPublicKeys(): JwksDto {
    return { keys: this.keys.publicKeys() };
  }
}
