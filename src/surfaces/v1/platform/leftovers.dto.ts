import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { IsDisplayName, IsEmailAddress, IsText, MayBeAbsent } from '../../../common/http/fields.js';

const MAYBE = { type: String, nullable: true } as const;
const ACTIONS = ['adopt', 'drop', 'ignore'] as const;

export class LeftoverMarkDto {
  @ApiProperty({ format: 'uuid', example: '5b0e6a2e-3f0c-4a44-9a57-0a2f3a0f8f11' })
  registry_id: string;

  @ApiProperty({ description: 'This registry created the database', example: true })
  this_registry: boolean;

  @ApiProperty({ example: '507f1f77bcf86cd799439012' })
  organization_id: string;

  @ApiProperty({ example: 1 })
  generation: number;
}

export class LeftoverDto {
  @ApiProperty({ example: 'org_acme_corp' })
  database: string;

  @ApiProperty({
    description:
      '`unknown`: not in the registry; `returned`: dropped before, and present again; `mark_missing`, `mark_differs`: due to be dropped, but ownership is not proven; `replaced`: its organization uses an adopted database',
    enum: ['unknown', 'returned', 'mark_missing', 'mark_differs', 'replaced'],
    example: 'unknown',
  })
  reason: string;

  @ApiProperty({
    type: LeftoverMarkDto,
    nullable: true,
    description: 'Which registry created it; null: no mark',
  })
  mark: LeftoverMarkDto | null;

  @ApiProperty({ description: 'Bytes of documents and indexes when first seen', example: 8192 })
  size: number;

  @ApiProperty({ enum: ['open', 'ignored'], example: 'open' })
  status: string;

  @ApiProperty({ example: '2026-01-30T12:00:00.000Z' })
  first_seen: string;
}

export class LeftoverListDto {
  @ApiProperty({ type: [LeftoverDto] })
  items: LeftoverDto[];

  @ApiProperty({ ...MAYBE, example: null })
  next_cursor: string | null;

  @ApiProperty({ description: 'Number of open databases on all pages', example: 1 })
  open: number;
}

export class SettleLeftoverDto {
  @ApiProperty({ enum: ACTIONS, example: 'ignore' })
  @IsIn(ACTIONS, { message: 'action must be adopt, drop or ignore' })
  action: (typeof ACTIONS)[number];

  @ApiPropertyOptional({
    description: 'For `drop`: the name of the database',
    example: 'org_acme_corp',
  })
  @MayBeAbsent()
  @IsText('confirm', 64)
  confirm?: string;

  @ApiPropertyOptional({
    description:
      'For `adopt`: an organization without documents that the database is assigned to. If absent: the organization the database was created for',
    example: '507f1f77bcf86cd799439012',
  })
  @MayBeAbsent()
  @IsText('organization_id', 24)
  organization_id?: string;

  @ApiPropertyOptional({
    description: 'For `adopt`, if the organization no longer exists: the name of the new organization',
    example: 'Acme Corp',
  })
  @MayBeAbsent()
  @IsDisplayName('organization_name')
  organization_name?: string;

  @ApiPropertyOptional({
    description: 'With `organization_name`: the account that owns it',
    example: 'jane@acmecorp.com',
  })
  @MayBeAbsent()
  @IsEmailAddress('owner_email')
  owner_email?: string;
}

export class SettledLeftoverDto {
  @ApiProperty({ example: 'org_acme_corp' })
  database: string;

  @ApiProperty({ enum: ['adopted', 'dropped', 'ignored'], example: 'ignored' })
  status: string;

  @ApiProperty({ ...MAYBE, description: 'Organization of the adopted database', example: null })
  organization_id: string | null;
}
