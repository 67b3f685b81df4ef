import { ApiProperty } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import {
  IsDisplayName,
  IsEmailAddress,
  IsPassword,
  IsText,
  MayBeAbsent,
} from '../../../common/http/fields.js';
import { ReturnToField } from '../return-to.js';
import {
  INVITATION_STATUSES,
  type InvitationStatus,
} from '../../../modules/invitations/invitations.types.js';
import { ROLE_KEY } from '../../../modules/access/roles.types.js';

const CODE = 'rwi_3vJr5bK0n0S1x7mY2cQ4tU6wZ8aB1dE3fG5hJ7kL9pN';

export class InviteDto {
  @ApiProperty({ example: 'jane@acmecorp.com' })
  @IsEmailAddress('email')
  email: string;

  @ApiProperty({ description: 'Key of a role; its permissions must not exceed yours', example: 'member' })
  @Matches(ROLE_KEY, { message: 'role must be the key of a role' })
  role: string;

  @ReturnToField()
  return_to?: string;
}

export class InvitationCodeDto {
  @ApiProperty({ description: 'The code of the link in the e-mail', example: CODE })
  @IsText('code', 200)
  code: string;
}

export class AcceptInvitationDto extends InvitationCodeDto {
  @ApiProperty({
    required: false,
    description:
      'Password of the new account, or of the account that has the address. Not required with the access token of that account.',
    example: 'SecurePassword123!',
  })
  @MayBeAbsent()
  @IsPassword('password')
  password?: string;

  @ApiProperty({ required: false, description: 'Name of the new account', example: 'Jane Doe' })
  @MayBeAbsent()
  @IsDisplayName('name')
  name?: string;

  @ApiProperty({
    required: false,
    description: 'Unique in the organization; the e-mail address if absent',
    example: 'janedoe',
  })
  @MayBeAbsent()
  @IsDisplayName('user_name')
  user_name?: string;
}

export class InvitationDto {
  @ApiProperty({ example: '507f1f77bcf86cd799439013' })
  id: string;

  @ApiProperty({ example: 'jane@acmecorp.com' })
  email: string;

  @ApiProperty({ example: 'member' })
  role: string;

  @ApiProperty({
    description: '`expired`: open until `expires_at`; can be sent again',
    enum: INVITATION_STATUSES,
    example: 'open',
  })
  status: InvitationStatus;

  @ApiProperty({ description: 'Account of the inviting user', example: '507f1f77bcf86cd799439011' })
  invited_by: string;

  @ApiProperty({ description: 'Number of e-mails sent, at most five', example: 1 })
  sends: number;

  @ApiProperty({ format: 'date-time', example: '2024-12-12T10:30:00.000Z' })
  sent_at: string;

  @ApiProperty({ format: 'date-time', example: '2024-12-19T10:30:00.000Z' })
  expires_at: string;

  @ApiProperty({ format: 'date-time', example: '2024-12-12T10:30:00.000Z' })
  created_at: string;

  @ApiProperty({
    type: String,
    nullable: true,
    format: 'date-time',
    description: 'Time it was accepted, declined or revoked',
    example: null,
  })
  closed_at: string | null;
}

export class InvitationListDto {
  @ApiProperty({ type: [InvitationDto] })
  items: InvitationDto[];

  @ApiProperty({ type: String, nullable: true, example: null })
  next_cursor: string | null;
}

export class OfferDto {
  @ApiProperty({ example: 'Acme Corp' })
  organization_name: string;

  @ApiProperty({ description: 'Name or address of the inviting user', example: 'John Smith' })
  inviter_name: string;

  @ApiProperty({ example: 'member' })
  role: string;

  @ApiProperty({ description: 'The invited address', example: 'jane@acmecorp.com' })
  email: string;

  @ApiProperty({ format: 'date-time', example: '2024-12-19T10:30:00.000Z' })
  expires_at: string;
}

export class AcceptedDto {
  @ApiProperty({ example: '507f1f77bcf86cd799439012' })
  organization_id: string;

  @ApiProperty({ example: 'Acme Corp' })
  organization_name: string;

  @ApiProperty({ example: '507f1f77bcf86cd799439014' })
  user_id: string;

  @ApiProperty({ example: 'jane@acmecorp.com' })
  email: string;

  @ApiProperty({ example: 'member' })
  role: string;
}
