import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, Max, Min } from 'class-validator';
import { IsText, MayBeAbsent } from '../../../common/http/fields.js';

export class UndoDto {
  @ApiPropertyOptional({
    description:
      'RFC 3339 time with its zone, read as the beginning of its second, or a cluster time such as `1769774400.17`',
    example: '2026-01-30T12:00:00Z',
  })
  @MayBeAbsent()
  @IsText('at', 64)
  at?: string;

  @ApiPropertyOptional({
    description: 'Number of a kept generation, instead of `at`: undoes the undo that replaced it',
    example: 1,
  })
  @MayBeAbsent()
  @IsInt({ message: 'generation must be a whole number' })
  @Min(1, { message: 'generation must be a whole number' })
  @Max(1_000_000, { message: 'generation must be a whole number' })
  generation?: number;
}

export class CollectionChangeDto {
  @ApiProperty({ example: 'data' })
  name: string;

  @ApiProperty({
    enum: ['kept', 'restored', 'removed'],
    description: '`restored`: does not exist now; `removed`: did not exist then',
    example: 'kept',
  })
  change: 'kept' | 'restored' | 'removed';

  @ApiProperty({
    type: Number,
    nullable: true,
    description: 'Null if counting takes too long',
    example: 20000,
  })
  documents_then: number | null;

  @ApiProperty({ type: Number, nullable: true, example: 19000 })
  documents_now: number | null;

  @ApiProperty({ description: 'Options or indexes differ', example: false })
  redefined: boolean;
}

export class UndoPreviewDto {
  @ApiProperty({ example: '2026-01-30T12:00:00.000Z' })
  at: string;

  @ApiProperty({ description: 'The exact moment: send it as `at`', example: '1769774400.0' })
  cluster_time: string;

  @ApiProperty({ type: [CollectionChangeDto] })
  collections: CollectionChangeDto[];
}

export class KeptGenerationDto {
  @ApiProperty({ example: 1 })
  generation: number;

  @ApiProperty({ description: 'When an undo replaced it', example: '2026-01-30T12:10:00.000Z' })
  left_at: string;

  @ApiProperty({ description: 'When it is dropped', example: '2026-02-06T12:10:00.000Z' })
  kept_until: string;

  @ApiProperty({ description: 'Documents and indexes, uncompressed', example: 1048576 })
  bytes: number;
}

export class HistoryDto {
  @ApiProperty({
    description: 'The oldest moment for `at` and `X-As-Of`',
    example: '2026-01-30T11:00:00.000Z',
  })
  oldest: string;

  @ApiProperty({ description: 'The clock of the database', example: '2026-01-30T12:00:00.000Z' })
  now: string;

  @ApiProperty({
    type: Number,
    nullable: true,
    description: 'Snapshot window of the database; null if its user may not read the setting',
    example: 3600,
  })
  window_seconds: number | null;

  @ApiProperty({ type: [KeptGenerationDto] })
  kept: KeptGenerationDto[];
}
