import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsOptional } from 'class-validator';
import { IsDisplayName, IsText } from '../../../common/http/fields.js';

const MOMENT = '2026-01-30T12:00:00.000Z';
const CODE = 'rwc_n2xJ0vXb6rY3kq8Zt1mWfC5sQ7uD9eHhL4aRgPpVwTo';

export class BringBackDto {
  @ApiPropertyOptional({
    description: 'Another name, when the one it had is taken',
    maxLength: 100,
    example: 'Acme Corp 2',
  })
  @IsOptional()
  @IsDisplayName('name')
  name?: string;

  @ApiPropertyOptional({
    description: 'Without its mail domain, which another organization claims by now',
    example: false,
  })
  @IsOptional()
  @IsBoolean()
  without_domain?: boolean;
}

export class UndeleteCodeDto {
  @ApiProperty({ description: 'The code of the e-mail', example: CODE })
  @IsText('code', 200)
  code: string;
}

export class UndeleteByLinkDto extends BringBackDto {
  @ApiProperty({ description: 'The code of the e-mail', example: CODE })
  @IsText('code', 200)
  code: string;
}

export class UndeleteOfferDto {
  @ApiProperty({ example: 'Acme Corp' })
  organization_name: string;

  @ApiProperty({ example: 12 })
  members: number;

  @ApiProperty({ example: MOMENT })
  deleted_at: string;

  @ApiProperty({ description: 'Until when it can be brought back', example: MOMENT })
  expires_at: string;
}

export class DeletedOrganizationDto {
  @ApiProperty({ example: '64f1a2b3c4d5e6f708192a3b' })
  organization_id: string;

  @ApiProperty({ example: 'Acme Corp' })
  name: string;

  @ApiProperty({
    enum: ['leaving', 'kept', 'returning', 'returned'],
    description: '`leaving`: its archive is not made yet; `kept`: it can be brought back',
    example: 'kept',
  })
  phase: string;

  @ApiProperty({ type: String, nullable: true, example: 'acme.example' })
  domain: string | null;

  @ApiProperty({ example: 12 })
  members: number;

  @ApiProperty({ example: MOMENT })
  deleted_at: string;

  @ApiProperty({ description: 'Until when it can be brought back', example: MOMENT })
  expires_at: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Why it was not brought back the last time, as an error code',
    example: null,
  })
  fault: string | null;

  @ApiProperty({
    type: [String],
    description: 'User names of members who did not come back: their address is another account’s by now',
    example: [],
  })
  members_left_out: string[];
}

export class DeletedOrganizationListDto {
  @ApiProperty({ type: [DeletedOrganizationDto] })
  items: DeletedOrganizationDto[];

  @ApiProperty({ type: String, nullable: true, example: null })
  next_cursor: string | null;
}
