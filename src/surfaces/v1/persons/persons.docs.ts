import { applyDecorators } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';

const WHAT =
  'The account, memberships, sessions, second factor and remembered devices, API keys, invitations, impersonations, mails, and what the person did in every audit log. No secret is in it. JSON, written as it is read.';

const EFFECT =
  'Sessions, keys and memberships end at once, open invitations that the person may no longer offer are revoked, and the address is free again. What else is about the person is erased within minutes; in audit logs the id stays, and network addresses and remarks about the person go, without the logs losing their proof. Documents belong to the organizations and stay. The person is notified by e-mail.';

const Exported = (): MethodDecorator =>
  ApiResponse({
    status: 200,
    description: 'Everything that is kept of the person',
    content: {
      'application/json': {
        schema: { type: 'object', additionalProperties: true },
        example: {
          exported_at: '2026-01-30T12:00:00.000Z',
          account: { id: '507f1f77bcf86cd799439011', email: 'ada@acme.example' },
          memberships: [{ org_id: '507f1f77bcf86cd799439012', role: 'owner', status: 'active' }],
          audit: [],
        },
      },
    },
  });

const UserId = (): MethodDecorator =>
  ApiParam({ name: 'id', description: 'Id of the account', example: '507f1f77bcf86cd799439011' });

export const ApiExportOwnAccount = (): MethodDecorator =>
  applyDecorators(
    ApiTags('Account (v1)'),
    ApiOperation({ summary: 'Export everything that is kept of you', description: WHAT }),
    Exported(),
    ApiErrors('auth.forbidden', 'user.not_found'),
  );

export const ApiDeleteOwnAccount = (): MethodDecorator =>
  applyDecorators(
    ApiTags('Account (v1)'),
    ApiOperation({ summary: 'Delete your account', description: EFFECT }),
    ApiNoContentResponse({ description: 'Deleted' }),
    ApiErrors('account.last_owner', 'account.operator', 'auth.forbidden', 'user.not_found'),
  );

export const ApiExportAccount = (): MethodDecorator =>
  applyDecorators(
    UserId(),
    ApiOperation({ summary: 'Export everything that is kept of a person', description: WHAT }),
    Exported(),
    ApiErrors('auth.forbidden', 'user.not_found'),
  );

export const ApiDeleteAccount = (): MethodDecorator =>
  applyDecorators(
    UserId(),
    ApiOperation({
      summary: 'Delete the account of a person',
      description: `${EFFECT} Deleting it again changes nothing.`,
    }),
    ApiNoContentResponse({ description: 'Deleted' }),
    ApiErrors('account.last_owner', 'account.operator', 'auth.forbidden', 'user.not_found'),
  );
