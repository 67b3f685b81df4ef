import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, Matches, ValidateIf } from 'class-validator';
import {
  IsDisplayName,
  IsEmailAddress,
  IsPassword,
  IsText,
  MayBeEmpty,
} from '../../../common/http/fields.js';
import { LOCALES, type Locale } from '../../../common/locales.js';
import { ReturnToField } from '../return-to.js';
import { IsJsonObject } from '../../../common/http/json-object.js';

const ID = '507f1f77bcf86cd799439011';
const ORGANIZATION_ID = '507f1f77bcf86cd799439012';
const NAME = { type: String, nullable: true, example: 'Jane Doe' };
const PHONE = { type: String, nullable: true, example: '+1-555-1234' };
const LOCALE = { type: String, nullable: true, enum: [...LOCALES, null], example: 'de' };
const OBJECT = { type: 'object' as const, additionalProperties: true };
const LIMITS = 'At most 16 kB and 5 levels; keys are not empty and contain no $ or dot';
/** Permissive: numbers are written in many ways. */
const PHONE_PATTERN = /^[+\d][\d\s().\-/x]{2,31}$/i;

export class ChangePasswordDto {
  @ApiProperty({ example: 'SecurePassword123!', description: 'The current or temporary password' })
  @IsPassword('current_password')
  current_password: string;

  @ApiProperty({ example: 'AnotherSecurePassword1!', minLength: 8 })
  @IsPassword('new_password')
  new_password: string;
}

export class ChangeEmailDto {
  @ApiProperty({
    description: 'Receives a link; using the link changes the address of the account',
    format: 'email',
    example: 'jane@acme.example',
  })
  @IsEmailAddress('email')
  email: string;

  @ApiProperty({ example: 'SecurePassword123!' })
  @IsPassword('current_password')
  current_password: string;

  @ReturnToField()
  return_to?: string;
}

export class EmailChangePendingDto {
  @ApiProperty({ description: 'The address the link was sent to', example: 'jane@acme.example' })
  email: string;

  @ApiProperty({ description: 'Seconds until the link expires', example: 86_400 })
  expires_in: number;
}

export class UpdateAccountDto {
  @ApiPropertyOptional({ ...NAME, maxLength: 100, description: 'null removes it' })
  @IsOptional()
  @IsDisplayName('name')
  name?: string | null;

  @ApiPropertyOptional({ ...PHONE, description: 'null removes it' })
  @IsOptional()
  @Matches(PHONE_PATTERN, { message: 'phone is invalid' })
  phone?: string | null;

  @ApiPropertyOptional({
    ...LOCALE,
    description: 'Language of e-mails; null: that of the request, or the default',
  })
  @IsOptional()
  @IsIn(LOCALES, { message: `locale must be ${LOCALES.join(' or ')}` })
  locale?: Locale | null;

  @ApiPropertyOptional({
    ...OBJECT,
    description: `Replaces the current value. ${LIMITS}`,
    example: { title: 'Head of data' },
  })
  @ValidateIf((dto: UpdateAccountDto) => dto.profile !== undefined)
  @IsJsonObject('profile')
  profile?: Record<string, unknown>;

  @ApiPropertyOptional({
    ...OBJECT,
    description: `Replaces the current values. ${LIMITS}`,
    example: { theme: 'dark' },
  })
  @ValidateIf((dto: UpdateAccountDto) => dto.settings !== undefined)
  @IsJsonObject('settings')
  settings?: Record<string, unknown>;
}

const CODE = { description: 'From the link of the e-mail', example: 'rwc_Xb1…' };

export class CodeDto {
  @ApiProperty(CODE)
  @IsText('code', 128)
  code: string;

  @ApiPropertyOptional({
    description: 'Password of the account, unless the request has its access token',
    example: 'SecurePassword123!',
  })
  @MayBeEmpty()
  @IsPassword('password')
  password?: string;
}

export class VerifyOwnEmailDto extends CodeDto {
  @ApiPropertyOptional({
    description: 'Instead of `password`: replaces the password of the account and ends every session',
    example: 'AnotherSecurePassword1!',
    minLength: 8,
  })
  @MayBeEmpty()
  @IsPassword('new_password')
  new_password?: string;
}

export class UndoChangeDto {
  @ApiProperty({ description: 'From the link of the e-mail', example: 'rwc_Xb1…' })
  @IsText('code', 128)
  code: string;
}

export class ResendVerificationDto {
  @ReturnToField()
  return_to?: string;
}

export class ForgotPasswordDto {
  @ApiProperty({ format: 'email', example: 'jane@acme.example' })
  @IsEmailAddress('email')
  email: string;

  @ReturnToField()
  return_to?: string;
}

export class ResetPasswordDto {
  @ApiProperty(CODE)
  @IsText('code', 128)
  code: string;

  @ApiProperty({ example: 'AnotherSecurePassword1!', minLength: 8 })
  @IsPassword('password')
  password: string;
}

export class PlaceDto {
  @ApiProperty({ example: ORGANIZATION_ID })
  id: string;

  @ApiProperty({ example: '550e8400-e29b-41d4-a716-446655440000' })
  uid: string;

  @ApiProperty({ example: 'Acme Corp' })
  name: string;

  @ApiProperty({ description: 'A built-in role or a role of the organization', example: 'owner' })
  role: string;

  @ApiProperty({
    description: 'Status of the organization; only an active one can be used',
    enum: ['active', 'inactive', 'suspended'],
    example: 'active',
  })
  status: string;
}

export class AccountDto {
  @ApiProperty({ example: ID })
  id: string;

  @ApiProperty({ example: 'jane@acme.example' })
  email: string;

  @ApiProperty({ example: true })
  email_verified: boolean;

  @ApiProperty(NAME)
  name: string | null;

  @ApiProperty(PHONE)
  phone: string | null;

  @ApiProperty(LOCALE)
  locale: string | null;

  @ApiProperty({ ...OBJECT, example: { title: 'Head of data' } })
  profile: Record<string, unknown>;

  @ApiProperty({ ...OBJECT, example: { theme: 'dark' } })
  settings: Record<string, unknown>;

  @ApiProperty({ enum: ['active', 'inactive', 'suspended'], example: 'active' })
  status: string;

  @ApiProperty({ example: false })
  must_change_password: boolean;

  @ApiProperty({ description: 'Platform operator; belongs to no organization', example: false })
  platform_operator: boolean;

  @ApiProperty({ example: '2026-01-30T12:00:00.000Z' })
  created_at: string;

  @ApiProperty({ example: '2026-01-30T12:00:00.000Z' })
  updated_at: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The organization of the token, or the one X-Org-Id picks',
    example: ORGANIZATION_ID,
  })
  organization_id: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'Role in that organization', example: 'member' })
  role: string | null;

  @ApiProperty({
    type: [String],
    description: 'Permissions of the role, or of the platform operator',
    example: ['data.read', 'data.write', 'organization.read'],
  })
  permissions: string[];

  @ApiProperty({ type: [PlaceDto] })
  organizations: PlaceDto[];
}
