import { applyDecorators } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiExtraModels,
  ApiHeader,
  ApiOperation,
  ApiResponse,
  getSchemaPath,
} from '@nestjs/swagger';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';
import { ApiAsOf, AS_OF_ERRORS } from './as-of.js';
import {
  ADA,
  Collection,
  DOCUMENT,
  ETAG,
  Id,
  IdType,
  IfMatch,
  Json,
  LOCATION,
  NEW_ADA,
  NEW_DOCUMENT,
  ON_COLLECTION,
  ON_DOCUMENT,
  ON_WRITE,
  Tagged,
} from './data.docs.js';
import { InsertedDto } from './data.dto.js';

export const ApiCreateDocuments = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({
      summary: 'Create one document, or up to 1,000 at once',
      description:
        'An object creates one document. An array creates all of its documents or none. The first write creates the collection; an organization can have as many collections as its plan grants, or 20 without such a limit.',
    }),
    Collection(),
    Json('request and response bodies are'),
    ApiExtraModels(InsertedDto),
    ApiBody({
      schema: { oneOf: [NEW_DOCUMENT, { type: 'array', minItems: 1, maxItems: 1000, items: NEW_DOCUMENT }] },
      examples: { one: { value: NEW_ADA }, many: { value: [NEW_ADA, { name: 'Grace' }] } },
    }),
    ApiResponse({
      status: 201,
      description: 'The document, or the ids of the documents',
      headers: { ...ETAG, ...LOCATION },
      content: {
        'application/json': {
          schema: { oneOf: [DOCUMENT, { $ref: getSchemaPath(InsertedDto) }] },
          examples: {
            one: { value: ADA },
            many: { value: { inserted: 2, ids: ['ada', '507f1f77bcf86cd799439011'] } },
          },
        },
      },
    }),
    ApiErrors(
      'moment.read_only',
      ...ON_COLLECTION,
      'query.invalid',
      'document.invalid',
      'document.exists',
      'document.too_large',
      'collection.limit_reached',
      'service.capacity_reached',
      'plan.storage_full',
    ),
  );

export const ApiGetDocument = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({ summary: 'Get a document' }),
    Collection(),
    Id(),
    IdType(),
    Json('the document is'),
    ApiHeader({
      name: 'If-None-Match',
      required: false,
      description: 'ETag of a known version; 304 if it is still current',
      schema: { type: 'string', example: '"3f2a9c0d1e4b"' },
    }),
    ApiResponse({ status: 200, description: 'The document', headers: ETAG, schema: DOCUMENT }),
    ApiResponse({ status: 304, description: 'Unchanged', headers: ETAG }),
    ApiAsOf(),
    ApiErrors(...ON_DOCUMENT, 'request.invalid', ...AS_OF_ERRORS),
  );

export const ApiReplaceDocument = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({
      summary: 'Replace a document, or create it under an id',
      description: 'With `If-None-Match: *` it creates only; without, it replaces only.',
    }),
    Collection(),
    Id(),
    IdType(),
    Json('the document is'),
    IfMatch(),
    ApiHeader({
      name: 'If-None-Match',
      required: false,
      description: '`*`: create only',
      schema: { type: 'string', enum: ['*'], example: '*' },
    }),
    ApiBody({ schema: NEW_DOCUMENT }),
    ApiResponse({ status: 200, description: 'Replaced', headers: ETAG, schema: DOCUMENT }),
    ApiResponse({ status: 201, description: 'Created', headers: { ...ETAG, ...LOCATION }, schema: DOCUMENT }),
    ApiErrors(...ON_DOCUMENT, ...ON_WRITE, 'collection.limit_reached', 'service.capacity_reached'),
  );

export const ApiPatchDocument = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({
      summary: 'Change a document by a JSON Merge Patch (RFC 7396)',
      description:
        'The database applies the patch atomically: concurrent patches of different fields do not overwrite each other. At most 20 levels, 500 objects and 10,000 keys.',
    }),
    Collection(),
    Id(),
    IdType(),
    Json('the document is'),
    IfMatch(),
    ApiConsumes('application/merge-patch+json', 'application/json'),
    ApiBody({
      description: 'Fields to set; null removes a field',
      schema: {
        type: 'object',
        additionalProperties: true,
        example: { age: 37, address: { city: 'Paris' }, phone: null },
      },
    }),
    ApiResponse({ status: 200, description: 'The changed document', headers: ETAG, schema: DOCUMENT }),
    ApiErrors(...ON_DOCUMENT, ...ON_WRITE),
  );

export const ApiDeleteDocument = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({ summary: 'Delete a document' }),
    Collection(),
    Id(),
    IdType(),
    Json('the document is'),
    IfMatch(),
    ApiResponse({ status: 204, description: 'Deleted' }),
    ApiErrors('moment.read_only', ...ON_DOCUMENT, 'document.changed', 'request.invalid'),
  );
