import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsDisplayName, IsEmailAddress, IsPassword, IsText, MayBeEmpty } from '../../common/http/fields.js';

const EMAIL = { example: 'user@example.com', format: 'email' };
const ORGANIZATION = { description: 'Unique, case-insensitive', example: 'OrgName', maxLength: 100 };

export class SignUpDto {
  @ApiProperty(EMAIL)
  @IsEmailAddress('email')
  email: string;

  @ApiProperty({ description: 'At least 8 characters', example: 'password', minLength: 8 })
  @IsPassword('password')
  password: string;

  @ApiProperty(ORGANIZATION)
  @IsDisplayName('organization_name')
  organization_name: string;
}

export class SignInDto {
  @ApiProperty(EMAIL)
  @IsText('email', 320)
  email: string;

  @ApiProperty({ example: 'password' })
  @IsPassword('password')
  password: string;
}

export class RefreshDto {
  @ApiProperty({ description: 'Works once', example: 'refresh_token_value' })
  @IsText('refresh_token', 512)
  refresh_token: string;
}

const CODE = { description: 'From the link of the e-mail', example: 'rwc_Xb1…' };

export class VerifyEmailDto {
  @ApiProperty(CODE)
  @IsText('code', 128)
  code: string;

  @ApiPropertyOptional({
    description: 'Of the account. Without it, and without a token of the account, every session ends',
    example: 'password',
  })
  @MayBeEmpty()
  @IsPassword('password')
  password?: string;
}

export class ForgottenPasswordDto {
  @ApiProperty(EMAIL)
  @IsEmailAddress('email')
  email: string;
}

export class NewPasswordDto {
  @ApiProperty(CODE)
  @IsText('code', 128)
  code: string;

  @ApiProperty({ description: 'At least 8 characters', example: 'another password', minLength: 8 })
  @IsPassword('password')
  password: string;
}

export class EmailVerifiedDto {
  @ApiProperty({ example: 'Email verified successfully' })
  message: string;
}

export class ResetRequestedDto {
  @ApiProperty({ example: 'If an account has this address, a link is on its way' })
  message: string;
}

export class PasswordResetByCodeDto {
  @ApiProperty({ example: 'Password reset successfully' })
  message: string;
}

export class NewOrganizationDto {
  @ApiProperty({ ...ORGANIZATION })
  @IsDisplayName('name')
  name: string;

  @ApiPropertyOptional({ example: 'Some details about the organization', maxLength: 10_000 })
  @MayBeEmpty()
  @IsText('details', 10_000)
  details?: string;
}

export class SignedUpDto {
  @ApiProperty({ example: 'User signed up successfully' })
  message: string;

  @ApiProperty({ example: 1 })
  user_id: number;

  @ApiProperty({ example: 1 })
  org_id: number;
}

export class TokensDto {
  @ApiProperty({ example: 'access_token_value' })
  access_token: string;

  @ApiProperty({ example: 'refresh_token_value' })
  refresh_token: string;
}

export class OrganizationMadeDto {
  @ApiProperty({ example: 'Organization created successfully' })
  message: string;

  @ApiProperty({ example: 1 })
  org_id: number;
}

export class SignedOutDto {
  @ApiProperty({ example: 'Signed out successfully' })
  message: string;
}

export class OrgRoleUsersDto {
  @ApiProperty({ example: 'OrgName' })
  organization: string;

  @ApiProperty({ example: 'Owner' })
  role: string;

  @ApiProperty({ example: 10 })
  user_count: number;
}

export class RoleUsersDto {
  @ApiProperty({ example: 'Owner' })
  role: string;

  @ApiProperty({ example: 10 })
  user_count: number;
}

export class OrgMembersDto {
  @ApiProperty({ example: 'OrgName' })
  organization: string;

  @ApiProperty({ example: 10 })
  member_count: number;
}
