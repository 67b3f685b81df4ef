import { ApiProperty } from '@nestjs/swagger';

const MOMENT = '2026-01-30T12:00:00.000Z';
const ORGANIZATION = '64f1a2b3c4d5e6f708192a3b';
const ID = '550e8400-e29b-41d4-a716-446655440000';
const SHA256 = '5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef';
const MAYBE = { type: String, nullable: true } as const;

export class ErasureDto {
  @ApiProperty({ example: ID })
  id: string;

  @ApiProperty({ example: ORGANIZATION })
  organization_id: string;

  @ApiProperty({
    enum: ['begun', 'certified'],
    description: '`begun`: its keys are destroyed; `certified`: its databases are gone, and that is signed',
    example: 'certified',
  })
  phase: string;

  @ApiProperty({ example: MOMENT })
  deleted_at: string;

  @ApiProperty({ description: 'When its keys were destroyed', example: MOMENT })
  erased_at: string;

  @ApiProperty({ ...MAYBE, example: MOMENT })
  certified_at: string | null;
}

export class ErasureListDto {
  @ApiProperty({ type: [ErasureDto] })
  items: ErasureDto[];

  @ApiProperty({ ...MAYBE, example: null })
  next_cursor: string | null;
}

export class ErasedOrganizationDto {
  @ApiProperty({ example: ORGANIZATION })
  id: string;

  @ApiProperty({ example: '9f86d081884c7d659a2feaa0c55ad015' })
  name_salt: string;

  @ApiProperty({ description: 'HMAC-SHA-256 of the name, with the salt as the key', example: SHA256 })
  name_digest: string;

  @ApiProperty({ example: false })
  is_branch: boolean;
}

export class ErasedDatabaseDto {
  @ApiProperty({ example: 'org_acme' })
  name: string;

  @ApiProperty({ description: 'Its own, or that of a branch', example: ORGANIZATION })
  organization_id: string;

  @ApiProperty({ type: 'integer', example: 1 })
  generation: number;

  @ApiProperty({
    enum: ['dropped', 'left'],
    description: '`left`: it was not provably of this installation, and was not dropped',
    example: 'dropped',
  })
  state: 'dropped' | 'left';

  @ApiProperty({ ...MAYBE, example: MOMENT })
  dropped_at: string | null;
}

export class ErasedArchiveDto {
  @ApiProperty({ example: ID })
  id: string;

  @ApiProperty({ example: 'scheduled' })
  kind: string;

  @ApiProperty({ ...MAYBE, description: 'The moment whose data it held', example: MOMENT })
  at: string | null;

  @ApiProperty({
    description: 'false: the store may still have parts of it, without their key',
    example: true,
  })
  removed: boolean;
}

export class ErasedKeyDto {
  @ApiProperty({ example: 'archives' })
  seals: string;

  @ApiProperty({ ...MAYBE, description: 'SHA-256 of the key', example: SHA256 })
  thumbprint: string | null;
}

export class ErasedAccountsDto {
  @ApiProperty({ type: 'integer', example: 1 })
  count: number;

  @ApiProperty({ type: [String], description: 'The first thousand', example: ['507f1f77bcf86cd799439011'] })
  ids: string[];
}

export class SnapshotWindowEndDto {
  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'null: the service may not ask',
    example: 3600,
  })
  seconds: number | null;

  @ApiProperty({ ...MAYBE, example: MOMENT })
  ends_at: string | null;
}

export class OplogReachDto {
  @ApiProperty({ example: MOMENT })
  oldest_at: string;

  @ApiProperty({ description: 'If as much is written as before', example: MOMENT })
  estimated_end_at: string;
}

export class ErasureRemainsDto {
  @ApiProperty({ type: SnapshotWindowEndDto })
  snapshot_window: SnapshotWindowEndDto;

  @ApiProperty({
    type: OplogReachDto,
    nullable: true,
    description: 'The replication log of MongoDB; null: the service may not look',
  })
  oplog: OplogReachDto | null;

  @ApiProperty({ type: [String], example: ['The audit log keeps its entries about the organization.'] })
  notes: string[];
}

export class ErasureCertificateDto {
  @ApiProperty({ type: 'integer', enum: [1], example: 1 })
  version: number;

  @ApiProperty({ example: ID })
  id: string;

  @ApiProperty({ description: 'Of the installation', example: ID })
  registry: string;

  @ApiProperty({ type: ErasedOrganizationDto })
  organization: ErasedOrganizationDto;

  @ApiProperty({ example: MOMENT })
  deleted_at: string;

  @ApiProperty({ example: MOMENT })
  erased_at: string;

  @ApiProperty({ example: MOMENT })
  signed_at: string;

  @ApiProperty({ type: [ErasedDatabaseDto] })
  databases: ErasedDatabaseDto[];

  @ApiProperty({ type: [ErasedArchiveDto] })
  archives: ErasedArchiveDto[];

  @ApiProperty({ type: [ErasedKeyDto] })
  keys: ErasedKeyDto[];

  @ApiProperty({ type: [String], example: [ORGANIZATION] })
  branches: string[];

  @ApiProperty({ type: 'integer', example: 12 })
  members: number;

  @ApiProperty({ type: ErasedAccountsDto })
  accounts: ErasedAccountsDto;

  @ApiProperty({
    type: ErasureRemainsDto,
    description: 'What could still be read when it was signed, and until when',
  })
  remains: ErasureRemainsDto;
}

export class ErasureCertificateFileDto {
  @ApiProperty({ enum: ['rowhouse-erasure-certificate'], example: 'rowhouse-erasure-certificate' })
  type: string;

  @ApiProperty({ type: ErasureCertificateDto })
  certificate: ErasureCertificateDto;

  @ApiProperty({
    description:
      'The certificate as a compact JWS (RFC 7515, EdDSA), signed with a key of `GET /v1/audit/keys`',
    example: 'eyJhbGciOiJFZERTQSJ9.eyJ2ZXJzaW9uIjoxfQ.c2lnbmF0dXJl',
  })
  signed: string;
}
