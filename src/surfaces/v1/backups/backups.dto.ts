import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';

const MAYBE = { type: String, nullable: true } as const;
const MOMENT = '2026-01-30T12:00:00.000Z';

export class NewBackupDto {
  @ApiPropertyOptional({ description: 'For people', maxLength: 200, example: 'Before the import' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  note?: string;
}

export class BackupDto {
  @ApiProperty({ example: '550e8400-e29b-41d4-a716-446655440000' })
  id: string;

  @ApiProperty({ enum: ['manual', 'scheduled', 'uploaded', 'journal'], example: 'manual' })
  kind: string;

  @ApiProperty({
    enum: ['waiting', 'running', 'done', 'failed'],
    description: '`done`: it can be read',
    example: 'done',
  })
  phase: string;

  @ApiProperty({ ...MAYBE, example: 'Before the import' })
  note: string | null;

  @ApiProperty({
    ...MAYBE,
    description: 'The moment whose data it holds, by the clock of the database; null until it was begun',
    example: MOMENT,
  })
  at: string | null;

  @ApiProperty({ example: 3 })
  collections: number;

  @ApiProperty({
    description: 'An estimate until it is done; documents of a time series in buckets',
    example: 60000,
  })
  documents_total: number;

  @ApiProperty({ example: 60000 })
  documents_done: number;

  @ApiProperty({ description: 'Completed share, 0 to 1', example: 1 })
  progress: number;

  @ApiProperty({ description: 'Bytes of documents', example: 12582912 })
  bytes: number;

  @ApiProperty({ description: 'Bytes in the store, packed and sealed', example: 1677721 })
  stored_bytes: number;

  @ApiProperty({
    ...MAYBE,
    enum: [
      'window_passed',
      'store_full',
      'store_away',
      'key_missing',
      'organization_gone',
      'interrupted',
      'failed',
      null,
    ],
    description:
      'Why the last attempt failed. `window_passed`: it took longer than the database keeps a moment (minSnapshotHistoryWindowInSeconds); `store_full`, `store_away`: the store; `key_missing`: ARCHIVE_KEY is another one',
    example: null,
  })
  fault: string | null;

  @ApiProperty({
    ...MAYBE,
    enum: ['waiting', 'intact', 'damaged', null],
    description: 'Result of the last verification',
    example: null,
  })
  verification: string | null;

  @ApiProperty({ ...MAYBE, example: null })
  verified_at: string | null;

  @ApiProperty({ ...MAYBE, description: 'null: the schedule', example: '507f1f77bcf86cd799439011' })
  created_by: string | null;

  @ApiProperty({ example: MOMENT })
  created_at: string;

  @ApiProperty({ ...MAYBE, example: '2026-01-30T12:00:04.000Z' })
  finished_at: string | null;

  @ApiProperty({ ...MAYBE, description: 'When it is deleted by itself', example: null })
  expires_at: string | null;
}

export class BackupListDto {
  @ApiProperty({ type: [BackupDto] })
  items: BackupDto[];

  @ApiProperty({ ...MAYBE, example: null })
  next_cursor: string | null;
}

export class BackupLinkDto {
  @ApiProperty({
    description: 'Downloads the backup without a token',
    example: 'https://rowhouse.example.com/v1/backups/downloads/n2xJ0vXb6rY3kq8Zt1mWfC5sQ7uD9eHhL4aRgPpVwTo',
  })
  url: string;

  @ApiProperty({ example: '2026-01-30T12:15:00.000Z' })
  expires_at: string;
}

export class CollectionRestoreDto {
  @ApiProperty({ example: 'orders' })
  name: string;

  @ApiProperty({
    enum: ['kept', 'restored', 'removed'],
    description: '`restored`: it is not there now; `removed`: the backup does not have it',
    example: 'kept',
  })
  change: string;

  @ApiProperty({ description: 'Of a time series its buckets, of a view none', example: 60000 })
  documents_then: number;

  @ApiProperty({ description: 'An estimate', example: 59000 })
  documents_now: number;
}

export class RestorePreviewDto {
  @ApiProperty({ type: [CollectionRestoreDto] })
  collections: CollectionRestoreDto[];
}
