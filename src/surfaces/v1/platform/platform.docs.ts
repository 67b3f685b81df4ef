import { applyDecorators } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiParam } from '@nestjs/swagger';
import type { ErrorCode } from '../../../common/errors/error-codes.js';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';
import { AuditExport } from '../audit/audit.docs.js';
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
  'These are databases of the server that begin with DATABASE_PREFIX and belong to no organization: restored dumps, databases of another registry on the same MongoDB, or databases of organizations that a restored master no longer has. None of them is dropped automatically.';

const HOW =
  '`ignore` keeps the database in the list without reporting it. `drop` requires the name of the database in `confirm`. `adopt` assigns it to the organization it was created for, to another organization without documents, or to a new organization with the old id and an owner.';

const CHAIN =
  'Only the log of this organization, which may be deleted; `platform`: entries of no organization';

const STATUSES_CHANGE =
  'Takes effect on every instance within 0.1 seconds. Repeating the request changes nothing; data is not changed.';

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
    ApiOperation({ summary: 'List databases that belong to no organization', description: WHAT }),
    Paged('org_acme_corp'),
    Filter('status', '`open` or `ignored`', 'open'),
    ApiOkResponse({ type: LeftoverListDto }),
    ApiErrors('auth.forbidden', 'query.invalid'),
  );

export const ApiSettleLeftover = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Adopt, drop or ignore a database that belongs to no organization',
      description: HOW,
    }),
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
    ApiOperation({ summary: 'List all accounts, ordered by e-mail address' }),
    Paged('amFuZUBhY21lY29ycC5jb20'),
    Filter('q', 'Prefix of the e-mail address', 'jane@'),
    ApiOkResponse({ type: PlatformAccountListDto }),
    ApiErrors('auth.forbidden', 'query.invalid'),
  );

export const ApiInspectAccount = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Get an account and its organizations' }),
    UserId(),
    ApiOkResponse({ type: PlatformAccountDetailsDto }),
    ApiErrors('auth.forbidden', 'user.not_found'),
  );

export const ApiSuspendAccount = (): MethodDecorator =>
  applyDecorators(
    UserId(),
    ApiStatusChange('Suspend an account and invalidate its tokens', 'user.not_found'),
  );

export const ApiDeactivateAccount = (): MethodDecorator =>
  applyDecorators(
    UserId(),
    ApiStatusChange('Deactivate an account and invalidate its tokens', 'user.not_found'),
  );

export const ApiActivateAccount = (): MethodDecorator =>
  applyDecorators(UserId(), ApiStatusChange('Activate an account', 'user.not_found'));

export const ApiIssueInitialSecret = (): MethodDecorator =>
  applyDecorators(
    UserId(),
    ApiOperation({
      summary: 'Reset the password of an account to a temporary one and end its sessions',
      description:
        'Intended for the owner of a new tenant who lost the first password. The response shows the temporary password once; the event is written to the organization’s audit log. Allowed only for accounts whose address is not verified; other users reset their password by e-mail.',
    }),
    ApiOkResponse({ type: PlatformSecretDto }),
    ApiErrors('auth.forbidden', 'user.not_found', 'member.own_account', 'auth.hashing_overloaded'),
  );

export const ApiResetFactor = (): MethodDecorator =>
  applyDecorators(
    UserId(),
    ApiOperation({
      summary: 'Reset the second factor of an account and end its sessions',
      description:
        'For a user who lost the factor and the recovery codes; the operator must know that it is the user. Afterwards the password alone signs in. The user is notified, and the reason is written to the audit log.',
    }),
    ApiNoContentResponse({ description: 'The account has none' }),
    ApiErrors('auth.forbidden', 'user.not_found', 'factor.not_found'),
  );

export const ApiListPlatformAudit = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'List the audit logs of the platform and its organizations, newest first' }),
    Paged('6912f0b1a4c1d20f4d8c2a11'),
    Filter('organization_id', CHAIN, '507f1f77bcf86cd799439012'),
    Filter('action', 'Only entries with this action', 'organization.suspended'),
    Filter('from', 'Only entries at or after this day (UTC) or time', '2026-01-30T00:00:00.000Z'),
    Filter('to', 'Only entries before this time; a day counts as a whole', '2026-01-31T00:00:00.000Z'),
    ApiOkResponse({ type: AuditListDto }),
    ApiErrors('auth.forbidden', 'query.invalid'),
  );

export const ApiVerifyPlatformAudit = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Verify an audit log by recomputing its hash chain' }),
    Filter('organization_id', `${CHAIN} (default)`, '507f1f77bcf86cd799439012'),
    ApiOkResponse({ type: AuditVerificationDto }),
    ApiErrors('auth.forbidden', 'query.invalid'),
  );

export const ApiExportPlatformAudit = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Export the audit log of the platform or of an organization' }),
    Filter('organization_id', `${CHAIN} (default)`, '507f1f77bcf86cd799439012'),
    AuditExport(),
    ApiErrors('auth.forbidden', 'query.invalid'),
  );

export const ApiListAllOrganizations = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'List all organizations, newest first' }),
    Paged('507f1f77bcf86cd799439012'),
    Filter('q', 'Prefix of the name, case-insensitive', 'acme'),
    Filter('status', '`active`, `inactive` or `suspended`', 'suspended'),
    Filter('plan', 'Type or id of a plan', 'basic'),
    ApiOkResponse({ type: PlatformOrganizationListDto }),
    ApiErrors('auth.forbidden', 'query.invalid', 'plan.unknown'),
  );

export const ApiInspectOrganization = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Get an organization with its counts' }),
    OrganizationId(),
    ApiOkResponse({ type: PlatformOrganizationDto }),
    ApiErrors('auth.forbidden', 'organization.not_found'),
  );

export const ApiEraseOrganization = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Delete an organization with its database' }),
    OrganizationId(),
    ApiNoContentResponse({ description: 'Deleted' }),
    ApiErrors('auth.forbidden', 'organization.not_found'),
  );

export const ApiSuspendOrganization = (): MethodDecorator =>
  applyDecorators(OrganizationId(), ApiStatusChange('Suspend an organization', 'organization.not_found'));

export const ApiDeactivateOrganization = (): MethodDecorator =>
  applyDecorators(OrganizationId(), ApiStatusChange('Deactivate an organization', 'organization.not_found'));

export const ApiActivateOrganization = (): MethodDecorator =>
  applyDecorators(OrganizationId(), ApiStatusChange('Activate an organization', 'organization.not_found'));

export const ApiAssignPlan = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Change the plan of an organization' }),
    OrganizationId(),
    ApiOkResponse({ type: OrganizationPlanDto }),
    ApiErrors('auth.forbidden', 'organization.not_found', 'plan.unknown', 'plan.too_small'),
  );
