import { applyDecorators } from '@nestjs/common';
import {
  ApiBody,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
} from '@nestjs/swagger';
import type { ErrorCode } from '../../../common/errors/error-codes.js';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';
import { Filter, Paged } from '../pages.js';
import { ApiKeyDto, ApiKeyListDto, IssuedApiKeyDto, KEY_ID } from './api-keys.dto.js';
import { LeakAnswerDto, LeakedTokenDto } from './leaks.dto.js';

const ID = { name: 'id', example: KEY_ID } as const;
const LOCATION = {
  Location: { description: 'Path of the new key', schema: { type: 'string' } },
} as const;
const SHOWN_ONCE = 'Only a hash of the key is stored: the answer is the only place that shows it.';

const describe = (summary: string, description?: string): MethodDecorator =>
  ApiOperation({ summary, ...(description === undefined ? {} : { description }) });

const list = (summary: string, ...more: MethodDecorator[]): MethodDecorator =>
  applyDecorators(
    describe(summary, 'Revoked and expired keys are listed for 90 days.'),
    Paged(KEY_ID),
    ...more,
    ApiOkResponse({ type: ApiKeyListDto }),
    ApiErrors('query.invalid', 'organization.not_found'),
  );

const create = (summary: string): MethodDecorator =>
  applyDecorators(
    describe(summary, SHOWN_ONCE),
    ApiCreatedResponse({ type: IssuedApiKeyDto, headers: LOCATION }),
    ApiErrors(
      'organization.not_found',
      'api_key.exceeds',
      'api_key.limit_reached',
      'auth.email_unverified',
      'auth.forbidden',
    ),
  );

const get = (summary: string): MethodDecorator =>
  applyDecorators(
    describe(summary),
    ApiParam(ID),
    ApiOkResponse({ type: ApiKeyDto }),
    ApiErrors('api_key.not_found', 'organization.not_found'),
  );

const update = (summary: string): MethodDecorator =>
  applyDecorators(
    describe(summary, 'You need every permission that the key has afterwards.'),
    ApiParam(ID),
    ApiOkResponse({ type: ApiKeyDto }),
    ApiErrors(...CHANGED, 'api_key.limit_reached'),
  );

const rotate = (summary: string): MethodDecorator =>
  applyDecorators(
    describe(
      summary,
      `The id, the scopes and the rest stay. The secret before goes on for \`overlap_seconds\`, so that its users can be changed one by one. ${SHOWN_ONCE}`,
    ),
    ApiParam(ID),
    ApiOkResponse({ type: IssuedApiKeyDto }),
    ApiErrors(...CHANGED, 'api_key.expired', 'auth.email_unverified'),
  );

const revoke = (summary: string): MethodDecorator =>
  applyDecorators(
    describe(summary, 'Every instance refuses it within a tenth of a second.'),
    ApiParam(ID),
    ApiNoContentResponse({ description: 'Revoked' }),
    ApiErrors('organization.not_found', 'api_key.not_found', 'api_key.revoked_already', 'auth.forbidden'),
  );

const CHANGED: ErrorCode[] = [
  'api_key.exceeds',
  'api_key.not_found',
  'api_key.revoked_already',
  'auth.forbidden',
  'organization.not_found',
];

export const ApiListApiKeys = (): MethodDecorator =>
  list(
    'List the API keys of the organization and of its members, newest first',
    Filter('kind', 'organization or personal; both if absent', 'organization'),
  );
export const ApiCreateApiKey = (): MethodDecorator => create('Create an API key of the organization');
export const ApiGetApiKey = (): MethodDecorator =>
  get('Get an API key of the organization or of one of its members');
export const ApiUpdateApiKey = (): MethodDecorator => update('Change an API key of the organization');
export const ApiRotateApiKey = (): MethodDecorator =>
  rotate('Rotate the secret of an API key of the organization');
export const ApiRevokeApiKey = (): MethodDecorator =>
  revoke('Revoke an API key of the organization or of one of its members');

export const ApiListOwnApiKeys = (): MethodDecorator =>
  list('List your API keys in the organization, newest first');
export const ApiCreateOwnApiKey = (): MethodDecorator =>
  create('Create an API key of your own in the organization');
export const ApiGetOwnApiKey = (): MethodDecorator => get('Get one of your API keys');
export const ApiUpdateOwnApiKey = (): MethodDecorator => update('Change one of your API keys');
export const ApiRotateOwnApiKey = (): MethodDecorator => rotate('Rotate the secret of one of your API keys');
export const ApiRevokeOwnApiKey = (): MethodDecorator => revoke('Revoke one of your API keys');

export const ApiReportLeakedKeys = (): MethodDecorator =>
  applyDecorators(
    describe(
      'Report API keys that were found in public',
      'In the format of GitHub’s secret scanning partner program. The keys themselves are the proof: each one of this service is revoked at once, and the owners of its organization get an e-mail. Anything else changes nothing.',
    ),
    ApiBody({ type: [LeakedTokenDto] }),
    ApiOkResponse({ type: [LeakAnswerDto] }),
    ApiErrors('request.invalid'),
  );

export const ApiGetCurrentApiKey = (): MethodDecorator =>
  applyDecorators(
    describe('Get the API key of this request', 'A person who is signed in has none.'),
    ApiOkResponse({ type: ApiKeyDto }),
    ApiErrors('api_key.not_found'),
  );
