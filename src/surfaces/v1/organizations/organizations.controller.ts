import {
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  Param,
  Patch,
  Post,
  Put,
  Res,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { RateLimited } from '../../../common/http/rate-limited.decorator.js';
import { Deadline } from '../../../common/http/route-config.js';
import { Unmetered } from '../../../common/http/unmetered.decorator.js';
import type { Actor } from '../../../modules/access/actor.types.js';
import {
  AnyActor,
  CurrentActor,
  NotImpersonated,
  RequirePermission,
} from '../../../modules/auth/http/access.decorators.js';
import { StepUp, StepUpByDefault } from '../../../modules/auth/http/step-up.guard.js';
import { Idempotent } from '../../../modules/idempotency/http/idempotent.decorator.js';
import { OrganizationCreationsService } from '../../../modules/organizations/organization-creations.service.js';
import { PlanChoiceService } from '../../../modules/organizations/plan-choice.service.js';
import { PlanUsageService } from '../../../modules/organizations/plan-usage.service.js';
import { OrganizationPlansService } from '../../../modules/organizations/organization-plans.service.js';
import { OwnOrganizationsService } from '../../../modules/organizations/own-organizations.service.js';
import { ChoosePlanDto, type OrganizationPlanDto } from '../plans/plans.dto.js';
import { presentUse } from '../plans/plans.presenter.js';
import { OrganizationPresenter, revisionsOf } from './organization.presenter.js';
import {
  ApiChangeOrganizationPlan,
  ApiAddOrganization,
  ApiRemoveOrganization,
  ApiReadOrganization,
  ApiListOrganizations,
  ApiPatchOrganization,
  ApiGetOrganizationPlan,
} from './organizations.docs.js';
import {
  NewOrganizationViewDto,
  OrganizationPatchDto,
  type OrganizationViewDto,
  type OwnOrganizationListDto,
} from './organizations.dto.js';

@ApiTags('Organizations (v1)')
@Controller('v1/organizations')
export class OrganizationsController {
  constructor(
    private readonly own: OwnOrganizationsService,
    private readonly creations: OrganizationCreationsService,
    private readonly plans: OrganizationPlansService,
    private readonly choice: PlanChoiceService,
    private readonly usage: PlanUsageService,
    private readonly presenter: OrganizationPresenter,
  ) {}

  @AnyActor({ suspendedToo: true })
  @Get()
  @ApiListOrganizations()
  async listOrganizations(@CurrentActor() actor: Actor): Promise<OwnOrganizationListDto> {
    const items = (await this.own.list(actor)).map(async ({ organization, role }) => ({
      ...(await this.presenter.present(organization)),
      role,
    }));
    return { items: await Promise.all(items), next_cursor: null };
  }

  @AnyActor()
  @NotImpersonated()
  @RateLimited('create')
  @Idempotent()
  @Post()
  @ApiAddOrganization()
  async addOrganization(
    @CurrentActor() actor: Actor,
    @Body() body: NewOrganizationViewDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OrganizationViewDto> {
    const organization = await this.creations.create(actor, body);
    reply.header('location', `/v1/organizations/${organization.id}`);
    return this.presenter.tagged(reply, organization);
  }

  @RequirePermission('organization.read')
  @Get(':id')
  @ApiReadOrganization()
  async readOrganization(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OrganizationViewDto> {
    return this.presenter.tagged(reply, await this.own.find(actor, id));
  }

  @RequirePermission('organization.update')
  @StepUp('name')
  @Patch(':id')
  @Deadline(0)
  @ApiPatchOrganization()
  async patchOrganization(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Headers('if-match') match: string | undefined,
    @Body() body: OrganizationPatchDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OrganizationViewDto> {
    return this.presenter.tagged(reply, await this.own.patch(actor, id, body, revisionsOf(match)));
  }

  @RequirePermission('organization.delete')
  @NotImpersonated()
  @StepUpByDefault()
  @Delete(':id')
  @HttpCode(204)
  @Deadline(0)
  @ApiRemoveOrganization()
  async removeOrganization(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<void> {
    await this.own.remove(actor, id);
  }

  @RequirePermission('organization.read')
  @Unmetered()
  @Get(':id/plan')
  @ApiGetOrganizationPlan()
  async getOrganizationPlan(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
  ): Promise<OrganizationPlanDto> {
    return presentUse(await this.usage.use(await this.own.find(actor, id)));
  }

  @RequirePermission('plan.change')
  @StepUp()
  @Unmetered()
  @Put(':id/plan')
  @ApiChangeOrganizationPlan()
  async changeOrganizationPlan(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() { plan }: ChoosePlanDto,
  ): Promise<OrganizationPlanDto> {
    this.choice.requireChooser(actor);
    const changed = await this.plans.change(actor, await this.own.find(actor, id), plan);
    return presentUse(await this.usage.use(changed));
  }
}
