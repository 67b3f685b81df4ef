import { ApiProperty } from '@nestjs/swagger';
import { IsDisplayName, IsEmailAddress, IsPassword } from '../../common/http/fields.js';

const ID = { description: 'Integer id of the tenant', example: 1 };
const NAME = { description: 'Not unique', example: 'Test Company', maxLength: 100 };
const EMAIL = { description: 'Unique across all surfaces', example: 'user@example.com', format: 'email' };
const TIME = { description: 'UTC, milliseconds', example: '2026-01-30T12:00:00.000Z', format: 'date-time' };

export class RegisterTenantDto {
  @ApiProperty({ ...NAME, example: 'Acme' })
  @IsDisplayName('Name')
  name: string;

  @ApiProperty(EMAIL)
  @IsEmailAddress('Email')
  email: string;

  @ApiProperty({ description: 'At least 8 characters', example: 'Password123!', minLength: 8 })
  @IsPassword('Password')
  password: string;
}

export class LoginTenantDto {
  @ApiProperty(EMAIL)
  email: string;

  @ApiProperty({ example: 'Password123!' })
  password: string;
}

export class TenantDto {
  @ApiProperty(ID)
  id: number;

  @ApiProperty(NAME)
  name: string;

  @ApiProperty(EMAIL)
  email: string;

  @ApiProperty({ enum: ['active', 'inactive', 'suspended'], example: 'active' })
  status: string;

  @ApiProperty(TIME)
  created_at: string;

  @ApiProperty(TIME)
  updated_at: string;
}

export class TenantAuthDto {
  @ApiProperty({ description: 'JSON Web Token', example: '<jwt-token>' })
  accessToken: string;

  @ApiProperty({ enum: ['Bearer'], example: 'Bearer' })
  tokenType: 'Bearer';

  @ApiProperty({ example: '1h' })
  expiresIn: string;
}

export class TenantSessionDto {
  @ApiProperty({ type: TenantDto })
  tenant: TenantDto;

  @ApiProperty({ type: TenantAuthDto })
  auth: TenantAuthDto;
}
