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
  'X-Initial-Secret': { description: 'Temporary password, shown once', schema: { type: 'string' as const } },
};

export const ApiCreateTenant = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({
      summary: 'Create a tenant with its database and its owner',
      description:
        'Allowed for platform operators and, unless `TENANT_PROVISIONING=platform`, for owners and administrators. The owner is `owner@<schema with hyphens>.com`; the first password is the documented one or the temporary password of the header, and must be changed.',
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
    ApiOperation({ summary: 'List the plans and their limits' }),
    ApiResponse({ status: 200, description: 'The plans', type: PlanDto, isArray: true }),
  );

export const ApiListTenantUsers = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    TenantId(),
    ApiOperation({
      summary: 'List the users of the tenant, ordered by id',
      description:
        'Returns at most 100 users; `Link` points to the next page and is absent on the last page.',
    }),
    ApiQuery({
      name: 'after',
      required: false,
      description: 'Id of the last user of the previous page',
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
    ApiOperation({ summary: 'Create a manager or an attendant with a temporary password' }),
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
      summary: 'Reset a user’s password to a temporary one and end their sessions',
      description: 'Not allowed for owners or for accounts that are members of another organization.',
    }),
    ApiResponse({ status: 200, description: 'The temporary password', type: PasswordResetDto }),
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
    ApiOperation({ summary: 'Change your password' }),
    ApiResponse({ status: 200, description: 'Changed', type: PasswordChangedDto }),
    ApiErrors('auth.credentials_invalid', 'user.password_weak'),
  );
