import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsDefined, IsOptional, IsString, MaxLength, MinLength } from 'class-validator';

const NAME = { minLength: 1, maxLength: 255 };
const AT = {
  description: 'RFC 3339 with a zone, or a cluster time; within the snapshot window',
  example: '2026-01-30T12:00:00Z',
};
const DOCUMENT_ID = {
  description: '`_id`: text as in the path of a document, or extended JSON',
  oneOf: [{ type: 'string' as const }, { type: 'object' as const }, { type: 'number' as const }],
  example: '507f1f77bcf86cd799439011',
};

export class RestoreCollectionDto {
  @ApiProperty({ ...NAME, description: 'The collection, as it was called', example: 'orders' })
  @IsString()
  @MinLength(1)
  @MaxLength(255)
  collection: string;

  @ApiPropertyOptional({ ...NAME, description: 'Another name for it', example: 'orders_of_january' })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(255)
  as?: string;

  @ApiPropertyOptional({
    maxLength: 255,
    description: 'The name that it gets, once more: a collection of this name is replaced',
    example: 'orders',
  })
  @IsOptional()
  @IsString()
  @MaxLength(255)
  confirm?: string;

  @ApiPropertyOptional({
    description: 'Say what would change, and change nothing',
    default: false,
    example: false,
  })
  @IsOptional()
  @IsBoolean()
  dry_run?: boolean;
}

export class RestorePastCollectionDto extends RestoreCollectionDto {
  @ApiProperty(AT)
  @IsString()
  @MaxLength(100)
  at: string;
}

export class RestoreDocumentDto {
  @ApiProperty({ ...NAME, example: 'orders' })
  @IsString()
  @MinLength(1)
  @MaxLength(255)
  collection: string;

  @ApiProperty(DOCUMENT_ID)
  @IsDefined()
  document_id: unknown;

  @ApiPropertyOptional({
    description: 'Say what would change, and change nothing',
    default: false,
    example: false,
  })
  @IsOptional()
  @IsBoolean()
  dry_run?: boolean;
}

export class RestorePastDocumentDto extends RestoreDocumentDto {
  @ApiProperty(AT)
  @IsString()
  @MaxLength(100)
  at: string;
}

export class RestoreChangesDto {
  @ApiProperty({ type: 'integer', example: 12 })
  added: number;

  @ApiProperty({ type: 'integer', example: 3 })
  changed: number;

  @ApiProperty({ type: 'integer', example: 1 })
  removed: number;
}

export class RestoredCollectionDto {
  @ApiProperty({ example: 'orders' })
  collection: string;

  @ApiProperty({ example: false })
  dry_run: boolean;

  @ApiProperty({ type: 'integer', description: 'Documents that it has then', example: 60000 })
  documents: number;

  @ApiProperty({ description: 'A collection of this name is, or would be, replaced', example: true })
  replaced: boolean;

  @ApiProperty({
    type: RestoreChangesDto,
    nullable: true,
    description: 'Of a dry run, compared with the present; null: comparing takes too long',
  })
  changes: RestoreChangesDto | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Cluster time at which all was as before: an `at` that takes this restore back',
    example: '1769774400.17',
  })
  undo_at: string | null;
}

export class RestoredDocumentDto {
  @ApiProperty({ example: 'orders' })
  collection: string;

  @ApiProperty({ example: false })
  dry_run: boolean;

  @ApiProperty({ enum: ['added', 'changed', 'unchanged'], example: 'changed' })
  change: 'added' | 'changed' | 'unchanged';

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Cluster time at which all was as before',
    example: '1769774400.17',
  })
  undo_at: string | null;
}
