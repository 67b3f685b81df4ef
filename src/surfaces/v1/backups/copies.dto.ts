import { ApiProperty } from '@nestjs/swagger';
import { IsString, MaxLength, MinLength } from 'class-validator';

export class NewBackupCopyDto {
  @ApiProperty({ description: 'Of the new organization', maxLength: 100, example: 'Acme Corp (January)' })
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  name: string;
}

export class BackupCopyDto {
  @ApiProperty({ description: 'Of the organization that it becomes', example: '64f1a2b3c4d5e6f708192a3b' })
  id: string;

  @ApiProperty({ description: 'The backup', example: '550e8400-e29b-41d4-a716-446655440000' })
  backup: string;

  @ApiProperty({ example: 'Acme Corp (January)' })
  name: string;

  @ApiProperty({ enum: ['building', 'ready', 'failed'], example: 'ready' })
  phase: string;

  @ApiProperty({ description: 'Completed share, 0 to 1', example: 1 })
  progress: number;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Why it failed, as an error code',
    example: null,
  })
  error: string | null;

  @ApiProperty({ example: '2026-01-30T12:00:00.000Z' })
  created_at: string;
}

export class BackupCopyListDto {
  @ApiProperty({ type: [BackupCopyDto] })
  items: BackupCopyDto[];

  @ApiProperty({ type: String, nullable: true, example: null })
  next_cursor: string | null;
}
