import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { ErrorCode } from '../../../common/errors/error-codes.js';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';
import { AccountDto, EmailChangePendingDto } from './account.dto.js';

const Tagged = () => ApiTags('Account (v1)');
const CONFIRMATION: ErrorCode[] = [
  'auth.confirmation_incomplete',
  'auth.credentials_invalid',
  'auth.forbidden',
  'auth.hashing_overloaded',
  'auth.link_invalid',
  'auth.password_change_required',
  'request.rate_limited',
];
const ETAG = {
  ETag: { description: 'The version of the account', schema: { type: 'string', example: '"mkz5v2r4"' } },
};

export const ApiGetAccount = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({ summary: 'Who the token speaks for, what they may do, and where else they have a place' }),
    ApiResponse({ status: 200, description: 'The account', headers: ETAG, type: AccountDto }),
    ApiErrors('user.not_found'),
  );

export const ApiUpdateAccount = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({ summary: 'Change the own name, phone, profile or settings' }),
    ApiHeader({
      name: 'If-Match',
      required: false,
      description: 'The ETag the change was made from; another one is refused with 412',
      schema: { type: 'string', example: '"mkz5v2r4"' },
    }),
    ApiResponse({ status: 200, description: 'Changed', headers: ETAG, type: AccountDto }),
    ApiErrors('request.invalid', 'resource.changed', 'user.not_found'),
  );

export const ApiChangePassword = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({ summary: 'Change the password; every other session ends, and the mailbox is told' }),
    ApiResponse({ status: 204, description: 'Changed' }),
    ApiErrors(
      'auth.credentials_invalid',
      'user.password_weak',
      'request.rate_limited',
      'auth.hashing_overloaded',
    ),
  );

export const ApiChangeEmail = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({
      summary: 'Ask for another e-mail address',
      description:
        'A link goes to the new address. When it is used, the account has the address, the old one is told, and every session but this one ends.',
    }),
    ApiResponse({ status: 202, description: 'The link is on its way', type: EmailChangePendingDto }),
    ApiErrors(
      'auth.credentials_invalid',
      'user.email_taken',
      'user.email_unchanged',
      'request.rate_limited',
      'auth.hashing_overloaded',
    ),
  );

export const ApiResendVerification = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({
      summary: 'Mail the link again that proves the mailbox',
      description:
        'At most once a minute. The link before it stops working; a mailbox that was proved since the password was set gets none.',
    }),
    ApiResponse({ status: 202, description: 'On its way, unless the mailbox is proved' }),
    ApiErrors('request.rate_limited', 'user.email_made_up'),
  );

export const ApiVerifyOwnEmail = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({
      summary: 'Prove the mailbox with the code of the mailed link',
      description:
        'Together with an access token of the account or its password, so that nobody vouches for a stranger who made the account with their address. Whoever has neither sends a new password: the account gets it, and every session and every other link of it end.',
    }),
    ApiResponse({ status: 204, description: 'Proved' }),
    ApiErrors(...CONFIRMATION, 'user.password_weak'),
  );

export const ApiConfirmNewEmail = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({
      summary: 'Give the account its new address with the code of the link mailed there',
      description: 'Together with an access token of the account or its password.',
    }),
    ApiResponse({ status: 204, description: 'Changed' }),
    ApiErrors(...CONFIRMATION, 'user.email_taken'),
  );

export const ApiUndoCredentialsChange = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({
      summary: 'Undo a change of password or e-mail address with the code of the mailed link',
      description:
        'The account has its former address again, every session and every other link of it end, and a link that sets a new password is mailed there. The former password works again only when the change did not ask for it. The link works for 72 hours, whatever was changed since.',
    }),
    ApiResponse({ status: 204, description: 'Undone' }),
    ApiErrors('auth.link_invalid', 'user.email_taken', 'auth.hashing_overloaded'),
  );

export const ApiForgotOwnPassword = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({
      summary: 'Ask for a link that sets a new password',
      description: 'The answer is the same whether or not an account has the address.',
    }),
    ApiResponse({ status: 202, description: 'If an account has the address, a link is on its way' }),
    ApiErrors('request.rate_limited'),
  );

export const ApiResetOwnPassword = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({
      summary: 'Set a new password with the code of the mailed link',
      description: 'Every session and every other link of the account end; the mailbox counts as proved.',
    }),
    ApiResponse({ status: 204, description: 'Set' }),
    ApiErrors('auth.link_invalid', 'user.password_weak', 'auth.hashing_overloaded'),
  );
