import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsDisplayName, IsEmailAddress, IsPassword, IsText, MayBeAbsent } from '../../common/http/fields.js';

const NAME = { description: 'Unique, case-insensitive', example: 'Acme Corp', maxLength: 100 };
const EMAIL = { description: 'Address of the administrator', example: 'admin@acme.com', format: 'email' };
const PASSWORD = { description: 'At least 8 characters', example: 'SecurePassword123!', minLength: 8 };
const ADMIN_ID = {
  description: 'ObjectId as 24 hexadecimal digits',
  example: '507f1f77bcf86cd799439011',
  pattern: '^[0-9a-f]{24}$',
};
const DATABASE = { description: "Name of the organization's own database", example: 'org_acme_corp' };

export class CreateOrganizationDto {
  @ApiProperty(NAME)
  @IsDisplayName('organization_name')
  organization_name: string;

  @ApiProperty(EMAIL)
  @IsEmailAddress('email')
  email: string;

  @ApiProperty(PASSWORD)
  @IsPassword('password')
  password: string;
}

export class UpdateOrganizationDto {
  @ApiPropertyOptional({ ...NAME, description: 'Another name renames the organization' })
  @MayBeAbsent()
  @IsDisplayName('organization_name')
  organization_name?: string;

  @ApiPropertyOptional({ ...EMAIL, example: 'newemail@acme.com' })
  @MayBeAbsent()
  @IsEmailAddress('email')
  email?: string;

  @ApiPropertyOptional({ ...PASSWORD, example: 'NewSecurePassword123!' })
  @MayBeAbsent()
  @IsPassword('password')
  password?: string;
}

export class LoginDto {
  @ApiProperty(EMAIL)
  @IsText('email', 320)
  email: string;

  @ApiProperty(PASSWORD)
  @IsPassword('password')
  password: string;
}

export class UpdatedOrganizationDto {
  @ApiProperty(NAME)
  organization_name: string;

  @ApiProperty({ ...DATABASE, example: 'org_acme_corp_v2' })
  collection_name: string;

  @ApiProperty(ADMIN_ID)
  admin_id: string;
}

export class OrganizationDto {
  @ApiProperty(NAME)
  organization_name: string;

  @ApiProperty(DATABASE)
  collection_name: string;

  @ApiProperty(ADMIN_ID)
  admin_id: string;

  @ApiProperty({
    description: 'UTC, whole seconds, no zone',
    example: '2024-12-12T10:30:00',
    pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d$',
  })
  created_at: string;
}

export class DeletedDto {
  @ApiProperty({ enum: ['Organization deleted successfully'], example: 'Organization deleted successfully' })
  message: string;
}

export class LoggedInDto {
  @ApiProperty({ description: 'JSON Web Token, HS256', example: 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9...' })
  access_token: string;

  @ApiProperty({ enum: ['bearer'], example: 'bearer' })
  token_type: 'bearer';

  @ApiProperty(ADMIN_ID)
  admin_id: string;

  @ApiProperty({
    ...ADMIN_ID,
    type: String,
    nullable: true,
    example: '507f1f77bcf86cd799439012',
    description: 'Null for a platform operator',
  })
  organization_id: string | null;

  @ApiProperty({ ...NAME, type: String, nullable: true, description: 'Null for a platform operator' })
  organization_name: string | null;
}

export class HealthDto {
  @ApiProperty({ enum: ['healthy'], example: 'healthy' })
  status: 'healthy';

  @ApiProperty({ description: 'APP_NAME', example: 'Multi-Tenant Organization Service' })
  app: string;
}
