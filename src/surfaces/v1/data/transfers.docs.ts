import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiQuery, ApiResponse } from '@nestjs/swagger';
import { LINE_TYPES } from '../../../common/http/media-types.js';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';
import { ADA, Collection, Filter, Json, NEW_ADA, ON_COLLECTION, Tagged } from './data.docs.js';
import { ImportReportDto } from './data.dto.js';

export const ApiExportDocuments = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({
      summary: 'Stream documents as NDJSON',
      description: 'In the order of `_id`, as they are when their turn comes: not a snapshot.',
    }),
    Collection(),
    Filter(),
    Json('the documents are'),
    ApiResponse({
      status: 200,
      description: 'One document per line',
      content: {
        'application/x-ndjson': { schema: { type: 'string' }, example: `${JSON.stringify(ADA)}\n` },
      },
    }),
    ApiErrors(...ON_COLLECTION, 'collection.not_found', 'query.invalid'),
  );

export const ApiImportDocuments = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({
      summary: 'Store a stream of documents',
      description:
        'Written in batches of at most 1,000 documents as they come; a client that goes away leaves whole batches. Lines of more than 16 MiB, and lines that cannot be stored, are reported and skipped. With `json=canonical` documents are stored as they are: with their `_rev` or without one, and with keys of any kind.',
    }),
    Collection(),
    ApiQuery({
      name: 'mode',
      required: false,
      description: '`upsert` replaces the documents that are there',
      schema: { type: 'string', enum: ['insert', 'upsert'], default: 'insert', example: 'insert' },
    }),
    Json('the documents are'),
    ApiQuery({
      name: 'csv',
      required: false,
      description: 'Of text/csv: how cells are read; `numbers` makes numbers of those that are JSON numbers',
      schema: { type: 'string', enum: ['text', 'numbers'], default: 'text', example: 'numbers' },
    }),
    ApiConsumes(...LINE_TYPES),
    ApiBody({
      description:
        'One JSON object per line; as application/json also an array of them, or objects behind one another; as text/csv records under a header, in which dots reach inside',
      schema: { type: 'string', example: `${JSON.stringify(NEW_ADA)}\n{"name":"Grace"}\n` },
    }),
    ApiResponse({ status: 200, description: 'What became of the lines', type: ImportReportDto }),
    ApiErrors(
      ...ON_COLLECTION,
      'query.invalid',
      'collection.limit_reached',
      'service.capacity_reached',
      'plan.storage_full',
    ),
  );
