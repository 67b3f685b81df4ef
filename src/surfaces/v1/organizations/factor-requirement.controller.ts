import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '../../../modules/access/actor.types.js';
import {
  CurrentActor,
  NotImpersonated,
  RequirePermission,
} from '../../../modules/auth/http/access.decorators.js';
import { StepUp } from '../../../modules/auth/http/step-up.guard.js';
import { OrganizationFactorsService } from '../../../modules/organizations/organization-factors.service.js';
import { OwnOrganizationsService } from '../../../modules/organizations/own-organizations.service.js';
import type { OrganizationDetails } from '../../../modules/registry/organizations.types.js';
import { ApiChangeFactorRequirement, ApiGetFactorRequirement } from './factor-requirement.docs.js';
import { FactorRequirementDto, RequireFactorDto } from './factor-requirement.dto.js';

const DEFAULT_GRACE_DAYS = 7;

@ApiTags('Organizations (v1)')
@Controller('v1/organizations/:id/second-factor')
export class FactorRequirementController {
  constructor(
    private readonly own: OwnOrganizationsService,
    private readonly requirement: OrganizationFactorsService,
  ) {}

  @RequirePermission('organization.read')
  @Get()
  @ApiGetFactorRequirement()
  async getFactorRequirement(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
  ): Promise<FactorRequirementDto> {
    return present(await this.own.find(actor, id));
  }

  @RequirePermission('organization.update')
  @NotImpersonated()
  @StepUp()
  @Put()
  @ApiChangeFactorRequirement()
  async changeFactorRequirement(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() { required, grace_days: graceDays = DEFAULT_GRACE_DAYS }: RequireFactorDto,
  ): Promise<FactorRequirementDto> {
    const organization = await this.own.find(actor, id);
    return present(await this.requirement.change(actor, organization.id, { required, graceDays }));
  }
}

const present = ({ factorRequiredAt, factorFrom }: OrganizationDetails): FactorRequirementDto => ({
  required: factorFrom !== undefined,
  required_since: factorRequiredAt?.toISOString() ?? null,
  enforced_from: factorFrom?.toISOString() ?? null,
});
