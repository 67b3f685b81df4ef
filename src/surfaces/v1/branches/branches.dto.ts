import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';

const MOMENT = '2026-01-30T12:00:00.000Z';
const KINDS = ['remove', 'null', 'token'] as const;

export class MaskDto {
  @ApiProperty({ description: 'Name of a collection; `*`: every one', maxLength: 200, example: 'customers' })
  @IsString()
  @MaxLength(200)
  collection: string;

  @ApiPropertyOptional({
    type: [String],
    description: 'Paths of fields, also through arrays',
    example: ['email', 'address.city'],
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @IsString({ each: true })
  @MaxLength(255, { each: true })
  fields?: string[];

  @ApiPropertyOptional({
    enum: KINDS,
    default: 'remove',
    description: '`token`: a text that is another one for each document, so that unique indexes hold',
    example: 'token',
  })
  @IsOptional()
  @IsIn(KINDS)
  with?: (typeof KINDS)[number];

  @ApiPropertyOptional({ description: 'The collection stays empty', example: false })
  @IsOptional()
  @IsBoolean()
  empty?: boolean;
}

export class NewBranchDto {
  @ApiProperty({
    description: 'Of the organization that it becomes',
    maxLength: 100,
    example: 'Acme Corp (trial)',
  })
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  name: string;

  @ApiPropertyOptional({
    description:
      'RFC 3339 time with its zone, or a cluster time, within the snapshot window; now when absent',
    maxLength: 64,
    example: MOMENT,
  })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  at?: string;

  @ApiPropertyOptional({
    description: 'Hours until it is deleted',
    minimum: 1,
    maximum: 720,
    default: 72,
    example: 72,
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(720)
  hours?: number;

  @ApiPropertyOptional({ type: [MaskDto] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  @Type(() => MaskDto)
  masks?: MaskDto[];
}

export class BranchDto {
  @ApiProperty({ description: 'Of the organization that it is', example: '64f1a2b3c4d5e6f708192a3b' })
  id: string;

  @ApiProperty({ example: 'Acme Corp (trial)' })
  name: string;

  @ApiProperty({ enum: ['building', 'ready', 'failed'], example: 'ready' })
  phase: string;

  @ApiProperty({ description: 'Completed share, 0 to 1', example: 1 })
  progress: number;

  @ApiProperty({ description: 'The second whose data it holds', example: MOMENT })
  at: string;

  @ApiProperty({ type: [MaskDto] })
  masks: MaskDto[];

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Why it failed, as an error code',
    example: null,
  })
  error: string | null;

  @ApiProperty({ example: '64f1a2b3c4d5e6f708192a3c' })
  created_by: string;

  @ApiProperty({ example: MOMENT })
  created_at: string;

  @ApiProperty({ example: MOMENT })
  expires_at: string;
}

export class BranchListDto {
  @ApiProperty({ type: [BranchDto] })
  items: BranchDto[];

  @ApiProperty({ type: String, nullable: true, example: null })
  next_cursor: string | null;

  @ApiProperty({ description: 'How many the plan allows at once', example: 5 })
  limit: number;
}
