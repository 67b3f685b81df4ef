import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Deadline } from '../../../common/http/route-config.js';
import { AuditExportsService } from '../../../modules/audit/audit-exports.service.js';
import { AuditService } from '../../../modules/audit/audit.service.js';
import { type Actor, organizationOf } from '../../../modules/access/actor.types.js';
import { CurrentActor, RequirePermission } from '../../../modules/auth/http/access.decorators.js';
import { AuditListDto, AuditVerificationDto } from './audit.dto.js';
import { auditQuery, presentAudit, presentVerification } from './audit.presenter.js';
import { ApiExportAudit, ApiListAudit, ApiVerifyAudit } from './audit.docs.js';
import { exportQuery, exportText } from './export-text.js';

/** Milliseconds: a chain of a million entries is read in about half a minute. */
const VERIFYING_MS = 60_000;

@ApiTags('Audit (v1)')
@Controller('v1/audit')
export class AuditController {
  constructor(
    private readonly audit: AuditService,
    private readonly exports: AuditExportsService,
  ) {}

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

  @RequirePermission('audit.read')
  @Get('export')
  @Deadline(0)
  @ApiExportAudit()
  async exportAudit(
    @CurrentActor() actor: Actor,
    @Query() query: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AsyncIterable<string>> {
    const log = organizationOf(actor);
    const { options } = exportQuery(query);
    return exportText(log, options.format, await this.exports.export(actor, log, options), reply);
  }
}
