import { ApiProperty } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { CollectionRestoreDto } from './backups.dto.js';

const MOMENT = '2026-01-30T12:00:00.000Z';
const MAYBE = { type: String, nullable: true } as const;

export class MomentDto {
  @ApiProperty({
    description:
      'RFC 3339 with its zone: the beginning of that second, by the clock of the database; or an exact cluster time, such as `1769774400.17`',
    maxLength: 64,
    example: MOMENT,
  })
  @IsString()
  @MaxLength(64)
  at: string;
}

export class JournalGapDto {
  @ApiProperty({ description: 'Everything until then is in the journal', example: MOMENT })
  from: string;

  @ApiProperty({ description: 'A backup of this moment or a later one is whole again', example: MOMENT })
  to: string;

  @ApiProperty({
    description:
      'The name of an error of the change stream: it was lost; `catalog`, `capped` or `key`: of the organization alone',
    example: 'ChangeStreamHistoryLost',
  })
  reason: string;
}

export class JournalDto {
  @ApiProperty({ description: 'When the journal of the installation begins', example: MOMENT })
  since: string;

  @ApiProperty({ description: 'Everything until then is in it', example: MOMENT })
  until: string;

  @ApiProperty({ description: '`until` exactly', example: '1769774400.17' })
  cluster_time: string;

  @ApiProperty({
    ...MAYBE,
    description: 'The oldest moment the organization can be put back to',
    example: MOMENT,
  })
  oldest: string | null;

  @ApiProperty({ ...MAYBE, description: 'The moment of the newest base of its database', example: MOMENT })
  newest_base: string | null;

  @ApiProperty({ description: 'A new base was asked for, or will be', example: false })
  needs_base: boolean;

  @ApiProperty({ type: [JournalGapDto], description: 'The newest first' })
  gaps: JournalGapDto[];
}

export class JournalPreviewDto {
  @ApiProperty({ example: MOMENT })
  at: string;

  @ApiProperty({ example: '1769774400.0' })
  cluster_time: string;

  @ApiProperty({
    ...MAYBE,
    description: 'The backup it begins from; null: the database was made empty at `backup_at`',
    example: '550e8400-e29b-41d4-a716-446655440000',
  })
  backup: string | null;

  @ApiProperty({ example: MOMENT })
  backup_at: string;

  @ApiProperty({ description: 'Segments of the journal that are read', example: 12 })
  segments: number;

  @ApiProperty({ description: 'Entries in them; those behind the moment are left out', example: 480 })
  events: number;

  @ApiProperty({ type: [CollectionRestoreDto] })
  collections: CollectionRestoreDto[];
}
