import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiQuery, ApiResponse } from '@nestjs/swagger';
import { LINE_TYPES } from '../../../common/http/media-types.js';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';
import { ApiAsOf, AS_OF_ERRORS } from './as-of.js';
import { ADA, Collection, Filter, Json, NEW_ADA, ON_COLLECTION, Tagged } from './data.docs.js';
import { ImportReportDto } from './data.dto.js';

export const ApiExportDocuments = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({
      summary: 'Stream documents as NDJSON',
      description:
        'Ordered by `_id`. With `X-As-Of` it is a snapshot of that moment; without, each document is read when it is written out.',
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
    ApiAsOf(),
    ApiErrors(...ON_COLLECTION, 'collection.not_found', 'query.invalid', ...AS_OF_ERRORS),
  );

export const ApiImportDocuments = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({
      summary: 'Import a stream of documents',
      description:
        'Documents are written in batches of at most 1,000 as they arrive; if the client disconnects, complete batches remain. Lines of more than 16 MiB and lines that cannot be stored are reported and skipped. With `json=canonical` documents are stored unchanged: with or without their `_rev`, and with any keys.',
    }),
    Collection(),
    ApiQuery({
      name: 'mode',
      required: false,
      description: '`upsert` replaces existing documents',
      schema: { type: 'string', enum: ['insert', 'upsert'], default: 'insert', example: 'insert' },
    }),
    Json('the documents are'),
    ApiQuery({
      name: 'csv',
      required: false,
      description: 'For text/csv: how cells are read; `numbers` converts cells that are JSON numbers',
      schema: { type: 'string', enum: ['text', 'numbers'], default: 'text', example: 'numbers' },
    }),
    ApiConsumes(...LINE_TYPES),
    ApiBody({
      description:
        'One JSON object per line; with application/json also an array of objects or concatenated objects; with text/csv records with a header, where dots address nested fields',
      schema: { type: 'string', example: `${JSON.stringify(NEW_ADA)}\n{"name":"Grace"}\n` },
    }),
    ApiResponse({ status: 200, description: 'The result by line', type: ImportReportDto }),
    ApiErrors(
      'moment.read_only',
      ...ON_COLLECTION,
      'query.invalid',
      'collection.limit_reached',
      'service.capacity_reached',
      'plan.storage_full',
    ),
  );
