import { ApiProperty } from '@nestjs/swagger';
import { IsInt, Matches, Max, Min } from 'class-validator';
import { IsText, MayBeAbsent } from '../../../common/http/fields.js';

const ID = /^[0-9a-f]{24}$/;
/** Minutes. */
const LONGEST = 60;
export const DEFAULT_MINUTES = 15;
/** Characters. */
const MAX_REASON = 500;

export class StartImpersonationDto {
  @ApiProperty({ example: '507f1f77bcf86cd799439011' })
  @Matches(ID, { message: 'user_id must be the id of an account' })
  user_id: string;

  @ApiProperty({
    required: false,
    description: 'One of the account’s organizations; the default organization if absent',
    example: '507f1f77bcf86cd799439012',
  })
  @MayBeAbsent()
  @Matches(ID, { message: 'organization_id must be the id of an organization' })
  organization_id?: string;

  @ApiProperty({ description: 'Written to the audit log', example: 'Ticket 4711: import fails' })
  @Matches(/\S/, { message: 'reason is required' })
  @IsText('reason', MAX_REASON)
  reason: string;

  @ApiProperty({
    required: false,
    minimum: 1,
    maximum: LONGEST,
    default: DEFAULT_MINUTES,
    example: DEFAULT_MINUTES,
  })
  @MayBeAbsent()
  @IsInt({ message: `minutes must be a whole number from 1 to ${LONGEST}` })
  @Min(1, { message: `minutes must be a whole number from 1 to ${LONGEST}` })
  @Max(LONGEST, { message: `minutes must be a whole number from 1 to ${LONGEST}` })
  minutes?: number;
}

export class ImpersonationDto {
  @ApiProperty({ example: '550e8400-e29b-41d4-a716-446655440000' })
  id: string;

  @ApiProperty({ description: 'The operator', example: '507f1f77bcf86cd799439010' })
  operator_id: string;

  @ApiProperty({ example: '507f1f77bcf86cd799439011' })
  user_id: string;

  @ApiProperty({ type: String, nullable: true, example: '507f1f77bcf86cd799439012' })
  organization_id: string | null;

  @ApiProperty({ example: 'Ticket 4711: import fails' })
  reason: string;

  @ApiProperty({
    description: '`ended`: ended early by an operator or by the account itself',
    enum: ['active', 'ended', 'expired'],
    example: 'active',
  })
  status: string;

  @ApiProperty({ example: '2026-01-30T12:00:00.000Z' })
  created_at: string;

  @ApiProperty({ example: '2026-01-30T12:15:00.000Z' })
  expires_at: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Time it was ended early',
    example: null,
  })
  ended_at: string | null;
}

export class StartedImpersonationDto extends ImpersonationDto {
  @ApiProperty({
    description: 'Names the operator in its claim `act` (RFC 8693); cannot be refreshed',
    example:
      'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiI1MDdmMWY3N2JjZjg2Y2Q3OTk0MzkwMTEifQ.c2lnbmF0dXJl',
  })
  access_token: string;

  @ApiProperty({ enum: ['Bearer'], example: 'Bearer' })
  token_type: string;

  @ApiProperty({ description: 'Seconds', example: 900 })
  expires_in: number;
}

export class ImpersonationListDto {
  @ApiProperty({ type: [ImpersonationDto] })
  items: ImpersonationDto[];

  @ApiProperty({ type: String, nullable: true, example: null })
  next_cursor: string | null;
}
