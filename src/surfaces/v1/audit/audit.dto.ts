import { ApiProperty } from '@nestjs/swagger';

const MAYBE = { type: String, nullable: true } as const;

export class AuditEntryDto {
  @ApiProperty({ example: '6912f0b1a4c1d20f4d8c2a11' })
  id: string;

  @ApiProperty({ description: 'Position in the hash chain, from 1', example: 2 })
  seq: number;

  @ApiProperty({ example: '2026-01-30T12:00:00.000Z' })
  at: string;

  @ApiProperty({ example: 'organization.plan_changed' })
  action: string;

  @ApiProperty({
    ...MAYBE,
    description: 'null: the service itself; `key:` and its id: an API key of the organization',
    example: '507f1f77bcf86cd799439011',
  })
  actor_id: string | null;

  @ApiProperty({ ...MAYBE, description: 'The operator who acted as the actor', example: null })
  impersonator_id: string | null;

  @ApiProperty({ ...MAYBE, description: 'The API key it was done with', example: null })
  api_key_id: string | null;

  @ApiProperty({ ...MAYBE, example: '507f1f77bcf86cd799439012' })
  organization_id: string | null;

  @ApiProperty({ example: 'organization' })
  target_type: string;

  @ApiProperty({ example: '507f1f77bcf86cd799439012' })
  target_id: string;

  @ApiProperty({ type: 'object', additionalProperties: true, example: { from: null, type: 'basic' } })
  details: Record<string, unknown>;

  @ApiProperty({ ...MAYBE, example: '0f9a7b1e-58a2-4d0c-9e6b-1f6f3c5f7a10' })
  request_id: string | null;

  @ApiProperty({ ...MAYBE, example: '203.0.113.7' })
  ip: string | null;

  @ApiProperty({
    description: 'SHA-256 of the entry before it and of this one',
    example: '5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef',
  })
  hash: string;
}

export class AuditListDto {
  @ApiProperty({ type: [AuditEntryDto] })
  items: AuditEntryDto[];

  @ApiProperty({ ...MAYBE, example: null })
  next_cursor: string | null;
}

export class AuditVerificationDto {
  @ApiProperty({ description: 'No entry was changed, removed or inserted', example: true })
  intact: boolean;

  @ApiProperty({ example: 12 })
  entries: number;

  @ApiProperty({
    ...MAYBE,
    description: 'Hash of the newest entry. Keep it elsewhere to detect a log that was rewritten as a whole',
    example: '5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef',
  })
  head: string | null;

  @ApiProperty({
    type: Number,
    nullable: true,
    description: '`seq` of the first wrong entry',
    example: null,
  })
  first_broken: number | null;
}
