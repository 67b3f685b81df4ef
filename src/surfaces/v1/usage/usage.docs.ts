import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiOperation, ApiQuery, getSchemaPath } from '@nestjs/swagger';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';
import { Filter } from '../pages.js';
import { OrganizationUsagePageDto, UsagePageDto } from './usage.dto.js';

const CSV = [
  'id,organization_id,hour,requests,documents,bytes,active_members,seats,storage,closed_at',
  '4711,507f1f77bcf86cd799439012,2026-01-30T12:00:00.000Z,1204,310,96410,9,12,1048576,2026-01-30T13:02:11.000Z',
].join('\r\n');

export const ApiListUsage = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'List what the organization used, by the hour',
      description:
        'Records of closed hours in the order of their ids, and what is counted since. An hour in which nothing was used has no record.',
    }),
    UsageFilters(),
    UsageAnswer(OrganizationUsagePageDto),
    ApiErrors('auth.forbidden', 'organization.not_found', 'query.invalid'),
  );

export const ApiListPlatformUsage = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'List what every organization used, by the hour',
      description:
        'For billing: records in the order of their ids, which rise with the time of closing. Ask again with the id of the last record as cursor: what comes is new, and nothing before it is changed or added.',
    }),
    UsageFilters(),
    Filter('organization_id', 'Only records of this organization', '507f1f77bcf86cd799439012'),
    UsageAnswer(UsagePageDto),
    ApiErrors('auth.forbidden', 'query.invalid'),
  );

const UsageFilters = (): MethodDecorator =>
  applyDecorators(
    Filter('from', 'Only hours that begin at or after this day (UTC) or time', '2026-01-30T00:00:00.000Z'),
    Filter(
      'to',
      'Only hours that begin before this time; a day counts as a whole',
      '2026-01-31T00:00:00.000Z',
    ),
    Filter('cursor', 'Only records behind the one with this id', '4710'),
    ApiQuery({
      name: 'limit',
      required: false,
      schema: { type: 'integer', minimum: 1, maximum: 1000, default: 100, example: 100 },
    }),
    ApiQuery({
      name: 'format',
      required: false,
      description: '`csv`: lines of RFC 4180, with the next cursor in `X-Next-Cursor`; as `Accept: text/csv`',
      schema: { type: 'string', enum: ['json', 'csv'], default: 'json', example: 'json' },
    }),
  );

const UsageAnswer = (model: typeof UsagePageDto): MethodDecorator =>
  applyDecorators(
    ApiExtraModels(model),
    ApiOkResponse({
      headers: {
        'X-Next-Cursor': {
          description: 'Of CSV: the cursor of the next page; absent on the last one',
          schema: { type: 'string', example: '4711' },
        },
      },
      content: {
        'application/json': { schema: { $ref: getSchemaPath(model) } },
        'text/csv': { schema: { type: 'string', example: CSV } },
      },
    }),
  );
