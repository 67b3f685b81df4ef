import { ApiProperty } from '@nestjs/swagger';
import { IsText } from '../../../common/http/fields.js';

const LIMIT = { type: Number, nullable: true } as const;

export class PlanLimitsViewDto {
  @ApiProperty({ ...LIMIT, description: 'Active members', example: 10 })
  members: number | null;

  @ApiProperty({ ...LIMIT, example: 600 })
  requests_per_minute: number | null;

  @ApiProperty({ ...LIMIT, description: 'Bytes of the database', example: 1073741824 })
  storage: number | null;

  @ApiProperty({ ...LIMIT, example: 10 })
  collections: number | null;

  @ApiProperty({ ...LIMIT, example: 2 })
  api_keys: number | null;
}

export class PlanNameDto {
  @ApiProperty({ format: 'uuid', example: '0b9c4c5e-8f3b-4f6e-9a51-6d0d5c1f0a01' })
  id: string;

  @ApiProperty({ enum: ['basic', 'pro', 'premium'], example: 'basic' })
  type: string;
}

export class PlanViewDto extends PlanNameDto {
  @ApiProperty({ example: 'Basic' })
  name: string;

  @ApiProperty({ type: PlanLimitsViewDto, description: 'null: no limit' })
  limits: PlanLimitsViewDto;
}

export class PlanViewListDto {
  @ApiProperty({ type: [PlanViewDto] })
  items: PlanViewDto[];

  @ApiProperty({ type: String, nullable: true, example: null })
  next_cursor: string | null;
}

export class PlanUsageDto {
  @ApiProperty({ description: 'Active members', example: 3 })
  members: number;

  @ApiProperty({ example: 2 })
  collections: number;

  @ApiProperty({ description: 'Bytes of the documents, uncompressed, and of the indexes', example: 49152 })
  storage_bytes: number;

  @ApiProperty({ example: 0 })
  api_keys: number;
}

export class OrganizationPlanDto {
  @ApiProperty({ type: PlanNameDto, nullable: true, description: 'null: no plan and no limits' })
  plan: PlanNameDto | null;

  @ApiProperty({ type: PlanLimitsViewDto, description: 'null: no limit' })
  limits: PlanLimitsViewDto;

  @ApiProperty({ type: PlanUsageDto })
  usage: PlanUsageDto;
}

export class ChoosePlanDto {
  @ApiProperty({ description: 'Type or id of a plan', example: 'basic', maxLength: 100 })
  @IsText('plan', 100)
  plan: string;
}
