import { Body, Controller, Delete, Get, Post, Put, Query } from '@nestjs/common';
import { Deadline, HotPath, Message } from '../../common/http/route-config.js';
import { type RequestContext, ReqContext } from '../../common/http/request-context.decorator.js';
import { RateLimited } from '../../common/http/rate-limited.decorator.js';
import { RequiredQuery } from '../../common/http/required-query.pipe.js';
import {
  CurrentActor,
  NotImpersonated,
  Public,
  RequirePermission,
} from '../../modules/auth/http/access.decorators.js';
import { Idempotent } from '../../modules/idempotency/http/idempotent.decorator.js';
import { StepUp } from '../../modules/auth/http/step-up.guard.js';
import type { Actor } from '../../modules/access/actor.types.js';
import { OrganizationsService } from '../../modules/organizations/organizations.service.js';
import type { Organization } from '../../modules/registry/organizations.types.js';
import { OrganizationUpdatesService } from '../../modules/organizations/organization-updates.service.js';
import { ProvisioningService } from '../../modules/organizations/provisioning.service.js';
import {
  ApiCreateOrganization,
  ApiDeleteOrganization,
  ApiGetOrganization,
  ApiUpdateOrganization,
} from './org.docs.js';
import {
  CreateOrganizationDto,
  type DeletedDto,
  type OrganizationDto,
  UpdateOrganizationDto,
  type UpdatedOrganizationDto,
} from './org.dto.js';

@Controller('org')
export class OrgController {
  constructor(
    private readonly organizations: OrganizationsService,
    private readonly provisioning: ProvisioningService,
    private readonly updates: OrganizationUpdatesService,
  ) {}

  @Public()
  @RateLimited('create')
  @Idempotent()
  @Post('create')
  @Message('Organization created successfully')
  @ApiCreateOrganization()
  async createOrganization(
    @Body() body: CreateOrganizationDto,
    @ReqContext() by: RequestContext,
  ): Promise<OrganizationDto> {
    const { organization_name: name, email, password } = body;
    const { organization } = await this.provisioning.create({
      name,
      owner: { email, password },
      origin: 'org',
      by,
    });
    return present(organization);
  }

  @Public('ORG_PUBLIC_READ')
  @RateLimited('lookup')
  @HotPath()
  @Get('get')
  @Message('Organization retrieved successfully')
  @ApiGetOrganization()
  async getOrganization(
    @Query('organization_name', new RequiredQuery('organization_name')) name: string,
  ): Promise<OrganizationDto> {
    return present(await this.organizations.findByName(name));
  }

  @RequirePermission('organization.update')
  @StepUp()
  @NotImpersonated()
  @Put('update')
  @Message('Organization updated successfully')
  @Deadline(0)
  @ApiUpdateOrganization()
  async updateOrganization(
    @CurrentActor() actor: Actor,
    @Body() body: UpdateOrganizationDto,
  ): Promise<UpdatedOrganizationDto> {
    const { organization_name: name, email, password } = body;
    const { created_at: _, ...updated } = present(
      await this.updates.update(actor, { name, email, password }),
    );
    return updated;
  }

  @RequirePermission('organization.delete')
  @StepUp()
  @Delete('delete')
  @Deadline(0)
  @ApiDeleteOrganization()
  async deleteOrganization(
    @CurrentActor() actor: Actor,
    @Query('organization_name', new RequiredQuery('organization_name')) name: string,
  ): Promise<DeletedDto> {
    await this.organizations.delete(actor, name);
    return { message: 'Organization deleted successfully' };
  }
}

function present(organization: Organization): OrganizationDto {
  return {
    organization_name: organization.name,
    collection_name: organization.database,
    admin_id: organization.adminId,
    created_at: organization.createdAt.toISOString().slice(0, 19),
  };
}
