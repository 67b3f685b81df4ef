import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '../../common/http/api-errors.decorator.js';
import {
  PasswordChangedDto,
  PasswordResetDto,
  PlanDto,
  TenantCreatedDto,
  TenantUserDto,
} from './tenants-v1.dto.js';

const Tagged = () => ApiTags('Tenant creation (S3)');
const TenantId = () =>
  ApiParam({
    name: 'id',
    description: 'UUID of the tenant',
    example: '550e8400-e29b-41d4-a716-446655440000',
  });
const SECRET_HEADER = {
  'X-Initial-Secret': { description: 'One-time secret, shown once', schema: { type: 'string' as const } },
};

export const ApiCreateTenant = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({
      summary: 'Create a tenant with its database and its owner',
      description:
        'For platform operators, and outside `TENANT_PROVISIONING=platform` for owners and administrators. The owner is `owner@<schema with hyphens>.com`; the first password is the documented one or the secret of the header, and must be changed.',
    }),
    ApiResponse({
      status: 201,
      description: 'Tenant created',
      type: TenantCreatedDto,
      headers: SECRET_HEADER,
    }),
    ApiErrors(
      'organization.slug_invalid',
      'organization.slug_too_long',
      'organization.slug_taken',
      'service.capacity_reached',
      'organization.name_reserved',
      'plan.unknown',
      'organization.owner_email_taken',
      'auth.forbidden',
    ),
  );

export const ApiListPlans = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({ summary: 'The plans and their limits' }),
    ApiResponse({ status: 200, description: 'The plans', type: PlanDto, isArray: true }),
  );

export const ApiListTenantUsers = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    TenantId(),
    ApiOperation({
      summary: 'The users of the own tenant, in the order of their ids',
      description: 'At most 100; `Link` leads to the next ones, and is absent at the end.',
    }),
    ApiQuery({
      name: 'after',
      required: false,
      description: 'The id of the user before the first one',
      schema: { type: 'string', pattern: '^[0-9a-f]{24}$', example: '507f1f77bcf86cd799439011' },
    }),
    ApiResponse({
      status: 200,
      description: 'The users',
      type: TenantUserDto,
      isArray: true,
      headers: {
        Link: {
          description: 'The next page (RFC 8288)',
          schema: {
            type: 'string',
            example:
              '</api/v1/tenants/550e8400-e29b-41d4-a716-446655440000/users?after=507f1f77bcf86cd799439011>; rel="next"',
          },
        },
      },
    }),
    ApiErrors('query.invalid', 'organization.not_found', 'auth.forbidden'),
  );

export const ApiCreateTenantUser = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    TenantId(),
    ApiOperation({ summary: 'Create a manager or an attendant, who starts with a one-time secret' }),
    ApiResponse({ status: 201, description: 'User created', type: TenantUserDto, headers: SECRET_HEADER }),
    ApiErrors(
      'organization.not_found',
      'auth.forbidden',
      'auth.hashing_overloaded',
      'member.limit_reached',
      'user.email_taken',
      'user.name_taken',
    ),
  );

export const ApiResetPassword = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    TenantId(),
    ApiParam({ name: 'userId', example: '507f1f77bcf86cd799439011' }),
    ApiOperation({
      summary: 'Replace a user’s password by a one-time secret; their sessions end',
      description: 'Not for owners, and not for accounts with a place in another organization.',
    }),
    ApiResponse({ status: 200, description: 'The secret', type: PasswordResetDto }),
    ApiErrors(
      'organization.not_found',
      'user.not_found',
      'auth.forbidden',
      'member.own_account',
      'auth.hashing_overloaded',
    ),
  );

export const ApiChangeOwnPassword = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({ summary: 'Change the own password; also with a token that can do nothing else' }),
    ApiResponse({ status: 200, description: 'Changed', type: PasswordChangedDto }),
    ApiErrors('auth.credentials_invalid', 'user.password_weak'),
  );
