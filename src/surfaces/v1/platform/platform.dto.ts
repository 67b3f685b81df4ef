import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsText, MayBeAbsent } from '../../../common/http/fields.js';
import { OrganizationViewDto } from '../organizations/organizations.dto.js';

const STATUS = { enum: ['active', 'inactive', 'suspended'], example: 'active' };
const MAYBE = { type: String, nullable: true } as const;

export class StatusReasonDto {
  @ApiPropertyOptional({
    description: 'For the audit log',
    example: 'Invoice 4711 is overdue',
    maxLength: 500,
  })
  @MayBeAbsent()
  @IsText('reason', 500)
  reason?: string;
}

export class PlatformOrganizationListDto {
  @ApiProperty({ type: [OrganizationViewDto] })
  items: OrganizationViewDto[];

  @ApiProperty({ ...MAYBE, example: null })
  next_cursor: string | null;
}

export class PlatformOrganizationDto extends OrganizationViewDto {
  @ApiProperty({ ...MAYBE, description: 'Why it has this status', example: 'Invoice 4711 is overdue' })
  status_reason: string | null;

  @ApiProperty({ description: 'Active members', example: 3 })
  members: number;

  @ApiProperty({ description: 'Active members who own it', example: 1 })
  owners: number;
}

export class PlatformAccountDto {
  @ApiProperty({ example: '507f1f77bcf86cd799439011' })
  id: string;

  @ApiProperty({ description: 'Integer id, as other surfaces show it', example: 7 })
  seq: number;

  @ApiProperty({ example: 'jane@acmecorp.com' })
  email: string;

  @ApiProperty({ example: true })
  email_verified: boolean;

  @ApiProperty({ ...MAYBE, example: 'Jane Doe' })
  name: string | null;

  @ApiProperty(STATUS)
  status: string;

  @ApiProperty({ example: false })
  platform_operator: boolean;

  @ApiProperty({
    description: 'The address was generated for a new tenant and receives no e-mail',
    example: false,
  })
  synthetic: boolean;

  @ApiProperty({ ...MAYBE, description: 'Default organization', example: '507f1f77bcf86cd799439012' })
  organization_id: string | null;

  @ApiProperty({ example: '2026-01-30T12:00:00.000Z' })
  created_at: string;

  @ApiProperty({ example: '2026-01-30T12:00:00.000Z' })
  updated_at: string;
}

export class PlatformAccountListDto {
  @ApiProperty({ type: [PlatformAccountDto] })
  items: PlatformAccountDto[];

  @ApiProperty({ ...MAYBE, example: null })
  next_cursor: string | null;
}

export class PlatformPlaceDto {
  @ApiProperty({ example: '507f1f77bcf86cd799439012' })
  organization_id: string;

  @ApiProperty({ example: 'owner' })
  role: string;

  @ApiProperty({ enum: ['active', 'pending', 'inactive'], example: 'active' })
  status: string;
}

export class PlatformAccountDetailsDto extends PlatformAccountDto {
  @ApiProperty({ type: [PlatformPlaceDto], description: 'The organizations the account belongs to' })
  organizations: PlatformPlaceDto[];
}

export class PlatformSecretDto {
  @ApiProperty({ example: '507f1f77bcf86cd799439011' })
  id: string;

  @ApiProperty({
    description: 'Shown once; must be changed at the first sign-in',
    example: 'Zk3v0pQm1t7yWc2xLr9sAa5E',
  })
  initial_secret: string;

  @ApiProperty({ description: 'Expiry of the temporary password', example: '2026-01-31T12:00:00.000Z' })
  initial_secret_expires_at: string;
}
