import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean } from 'class-validator';
import {
  IsDisplayName,
  IsEmailAddress,
  IsPassword,
  IsText,
  MayBeAbsent,
} from '../../../common/http/fields.js';
import { ReturnToField } from '../return-to.js';

export class NewAccountDto {
  @ApiProperty({ format: 'email', example: 'jane@acme.example' })
  @IsEmailAddress('email')
  email: string;

  @ApiProperty({ example: 'SecurePassword123!', minLength: 8 })
  @IsPassword('password')
  password: string;

  @ApiPropertyOptional({ description: 'Name of the user', example: 'Jane Doe', maxLength: 100 })
  @MayBeAbsent()
  @IsDisplayName('name')
  name?: string;

  @ApiPropertyOptional({
    description: 'Creates this organization too, owned by the account. Unique, case-insensitive',
    example: 'Acme Corp',
    maxLength: 100,
  })
  @MayBeAbsent()
  @IsDisplayName('organization_name')
  organization_name?: string;

  @ApiPropertyOptional({
    description: 'Type or id of the organization’s plan; DEFAULT_PLAN if absent or with PLAN_CHANGE=platform',
    example: 'basic',
  })
  @MayBeAbsent()
  @IsText('plan', 100)
  plan?: string;

  @ApiPropertyOptional({
    description: 'Sends the refresh token in an httpOnly cookie instead of the body, for browsers',
    example: false,
  })
  @MayBeAbsent()
  @IsBoolean({ message: 'cookie must be true or false' })
  cookie?: boolean;

  @ReturnToField()
  return_to?: string;
}
