import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '../../common/http/api-errors.decorator.js';
import { AvailabilityDto, RegisteredDto, UserAddedDto } from './register.dto.js';

const Tagged = () => ApiTags('Registration (S0)');

export const ApiRegisterCompany = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({ summary: 'Register a company and its administrator' }),
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
        'With the token of an owner or administrator of the company, the user can sign in at once. Without a token the membership is pending: the user confirms it with the link of an e-mail and the password (POST /v1/members/confirm), or an administrator approves it.',
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
    ApiOperation({ summary: 'Check whether a company name and an e-mail address are available' }),
    ApiResponse({ status: 200, description: 'The result', type: AvailabilityDto }),
  );
