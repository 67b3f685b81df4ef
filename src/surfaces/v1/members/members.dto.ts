import { ReturnToField } from '../return-to.js';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, Matches } from 'class-validator';
import {
  IsDisplayName,
  IsEmailAddress,
  IsPassword,
  IsText,
  MayBeAbsent,
} from '../../../common/http/fields.js';
import { ROLE_KEY } from '../../../modules/access/roles.types.js';

const ROLE_HELP = '`owner`, `admin`, `manager`, `attendant`, `member`, or a role of the organization';
const USER_NAME = { description: 'Unique in the organization', example: 'janedoe', maxLength: 100 };
const STATUS_HELP = '`pending`: needs approval; `inactive`: deactivated. Neither gives access';
const TIME = '2026-01-30T12:00:00.000Z';

export class CreateMemberDto {
  @ApiProperty({ example: 'jane@acmecorp.com', format: 'email' })
  @IsEmailAddress('email')
  email: string;

  @ApiPropertyOptional({ example: 'Jane Doe', maxLength: 100 })
  @MayBeAbsent()
  @IsDisplayName('name')
  name?: string;

  @ApiPropertyOptional({
    ...USER_NAME,
    description: 'Unique in the organization; the e-mail address if absent',
  })
  @MayBeAbsent()
  @IsDisplayName('user_name')
  user_name?: string;

  @ApiPropertyOptional({ description: `${ROLE_HELP}; \`member\` when absent`, example: 'member' })
  @MayBeAbsent()
  @Matches(ROLE_KEY, { message: 'role is invalid' })
  role?: string;
}

export class UpdateMemberDto {
  @ApiPropertyOptional({ description: ROLE_HELP, example: 'manager' })
  @MayBeAbsent()
  @Matches(ROLE_KEY, { message: 'role is invalid' })
  role?: string;

  @ApiPropertyOptional({ enum: ['active', 'inactive'], example: 'active' })
  @MayBeAbsent()
  @IsIn(['active', 'inactive'], { message: 'status must be active or inactive' })
  status?: 'active' | 'inactive';

  @ApiPropertyOptional(USER_NAME)
  @MayBeAbsent()
  @IsDisplayName('user_name')
  user_name?: string;
}

export class ConfirmMailboxDto {
  @ApiProperty({
    description: 'The part of the link after `#code=`',
    example: 'rwc_9fJq1l0mHn7t2cXy4VbK8sPzR6wEaU3dGiTo5NkQhLg',
  })
  @IsText('code', 200)
  code: string;

  @ApiProperty({ description: 'The password the account was created with', example: 'SecurePass123!' })
  @IsPassword('password')
  password: string;
}

export class WaitingDto {
  @ApiProperty({
    description: 'The address is verified; an owner or administrator decides',
    enum: ['pending'],
  })
  status: 'pending';
}

export class MailConfirmationDto {
  @ApiProperty({ example: 'jane@acmecorp.com', format: 'email' })
  @IsEmailAddress('email')
  email: string;

  @ApiProperty({ description: 'The password the account was created with', example: 'SecurePass123!' })
  @IsPassword('password')
  password: string;

  @ReturnToField()
  return_to?: string;
}

export class JoinOrganizationDto {
  @ApiProperty({
    description: 'The mail domain of the organization and of your address',
    example: 'acmecorp.com',
  })
  @IsText('domain', 253)
  domain: string;

  @ApiPropertyOptional({
    ...USER_NAME,
    description: 'Unique in the organization; the e-mail address if absent',
  })
  @MayBeAbsent()
  @IsDisplayName('user_name')
  user_name?: string;
}

export class MemberDto {
  @ApiProperty({ description: 'Of the account', example: '507f1f77bcf86cd799439011' })
  id: string;

  @ApiProperty({ example: 'jane@acmecorp.com' })
  email: string;

  @ApiProperty({ description: 'The address is verified', example: true })
  email_verified: boolean;

  @ApiProperty({ description: 'Unique in the organization', example: 'janedoe' })
  user_name: string;

  @ApiProperty({ type: String, nullable: true, example: 'Jane Doe' })
  name: string | null;

  @ApiProperty({ description: ROLE_HELP, example: 'member' })
  role: string;

  @ApiProperty({ description: STATUS_HELP, enum: ['active', 'pending', 'inactive'], example: 'active' })
  status: string;

  @ApiProperty({ description: 'Time the membership was created or requested', example: TIME })
  created_at: string;
}

export class MemberSecretDto {
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

export class CreatedMemberDto extends MemberDto {
  @ApiProperty({
    description: 'Shown once; must be changed at the first sign-in',
    example: 'Zk3v0pQm1t7yWc2xLr9sAa5E',
  })
  initial_secret: string;

  @ApiProperty({ description: 'Expiry of the temporary password', example: '2026-01-31T12:00:00.000Z' })
  initial_secret_expires_at: string;
}

export class MemberListDto {
  @ApiProperty({ type: [MemberDto] })
  items: MemberDto[];

  @ApiProperty({ type: String, nullable: true, example: null })
  next_cursor: string | null;
}

export class MembershipDto {
  @ApiProperty({ example: '507f1f77bcf86cd799439012' })
  organization_id: string;

  @ApiProperty(USER_NAME)
  user_name: string;

  @ApiProperty({ description: ROLE_HELP, example: 'member' })
  role: string;

  @ApiProperty({ description: STATUS_HELP, enum: ['active', 'pending', 'inactive'], example: 'active' })
  status: string;

  @ApiProperty({ description: 'Time the membership was created or requested', example: TIME })
  created_at: string;
}
