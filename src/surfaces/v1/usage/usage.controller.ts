import { Controller, Get, Headers, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { isId } from '../../../database/ids.js';
import { type Actor, organizationOf } from '../../../modules/access/actor.types.js';
import { CurrentActor, RequirePermission } from '../../../modules/auth/http/access.decorators.js';
import { UsagePeriodsService } from '../../../modules/usage/usage-periods.service.js';
import { invalidQuery } from '../pages.js';
import { ApiListPlatformUsage, ApiListUsage } from './usage.docs.js';
import type { OrganizationUsagePageDto, UsagePageDto } from './usage.dto.js';
import { presentOpen, presentUsage, usageCsv, usageQuery } from './usage.presenter.js';

@ApiTags('Usage (v1)')
@Controller('v1')
export class UsageController {
  constructor(private readonly periods: UsagePeriodsService) {}

  @RequirePermission('usage.read')
  @Get('usage')
  @ApiListUsage()
  async listUsage(
    @CurrentActor() actor: Actor,
    @Query() sent: unknown,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OrganizationUsagePageDto | string> {
    const organizationId = organizationOf(actor);
    const { query, isCsv } = usageQuery(sent, accept);
    const closedBefore = await this.periods.closedThrough();
    const records = await this.periods.list({ ...query, organizationId });
    if (isCsv) return usageCsv(records, query.limit, reply);
    const open = await this.periods.open(organizationId);
    return { ...presentUsage(records, query.limit, closedBefore), open: open.map(presentOpen) };
  }

  @RequirePermission('platform.usage.read')
  @Get('platform/usage')
  @ApiListPlatformUsage()
  async listPlatformUsage(
    @Query() sent: unknown,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<UsagePageDto | string> {
    const { query, isCsv, given } = usageQuery(sent, accept, ['organization_id']);
    const { organization_id: organizationId } = given;
    if (organizationId !== undefined && !isId(organizationId))
      throw invalidQuery('organization_id', 'is not the id of an organization');
    // Asked before the records: what is closed by then is among them.
    const closedBefore = await this.periods.closedThrough();
    const records = await this.periods.list({ ...query, organizationId });
    return isCsv ? usageCsv(records, query.limit, reply) : presentUsage(records, query.limit, closedBefore);
  }
}
