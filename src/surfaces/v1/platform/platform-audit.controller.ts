import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Refuses } from '../../../common/http/refuses.decorator.js';
import { Deadline } from '../../../common/http/route-config.js';
import { isId } from '../../../database/ids.js';
import { PLATFORM_CHAIN } from '../../../modules/audit/audit-chains.service.js';
import { AuditService } from '../../../modules/audit/audit.service.js';
import { RequirePermission } from '../../../modules/auth/http/access.decorators.js';
import { AuditListDto, AuditVerificationDto } from '../audit/audit.dto.js';
import { auditQuery, presentAudit, presentVerification } from '../audit/audit.presenter.js';
import { Filter, Paged, refusal } from '../pages.js';
import { once } from '../query.js';

/** Milliseconds: a chain of a million entries is read in about half a minute. */
const VERIFYING_MS = 60_000;
const CHAIN =
  'Only the log of this organization, which may be deleted meanwhile; `platform`: what belongs to none';

@ApiTags('Platform (v1)')
@Controller('v1/platform/audit')
export class PlatformAuditController {
  constructor(private readonly audit: AuditService) {}

  @RequirePermission('platform.audit.read')
  @Get()
  @ApiOperation({ summary: 'What happened on the platform and in its organizations, newest first' })
  @Paged('6912f0b1a4c1d20f4d8c2a11')
  @Filter('organization_id', CHAIN, '507f1f77bcf86cd799439012')
  @Filter('action', 'Only this action', 'organization.suspended')
  @Filter('from', 'At or after this day (UTC) or moment', '2026-01-30T00:00:00.000Z')
  @Filter('to', 'Before this moment; a day is the whole day', '2026-01-31T00:00:00.000Z')
  @ApiOkResponse({ type: AuditListDto })
  @Refuses('auth.forbidden', 'query.invalid')
  async listPlatformAudit(@Query() sent: unknown): Promise<AuditListDto> {
    const { query, given } = auditQuery(sent, ['organization_id']);
    const { organization_id: chain } = given;
    return presentAudit(await this.audit.list(chain && chainOf(chain), query));
  }

  @RequirePermission('platform.audit.read')
  @Get('verification')
  @Deadline(VERIFYING_MS)
  @ApiOperation({ summary: 'Read a whole log and recompute its chain' })
  @Filter('organization_id', `${CHAIN}, as without the parameter`, '507f1f77bcf86cd799439012')
  @ApiOkResponse({ type: AuditVerificationDto })
  @Refuses('auth.forbidden', 'query.invalid')
  async verifyPlatformAudit(@Query() sent: unknown): Promise<AuditVerificationDto> {
    const { organization_id: chain = PLATFORM_CHAIN } = once(sent, ['organization_id']);
    return presentVerification(await this.audit.verify(chainOf(chain)));
  }
}

function chainOf(text: string): string {
  if (text === PLATFORM_CHAIN || isId(text)) return text;
  throw refusal('organization_id', 'is not the id of an organization');
}
