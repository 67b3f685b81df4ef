import { applyDecorators } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiParam } from '@nestjs/swagger';
import type { ErrorCode } from '../../../common/errors/error-codes.js';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';
import { AuditListDto, AuditVerificationDto } from '../audit/audit.dto.js';
import { Filter, Paged } from '../pages.js';
import { OrganizationPlanDto } from '../plans/plans.dto.js';
import { LeftoverListDto, SettledLeftoverDto } from './leftovers.dto.js';
import {
  PlatformAccountDetailsDto,
  PlatformAccountListDto,
  PlatformOrganizationDto,
  PlatformOrganizationListDto,
  PlatformSecretDto,
} from './platform.dto.js';

const WHAT =
  'Databases of the server that begin with DATABASE_PREFIX and that no organization accounts for: restored dumps, databases of another registry on the same MongoDB, those of organizations that a restored master has forgotten. Nothing drops them by itself.';

const HOW =
  '`ignore` keeps it in the list, quietly. `drop` needs the name again in `confirm`. `adopt` gives it to the organization it was made for, to another one without documents, or to one that is made again under its old id, with an owner.';

const CHAIN =
  'Only the log of this organization, which may be deleted meanwhile; `platform`: what belongs to none';

const STATUSES_CHANGE =
  'Every instance knows within a tenth of a second. Doing it again changes nothing; data are untouched.';

export const Id = (example: string): MethodDecorator =>
  ApiParam({ name: 'id', schema: { type: 'string', example } });
export const OrganizationId = (): MethodDecorator => Id('507f1f77bcf86cd799439012');
export const UserId = (): MethodDecorator => Id('507f1f77bcf86cd799439011');

/** An act of an operator that answers 204. */
export const ApiStatusChange = (summary: string, ...codes: ErrorCode[]): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary, description: STATUSES_CHANGE }),
    ApiNoContentResponse({ description: 'Done' }),
    ApiErrors('auth.forbidden', ...codes),
  );

export const ApiListLeftovers = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Databases that the registry does not account for', description: WHAT }),
    Paged('org_acme_corp'),
    Filter('status', 'open or ignored', 'open'),
    ApiOkResponse({ type: LeftoverListDto }),
    ApiErrors('auth.forbidden', 'query.invalid'),
  );

export const ApiSettleLeftover = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Adopt, drop or ignore such a database', description: HOW }),
    ApiParam({ name: 'name', schema: { type: 'string', example: 'org_acme_corp' } }),
    ApiOkResponse({ type: SettledLeftoverDto }),
    ApiErrors(
      'auth.forbidden',
      'leftover.not_found',
      'leftover.foreign',
      'leftover.in_use',
      'leftover.owner_differs',
      'leftover.not_replaceable',
      'organization.not_found',
      'organization.busy',
      'organization.name_taken',
      'organization.name_reserved',
      'member.exists',
      'user.not_found',
    ),
  );

export const ApiListAccounts = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Every account, in the order of the addresses' }),
    Paged('amFuZUBhY21lY29ycC5jb20'),
    Filter('q', 'How the address begins', 'jane@'),
    ApiOkResponse({ type: PlatformAccountListDto }),
    ApiErrors('auth.forbidden', 'query.invalid'),
  );

export const ApiInspectAccount = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'One account and its organizations' }),
    UserId(),
    ApiOkResponse({ type: PlatformAccountDetailsDto }),
    ApiErrors('auth.forbidden', 'user.not_found'),
  );

export const ApiSuspendAccount = (): MethodDecorator =>
  applyDecorators(
    UserId(),
    ApiStatusChange('Keep an account out everywhere; its tokens end at once', 'user.not_found'),
  );

export const ApiDeactivateAccount = (): MethodDecorator =>
  applyDecorators(
    UserId(),
    ApiStatusChange(
      'Keep an account out that is not used any more; its tokens end at once',
      'user.not_found',
    ),
  );

export const ApiActivateAccount = (): MethodDecorator =>
  applyDecorators(UserId(), ApiStatusChange('Let an account in again; it signs in anew', 'user.not_found'));

export const ApiIssueInitialSecret = (): MethodDecorator =>
  applyDecorators(
    UserId(),
    ApiOperation({
      summary: 'Replace the password by a one-time secret; the sessions of the account end',
      description:
        'For the owner of a new tenant who lost theirs, above all. Shown once; the organization’s log has it. Only for accounts whose mailbox nobody proved: everybody else asks for a new password by mail.',
    }),
    ApiOkResponse({ type: PlatformSecretDto }),
    ApiErrors('auth.forbidden', 'user.not_found', 'member.own_account', 'auth.hashing_overloaded'),
  );

export const ApiListPlatformAudit = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'What happened on the platform and in its organizations, newest first' }),
    Paged('6912f0b1a4c1d20f4d8c2a11'),
    Filter('organization_id', CHAIN, '507f1f77bcf86cd799439012'),
    Filter('action', 'Only this action', 'organization.suspended'),
    Filter('from', 'At or after this day (UTC) or moment', '2026-01-30T00:00:00.000Z'),
    Filter('to', 'Before this moment; a day is the whole day', '2026-01-31T00:00:00.000Z'),
    ApiOkResponse({ type: AuditListDto }),
    ApiErrors('auth.forbidden', 'query.invalid'),
  );

export const ApiVerifyPlatformAudit = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Read a whole log and recompute its chain' }),
    Filter('organization_id', `${CHAIN}, as without the parameter`, '507f1f77bcf86cd799439012'),
    ApiOkResponse({ type: AuditVerificationDto }),
    ApiErrors('auth.forbidden', 'query.invalid'),
  );

export const ApiListAllOrganizations = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Every organization, newest first' }),
    Paged('507f1f77bcf86cd799439012'),
    Filter('q', 'How the name begins, without regard to case', 'acme'),
    Filter('status', 'active, inactive or suspended', 'suspended'),
    Filter('plan', 'Type or id of a plan', 'basic'),
    ApiOkResponse({ type: PlatformOrganizationListDto }),
    ApiErrors('auth.forbidden', 'query.invalid', 'plan.unknown'),
  );

export const ApiInspectOrganization = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'One organization, with its counts' }),
    OrganizationId(),
    ApiOkResponse({ type: PlatformOrganizationDto }),
    ApiErrors('auth.forbidden', 'organization.not_found'),
  );

export const ApiEraseOrganization = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Delete an organization with its database' }),
    OrganizationId(),
    ApiNoContentResponse({ description: 'Gone' }),
    ApiErrors('auth.forbidden', 'organization.not_found'),
  );

export const ApiSuspendOrganization = (): MethodDecorator =>
  applyDecorators(
    OrganizationId(),
    ApiStatusChange('Keep everybody of an organization out', 'organization.not_found'),
  );

export const ApiDeactivateOrganization = (): MethodDecorator =>
  applyDecorators(
    OrganizationId(),
    ApiStatusChange(
      'Keep everybody out of an organization that is not used any more',
      'organization.not_found',
    ),
  );

export const ApiActivateOrganization = (): MethodDecorator =>
  applyDecorators(
    OrganizationId(),
    ApiStatusChange('Let the people of an organization in again', 'organization.not_found'),
  );

export const ApiAssignPlan = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Give an organization another plan' }),
    OrganizationId(),
    ApiOkResponse({ type: OrganizationPlanDto }),
    ApiErrors('auth.forbidden', 'organization.not_found', 'plan.unknown', 'plan.too_small'),
  );
