import { Controller, Get, Header } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Public } from '../../modules/auth/http/access.decorators.js';
import { SigningKeysService } from '../../modules/auth/signing-keys.service.js';

class JwkDto {
  @ApiProperty({ enum: ['OKP'], example: 'OKP' })
  kty: string;

  @ApiProperty({ enum: ['Ed25519'], example: 'Ed25519' })
  crv: string;

  @ApiProperty({ description: 'The public key', example: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' })
  x: string;

  @ApiProperty({
    description: 'Key id, as in the header of a token',
    example: 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k',
  })
  kid: string;

  @ApiProperty({ enum: ['sig'], example: 'sig' })
  use: string;

  @ApiProperty({ enum: ['EdDSA'], example: 'EdDSA' })
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
