import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean } from 'class-validator';
import { IsPassword, IsText, MayBeAbsent } from '../../../common/http/fields.js';
import { PlaceDto } from '../account/account.dto.js';

const SESSION_ID = '7f9c24e5-2f31-4a0e-9d0f-6b1f0a3c9d11';
const ORGANIZATION_ID = '507f1f77bcf86cd799439012';
const TIME = '2026-01-30T12:00:00.000Z';
const REFRESH_TOKEN = 'rwr_f5wk5S8xSg6dD2sfCjydEQAAAAE…';
const DEVICE_TOKEN = 'rwd_f5wk5S8xSg6dD2sfCjydEQAAAAE…';
const CHALLENGE = 'rwf_f5wk5S8xSg6dD2sfCjydEQAAAAE…';
/** Characters; a recovery code with its dashes has 19. */
const MAX_CODE = 40;
const REMEMBER = 'With a code: this device signs in without one for 30 days, until the password is changed';
const COOKIE = 'Sends the refresh token in an httpOnly cookie instead of the body, for browsers';

export class SignInV1Dto {
  @ApiProperty({ example: 'jane@acme.example', format: 'email' })
  @IsText('email', 320)
  email: string;

  @ApiProperty({ example: 'SecurePassword123!' })
  @IsPassword('password')
  password: string;

  @ApiPropertyOptional({
    description:
      'One of the account’s organizations; if absent, the default organization or another active one',
    example: ORGANIZATION_ID,
  })
  @MayBeAbsent()
  @IsText('organization_id', 24)
  organization_id?: string;

  @ApiPropertyOptional({
    description:
      'A client of TOKEN_CLIENTS: the access tokens of the session are for its audiences too, and name it',
    example: 'shop',
  })
  @MayBeAbsent()
  @IsText('client_id', 64)
  client_id?: string;

  @ApiPropertyOptional({ description: COOKIE, example: false })
  @MayBeAbsent()
  @IsBoolean({ message: 'cookie must be true or false' })
  cookie?: boolean;

  @ApiPropertyOptional({
    description:
      'Code of the second factor, or a recovery code, if the account has one; X-OTP says the same. If absent, the response is a challenge',
    example: '287082',
  })
  @MayBeAbsent()
  @IsText('code', MAX_CODE)
  code?: string;

  @ApiPropertyOptional({
    description: 'Of a remembered device, which needs no code; with `cookie`, the cookie is read',
    example: DEVICE_TOKEN,
  })
  @MayBeAbsent()
  @IsText('device_token', 128)
  device_token?: string;

  @ApiPropertyOptional({ description: REMEMBER, example: false })
  @MayBeAbsent()
  @IsBoolean({ message: 'remember_device must be true or false' })
  remember_device?: boolean;
}

export class CompleteSignInDto {
  @ApiProperty({ example: CHALLENGE })
  @IsText('challenge', 1024)
  challenge: string;

  @ApiProperty({ description: 'Code of the second factor, or a recovery code', example: '287082' })
  @IsText('code', MAX_CODE)
  code: string;

  @ApiPropertyOptional({ description: REMEMBER, example: false })
  @MayBeAbsent()
  @IsBoolean({ message: 'remember_device must be true or false' })
  remember_device?: boolean;

  @ApiPropertyOptional({ description: COOKIE, example: false })
  @MayBeAbsent()
  @IsBoolean({ message: 'cookie must be true or false' })
  cookie?: boolean;
}

export class PendingSignInDto {
  @ApiProperty({ description: 'Send it with a code to POST /v1/sessions/second-factor', example: CHALLENGE })
  challenge: string;

  @ApiProperty({ description: 'Seconds', example: 300 })
  expires_in: number;
}

export class RefreshV1Dto {
  @ApiPropertyOptional({ description: 'Works once; if absent, the cookie is read', example: REFRESH_TOKEN })
  @MayBeAbsent()
  @IsText('refresh_token', 512)
  refresh_token?: string;
}

export class SignedInAccountDto {
  @ApiProperty({ example: '507f1f77bcf86cd799439011' })
  id: string;

  @ApiProperty({ example: 'jane@acme.example' })
  email: string;

  @ApiProperty({ example: true })
  email_verified: boolean;

  @ApiProperty({ type: String, nullable: true, example: 'Jane Doe' })
  name: string | null;

  @ApiProperty({ description: 'The token can only change the password', example: false })
  must_change_password: boolean;

  @ApiProperty({ example: false })
  platform_operator: boolean;

  @ApiProperty({ description: 'The account has a second factor', example: false })
  second_factor: boolean;

  @ApiProperty({
    description: 'The token can only set up a second factor here; see auth.enrolment_required',
    example: false,
  })
  must_set_up_second_factor: boolean;
}

export class SignedInDto {
  @ApiProperty({ example: SESSION_ID })
  session_id: string;

  @ApiProperty({ example: '<jwt-token>' })
  access_token: string;

  @ApiProperty({ enum: ['Bearer'], example: 'Bearer' })
  token_type: 'Bearer';

  @ApiProperty({ description: 'Seconds', example: 1800 })
  expires_in: number;

  @ApiPropertyOptional({ description: 'Absent when it is in the cookie', example: REFRESH_TOKEN })
  refresh_token?: string;

  @ApiPropertyOptional({
    description: 'Of a device that is remembered from now on; absent when it is in the cookie',
    example: DEVICE_TOKEN,
  })
  device_token?: string;

  @ApiProperty({ type: SignedInAccountDto })
  account: SignedInAccountDto;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Organization of the token; X-Org-Id selects another one for a request',
    example: ORGANIZATION_ID,
  })
  organization_id: string | null;

  @ApiProperty({ type: [PlaceDto] })
  organizations: PlaceDto[];
}

export class SessionDto {
  @ApiProperty({ example: SESSION_ID })
  id: string;

  @ApiProperty({
    description:
      '`impersonation`: a platform operator acts as the account until the session ends or is ended here',
    enum: ['sign_in', 'impersonation'],
    example: 'sign_in',
  })
  kind: string;

  @ApiProperty({ description: 'The session of this request', example: true })
  current: boolean;

  @ApiProperty({ example: TIME })
  created_at: string;

  @ApiProperty({ description: 'Time of the last sign-in or refresh', example: TIME })
  last_used_at: string;

  @ApiProperty({ description: 'Time it ends unless it is refreshed', example: '2026-03-01T12:00:00.000Z' })
  expires_at: string;

  @ApiProperty({ type: String, nullable: true, example: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0' })
  user_agent: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Address of the last use',
    example: '203.0.113.7',
  })
  ip_address: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Organization selected at sign-in',
    example: null,
  })
  organization_id: string | null;
}

export class SessionListDto {
  @ApiProperty({ type: [SessionDto] })
  items: SessionDto[];

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Always null: at most 100 are listed',
    example: null,
  })
  next_cursor: string | null;
}
