import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';
import { ApiOtp } from '../../../common/http/otp-header.decorator.js';
import { PendingSignInDto, SessionListDto, SignedInDto } from './sessions.dto.js';

const Tagged = () => ApiTags('Sessions (v1)');
const COOKIE = {
  description: 'The refresh token, if the request has `cookie`',
  schema: {
    type: 'string',
    example: 'rowhouse_refresh=rwr_…; Max-Age=2592000; Path=/v1/sessions; HttpOnly; Secure; SameSite=Strict',
  },
};

const SIGNED_IN = {
  status: 201,
  description: 'Signed in',
  headers: {
    Location: {
      description: 'The session',
      schema: { type: 'string' as const, example: '/v1/sessions/7f9c24e5-2f31-4a0e-9d0f-6b1f0a3c9d11' },
    },
    'Set-Cookie': COOKIE,
  },
  type: SignedInDto,
};

export const ApiOpenSession = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({
      summary: 'Sign in',
      description: 'With `cookie`, an Origin header must be the service’s own or one of CORS_ORIGINS.',
    }),
    ApiOtp('Code of the second factor, or a recovery code, if the body has none'),
    ApiResponse(SIGNED_IN),
    ApiResponse({
      status: 202,
      description:
        'The password is correct, and the account has a second factor: send a code with the challenge',
      type: PendingSignInDto,
    }),
    ApiErrors(
      'auth.credentials_invalid',
      'auth.code_invalid',
      'auth.forbidden',
      'user.suspended',
      'user.pending',
      'organization.suspended',
      'organization.foreign',
      'auth.hashing_overloaded',
    ),
  );

export const ApiCompleteSignIn = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({
      summary: 'Complete a sign-in with a code',
      description:
        'A code works once; so does a recovery code. Wrong codes count as wrong passwords. With `cookie`, an Origin header must be the service’s own or one of CORS_ORIGINS.',
    }),
    ApiResponse(SIGNED_IN),
    ApiErrors(
      'auth.challenge_invalid',
      'auth.code_invalid',
      'auth.forbidden',
      'user.suspended',
      'user.pending',
      'organization.suspended',
      'organization.foreign',
    ),
  );

export const ApiRefreshSession = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({
      summary: 'Exchange a refresh token of the body or the cookie',
      description:
        'A refresh token works once. For ten seconds after its exchange, it returns the newest successor; later use ends the session.',
    }),
    ApiResponse({
      status: 200,
      description: 'Exchanged',
      headers: { 'Set-Cookie': COOKIE },
      type: SignedInDto,
    }),
    ApiErrors(
      'request.invalid',
      'auth.refresh_invalid',
      'auth.forbidden',
      'user.suspended',
      'user.pending',
      'organization.suspended',
    ),
  );

export const ApiListSessions = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({ summary: 'List your sessions, newest first' }),
    ApiResponse({ status: 200, description: 'The sessions', type: SessionListDto }),
  );

export const ApiEndSession = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({
      summary: 'End one of your sessions',
      description:
        '`current` is the session of this request. The tokens of the session are invalidated at once on every instance.',
    }),
    ApiParam({ name: 'id', example: '7f9c24e5-2f31-4a0e-9d0f-6b1f0a3c9d11' }),
    ApiResponse({ status: 204, description: 'Ended' }),
    ApiErrors('session.not_found'),
  );

export const ApiEndAllSessions = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({ summary: 'End all your sessions' }),
    ApiQuery({
      name: 'keep',
      required: false,
      description: '`current`: keeps the session of this request',
      schema: { type: 'string', enum: ['current'] },
    }),
    ApiResponse({ status: 204, description: 'Ended' }),
    ApiErrors('query.invalid'),
  );
