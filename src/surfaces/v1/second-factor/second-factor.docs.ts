import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { ErrorCode } from '../../../common/errors/error-codes.js';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';
import { ApiOtp, SECOND_STEP_ERRORS } from '../../../common/http/otp-header.decorator.js';
import { DeviceListDto, EnrolmentDto, RecoveryCodesDto, SecondFactorDto } from './second-factor.dto.js';

const Tagged = () => ApiTags('Second factor (v1)');

/** Of a confirmation by password, and by a code where the account has a factor. */
const CONFIRMATION: ErrorCode[] = [
  'auth.credentials_invalid',
  ...SECOND_STEP_ERRORS,
  'request.rate_limited',
  'auth.hashing_overloaded',
];

export const ApiGetSecondFactor = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({ summary: 'Get the state of your second factor' }),
    ApiResponse({ status: 200, description: 'The state', type: SecondFactorDto }),
  );

export const ApiStartEnrolment = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({
      summary: 'Start to set up a second factor',
      description:
        'Returns a secret for an authenticator app (TOTP, RFC 6238). Nothing changes before its first code confirms it in the same session: an existing factor keeps working until then. Requires a verified e-mail address, unless the address was generated or the account is a platform operator.',
    }),
    ApiOtp('Code of the present second factor, or a recovery code, if the body has none'),
    ApiResponse({ status: 200, description: 'Started', type: EnrolmentDto }),
    ApiErrors(...CONFIRMATION, 'auth.email_unverified'),
  );

export const ApiConfirmEnrolment = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({
      summary: 'Confirm a second factor with its first code',
      description:
        'From now on every sign-in of the account takes a code. Sessions other than this one and remembered devices end.',
    }),
    ApiResponse({ status: 200, description: 'The account has it', type: RecoveryCodesDto }),
    ApiErrors('auth.code_invalid', 'factor.enrolment_missing', 'request.rate_limited'),
  );

export const ApiRenewRecoveryCodes = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({
      summary: 'Get new recovery codes',
      description: 'The former ones are invalidated.',
    }),
    ApiOtp('Code of the present second factor, or a recovery code, if the body has none'),
    ApiResponse({ status: 200, description: 'The codes', type: RecoveryCodesDto }),
    ApiErrors(...CONFIRMATION, 'factor.not_found'),
  );

export const ApiRemoveSecondFactor = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({
      summary: 'Remove your second factor',
      description:
        'Remembered devices end. Organizations that require a second factor are closed to you then.',
    }),
    ApiOtp('Code of the present second factor, or a recovery code, if the body has none'),
    ApiResponse({ status: 204, description: 'Removed' }),
    ApiErrors(...CONFIRMATION, 'factor.not_found'),
  );

export const ApiListDevices = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({ summary: 'List the devices that sign in without a code, newest first' }),
    ApiResponse({ status: 200, description: 'The devices', type: DeviceListDto }),
  );

export const ApiForgetDevice = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({ summary: 'Remove a remembered device; it asks for a code again' }),
    ApiParam({ name: 'id', example: '7f9c24e5-2f31-4a0e-9d0f-6b1f0a3c9d11' }),
    ApiResponse({ status: 204, description: 'Forgotten' }),
    ApiErrors('device.not_found'),
  );

export const ApiForgetDevices = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({ summary: 'Remove all remembered devices; each asks for a code again' }),
    ApiResponse({ status: 204, description: 'Forgotten' }),
  );
