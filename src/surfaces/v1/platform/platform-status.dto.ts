import { ApiProperty } from '@nestjs/swagger';
import { KeptGenerationDto } from '../history/history.dto.js';
import { OperationDto } from '../operations/operations.dto.js';

const MAYBE = { type: Number, nullable: true } as const;

export class PlatformOperationDto extends OperationDto {
  @ApiProperty({ example: '507f1f77bcf86cd799439012' })
  organization_id: string;
}

export class PlatformOperationListDto {
  @ApiProperty({ type: [PlatformOperationDto] })
  items: PlatformOperationDto[];
}

export class GenerationListDto {
  @ApiProperty({ description: 'Of the database in use', example: 3 })
  current: number;

  @ApiProperty({ description: 'The database in use', example: 'org_acme_corp_v3' })
  database: string;

  @ApiProperty({ type: [KeptGenerationDto], description: 'What undos and restores have replaced' })
  kept: KeptGenerationDto[];
}

export class ShareDto {
  @ApiProperty({ example: 1240 })
  used: number;

  @ApiProperty({ example: 64000 })
  total: number;
}

export class CapacityDto {
  @ApiProperty({ type: ShareDto, nullable: true, description: 'Files of mongod; null: it does not say' })
  files: ShareDto | null;

  @ApiProperty({
    type: ShareDto,
    nullable: true,
    description: 'Bytes of the disk of the data; null: as above',
  })
  disk: ShareDto | null;

  @ApiProperty({
    ...MAYBE,
    description: 'Organizations that this instance may still make, by the room for files; null: nobody knows',
    example: 18000,
  })
  organizations_left: number | null;

  @ApiProperty({ ...MAYBE, description: 'MAX_ORGANIZATIONS; null: no limit', example: null })
  organizations_limit: number | null;
}

export class OutboxDto {
  @ApiProperty({ enum: ['mail', 'webhooks'], example: 'mail' })
  name: string;

  @ApiProperty({ description: 'Not delivered yet; 10000 at most', example: 0 })
  waiting: number;

  @ApiProperty({ ...MAYBE, description: 'Age of the one that is due longest', example: null })
  oldest_seconds: number | null;
}

export class JobDto {
  @ApiProperty({ example: 'mail outbox' })
  name: string;

  @ApiProperty({ description: 'Turns since the start', example: 120 })
  done: number;

  @ApiProperty({ example: 0 })
  failed: number;

  @ApiProperty({ description: 'Turns that failed since the last one that did not', example: 0 })
  failures_in_a_row: number;

  @ApiProperty({
    ...MAYBE,
    description: 'Seconds since the last turn that did not fail, or since the start; null: it does not run',
    example: 2.5,
  })
  since_done_seconds: number | null;
}

export class PlatformStatusDto {
  @ApiProperty({ description: 'Instances of the service that run', example: 2 })
  instances: number;

  @ApiProperty({ description: 'Operations under way', example: 0 })
  operations: number;

  @ApiProperty({ type: CapacityDto })
  capacity: CapacityDto;

  @ApiProperty({ type: [OutboxDto], description: 'Of all instances' })
  outboxes: OutboxDto[];

  @ApiProperty({ type: [JobDto], description: 'Background work of the instance that answers' })
  jobs: JobDto[];
}
