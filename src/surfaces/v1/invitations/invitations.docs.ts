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
import { ApiOtp, SECOND_STEP_ERRORS } from '../../../common/http/otp-header.decorator.js';
import { INVITATION_STATUSES } from '../../../modules/invitations/invitations.types.js';
import { AcceptedDto, InvitationDto, InvitationListDto, OfferDto } from './invitations.dto.js';

const ID = { name: 'id', example: '507f1f77bcf86cd799439013' } as const;

export const ApiPreviewInvitation = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Preview an invitation' }),
    ApiOkResponse({ type: OfferDto }),
    ApiErrors('auth.link_invalid', 'organization.suspended'),
  );

export const ApiAcceptInvitation = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Accept an invitation',
      description:
        'If the address has no account, one is created with the password of the request. If it has one, the request requires its access token or password: the code alone does not sign in. In both cases the address counts as verified.',
    }),
    ApiOkResponse({ type: AcceptedDto }),
    ApiOtp(),
    ApiErrors(
      'auth.link_invalid',
      'auth.credentials_invalid',
      ...SECOND_STEP_ERRORS,
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
    ApiOperation({ summary: 'Decline an invitation and invalidate its code' }),
    ApiNoContentResponse({ description: 'Declined' }),
    ApiErrors('auth.link_invalid'),
  );

export const ApiCreateInvitation = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Invite an e-mail address',
      description: 'The code of the link is sent by e-mail only.',
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
    ApiOperation({ summary: 'List the invitations of the organization, newest first' }),
    ApiQuery({ name: 'status', required: false, enum: INVITATION_STATUSES }),
    ApiQuery({
      name: 'cursor',
      required: false,
      schema: { type: 'string' },
      description: '`next_cursor` of the previous page',
    }),
    ApiOkResponse({ type: InvitationListDto }),
    ApiErrors('auth.forbidden', 'query.invalid'),
  );

export const ApiGetInvitation = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Get an invitation' }),
    ApiParam(ID),
    ApiOkResponse({ type: InvitationDto }),
    ApiErrors('auth.forbidden', 'invitation.not_found'),
  );

export const ApiResendInvitation = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Send an invitation again with a new code and expiry' }),
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
    ApiOperation({ summary: 'Revoke an invitation and invalidate its code' }),
    ApiParam(ID),
    ApiNoContentResponse({ description: 'Revoked' }),
    ApiErrors('auth.forbidden', 'invitation.not_found'),
  );
