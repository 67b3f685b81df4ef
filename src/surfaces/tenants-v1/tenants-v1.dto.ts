import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { IsDisplayName, IsEmailAddress, IsPassword, IsText, MayBeEmpty } from '../../common/http/fields.js';

const SCHEMA = {
  description: 'Lower-case letters, digits and underscores; derived from the name if absent',
  example: 'acme_fuels',
  maxLength: 54,
};
const PLAN = {
  type: String,
  description: '`basic`, `pro`, `premium`, or the UUID of a plan; one of the two is required',
};

export class CreateTenantDto {
  @ApiProperty({ example: 'Acme Fuels', maxLength: 100 })
  @IsDisplayName('Name')
  name: string;

  @ApiPropertyOptional(SCHEMA)
  @MayBeEmpty()
  @IsText('Schema name')
  schema?: string;

  @ApiPropertyOptional({ ...SCHEMA, description: 'Alias of `schema`' })
  @MayBeEmpty()
  @IsText('Schema name')
  schemaName?: string;

  @ApiPropertyOptional({ ...PLAN, example: 'premium' })
  @MayBeEmpty()
  planType?: unknown;

  @ApiPropertyOptional({ ...PLAN, example: '0b9c4c5e-8f3b-4f6e-9a51-6d0d5c1f0a03' })
  @MayBeEmpty()
  planId?: unknown;
}

export class TenantCreatedDto {
  @ApiProperty({ format: 'uuid', example: '550e8400-e29b-41d4-a716-446655440000' })
  id: string;

  @ApiProperty({ example: 'Acme Fuels' })
  name: string;

  @ApiProperty({ example: 'acme_fuels' })
  schemaName: string;

  @ApiProperty({ enum: ['active', 'inactive', 'suspended'], example: 'active' })
  status: string;
}

class PlanLimitsDto {
  @ApiProperty({ type: Number, nullable: true, example: 10 })
  members: number | null;

  @ApiProperty({ type: Number, nullable: true, example: 600 })
  requests_per_minute: number | null;

  @ApiProperty({ type: Number, nullable: true, description: 'Bytes', example: 1073741824 })
  storage: number | null;

  @ApiProperty({ type: Number, nullable: true, example: 10 })
  collections: number | null;

  @ApiProperty({ type: Number, nullable: true, example: 2 })
  api_keys: number | null;
}

export class PlanDto {
  @ApiProperty({ format: 'uuid', example: '0b9c4c5e-8f3b-4f6e-9a51-6d0d5c1f0a01' })
  id: string;

  @ApiProperty({ enum: ['basic', 'pro', 'premium'], example: 'basic' })
  type: string;

  @ApiProperty({ example: 'Basic' })
  name: string;

  @ApiProperty({ type: PlanLimitsDto, description: 'null: no limit' })
  limits: PlanLimitsDto;
}

export class CreateTenantUserDto {
  @ApiProperty({ example: 'Mary Manager', maxLength: 100 })
  @IsDisplayName('Name')
  name: string;

  @ApiProperty({ example: 'mary@acme-fuels.com', format: 'email' })
  @IsEmailAddress('Email')
  email: string;

  @ApiProperty({ enum: ['manager', 'attendant'], example: 'manager' })
  @IsIn(['manager', 'attendant'], { message: 'Role must be manager or attendant' })
  role: 'manager' | 'attendant';
}

export class TenantUserDto {
  @ApiProperty({ example: '507f1f77bcf86cd799439011' })
  id: string;

  @ApiProperty({ type: String, nullable: true, example: 'Mary Manager' })
  name: string | null;

  @ApiProperty({ example: 'mary@acme-fuels.com' })
  email: string;

  @ApiProperty({ enum: ['owner', 'admin', 'manager', 'attendant', 'member'], example: 'manager' })
  role: string;

  @ApiProperty({ enum: ['active', 'pending', 'inactive'], example: 'active' })
  status: string;
}

export class PasswordResetDto {
  @ApiProperty({ example: '507f1f77bcf86cd799439011' })
  id: string;

  @ApiProperty({
    description: 'Shown once; must be changed at the first sign-in',
    example: 'Zk3v0pQm1t7yWc2xLr9sAa5E',
  })
  temporaryPassword: string;

  @ApiProperty({ example: '2026-01-31T12:00:00.000Z' })
  expiresAt: string;
}

export class ChangeOwnPasswordDto {
  @ApiProperty({ example: 'tenant123' })
  @IsPassword('Current password')
  currentPassword: string;

  @ApiProperty({ example: 'SecurePassword123!', minLength: 8 })
  @IsPassword('New password')
  newPassword: string;
}

export class PasswordChangedDto {
  @ApiProperty({ example: 'Password changed successfully' })
  message: string;
}
