import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean } from 'class-validator';
import { IsDisplayName, IsText, MayBeAbsent } from '../../../common/http/fields.js';
import { IsJsonObject } from '../../../common/http/json-object.js';
import { PlanNameDto } from '../plans/plans.dto.js';

const SETTINGS = {
  type: 'object',
  additionalProperties: true,
  description: 'At most 16 kB and 5 levels; keys are not empty and contain no $ or dot',
  example: { theme: 'dark' },
} as const;

export class NewOrganizationViewDto {
  @ApiProperty({ description: 'Unique, case-insensitive', example: 'Acme Labs', maxLength: 100 })
  @IsDisplayName('name')
  name: string;

  @ApiPropertyOptional({
    description: 'Used unchanged in the database name; derived from the name if absent',
    example: 'acme_labs',
    maxLength: 54,
  })
  @MayBeAbsent()
  @IsText('slug', 100)
  slug?: string;

  @ApiPropertyOptional({
    description: 'Type or id of a plan; DEFAULT_PLAN if absent or with PLAN_CHANGE=platform',
    example: 'basic',
  })
  @MayBeAbsent()
  @IsText('plan', 100)
  plan?: string;

  @ApiPropertyOptional(SETTINGS)
  @MayBeAbsent()
  @IsJsonObject('settings')
  settings?: Record<string, unknown>;
}

export class OrganizationPatchDto {
  @ApiPropertyOptional({
    description:
      'Moves the organization to the next generation of its database; must be the only field of the request',
    example: 'Acme Research',
    maxLength: 100,
  })
  @MayBeAbsent()
  @IsDisplayName('name')
  name?: string;

  @ApiPropertyOptional({
    ...SETTINGS,
    description: `${SETTINGS.description}. Replaces the settings as a whole`,
  })
  @MayBeAbsent()
  @IsJsonObject('settings')
  settings?: Record<string, unknown>;

  @ApiPropertyOptional({ description: 'Organization of a single user', example: false })
  @MayBeAbsent()
  @IsBoolean({ message: 'personal must be true or false' })
  personal?: boolean;
}

export class OrganizationViewDto {
  @ApiProperty({ example: '507f1f77bcf86cd799439012' })
  id: string;

  @ApiProperty({ format: 'uuid', example: '550e8400-e29b-41d4-a716-446655440000' })
  uid: string;

  @ApiProperty({ description: 'Integer id, as other surfaces show it', example: 3 })
  seq: number;

  @ApiProperty({ example: 'Acme Corp' })
  name: string;

  @ApiProperty({ example: 'acme_corp' })
  slug: string;

  @ApiProperty({ example: 'org_acme_corp' })
  database: string;

  @ApiProperty({ description: 'Incremented by each move', example: 1 })
  generation: number;

  @ApiProperty({ enum: ['active', 'inactive', 'suspended'], example: 'active' })
  status: string;

  @ApiProperty({
    description: 'A move is in progress; the organization stays in use. See GET /v1/operations',
    example: false,
  })
  moving: boolean;

  @ApiProperty({ type: PlanNameDto, nullable: true, description: 'null: no plan and no limits' })
  plan: PlanNameDto | null;

  @ApiProperty({ type: String, nullable: true, description: 'Claimed mail domain', example: 'acmecorp.com' })
  domain: string | null;

  @ApiProperty({ example: false })
  personal: boolean;

  @ApiProperty({ type: 'object', additionalProperties: true, example: { theme: 'dark' } })
  settings: Record<string, unknown>;

  @ApiProperty({ description: 'One of its owners', example: '507f1f77bcf86cd799439011' })
  admin_id: string;

  @ApiProperty({ example: '2026-01-30T12:00:00.000Z' })
  created_at: string;

  @ApiProperty({ example: '2026-01-30T12:00:00.000Z' })
  updated_at: string;
}

export class OwnOrganizationDto extends OrganizationViewDto {
  @ApiProperty({ description: 'The caller’s', example: 'owner' })
  role: string;
}

export class OwnOrganizationListDto {
  @ApiProperty({ type: [OwnOrganizationDto] })
  items: OwnOrganizationDto[];

  @ApiProperty({ type: String, nullable: true, example: null })
  next_cursor: string | null;
}
