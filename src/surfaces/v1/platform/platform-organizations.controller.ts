import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Deadline } from '../../../common/http/route-config.js';
import type { Actor } from '../../../modules/access/actor.types.js';
import { CurrentActor, RequirePermission } from '../../../modules/auth/http/access.decorators.js';
import { StepUp, StepUpByDefault } from '../../../modules/auth/http/step-up.guard.js';
import { PlanUsageService } from '../../../modules/organizations/plan-usage.service.js';
import { OrganizationPlansService } from '../../../modules/organizations/organization-plans.service.js';
import { OrganizationStatesService } from '../../../modules/organizations/organization-states.service.js';
import { PlatformOrganizationsService } from '../../../modules/organizations/platform-organizations.service.js';
import { oneOf, pageOf } from '../pages.js';
import { OrganizationPresenter } from '../organizations/organization.presenter.js';
import { ChoosePlanDto, OrganizationPlanDto } from '../plans/plans.dto.js';
import { presentUse } from '../plans/plans.presenter.js';
import { PlatformOrganizationDto, PlatformOrganizationListDto, StatusReasonDto } from './platform.dto.js';
import {
  ApiListAllOrganizations,
  ApiInspectOrganization,
  ApiEraseOrganization,
  ApiSuspendOrganization,
  ApiDeactivateOrganization,
  ApiActivateOrganization,
  ApiAssignPlan,
} from './platform.docs.js';

@ApiTags('Platform (v1)')
@Controller('v1/platform/organizations')
export class PlatformOrganizationsController {
  constructor(
    private readonly organizations: PlatformOrganizationsService,
    private readonly states: OrganizationStatesService,
    private readonly plans: OrganizationPlansService,
    private readonly usage: PlanUsageService,
    private readonly presenter: OrganizationPresenter,
  ) {}

  @RequirePermission('platform.organizations.read')
  @Get()
  @ApiListAllOrganizations()
  async listAllOrganizations(@Query() query: unknown): Promise<PlatformOrganizationListDto> {
    const { cursor, limit, given } = pageOf(query, ['q', 'status', 'plan']);
    const { q: name, plan } = given;
    const status = oneOf('status', given['status'], ['active', 'inactive', 'suspended']);
    const { items, next } = await this.organizations.list({ name, status, plan, cursor, limit });
    return { items: await Promise.all(items.map((one) => this.presenter.present(one))), next_cursor: next };
  }

  @RequirePermission('platform.organizations.read')
  @Get(':id')
  @ApiInspectOrganization()
  async inspectOrganization(
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PlatformOrganizationDto> {
    const organization = await this.organizations.find(id);
    const [shown, counts] = await Promise.all([
      this.presenter.tagged(reply, organization),
      this.organizations.count(organization.id),
    ]);
    return { ...shown, status_reason: organization.statusReason ?? null, ...counts };
  }

  @RequirePermission('platform.organizations.manage')
  @StepUpByDefault()
  @Delete(':id')
  @HttpCode(204)
  @Deadline(0)
  @ApiEraseOrganization()
  async eraseOrganization(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<void> {
    await this.organizations.remove(actor, id);
  }

  // A public GET /org/get goes on answering: that the organization exists, and since when, is no secret.
  @RequirePermission('platform.organizations.manage')
  @Post(':id/suspend')
  @HttpCode(204)
  @ApiSuspendOrganization()
  async suspendOrganization(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() { reason }: StatusReasonDto,
  ): Promise<void> {
    await this.states.set(actor, (await this.organizations.find(id)).id, 'suspended', reason);
  }

  @RequirePermission('platform.organizations.manage')
  @Post(':id/deactivate')
  @HttpCode(204)
  @ApiDeactivateOrganization()
  async deactivateOrganization(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() { reason }: StatusReasonDto,
  ): Promise<void> {
    await this.states.set(actor, (await this.organizations.find(id)).id, 'inactive', reason);
  }

  @RequirePermission('platform.organizations.manage')
  @Post(':id/activate')
  @HttpCode(204)
  @ApiActivateOrganization()
  async activateOrganization(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() { reason }: StatusReasonDto,
  ): Promise<void> {
    await this.states.set(actor, (await this.organizations.find(id)).id, 'active', reason);
  }

  @RequirePermission('platform.organizations.manage')
  @StepUp()
  @Put(':id/plan')
  @ApiAssignPlan()
  async assignPlan(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() { plan }: ChoosePlanDto,
  ): Promise<OrganizationPlanDto> {
    const changed = await this.plans.change(actor, await this.organizations.find(id), plan);
    return presentUse(await this.usage.use(changed));
  }
}
