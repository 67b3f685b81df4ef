import { ApiHeader, ApiParam, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { ErrorCode } from '../../../common/errors/error-codes.js';

export const NEW_ADA = { _id: 'ada', name: 'Ada', age: 36, address: { city: 'London' } };
export const ADA = { ...NEW_ADA, _rev: '3f2a9c0d1e4b' };

export const DOCUMENT = {
  type: 'object' as const,
  description: '`_id` is shown as text. `_rev` changes with each write; without one the ETag is `"0"`.',
  additionalProperties: true,
  properties: { _id: { type: 'string' as const }, _rev: { type: 'string' as const } },
  required: ['_id'],
  example: ADA,
};
export const NEW_DOCUMENT = {
  type: 'object' as const,
  description:
    'Any JSON object. `_id`: 1 to 128 visible characters, 24 hexadecimal digits are an ObjectId, absent: one is made. Keys are not empty, do not start with `$` and contain no dot.',
  additionalProperties: true,
  example: NEW_ADA,
};
export const ETAG = {
  ETag: { description: 'The revision', schema: { type: 'string', example: '"3f2a9c0d1e4b"' } },
};
export const LOCATION = {
  Location: { description: 'The document', schema: { type: 'string', example: '/v1/data/customers/ada' } },
};
const FILTER_HELP =
  'field → value, or field → `{ eq, ne, gt, gte, lt, lte, in, nin, exists, prefix }`; `and` and `or` take arrays of filters, `not` a filter. Paths such as `address.city` reach inside. Values are text, numbers, true, false, null; `gt` and the like compare values of the same type only, `null` also matches a missing field. At most 50 conditions, 5 levels, 100 values in `in`.';

export const ON_COLLECTION: ErrorCode[] = [
  'collection.name_invalid',
  'collection.reserved',
  'organization.not_found',
  'organization.paused',
];
export const ON_DOCUMENT: ErrorCode[] = [...ON_COLLECTION, 'document.not_found', 'document.invalid'];
export const ON_WRITE: ErrorCode[] = [
  'document.changed',
  'document.too_large',
  'request.invalid',
  'plan.storage_full',
];

export const Tagged = () => ApiTags('Data (v1)');
export const Collection = () =>
  ApiParam({
    name: 'collection',
    schema: { type: 'string', pattern: '^[a-z][a-z0-9_-]{0,63}$', example: 'customers' },
  });
export const Id = () =>
  ApiParam({ name: 'id', schema: { type: 'string', minLength: 1, maxLength: 128, example: 'ada' } });
export const Filter = () =>
  ApiQuery({
    name: 'filter',
    required: false,
    description: `A JSON object: ${FILTER_HELP}`,
    schema: { type: 'string', example: '{"age":{"gte":18},"address.city":"London"}' },
  });
export const IfMatch = () =>
  ApiHeader({
    name: 'If-Match',
    required: false,
    description: 'The ETag the change was made from; another one is refused with 412',
    schema: { type: 'string', example: '"3f2a9c0d1e4b"' },
  });
