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
  ETag: { description: 'Names this version of the member', schema: text('"h2Qx7d1K9sLrT0aB"') },
};
const LOCATION = (example: string) => ({ Location: { description: 'The new one', schema: text(example) } });
const MemberId = () => ApiParam({ name: 'id', example: '507f1f77bcf86cd799439011' });
const OrganizationId = () => ApiParam({ name: 'org_id', example: '507f1f77bcf86cd799439012' });
const Filter = (name: string, description: string, example: string) =>
  ApiQuery({ name, required: false, description, schema: text(example) });
const IfMatch = () =>
  ApiHeader({
    name: 'If-Match',
    required: false,
    description: 'The ETag that was read; another version is refused with 412',
    schema: text('"h2Qx7d1K9sLrT0aB"'),
  });
/** What every act on one member may be refused for. */
const ON_MEMBER: ErrorCode[] = ['auth.forbidden', 'user.not_found', 'organization.not_found'];

export const ApiListMembers = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'The members of the organization' }),
    Filter('cursor', '`next_cursor` of the page before', '507f1f77bcf86cd799439011'),
    ApiQuery({
      name: 'limit',
      required: false,
      description: 'Members on a page',
      schema: { type: 'integer', minimum: 1, maximum: 100, default: 50, example: 50 },
    }),
    Filter('role', 'Only members with this role', 'admin'),
    ApiQuery({ name: 'status', required: false, enum: ['active', 'pending', 'inactive'] }),
    Filter('q', 'How the name, the address or the user name begins, without regard to case', 'jane'),
    ApiOkResponse({ type: MemberListDto }),
    ApiErrors('auth.forbidden', 'organization.not_found', 'query.invalid'),
  );

export const ApiGetMember = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'One member' }),
    MemberId(),
    ApiOkResponse({ type: MemberDto, headers: ETAG }),
    ApiErrors(...ON_MEMBER),
  );

export const ApiCreateMember = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Make an account for somebody, who starts with a one-time secret',
      description:
        'The secret is shown here once, for the caller to hand over; nothing is mailed. Somebody who has an account is invited instead.',
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
      summary: 'Change the role, the status or the user name of a member',
      description:
        'Nobody changes a member whose role allows more than their own, or gives such a role: an admin cannot touch owners nor make one. It acts on every instance at once.',
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
        'Their tokens for this organization are refused at once. The account stays; its mail domain alone does not let it in again.',
    }),
    MemberId(),
    IfMatch(),
    ApiNoContentResponse({ description: 'Removed' }),
    ApiErrors(...ON_MEMBER, 'member.last_owner', 'resource.changed'),
  );

export const ApiApproveMember = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Let somebody in who asked to join through the company’s mail domain',
      description: '`email_verified` says whether they have proved their mailbox.',
    }),
    MemberId(),
    ApiNoContentResponse({ description: 'The member can sign in, and is told by mail' }),
    ApiErrors(...ON_MEMBER, 'member.limit_reached'),
  );

export const ApiDeclineMember = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Turn somebody away who asked to join',
      description: 'An account that only this request made is removed, so that its address is free again.',
    }),
    MemberId(),
    ApiNoContentResponse({ description: 'Declined' }),
    ApiErrors(...ON_MEMBER),
  );

export const ApiResetMemberPassword = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Replace a member’s password by a one-time secret; their sessions end',
      description:
        'Shown once, for the caller to hand over; the member’s mailbox is told that it happened. Not for owners, and only for accounts that this organization made and nobody made their own since: whoever registered, proved the mailbox or has a place elsewhere asks for a new password by mail.',
    }),
    MemberId(),
    ApiOkResponse({ type: MemberSecretDto }),
    ApiErrors(...ON_MEMBER, 'member.own_account', 'auth.hashing_overloaded'),
  );

export const ApiTransferOwnership = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Make a member an owner; the calling owner becomes an administrator' }),
    MemberId(),
    ApiOkResponse({ description: 'The new owner', type: MemberDto, headers: ETAG }),
    ApiErrors(...ON_MEMBER, 'request.invalid'),
  );

export const ApiConfirmMailbox = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Prove the mailbox of a request to join: the member is in without an approval',
      description:
        'The code of the mailed link together with the password of the account, so that nobody lets a stranger in who used their address.',
    }),
    ApiNoContentResponse({ description: 'The member can sign in' }),
    ApiAcceptedResponse({
      description: 'The mailbox is proved, but no owner has proved one of this domain: the request waits',
      type: WaitingDto,
    }),
    ApiErrors(
      'auth.credentials_invalid',
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
      summary: 'Mail the link of a request to join once more; an older one is dead',
      description: 'At most one a minute. An account that does not wait gets no mail, and the same answer.',
    }),
    ApiNoContentResponse({ description: 'Whoever waits has mail' }),
    ApiErrors('auth.credentials_invalid', 'auth.hashing_overloaded'),
  );

export const ApiJoinOrganization = (): MethodDecorator =>
  applyDecorators(
    ApiTags('Account (v1)'),
    ApiOperation({
      summary: 'Join the organization of your own mail domain, as a member',
      description: 'Both your address and one of an owner at this domain must be proved.',
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
    ApiOperation({ summary: 'Your place in an organization' }),
    OrganizationId(),
    ApiOkResponse({ type: MembershipDto }),
    ApiErrors('organization.not_found'),
  );

export const ApiLeaveOrganization = (): MethodDecorator =>
  applyDecorators(
    ApiTags('Account (v1)'),
    ApiOperation({ summary: 'Leave an organization; the account stays' }),
    OrganizationId(),
    ApiNoContentResponse({ description: 'Left' }),
    ApiErrors('member.last_owner', 'organization.not_found'),
  );
