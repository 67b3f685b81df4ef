import { ApiProperty } from '@nestjs/swagger';

const COUNT = { type: 'integer', minimum: 0 } as const;

export class UsageSumsDto {
  @ApiProperty({
    ...COUNT,
    description: 'Requests of signed-in callers that were answered, without 429 and 5xx',
    example: 1204,
  })
  requests: number;

  @ApiProperty({
    ...COUNT,
    description: 'Documents inserted, replaced, patched or imported',
    example: 310,
  })
  documents: number;

  @ApiProperty({ ...COUNT, description: 'BSON bytes of those documents, as stored', example: 96_410 })
  bytes: number;
}

export class UsageRecordDto extends UsageSumsDto {
  @ApiProperty({ type: 'integer', description: 'Rises; a record is never changed', example: 4711 })
  id: number;

  @ApiProperty({ example: '507f1f77bcf86cd799439012' })
  organization_id: string;

  @ApiProperty({ description: 'Start of the hour (UTC)', example: '2026-01-30T12:00:00.000Z' })
  hour: string;

  @ApiProperty({ ...COUNT, description: 'Members who made a request', example: 9 })
  active_members: number;

  @ApiProperty({
    ...COUNT,
    nullable: true,
    description: 'Active members, when the hour was closed',
    example: 12,
  })
  seats: number | null;

  @ApiProperty({
    ...COUNT,
    nullable: true,
    description:
      'Bytes of the database with its indexes, when the hour was closed; null: it could not be measured',
    example: 1_048_576,
  })
  storage: number | null;

  @ApiProperty({
    type: UsageSumsDto,
    nullable: true,
    description: 'Of the sums, what belongs to earlier hours that were closed when it was told',
    example: null,
  })
  late: UsageSumsDto | null;

  @ApiProperty({ example: '2026-01-30T13:02:11.000Z' })
  closed_at: string;
}

export class UsagePageDto {
  @ApiProperty({ type: [UsageRecordDto] })
  items: UsageRecordDto[];

  @ApiProperty({
    description: 'Hours before this one are closed: no record of them is added or changed any more',
    example: '2026-01-30T13:00:00.000Z',
  })
  closed_before: string;

  @ApiProperty({ type: String, nullable: true, example: null })
  next_cursor: string | null;
}

export class OpenUsageDto extends UsageSumsDto {
  @ApiProperty({ description: 'Start of the hour (UTC)', example: '2026-01-30T13:00:00.000Z' })
  hour: string;

  @ApiProperty({ ...COUNT, description: 'Members who made a request', example: 4 })
  active_members: number;
}

export class OrganizationUsagePageDto extends UsagePageDto {
  @ApiProperty({
    type: [OpenUsageDto],
    description: 'What is counted and not in a record yet, as of a second ago',
  })
  open: OpenUsageDto[];
}
