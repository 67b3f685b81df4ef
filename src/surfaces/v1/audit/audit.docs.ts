import { applyDecorators } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';
import { Filter, Paged } from '../pages.js';
import { AuditListDto, AuditVerificationDto } from './audit.dto.js';

export const ApiListAudit = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'List the audit log of the organization, newest first' }),
    Paged('17'),
    Filter('action', 'Only entries with this action', 'organization.updated'),
    Filter('from', 'Only entries at or after this day (UTC) or time', '2026-01-30T00:00:00.000Z'),
    Filter('to', 'Only entries before this time; a day counts as a whole', '2026-01-31T00:00:00.000Z'),
    ApiOkResponse({ type: AuditListDto }),
    ApiErrors('auth.forbidden', 'organization.not_found', 'query.invalid'),
  );

export const ApiVerifyAudit = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Verify the audit log by recomputing its hash chain' }),
    ApiOkResponse({ type: AuditVerificationDto }),
    ApiErrors('auth.forbidden', 'organization.not_found'),
  );
