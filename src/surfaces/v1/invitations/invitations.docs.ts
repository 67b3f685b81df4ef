import { applyDecorators } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiQuery,
} from '@nestjs/swagger';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';
import { INVITATION_STATUSES } from '../../../modules/invitations/invitations.types.js';
import { AcceptedDto, InvitationDto, InvitationListDto, OfferDto } from './invitations.dto.js';

const ID = { name: 'id', example: '507f1f77bcf86cd799439013' } as const;

export const ApiPreviewInvitation = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'What a mailed code offers' }),
    ApiOkResponse({ type: OfferDto }),
    ApiErrors('auth.link_invalid', 'organization.suspended'),
  );

export const ApiAcceptInvitation = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Take the offered seat',
      description:
        'An address without an account gets one, with the password that is sent. An address with an account takes its access token or its password: the code alone signs nobody in. Either way the address counts as confirmed.',
    }),
    ApiOkResponse({ type: AcceptedDto }),
    ApiErrors(
      'auth.link_invalid',
      'auth.credentials_invalid',
      'invitation.other_address',
      'auth.hashing_overloaded',
      'auth.password_change_required',
      'member.exists',
      'member.limit_reached',
      'organization.suspended',
      'role.not_found',
      'user.email_taken',
      'user.name_taken',
      'user.password_weak',
      'user.suspended',
    ),
  );

export const ApiDeclineInvitation = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Turn the offer down; the code is dead' }),
    ApiNoContentResponse({ description: 'Declined' }),
    ApiErrors('auth.link_invalid'),
  );

export const ApiCreateInvitation = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Invite an address by mail',
      description: 'The code of the link is in the mail and nowhere else.',
    }),
    ApiCreatedResponse({ type: InvitationDto }),
    ApiErrors(
      'auth.forbidden',
      'role.not_found',
      'role.exceeds',
      'member.exists',
      'invitation.exists',
      'invitation.limit_reached',
    ),
  );

export const ApiListInvitations = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'The invitations of the organization, the newest first, a hundred at a time' }),
    ApiQuery({ name: 'status', required: false, enum: INVITATION_STATUSES }),
    ApiQuery({
      name: 'cursor',
      required: false,
      schema: { type: 'string' },
      description: '`next_cursor` of the page before',
    }),
    ApiOkResponse({ type: InvitationListDto }),
    ApiErrors('auth.forbidden', 'query.invalid'),
  );

export const ApiGetInvitation = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'One invitation' }),
    ApiParam(ID),
    ApiOkResponse({ type: InvitationDto }),
    ApiErrors('auth.forbidden', 'invitation.not_found'),
  );

export const ApiResendInvitation = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Mail another code, with a new expiry; the code before is dead' }),
    ApiParam(ID),
    ApiOkResponse({ type: InvitationDto }),
    ApiErrors(
      'auth.forbidden',
      'invitation.not_found',
      'invitation.limit_reached',
      'role.not_found',
      'role.exceeds',
      'member.exists',
    ),
  );

export const ApiRevokeInvitation = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Take an invitation back; its code is dead' }),
    ApiParam(ID),
    ApiNoContentResponse({ description: 'Revoked' }),
    ApiErrors('auth.forbidden', 'invitation.not_found'),
  );
