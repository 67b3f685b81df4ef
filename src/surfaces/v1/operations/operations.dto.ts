import { ApiProperty } from '@nestjs/swagger';

export class OperationDto {
  @ApiProperty({ example: '550e8400-e29b-41d4-a716-446655440000' })
  id: string;

  @ApiProperty({ enum: ['update', 'undo', 'restore'], example: 'update' })
  kind: 'update' | 'undo' | 'restore';

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Of an undo or a restore: the moment the data are put back to',
    example: null,
  })
  at: string | null;

  @ApiProperty({
    enum: ['copying', 'catching_up', 'switching', 'cleaning', 'done', 'failed'],
    example: 'copying',
  })
  phase: string;

  @ApiProperty({ description: 'The current database', example: 'org_acme_corp' })
  from: string;

  @ApiProperty({ description: 'The database of the next generation', example: 'org_acme_corp_v2' })
  to: string;

  @ApiProperty({ description: 'Documents to copy, counted at the start', example: 60000 })
  documents_total: number;

  @ApiProperty({ example: 42000 })
  documents_done: number;

  @ApiProperty({ description: 'Completed share of the copy, 0 to 1', example: 0.7 })
  progress: number;

  @ApiProperty({
    type: Number,
    nullable: true,
    description: 'Milliseconds that writes were paused',
    example: 31,
  })
  pause_ms: number | null;

  @ApiProperty({ type: String, nullable: true, example: null })
  error: string | null;

  @ApiProperty({ example: '2026-01-30T12:00:00.000Z' })
  created_at: string;

  @ApiProperty({ example: '2026-01-30T12:00:02.000Z' })
  updated_at: string;
}

export class OperationListDto {
  @ApiProperty({ type: [OperationDto] })
  items: OperationDto[];
}
