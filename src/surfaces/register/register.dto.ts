import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import { IsDisplayName, IsEmailAddress, IsPassword, IsText, MayBeEmpty } from '../../common/http/fields.js';

const COMPANY = { description: 'Unique, case-insensitive', example: 'Acme Corp', maxLength: 100 };
const EMAIL = { example: 'admin@acmecorp.com', format: 'email' };
const MEMBER_EMAIL = { example: 'jane@acmecorp.com', format: 'email' };
const PASSWORD = { description: 'At least 8 characters', example: 'SecurePass123!', minLength: 8 };
const STATUS = { enum: ['success'], example: 'success' };
/** Numbers are written in many ways, the seed's own among them; only what cannot be one is refused. */
const PHONE = /^[+\d][\d\s().\-/x]{2,31}$/i;

export class RegisterDto {
  @ApiProperty(COMPANY)
  @IsDisplayName('company_name')
  company_name: string;

  @ApiProperty({ example: 'John Doe', maxLength: 100 })
  @IsDisplayName('admin_name')
  admin_name: string;

  @ApiProperty({
    ...EMAIL,
    description: 'Its domain becomes the company’s, unless it belongs to a free e-mail provider',
  })
  @IsEmailAddress('email')
  email: string;

  @ApiProperty(PASSWORD)
  @IsPassword('password')
  password: string;

  @ApiPropertyOptional({ example: '+1-555-1234' })
  @MayBeEmpty()
  @Matches(PHONE, { message: 'phone is invalid' })
  phone?: string;
}

export class AddUserDto {
  @ApiProperty({ description: 'Domain of a registered company', example: 'acmecorp.com' })
  @IsText('domain', 253)
  domain: string;

  @ApiProperty({ description: 'Unique inside the company', example: 'janedoe', maxLength: 100 })
  @IsDisplayName('user_name')
  user_name: string;

  @ApiProperty({ ...MEMBER_EMAIL, description: 'An address at that domain' })
  @IsEmailAddress('email')
  email: string;

  @ApiProperty(PASSWORD)
  @IsPassword('password')
  password: string;
}

export class CheckAvailabilityDto {
  @ApiProperty({ ...COMPANY, example: 'New Company' })
  @IsDisplayName('company_name')
  company_name: string;

  @ApiProperty({ ...EMAIL, example: 'admin@newcompany.com' })
  @IsEmailAddress('email')
  email: string;
}

export class RegisteredDto {
  @ApiProperty(STATUS)
  status: 'success';

  @ApiProperty({ example: 'Registration successful' })
  message: string;

  @ApiProperty({ example: 3 })
  customer_id: number;

  @ApiProperty({ example: 2 })
  user_id: number;

  @ApiProperty(EMAIL)
  email: string;

  @ApiProperty(COMPANY)
  company_name: string;
}

export class UserAddedDto {
  @ApiProperty(STATUS)
  status: 'success';

  @ApiProperty({ example: 'User added successfully' })
  message: string;

  @ApiProperty({ example: 5 })
  user_id: number;

  @ApiProperty({ example: 3 })
  customer_id: number;

  @ApiProperty({ description: 'The company’s name', example: 'Acme Corp' })
  customer_name: string;

  @ApiProperty(MEMBER_EMAIL)
  email: string;
}

export class AvailabilityDto {
  @ApiProperty({ example: true })
  company_name_available: boolean;

  @ApiProperty({ example: true })
  email_available: boolean;
}
