import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';
import { SignedInDto } from '../sessions/sessions.dto.js';

export const ApiAddAccount = (): MethodDecorator =>
  applyDecorators(
    ApiTags('Account (v1)'),
    ApiOperation({
      summary: 'Create an account, with or without an organization, and sign in',
      description:
        'Sends a verification e-mail. An account without an organization can accept an invitation, join by its mail domain or create an organization later. With `cookie`, an Origin header must be the service’s own or one of CORS_ORIGINS; a response replayed for an Idempotency-Key sets no cookie.',
    }),
    ApiResponse({
      status: 201,
      description: 'Created and signed in',
      headers: {
        Location: { description: 'The account', schema: { type: 'string', example: '/v1/me' } },
        'Set-Cookie': {
          description: 'The refresh token, if the request has `cookie`',
          schema: {
            type: 'string',
            example:
              'rowhouse_refresh=rwr_…; Max-Age=2592000; Path=/v1/sessions; HttpOnly; Secure; SameSite=Strict',
          },
        },
      },
      type: SignedInDto,
    }),
    ApiErrors(
      'request.invalid',
      'user.email_taken',
      'user.password_weak',
      'organization.name_taken',
      'service.capacity_reached',
      'organization.name_reserved',
      'plan.unknown',
      'auth.forbidden',
      'auth.hashing_overloaded',
    ),
  );
