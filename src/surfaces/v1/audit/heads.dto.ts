import { ApiProperty } from '@nestjs/swagger';

const HASH = '5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef';

export class AuditHeadDto {
  @ApiProperty({ description: 'An organization’s id, or `platform`', example: '507f1f77bcf86cd799439012' })
  log: string;

  @ApiProperty({ type: 'integer', description: 'How many entries the log had', example: 4711 })
  count: number;

  @ApiProperty({
    description: 'SHA-256 over the last entry and every entry before it, as exported',
    example: HASH,
  })
  link: string;

  @ApiProperty({ description: '`hash` of the last entry', example: HASH })
  hash: string;

  @ApiProperty({ example: '2026-01-30T12:00:00.000Z' })
  at: string;

  @ApiProperty({
    description: 'All of this as a compact JWS (RFC 7515, EdDSA), signed with a key of `GET /v1/audit/keys`',
    example: 'eyJhbGciOiJFZERTQSJ9.eyJsb2ciOiJwbGF0Zm9ybSJ9.c2lnbmF0dXJl',
  })
  signed: string;
}

export class AuditHeadListDto {
  @ApiProperty({ type: [AuditHeadDto] })
  items: AuditHeadDto[];

  @ApiProperty({ type: String, nullable: true, example: null })
  next_cursor: string | null;
}

export class AuditKeyDto {
  @ApiProperty({ enum: ['OKP'], example: 'OKP' })
  kty: string;

  @ApiProperty({ enum: ['Ed25519'], example: 'Ed25519' })
  crv: string;

  @ApiProperty({ example: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' })
  x: string;

  @ApiProperty({
    description: 'Thumbprint of the key (RFC 7638)',
    example: 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k',
  })
  kid: string;

  @ApiProperty({ enum: ['sig'], example: 'sig' })
  use: string;

  @ApiProperty({ enum: ['EdDSA'], example: 'EdDSA' })
  alg: string;
}

export class AuditKeysDto {
  @ApiProperty({ type: [AuditKeyDto] })
  keys: AuditKeyDto[];
}
