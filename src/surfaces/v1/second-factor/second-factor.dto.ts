import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsPassword, IsText, MayBeAbsent } from '../../../common/http/fields.js';

const TIME = '2026-01-30T12:00:00.000Z';

/** Characters; a recovery code with its dashes has 19. */
export const MAX_CODE = 40;

export class ConfirmWithFactorDto {
  @ApiProperty({ example: 'SecurePassword123!' })
  @IsPassword('current_password')
  current_password: string;

  @ApiPropertyOptional({
    description:
      'Code of the present second factor, or a recovery code; required if the account has one and X-OTP is absent',
    example: '287082',
  })
  @MayBeAbsent()
  @IsText('code', MAX_CODE)
  code?: string;
}

export class FirstCodeDto {
  @ApiProperty({ description: 'The code that the app shows', example: '287082' })
  @IsText('code', MAX_CODE)
  code: string;
}

export class EnrolmentDto {
  @ApiProperty({ description: 'For an app that cannot scan', example: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' })
  secret: string;

  @ApiProperty({
    example:
      'otpauth://totp/Rowhouse:jane%40acme.example?issuer=Rowhouse&secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&algorithm=SHA1&digits=6&period=30',
  })
  otpauth_uri: string;

  @ApiProperty({
    description: 'The same as an image, for the `src` of an `img`',
    example: 'data:image/svg+xml;base64,PHN2Zy…',
  })
  qr_code: string;

  @ApiProperty({ description: 'Seconds to confirm it with a first code', example: 900 })
  expires_in: number;
}

export class RecoveryCodesDto {
  @ApiProperty({
    type: [String],
    description: 'Each works once in place of a code; shown only here',
    example: ['abcd-efgh-ijkl-mnop', 'qrst-uvwx-yz23-4567'],
  })
  recovery_codes: string[];
}

export class SecondFactorDto {
  @ApiProperty({ description: 'The account signs in with a code', example: true })
  enrolled: boolean;

  @ApiProperty({ type: String, nullable: true, description: 'When it was set up', example: TIME })
  since: string | null;

  @ApiProperty({ description: 'Recovery codes that are left', example: 10 })
  recovery_codes_left: number;
}

export class DeviceDto {
  @ApiProperty({ example: '7f9c24e5-2f31-4a0e-9d0f-6b1f0a3c9d11' })
  id: string;

  @ApiProperty({ example: TIME })
  created_at: string;

  @ApiProperty({ description: 'Time of the last sign-in without a code', example: TIME })
  last_used_at: string;

  @ApiProperty({
    description: 'Time from which a code is asked for again',
    example: '2026-03-01T12:00:00.000Z',
  })
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
}

export class DeviceListDto {
  @ApiProperty({ type: [DeviceDto] })
  items: DeviceDto[];

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Always null: at most 100 are listed',
    example: null,
  })
  next_cursor: string | null;
}
