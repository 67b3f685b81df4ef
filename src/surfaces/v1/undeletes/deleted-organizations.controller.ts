import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Deadline } from '../../../common/http/route-config.js';
import type { Actor } from '../../../modules/access/actor.types.js';
import { by } from '../../../modules/audit/audit.types.js';
import { CurrentActor, RequirePermission } from '../../../modules/auth/http/access.decorators.js';
import { StepUp } from '../../../modules/auth/http/step-up.guard.js';
import { ErasuresService } from '../../../modules/undeletes/erasures.service.js';
import { UndeletesService } from '../../../modules/undeletes/undeletes.service.js';
import { pageOf } from '../pages.js';
import {
  ApiEraseOrganization,
  ApiListDeletedOrganizations,
  ApiUndeleteOrganization,
} from './undeletes.docs.js';
import { BringBackDto, DeletedOrganizationDto, DeletedOrganizationListDto } from './undeletes.dto.js';
import { presentDeleted } from './undeletes.presenter.js';

@ApiTags('Platform (v1)')
@Controller('v1/platform/deleted-organizations')
export class DeletedOrganizationsController {
  constructor(
    private readonly undeletes: UndeletesService,
    private readonly erasures: ErasuresService,
  ) {}

  @RequirePermission('platform.organizations.read')
  @Get()
  @ApiListDeletedOrganizations()
  async listDeletedOrganizations(@Query() query: unknown): Promise<DeletedOrganizationListDto> {
    const { limit, cursor } = pageOf(query, []);
    const { items, next } = await this.erasures.list(limit, cursor);
    return { items: items.map(presentDeleted), next_cursor: next };
  }

  @RequirePermission('platform.organizations.manage')
  @StepUp()
  @Post(':id/undelete')
  @HttpCode(200)
  @Deadline(0)
  @ApiUndeleteOrganization()
  async undeleteOrganization(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() { name, without_domain: withoutDomain }: BringBackDto,
  ): Promise<DeletedOrganizationDto> {
    return presentDeleted(await this.undeletes.bringBack(id, { name, withoutDomain }, by(actor)));
  }

  @RequirePermission('platform.organizations.manage')
  @StepUp()
  @Delete(':id')
  @HttpCode(204)
  @ApiEraseOrganization()
  async eraseDeletedOrganization(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<void> {
    await this.erasures.erase(id, by(actor));
  }
}
