import { ApiProperty } from '@nestjs/swagger';

/** The documents of these routes are free; the classes here describe what is around them. */
export class CollectionDto {
  @ApiProperty({ example: 'customers' })
  name: string;

  @ApiProperty({ description: 'Estimate; exact unless the database crashed', example: 1284 })
  count: number;

  @ApiProperty({ description: 'Bytes of the documents, uncompressed', example: 482_133 })
  size: number;
}

export class CollectionListDto {
  @ApiProperty({ type: [CollectionDto] })
  items: CollectionDto[];
}

export class CountDto {
  @ApiProperty({ example: 1284 })
  count: number;
}

export class InsertedDto {
  @ApiProperty({ example: 2 })
  inserted: number;

  @ApiProperty({
    type: [String],
    description: 'In the order given',
    example: ['ada', '507f1f77bcf86cd799439011'],
  })
  ids: string[];
}

export class ImportErrorDto {
  @ApiProperty({ description: 'Counted from 1', example: 17 })
  line: number;

  @ApiProperty({ example: 'A document with this _id already exists' })
  reason: string;
}

export class ImportReportDto {
  @ApiProperty({ example: 9_998 })
  inserted: number;

  @ApiProperty({ description: 'Documents that existed before, in mode upsert', example: 0 })
  replaced: number;

  @ApiProperty({ description: 'Number of lines that were not stored', example: 1 })
  failed: number;

  @ApiProperty({ type: [ImportErrorDto], description: 'The first 100 failed lines' })
  errors: ImportErrorDto[];
}
