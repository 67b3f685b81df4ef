import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Refuses } from '../../../common/http/refuses.decorator.js';
import { Deadline } from '../../../common/http/route-config.js';
import { AuditService } from '../../../modules/audit/audit.service.js';
import { type Actor, organizationOf } from '../../../modules/access/actor.types.js';
import { CurrentActor, RequirePermission } from '../../../modules/auth/http/access.decorators.js';
import { AuditListDto, AuditVerificationDto } from './audit.dto.js';
import { auditQuery, presentAudit, presentVerification } from './audit.presenter.js';
import { Filter, Paged } from '../pages.js';

/** Milliseconds: a chain of a million entries is read in about half a minute. */
const VERIFYING_MS = 60_000;

@ApiTags('Audit (v1)')
@Controller('v1/audit')
export class AuditController {
  constructor(private readonly audit: AuditService) {}

  @RequirePermission('audit.read')
  @Get()
  @ApiOperation({ summary: 'What happened in the own organization, newest first' })
  @Paged('17')
  @Filter('action', 'Only this action', 'organization.updated')
  @Filter('from', 'At or after this day (UTC) or moment', '2026-01-30T00:00:00.000Z')
  @Filter('to', 'Before this moment; a day is the whole day', '2026-01-31T00:00:00.000Z')
  @ApiOkResponse({ type: AuditListDto })
  @Refuses('auth.forbidden', 'organization.not_found', 'query.invalid')
  async listAudit(@CurrentActor() actor: Actor, @Query() query: unknown): Promise<AuditListDto> {
    return presentAudit(await this.audit.list(organizationOf(actor), auditQuery(query).query));
  }

  @RequirePermission('audit.read')
  @Get('verification')
  @Deadline(VERIFYING_MS)
  @ApiOperation({ summary: 'Read the whole log and recompute its chain' })
  @ApiOkResponse({ type: AuditVerificationDto })
  @Refuses('auth.forbidden', 'organization.not_found')
  async verifyAudit(@CurrentActor() actor: Actor): Promise<AuditVerificationDto> {
    return presentVerification(await this.audit.verify(organizationOf(actor)));
  }
}
