import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Deadline } from '../../../common/http/route-config.js';
import { AuditService } from '../../../modules/audit/audit.service.js';
import { type Actor, organizationOf } from '../../../modules/access/actor.types.js';
import { CurrentActor, RequirePermission } from '../../../modules/auth/http/access.decorators.js';
import { AuditListDto, AuditVerificationDto } from './audit.dto.js';
import { auditQuery, presentAudit, presentVerification } from './audit.presenter.js';
import { ApiListAudit, ApiVerifyAudit } from './audit.docs.js';

/** Milliseconds: a chain of a million entries is read in about half a minute. */
const VERIFYING_MS = 60_000;

@ApiTags('Audit (v1)')
@Controller('v1/audit')
export class AuditController {
  constructor(private readonly audit: AuditService) {}

  @RequirePermission('audit.read')
  @Get()
  @ApiListAudit()
  async listAudit(@CurrentActor() actor: Actor, @Query() query: unknown): Promise<AuditListDto> {
    return presentAudit(await this.audit.list(organizationOf(actor), auditQuery(query).query));
  }

  @RequirePermission('audit.read')
  @Get('verification')
  @Deadline(VERIFYING_MS)
  @ApiVerifyAudit()
  async verifyAudit(@CurrentActor() actor: Actor): Promise<AuditVerificationDto> {
    return presentVerification(await this.audit.verify(organizationOf(actor)));
  }
}
