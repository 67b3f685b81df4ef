import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';
import { SignedInDto } from '../sessions/sessions.dto.js';

export const ApiAddAccount = (): MethodDecorator =>
  applyDecorators(
    ApiTags('Account (v1)'),
    ApiOperation({
      summary: 'Make an account, alone or with an organization that it owns, and sign in',
      description:
        'A link that proves the mailbox is mailed. An account without an organization can accept an invitation, join by its mail domain, or make an organization later. With `cookie`, an Origin header that is sent must be the service’s own or one of CORS_ORIGINS; an answer that is repeated for an Idempotency-Key sets no cookie.',
    }),
    ApiResponse({
      status: 201,
      description: 'Made and signed in',
      headers: {
        Location: { description: 'The account', schema: { type: 'string', example: '/v1/me' } },
        'Set-Cookie': {
          description: 'The refresh token, when `cookie` was asked for',
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
