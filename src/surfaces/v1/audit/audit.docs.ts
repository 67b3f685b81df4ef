import { applyDecorators } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';
import { Filter, Paged } from '../pages.js';
import { AuditListDto, AuditVerificationDto } from './audit.dto.js';

export const ApiListAudit = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'What happened in the own organization, newest first' }),
    Paged('17'),
    Filter('action', 'Only this action', 'organization.updated'),
    Filter('from', 'At or after this day (UTC) or moment', '2026-01-30T00:00:00.000Z'),
    Filter('to', 'Before this moment; a day is the whole day', '2026-01-31T00:00:00.000Z'),
    ApiOkResponse({ type: AuditListDto }),
    ApiErrors('auth.forbidden', 'organization.not_found', 'query.invalid'),
  );

export const ApiVerifyAudit = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Read the whole log and recompute its chain' }),
    ApiOkResponse({ type: AuditVerificationDto }),
    ApiErrors('auth.forbidden', 'organization.not_found'),
  );
