import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Deadline } from '../../../common/http/route-config.js';
import { isId } from '../../../database/ids.js';
import { PLATFORM_CHAIN } from '../../../modules/audit/audit-chains.service.js';
import { AuditExportsService } from '../../../modules/audit/audit-exports.service.js';
import { AuditService } from '../../../modules/audit/audit.service.js';
import type { Actor } from '../../../modules/access/actor.types.js';
import { CurrentActor, RequirePermission } from '../../../modules/auth/http/access.decorators.js';
import { AuditListDto, AuditVerificationDto } from '../audit/audit.dto.js';
import { auditQuery, presentAudit, presentVerification } from '../audit/audit.presenter.js';
import { exportQuery, exportText } from '../audit/export-text.js';
import { invalidQuery } from '../pages.js';
import { once } from '../query.js';
import { ApiExportPlatformAudit, ApiListPlatformAudit, ApiVerifyPlatformAudit } from './platform.docs.js';

/** Milliseconds: a chain of a million entries is read in about half a minute. */
const VERIFYING_MS = 60_000;
@ApiTags('Platform (v1)')
@Controller('v1/platform/audit')
export class PlatformAuditController {
  constructor(
    private readonly audit: AuditService,
    private readonly exports: AuditExportsService,
  ) {}

  @RequirePermission('platform.audit.read')
  @Get()
  @ApiListPlatformAudit()
  async listPlatformAudit(@Query() sent: unknown): Promise<AuditListDto> {
    const { query, given } = auditQuery(sent, ['organization_id']);
    const { organization_id: chain } = given;
    return presentAudit(await this.audit.list(chain && chainOf(chain), query));
  }

  @RequirePermission('platform.audit.read')
  @Get('verification')
  @Deadline(VERIFYING_MS)
  @ApiVerifyPlatformAudit()
  async verifyPlatformAudit(@Query() sent: unknown): Promise<AuditVerificationDto> {
    const { organization_id: chain = PLATFORM_CHAIN } = once(sent, ['organization_id']);
    return presentVerification(await this.audit.verify(chainOf(chain)));
  }

  @RequirePermission('platform.audit.read')
  @Get('export')
  @Deadline(0)
  @ApiExportPlatformAudit()
  async exportPlatformAudit(
    @CurrentActor() actor: Actor,
    @Query() sent: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AsyncIterable<string>> {
    const { options, given } = exportQuery(sent, ['organization_id']);
    const log = chainOf(given['organization_id'] ?? PLATFORM_CHAIN);
    return exportText(log, options.format, await this.exports.export(actor, log, options), reply);
  }
}

function chainOf(text: string): string {
  if (text === PLATFORM_CHAIN || isId(text)) return text;
  throw invalidQuery('organization_id', 'is not the id of an organization');
}
