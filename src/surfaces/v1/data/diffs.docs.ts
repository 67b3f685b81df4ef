import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiResponse } from '@nestjs/swagger';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';
import { AS_OF_ERRORS } from './as-of.js';
import { ADA, Collection, DOCUMENT, Json, ON_COLLECTION, Tagged } from './data.docs.js';

const DIFFERENCE = {
  type: 'object' as const,
  properties: {
    change: { type: 'string' as const, enum: ['added', 'removed', 'changed'] },
    before: { ...DOCUMENT, nullable: true },
    after: { ...DOCUMENT, nullable: true },
  },
  required: ['change', 'before', 'after'],
};
const PAGE = {
  type: 'object' as const,
  properties: {
    from: { type: 'string' as const, description: 'The exact moment' },
    to: { type: 'string' as const, description: 'The exact moment: send it with the cursor' },
    items: { type: 'array' as const, items: DIFFERENCE },
    next_cursor: {
      type: 'string' as const,
      nullable: true,
      description: 'Null on the last page; a page before it may have no items',
    },
  },
  required: ['from', 'to', 'items', 'next_cursor'],
  example: {
    from: '1769774400.0',
    to: '1769774460.3',
    items: [{ change: 'added', before: null, after: ADA }],
    next_cursor: null,
  },
};

const Moment = (name: string, required: boolean, description: string): MethodDecorator =>
  ApiQuery({ name, required, description, schema: { type: 'string', example: '2026-01-30T12:00:00Z' } });

export const ApiDiffCollection = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({
      summary: 'List what changed in a collection between two moments',
      description: 'In the order of `_id`. A page looks at 10,000 documents of each moment at most.',
    }),
    Collection(),
    Json('the documents are'),
    Moment('from', true, 'The earlier moment'),
    Moment('to', false, 'The later moment; now if absent'),
    ApiQuery({
      name: 'limit',
      required: false,
      schema: { type: 'integer', minimum: 1, maximum: 100, default: 50, example: 50 },
    }),
    ApiQuery({
      name: 'cursor',
      required: false,
      description: '`next_cursor` of the previous page, with its `from` and `to`',
      schema: { type: 'string' },
    }),
    ApiResponse({ status: 200, description: 'One page', schema: PAGE }),
    ApiErrors(...ON_COLLECTION, 'query.invalid', ...AS_OF_ERRORS),
  );
