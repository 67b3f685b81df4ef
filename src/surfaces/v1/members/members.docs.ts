import { applyDecorators } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiCreatedResponse,
  ApiHeader,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiQuery,
  ApiTags,
} from '@nestjs/swagger';
import type { ErrorCode } from '../../../common/errors/error-codes.js';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';
import { ApiOtp, SECOND_STEP_ERRORS } from '../../../common/http/otp-header.decorator.js';
import {
  CreatedMemberDto,
  MemberDto,
  MemberListDto,
  MemberSecretDto,
  MembershipDto,
  WaitingDto,
} from './members.dto.js';

const text = (example: string) => ({ type: 'string' as const, example });
const ETAG = {
  ETag: { description: 'Version of the member', schema: text('"h2Qx7d1K9sLrT0aB"') },
};
const LOCATION = (example: string) => ({
  Location: { description: 'Path of the new resource', schema: text(example) },
});
const MemberId = () => ApiParam({ name: 'id', example: '507f1f77bcf86cd799439011' });
const OrganizationId = () => ApiParam({ name: 'org_id', example: '507f1f77bcf86cd799439012' });
const Filter = (name: string, description: string, example: string) =>
  ApiQuery({ name, required: false, description, schema: text(example) });
const IfMatch = () =>
  ApiHeader({
    name: 'If-Match',
    required: false,
    description: 'ETag of the version that is changed; a different current version gives 412',
    schema: text('"h2Qx7d1K9sLrT0aB"'),
  });
/** What every act on one member may be refused for. */
const ON_MEMBER: ErrorCode[] = ['auth.forbidden', 'user.not_found', 'organization.not_found'];

export const ApiListMembers = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'List the members of the organization' }),
    Filter('cursor', '`next_cursor` of the previous page', '507f1f77bcf86cd799439011'),
    ApiQuery({
      name: 'limit',
      required: false,
      description: 'Members on a page',
      schema: { type: 'integer', minimum: 1, maximum: 100, default: 50, example: 50 },
    }),
    Filter('role', 'Only members with this role', 'admin'),
    ApiQuery({ name: 'status', required: false, enum: ['active', 'pending', 'inactive'] }),
    Filter('q', 'Prefix of the name, e-mail address or user name, case-insensitive', 'jane'),
    ApiOkResponse({ type: MemberListDto }),
    ApiErrors('auth.forbidden', 'organization.not_found', 'query.invalid'),
  );

export const ApiGetMember = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Get a member' }),
    MemberId(),
    ApiOkResponse({ type: MemberDto, headers: ETAG }),
    ApiErrors(...ON_MEMBER),
  );

export const ApiCreateMember = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Create an account for a new member with a temporary password',
      description:
        'The response shows the temporary password once; no e-mail is sent. Invite a user who already has an account instead.',
    }),
    ApiCreatedResponse({
      type: CreatedMemberDto,
      headers: { ...ETAG, ...LOCATION('/v1/members/507f1f77bcf86cd799439011') },
    }),
    ApiErrors(
      'auth.forbidden',
      'auth.hashing_overloaded',
      'member.limit_reached',
      'organization.not_found',
      'role.exceeds',
      'role.not_found',
      'user.email_taken',
      'user.name_taken',
    ),
  );

export const ApiUpdateMember = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Change the role, status or user name of a member',
      description:
        'The actor cannot change a member whose role has permissions that the actor lacks, or assign such a role: an admin can neither change nor appoint an owner. The change takes effect on every instance at once.',
    }),
    MemberId(),
    IfMatch(),
    ApiOkResponse({ type: MemberDto, headers: ETAG }),
    ApiErrors(
      ...ON_MEMBER,
      'member.last_owner',
      'member.limit_reached',
      'resource.changed',
      'role.exceeds',
      'role.not_found',
      'user.name_taken',
      'user.pending',
    ),
  );

export const ApiRemoveMember = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Remove a member',
      description:
        'Invalidates the member’s tokens for this organization at once. The account remains; it cannot rejoin through its mail domain alone.',
    }),
    MemberId(),
    IfMatch(),
    ApiNoContentResponse({ description: 'Removed' }),
    ApiErrors(...ON_MEMBER, 'member.last_owner', 'resource.changed'),
  );

export const ApiApproveMember = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Approve a join request',
      description: '`email_verified` of the member tells whether the address is verified.',
    }),
    MemberId(),
    ApiNoContentResponse({ description: 'The member can sign in and is notified by e-mail' }),
    ApiErrors(...ON_MEMBER, 'member.limit_reached'),
  );

export const ApiDeclineMember = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Decline a join request',
      description:
        'Deletes the account if only this request created it, so that its address is available again.',
    }),
    MemberId(),
    ApiNoContentResponse({ description: 'Declined' }),
    ApiErrors(...ON_MEMBER),
  );

export const ApiResetMemberPassword = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Reset a member’s password to a temporary one and end their sessions',
      description:
        'The response shows the temporary password once; the member is notified by e-mail. Not allowed for owners. Allowed only for an account that this organization created and whose user has not registered, verified the address or joined another organization since; other users reset their password by e-mail.',
    }),
    MemberId(),
    ApiOkResponse({ type: MemberSecretDto }),
    ApiErrors(...ON_MEMBER, 'member.own_account', 'auth.hashing_overloaded'),
  );

export const ApiResetMemberFactor = (): MethodDecorator =>
  applyDecorators(
    MemberId(),
    ApiOperation({
      summary: 'Reset the second factor of a member and end their sessions',
      description:
        'For a member who lost it. Allowed only for an account that this organization created and that belongs to no other organization. The password stays as it is; the member is notified. For other accounts, a platform operator resets the second factor.',
    }),
    ApiNoContentResponse({ description: 'The account has none; the organization may require a new one' }),
    ApiErrors('auth.forbidden', 'user.not_found', 'member.own_account', 'factor.not_found'),
  );

export const ApiTransferOwnership = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Transfer ownership to a member; the actor becomes an administrator' }),
    MemberId(),
    ApiOkResponse({ description: 'The new owner', type: MemberDto, headers: ETAG }),
    ApiErrors(...ON_MEMBER, 'request.invalid'),
  );

export const ApiConfirmMailbox = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Confirm a join request with the code of the e-mail',
      description:
        'Requires the password of the account too, so that nobody confirms a request that a stranger made with their address. The membership becomes active without approval.',
    }),
    ApiNoContentResponse({ description: 'The member can sign in' }),
    ApiAcceptedResponse({
      description:
        'The address is verified, but no owner has a verified address of this domain: the request needs approval',
      type: WaitingDto,
    }),
    ApiOtp(),
    ApiErrors(
      'auth.credentials_invalid',
      ...SECOND_STEP_ERRORS,
      'auth.hashing_overloaded',
      'auth.link_invalid',
      'member.limit_reached',
      'organization.not_found',
      'organization.suspended',
    ),
  );

export const ApiMailConfirmation = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Send the confirmation e-mail of a join request again',
      description:
        'Allowed once a minute; the previous link is invalidated. The response is the same for an account without a pending request, which receives no e-mail.',
    }),
    ApiNoContentResponse({ description: 'Sent, if a request is pending' }),
    ApiOtp(),
    ApiErrors('auth.credentials_invalid', ...SECOND_STEP_ERRORS, 'auth.hashing_overloaded'),
  );

export const ApiJoinOrganization = (): MethodDecorator =>
  applyDecorators(
    ApiTags('Account (v1)'),
    ApiOperation({
      summary: 'Join the organization of your mail domain as a member',
      description: 'Your address and the address of one owner at this domain must be verified.',
    }),
    ApiCreatedResponse({
      type: MembershipDto,
      headers: LOCATION('/v1/me/memberships/507f1f77bcf86cd799439012'),
    }),
    ApiErrors(
      'auth.email_unverified',
      'auth.forbidden',
      'member.exists',
      'member.limit_reached',
      'organization.domain_unknown',
      'request.invalid',
      'user.name_taken',
    ),
  );

export const ApiGetMembership = (): MethodDecorator =>
  applyDecorators(
    ApiTags('Account (v1)'),
    ApiOperation({ summary: 'Get your membership in an organization' }),
    OrganizationId(),
    ApiOkResponse({ type: MembershipDto }),
    ApiErrors('organization.not_found'),
  );

export const ApiLeaveOrganization = (): MethodDecorator =>
  applyDecorators(
    ApiTags('Account (v1)'),
    ApiOperation({ summary: 'Leave an organization' }),
    OrganizationId(),
    ApiNoContentResponse({ description: 'Left' }),
    ApiErrors('member.last_owner', 'organization.not_found'),
  );
