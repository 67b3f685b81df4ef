import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiResponse } from '@nestjs/swagger';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';
import { ApiAsOf, AS_OF_ERRORS } from './as-of.js';
import { ADA, Collection, DOCUMENT, Filter, Json, ON_COLLECTION, Tagged } from './data.docs.js';
import { CollectionListDto, CountDto } from './data.dto.js';

const PAGE = {
  type: 'object' as const,
  properties: {
    items: { type: 'array' as const, items: DOCUMENT },
    next_cursor: { type: 'string' as const, nullable: true, description: 'Null on the last page' },
    links: {
      type: 'object' as const,
      description:
        'By index, the paths of documents whose `_id` cannot be used as a path; absent if there are none',
      additionalProperties: { type: 'string' as const },
    },
  },
  required: ['items', 'next_cursor'],
  example: { items: [ADA], next_cursor: null },
};

export const ApiListCollections = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({ summary: "List the organization's collections" }),
    ApiResponse({ status: 200, description: 'The collections by name', type: CollectionListDto }),
    ApiAsOf(),
    ApiErrors('organization.not_found', 'query.invalid', ...AS_OF_ERRORS),
  );

export const ApiListDocuments = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({
      summary: 'List documents by pages',
      description:
        'Pages continue after the sort fields and `_id` of the last document, so documents written in between do not shift them. Different types sort in the order of MongoDB; a field that contains arrays cannot be sorted by. A page ends at about 1 MB of documents, regardless of its limit.',
    }),
    Collection(),
    Filter(),
    Json('the documents and the filter are'),
    ApiQuery({
      name: 'sort',
      required: false,
      description: 'Up to 4 fields, `-` for descending; equal values are ordered by `_id`',
      schema: { type: 'string', example: '-age,name' },
    }),
    ApiQuery({
      name: 'limit',
      required: false,
      schema: { type: 'integer', minimum: 1, maximum: 100, default: 50, example: 50 },
    }),
    ApiQuery({
      name: 'cursor',
      required: false,
      description: '`next_cursor` of the previous page, with the same filter and sort',
      schema: { type: 'string' },
    }),
    ApiQuery({
      name: 'fields',
      required: false,
      description: 'The fields to return; `_id` and `_rev` are always included',
      schema: { type: 'string', example: 'name,address.city' },
    }),
    ApiResponse({ status: 200, description: 'One page', schema: PAGE }),
    ApiAsOf(),
    ApiErrors(...ON_COLLECTION, 'query.invalid', ...AS_OF_ERRORS),
  );

export const ApiCountDocuments = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({ summary: 'Count documents' }),
    Collection(),
    Filter(),
    Json('the filter is'),
    ApiResponse({ status: 200, description: 'The number of documents that match', type: CountDto }),
    ApiAsOf(),
    ApiErrors(...ON_COLLECTION, 'query.invalid', ...AS_OF_ERRORS),
  );

export const ApiDropCollection = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({
      summary: 'Drop a collection with all its documents',
      description: 'The collection `data` exists again at once, empty.',
    }),
    Collection(),
    ApiResponse({ status: 204, description: 'Dropped' }),
    ApiErrors(...ON_COLLECTION, 'collection.not_found', 'moment.read_only'),
  );
