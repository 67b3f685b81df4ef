import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { ErrorCode } from '../../../common/errors/error-codes.js';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';
import { ApiOtp, SECOND_STEP_ERRORS } from '../../../common/http/otp-header.decorator.js';
import { AccountDto, EmailChangePendingDto } from './account.dto.js';

const Tagged = () => ApiTags('Account (v1)');
const CONFIRMATION: ErrorCode[] = [
  ...SECOND_STEP_ERRORS,
  'auth.confirmation_incomplete',
  'auth.credentials_invalid',
  'auth.forbidden',
  'auth.hashing_overloaded',
  'auth.link_invalid',
  'auth.password_change_required',
  'request.rate_limited',
];
const ETAG = {
  ETag: { description: 'Version of the account', schema: { type: 'string', example: '"mkz5v2r4"' } },
};

export const ApiGetAccount = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({ summary: 'Get your account, permissions and organizations' }),
    ApiResponse({ status: 200, description: 'The account', headers: ETAG, type: AccountDto }),
    ApiErrors('user.not_found'),
  );

export const ApiUpdateAccount = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({ summary: 'Update your name, phone, profile or settings' }),
    ApiHeader({
      name: 'If-Match',
      required: false,
      description: 'ETag of the version that is changed; a different current version gives 412',
      schema: { type: 'string', example: '"mkz5v2r4"' },
    }),
    ApiResponse({ status: 200, description: 'Changed', headers: ETAG, type: AccountDto }),
    ApiErrors('request.invalid', 'resource.changed', 'user.not_found'),
  );

export const ApiChangePassword = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({ summary: 'Change your password and end every other session' }),
    ApiResponse({ status: 204, description: 'Changed' }),
    ApiOtp(),
    ApiErrors(
      'auth.credentials_invalid',
      ...SECOND_STEP_ERRORS,
      'user.password_weak',
      'request.rate_limited',
      'auth.hashing_overloaded',
    ),
  );

export const ApiChangeEmail = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({
      summary: 'Request a change of your e-mail address',
      description:
        'Sends a link to the new address. Using the link changes the address of the account, notifies the old address and ends every other session.',
    }),
    ApiResponse({ status: 202, description: 'The link is sent', type: EmailChangePendingDto }),
    ApiOtp(),
    ApiErrors(
      'auth.credentials_invalid',
      ...SECOND_STEP_ERRORS,
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
      summary: 'Send the verification e-mail again',
      description:
        'Allowed once a minute. The previous link is invalidated. Sends nothing if the address was verified after the password was set.',
    }),
    ApiResponse({ status: 202, description: 'Sent, unless the address is verified' }),
    ApiErrors('request.rate_limited', 'user.email_made_up'),
  );

export const ApiVerifyOwnEmail = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({
      summary: 'Verify the e-mail address with the code of the e-mail',
      description:
        'Requires an access token of the account or its password too, so that nobody verifies an account that a stranger created with their address. Without either, send a new password: it replaces the password, ends every session and invalidates every other link of the account.',
    }),
    ApiResponse({ status: 204, description: 'Proved' }),
    ApiOtp(),
    ApiErrors(...CONFIRMATION, 'user.password_weak'),
  );

export const ApiConfirmNewEmail = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({
      summary: 'Confirm a new e-mail address with the code sent to it',
      description: 'Requires an access token of the account or its password too.',
    }),
    ApiResponse({ status: 204, description: 'Changed' }),
    ApiOtp(),
    ApiErrors(...CONFIRMATION, 'user.email_taken'),
  );

export const ApiUndoCredentialsChange = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({
      summary: 'Undo a change of password or e-mail address with the code of the e-mail',
      description:
        'Restores the former address, ends every session, invalidates every other link of the account and sends a password reset link to the former address. The former password works again only if the change did not require it. The link works for 72 hours, regardless of later changes.',
    }),
    ApiResponse({ status: 204, description: 'Undone' }),
    ApiErrors('auth.link_invalid', 'user.email_taken', 'auth.hashing_overloaded'),
  );

export const ApiForgotOwnPassword = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({
      summary: 'Request a link to reset the password',
      description: 'The response is the same whether or not an account has the address.',
    }),
    ApiResponse({ status: 202, description: 'If an account has the address, a link is sent' }),
    ApiErrors('request.rate_limited'),
  );

export const ApiResetOwnPassword = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({
      summary: 'Reset the password with the code of the e-mail',
      description:
        'Ends every session and invalidates every other link of the account; the e-mail address counts as verified.',
    }),
    ApiResponse({ status: 204, description: 'Password reset' }),
    ApiErrors('auth.link_invalid', 'user.password_weak', 'auth.hashing_overloaded'),
  );
