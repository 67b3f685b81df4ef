import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIP } from 'class-validator';
import { IsText, MayBeAbsent } from '../../../common/http/fields.js';

const USER_ID = '507f1f77bcf86cd799439011';
const ORGANIZATION_ID = '507f1f77bcf86cd799439012';
const SECONDS = 'Seconds since 1970';

export class IntrospectDto {
  @ApiProperty({ example: '<jwt-token>' })
  @IsText('token', 16_384)
  token: string;

  @ApiPropertyOptional({
    description: 'Has no effect: access tokens and API keys are told apart',
    example: 'access_token',
  })
  @MayBeAbsent()
  @IsText('token_type_hint', 100)
  token_type_hint?: string;

  @ApiPropertyOptional({
    description:
      'Where the API key was sent from, for one that is limited to addresses; without it the address of who asks',
    example: '192.0.2.7',
  })
  @MayBeAbsent()
  @IsIP(undefined, { message: 'client_address must be an address, such as 192.0.2.7' })
  client_address?: string;
}

class ActDto {
  @ApiProperty({ description: 'The platform operator', example: '507f1f77bcf86cd799439013' })
  sub: string;
}

/** RFC 7662, section 2.2. */
export class TokenStateDto {
  @ApiProperty({ description: 'false: no other field is present', example: true })
  active: boolean;

  @ApiPropertyOptional({ enum: ['Bearer'], example: 'Bearer' })
  token_type?: 'Bearer';

  @ApiPropertyOptional({
    description: 'The permissions, separated by spaces',
    example: 'data.read data.write organization.read',
  })
  scope?: string;

  @ApiPropertyOptional({ description: 'The client the session was opened for', example: 'shop' })
  client_id?: string;

  @ApiPropertyOptional({ example: 'rowhouse' })
  iss?: string;

  @ApiPropertyOptional({
    description: 'The account; of a key of an organization `key:` and its id',
    example: USER_ID,
  })
  sub?: string;

  @ApiPropertyOptional({
    oneOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }],
    example: 'rowhouse-api',
  })
  aud?: string | string[];

  @ApiPropertyOptional({ description: SECONDS, example: 1_769_774_400 })
  exp?: number;

  @ApiPropertyOptional({ description: SECONDS, example: 1_769_772_600 })
  iat?: number;

  @ApiPropertyOptional({
    description: 'Id of the token or key',
    example: '0b8b8c1e-1c5f-4f0e-a3a4-0a3f6d7f3a55',
  })
  jti?: string;

  @ApiPropertyOptional({ description: 'Present for an API key', example: '3k9TqLmZ0aWxYb1c' })
  api_key_id?: string;

  @ApiPropertyOptional({ description: 'The session', example: '7f9c24e5-2f31-4a0e-9d0f-6b1f0a3c9d11' })
  sid?: string;

  @ApiPropertyOptional({ type: String, nullable: true, example: ORGANIZATION_ID })
  organization_id?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, example: 'Acme Corp' })
  organization_name?: string | null;

  @ApiPropertyOptional({ example: true })
  email_verified?: boolean;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: 'The current role in the organization of the token',
    example: 'member',
  })
  role?: string | null;

  @ApiPropertyOptional({
    type: [String],
    description: 'The current permissions',
    example: ['data.read', 'data.write', 'organization.read'],
  })
  permissions?: string[];

  @ApiPropertyOptional({ type: ActDto, description: 'Present if an operator acts as the account' })
  act?: ActDto;
}
