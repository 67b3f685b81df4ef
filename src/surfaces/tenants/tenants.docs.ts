import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '../../common/http/api-errors.decorator.js';
import { LoginTenantDto, RegisterTenantDto, TenantSessionDto } from './tenants.dto.js';

const Tagged = () => ApiTags('Tenants (S4)');

export const ApiRegisterTenant = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({
      summary: 'Register a tenant and sign in',
      description: 'The name need not be unique; the e-mail address must be unique across all surfaces.',
    }),
    ApiBody({ type: RegisterTenantDto }),
    ApiResponse({ status: 201, description: 'Tenant registered', type: TenantSessionDto }),
    ApiErrors(
      'user.email_taken',
      'user.password_weak',
      'service.capacity_reached',
      'organization.name_reserved',
      'auth.hashing_overloaded',
    ),
  );

export const ApiLoginTenant = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({ summary: 'Sign in as a tenant' }),
    ApiBody({ type: LoginTenantDto }),
    ApiResponse({ status: 200, description: 'Signed in', type: TenantSessionDto }),
    ApiErrors(
      'auth.credentials_missing',
      'auth.credentials_invalid',
      'organization.suspended',
      'user.suspended',
      'auth.hashing_overloaded',
    ),
  );
