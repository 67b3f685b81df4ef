import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiQuery, ApiResponse } from '@nestjs/swagger';
import { Refuses } from '../../../common/http/refuses.decorator.js';
import { ADA, Collection, Filter, NEW_ADA, ON_COLLECTION, Tagged } from './data.docs.js';
import { ImportReportDto } from './data.dto.js';

export const DescribesExport = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({
      summary: 'Stream documents as NDJSON',
      description: 'In the order of `_id`, as they are when their turn comes: not a snapshot.',
    }),
    Collection(),
    Filter(),
    ApiResponse({
      status: 200,
      description: 'One document per line',
      content: {
        'application/x-ndjson': { schema: { type: 'string' }, example: `${JSON.stringify(ADA)}\n` },
      },
    }),
    Refuses(...ON_COLLECTION, 'query.invalid'),
  );

export const DescribesImport = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({
      summary: 'Store a stream of NDJSON',
      description:
        'Written in batches of at most 1,000 documents as they come; a client that goes away leaves whole batches. Lines of more than 1 MiB, and lines that cannot be stored, are reported and skipped.',
    }),
    Collection(),
    ApiQuery({
      name: 'mode',
      required: false,
      description: '`upsert` replaces the documents that are there',
      schema: { type: 'string', enum: ['insert', 'upsert'], default: 'insert', example: 'insert' },
    }),
    ApiConsumes('application/x-ndjson'),
    ApiBody({
      description: 'One JSON object per line',
      schema: { type: 'string', example: `${JSON.stringify(NEW_ADA)}\n{"name":"Grace"}\n` },
    }),
    ApiResponse({ status: 200, description: 'What became of the lines', type: ImportReportDto }),
    Refuses(...ON_COLLECTION, 'query.invalid', 'collection.limit_reached', 'plan.storage_full'),
  );
