import { ApiProperty } from '@nestjs/swagger';
import { IsPassword } from '../../../common/http/fields.js';

export class ChangePasswordDto {
  @ApiProperty({ example: 'SecurePassword123!', description: 'The present password, or the one-time secret' })
  @IsPassword('current_password')
  current_password: string;

  @ApiProperty({ example: 'AnotherSecurePassword1!', minLength: 8 })
  @IsPassword('new_password')
  new_password: string;
}

export class AccountDto {
  @ApiProperty({ example: '507f1f77bcf86cd799439011' })
  id: string;

  @ApiProperty({ type: String, nullable: true, example: '507f1f77bcf86cd799439012' })
  organization_id: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    enum: ['owner', 'admin', 'manager', 'attendant', 'member'],
    example: 'owner',
  })
  role: string | null;

  @ApiProperty({ description: 'Runs the platform, belongs to no organization', example: false })
  platform_operator: boolean;
}
