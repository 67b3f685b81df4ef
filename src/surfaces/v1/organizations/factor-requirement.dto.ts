import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsInt, Max, Min } from 'class-validator';
import { MayBeAbsent } from '../../../common/http/fields.js';

const GRACE = 'grace_days must be 0 to 90';

export class RequireFactorDto {
  @ApiProperty({ example: true })
  @IsBoolean({ message: 'required must be true or false' })
  required: boolean;

  @ApiPropertyOptional({
    description: 'Days from now in which members without a second factor work on',
    minimum: 0,
    maximum: 90,
    default: 7,
    example: 14,
  })
  @MayBeAbsent()
  @IsInt({ message: GRACE })
  @Min(0, { message: GRACE })
  @Max(90, { message: GRACE })
  grace_days?: number;
}

export class FactorRequirementDto {
  @ApiProperty({ example: true })
  required: boolean;

  @ApiProperty({ type: String, nullable: true, example: '2026-01-30T12:00:00.000Z' })
  required_since: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Members without a second factor can do nothing in the organization from then on',
    example: '2026-02-13T12:00:00.000Z',
  })
  enforced_from: string | null;
}
