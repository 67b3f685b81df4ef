import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

const MOMENT = '2026-01-30T12:00:00.000Z';

export class NewScheduleDto {
  @ApiProperty({
    description: 'Minute, hour, day of the month, month, day of the week, as cron reads them',
    maxLength: 100,
    example: '0 3 * * *',
  })
  @IsString()
  @MaxLength(100)
  cron: string;

  @ApiPropertyOptional({
    description: 'IANA name of the time zone by whose wall clock the expression is read',
    maxLength: 100,
    default: 'UTC',
    example: 'Europe/Berlin',
  })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  time_zone?: string;

  @ApiPropertyOptional({ description: 'Scheduled backups that are kept', default: 7, minimum: 1, example: 7 })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1000)
  keep_count?: number;

  @ApiPropertyOptional({
    description: 'Days that each of them is kept at most; absent: only their number counts',
    minimum: 1,
    maximum: 3650,
    example: 30,
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(3650)
  keep_days?: number;

  @ApiPropertyOptional({ default: true, example: true })
  @IsOptional()
  @IsBoolean()
  enabled?: boolean;
}

export class ScheduleDto {
  @ApiProperty({ example: '0 3 * * *' })
  cron: string;

  @ApiProperty({ example: 'Europe/Berlin' })
  time_zone: string;

  @ApiProperty({ example: 7 })
  keep_count: number;

  @ApiProperty({ type: Number, nullable: true, example: 30 })
  keep_days: number | null;

  @ApiProperty({ example: true })
  enabled: boolean;

  @ApiProperty({ type: [String], description: 'The next runs', example: [MOMENT] })
  next_runs: string[];

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'When it asked for a backup last',
    example: MOMENT,
  })
  last_at: string | null;

  @ApiProperty({ type: String, nullable: true, example: '550e8400-e29b-41d4-a716-446655440000' })
  last_backup: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    enum: ['busy', 'limit', null],
    description:
      'Why the last run made none: `busy`, the one before was not made yet; `limit`, no more backups may be kept',
    example: null,
  })
  skipped: string | null;
}
