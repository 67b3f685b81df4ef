import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '../../common/http/api-errors.decorator.js';
import { AvailabilityDto, RegisteredDto, UserAddedDto } from './register.dto.js';

const Tagged = () => ApiTags('Registration (S0)');

export const ApiRegisterCompany = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({ summary: 'Register a company and its administrator, who can sign in at once' }),
    ApiResponse({ status: 201, description: 'Registered', type: RegisteredDto }),
    ApiErrors(
      'user.email_taken',
      'organization.name_taken',
      'organization.domain_taken',
      'service.capacity_reached',
      'organization.name_reserved',
      'user.password_weak',
      'auth.hashing_overloaded',
    ),
  );

export const ApiAddUser = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({
      summary: 'Add a user to the company of a mail domain',
      description:
        'With the token of an owner or administrator of the company the user can sign in at once. Without one the user waits, and gets a mail: its link together with the password (POST /v1/members/confirm) lets them in, or an administrator does.',
    }),
    ApiResponse({ status: 201, description: 'Added', type: UserAddedDto }),
    ApiErrors(
      'organization.domain_unknown',
      'organization.suspended',
      'user.email_taken',
      'user.name_taken',
      'user.password_weak',
      'member.limit_reached',
      'auth.hashing_overloaded',
    ),
  );

export const ApiCheckAvailability = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({ summary: 'Whether a company name and an e-mail address are free' }),
    ApiResponse({ status: 200, description: 'The answer', type: AvailabilityDto }),
  );
