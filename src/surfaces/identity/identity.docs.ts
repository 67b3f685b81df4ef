import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '../../common/http/api-errors.decorator.js';
import {
  EmailVerifiedDto,
  OrganizationMadeDto,
  OrgMembersDto,
  OrgRoleUsersDto,
  PasswordResetByCodeDto,
  ResetRequestedDto,
  RoleUsersDto,
  SignedOutDto,
  SignedUpDto,
  TokensDto,
} from './identity.dto.js';

const Tagged = () => ApiTags('Identity (S2)');

export const ApiSignUp = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({ summary: 'Create an account and an organization that it owns' }),
    ApiResponse({ status: 201, description: 'Signed up', type: SignedUpDto }),
    ApiErrors(
      'user.email_taken',
      'organization.name_taken',
      'user.password_weak',
      'service.capacity_reached',
      'organization.name_reserved',
      'auth.hashing_overloaded',
    ),
  );

export const ApiSignIn = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({ summary: 'Sign in' }),
    ApiResponse({ status: 200, description: 'Signed in', type: TokensDto }),
    ApiErrors(
      'auth.credentials_invalid',
      'user.suspended',
      'user.pending',
      'organization.suspended',
      'auth.hashing_overloaded',
    ),
  );

export const ApiRefreshTokens = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({
      summary: 'Exchange a refresh token',
      description:
        'A refresh token works once. For ten seconds after its exchange, it returns the newest successor; later use ends the session.',
    }),
    ApiResponse({ status: 200, description: 'Exchanged', type: TokensDto }),
    ApiErrors('auth.refresh_invalid', 'user.suspended', 'user.pending', 'organization.suspended'),
  );

export const ApiSignOut = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({ summary: 'End the session with its refresh token and access tokens' }),
    ApiResponse({ status: 200, description: 'Signed out', type: SignedOutDto }),
  );

export const ApiVerifyEmail = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({ summary: 'Verify the e-mail address with the code of the e-mail' }),
    ApiResponse({ status: 200, description: 'Proved', type: EmailVerifiedDto }),
    ApiErrors('auth.link_invalid'),
  );

export const ApiForgotPassword = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({
      summary: 'Request a link to reset the password',
      description: 'The response is the same whether or not an account has the address.',
    }),
    ApiResponse({ status: 200, description: 'Accepted', type: ResetRequestedDto }),
    ApiErrors('request.rate_limited'),
  );

export const ApiResetForgottenPassword = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({
      summary: 'Reset the password with the code of the e-mail',
      description:
        'Ends every session and invalidates every other link of the account; the e-mail address counts as verified.',
    }),
    ApiResponse({ status: 200, description: 'Password reset', type: PasswordResetByCodeDto }),
    ApiErrors('auth.link_invalid', 'user.password_weak', 'auth.hashing_overloaded'),
  );

export const ApiCreateOwnOrganization = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({ summary: 'Create another organization that the caller owns' }),
    ApiResponse({ status: 201, description: 'Organization created', type: OrganizationMadeDto }),
    ApiErrors('organization.name_taken', 'service.capacity_reached', 'organization.name_reserved'),
  );

const Statistic = (summary: string, type: new () => object): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({
      summary,
      description:
        'Counts the organizations that the caller owns or administers; a platform operator sees all of them.',
    }),
    ApiQuery({
      name: 'from',
      required: false,
      description: 'Members since: epoch milliseconds, a day (UTC) or a time with its zone (ISO 8601)',
      schema: { type: 'string', example: '2026-01-30T12:00:00Z' },
    }),
    ApiQuery({
      name: 'to',
      required: false,
      description: 'Members before this time; a day counts as a whole',
      schema: { type: 'string', example: '2026-12-31T00:00:00Z' },
    }),
    ApiQuery({
      name: 'status',
      required: false,
      description: 'As a word or as a number: 1, 0, 2 and 3',
      schema: { type: 'string', enum: ['active', 'inactive', 'suspended', 'pending'] },
    }),
    ApiResponse({ status: 200, description: 'The counts', type, isArray: true }),
    ApiErrors('request.invalid'),
  );

export const ApiCountOrgRoleUsers = (): MethodDecorator =>
  Statistic('Count users by organization and role', OrgRoleUsersDto);
export const ApiCountRoleUsers = (): MethodDecorator => Statistic('Count users by role', RoleUsersDto);
export const ApiCountOrgMembers = (): MethodDecorator =>
  Statistic('Count members by organization', OrgMembersDto);
