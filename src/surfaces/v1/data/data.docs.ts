import { ApiHeader, ApiParam, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { ErrorCode } from '../../../common/errors/error-codes.js';

export const NEW_ADA = { _id: 'ada', name: 'Ada', age: 36, address: { city: 'London' } };
export const ADA = { ...NEW_ADA, _rev: '3f2a9c0d1e4b' };

export const DOCUMENT = {
  type: 'object' as const,
  description:
    'An ObjectId in `_id` is written as a string. `_rev` changes with each write; without `_rev` the ETag is `"0"`. Values that plain JSON lacks are written as relaxed extended JSON, such as `{"$date":"2026-01-30T12:00:00Z"}` (docs/values.md).',
  additionalProperties: true,
  properties: {
    _id: { description: 'A string, or any other type in documents written by other programs' },
    _rev: { description: 'A string, or any type in documents written by other programs' },
  },
  required: ['_id'],
  example: ADA,
};
export const NEW_DOCUMENT = {
  type: 'object' as const,
  description:
    'Any JSON object. `_id` has 1 to 128 visible characters; 24 hexadecimal digits are an ObjectId; if absent, an ObjectId is generated. Keys are not empty, do not start with `$` and contain neither a dot nor control characters. Integers of 64 bits are stored exactly; dates and other types are written as extended JSON, such as `{"$date":"2026-01-30T12:00:00Z"}`.',
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
  'field → value, or field → `{ eq, ne, gt, gte, lt, lte, in, nin, exists, prefix }`; `and` and `or` take arrays of filters, `not` a filter. Paths such as `address.city` address nested fields. Values are strings, numbers, true, false, null, and extended JSON such as `{"$date":"2026-01-30T12:00:00Z"}`; a field named like an operator is written with a leading dot (`.not`); `gt`, `gte`, `lt` and `lte` compare values of the same type only, `null` also matches a missing field. At most 50 conditions, 5 levels, 100 values in `in`.';

export const ON_COLLECTION: ErrorCode[] = [
  'collection.name_invalid',
  'collection.reserved',
  'organization.not_found',
  'organization.paused',
  'organization.overloaded',
];
export const ON_DOCUMENT: ErrorCode[] = [
  ...ON_COLLECTION,
  'document.not_found',
  'document.invalid',
  'query.invalid',
];
export const ON_WRITE: ErrorCode[] = [
  'moment.read_only',
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
  ApiParam({
    name: 'id',
    description: 'The `_id` as a string; 24 hexadecimal digits are an ObjectId',
    schema: { type: 'string', minLength: 1, example: 'ada' },
  });
export const Filter = () =>
  ApiQuery({
    name: 'filter',
    required: false,
    description: `A JSON object: ${FILTER_HELP}`,
    schema: { type: 'string', example: '{"age":{"gte":18},"address.city":"London"}' },
  });
export const Json = (what: string) =>
  ApiQuery({
    name: 'json',
    required: false,
    description: `How ${what} written (docs/values.md); also as a parameter of the media type, such as \`application/json; json=canonical\``,
    schema: { type: 'string', enum: ['canonical', 'relaxed', 'plain'], example: 'relaxed' },
  });
export const IdType = () =>
  ApiQuery({
    name: 'id_type',
    required: false,
    description:
      '`json`: the id in the path is extended JSON and can be of any type: `7`, `"count"` in quotes, `{"$oid":"507f1f77bcf86cd799439011"}`',
    schema: { type: 'string', enum: ['json'] },
  });
export const IfMatch = () =>
  ApiHeader({
    name: 'If-Match',
    required: false,
    description: 'ETag of the version that is changed; a different current version gives 412',
    schema: { type: 'string', example: '"3f2a9c0d1e4b"' },
  });
