import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AppError } from '../../../common/errors/app-error.js';
import { Deadline } from '../../../common/http/route-config.js';
import type { Actor } from '../../../modules/access/actor.types.js';
import { CurrentActor, RequirePermission } from '../../../modules/auth/http/access.decorators.js';
import { StepUp } from '../../../modules/auth/http/step-up.guard.js';
import { LeftoverAdoptionsService } from '../../../modules/organizations/leftover-adoptions.service.js';
import type { LeftoverRow } from '../../../modules/organizations/marks/leftovers.types.js';
import { LeftoversService } from '../../../modules/organizations/marks/leftovers.service.js';
import { oneOf, pageOf } from '../pages.js';
import { LeftoverDto, LeftoverListDto, SettledLeftoverDto, SettleLeftoverDto } from './leftovers.dto.js';
import { ApiListLeftovers, ApiSettleLeftover } from './platform.docs.js';

@ApiTags('Platform (v1)')
@Controller('v1/platform/leftovers')
export class LeftoversController {
  constructor(
    private readonly leftovers: LeftoversService,
    private readonly adoptions: LeftoverAdoptionsService,
  ) {}

  @RequirePermission('platform.organizations.read')
  @Get()
  @ApiListLeftovers()
  async listLeftovers(@Query() query: unknown): Promise<LeftoverListDto> {
    const { cursor, limit, given } = pageOf(query, ['status']);
    const status = oneOf('status', given['status'], ['open', 'ignored']);
    const { items, next, open } = await this.leftovers.list(status, cursor, limit);
    return { items: items.map((row) => this.present(row)), next_cursor: next, open };
  }

  @RequirePermission('platform.organizations.manage')
  @StepUp()
  @Post(':name')
  @HttpCode(200)
  @Deadline(0)
  @ApiSettleLeftover()
  async settleLeftover(
    @CurrentActor() actor: Actor,
    @Param('name') database: string,
    @Body() body: SettleLeftoverDto,
  ): Promise<SettledLeftoverDto> {
    switch (body.action) {
      case 'ignore':
        await this.leftovers.ignore(actor, database);
        return { database, status: 'ignored', organization_id: null };
      case 'drop':
        if (body.confirm !== database) {
          throw new AppError('request.invalid', {
            errors: { confirm: 'confirm must be the name of the database' },
          });
        }
        await this.leftovers.drop(actor, database);
        return { database, status: 'dropped', organization_id: null };
      case 'adopt': {
        const { organization_id: organizationId, organization_name: name, owner_email: ownerEmail } = body;
        const adopter = await this.adoptions.adopt(actor, database, { organizationId, name, ownerEmail });
        return { database, status: 'adopted', organization_id: adopter };
      }
    }
  }

  private present(row: LeftoverRow): LeftoverDto {
    const { _id: database, reason, mark, size, status, first_seen } = row;
    return {
      database,
      reason,
      mark: mark && {
        registry_id: mark.registry,
        this_registry: this.leftovers.isOurs(row),
        organization_id: mark.org_id,
        generation: mark.generation,
      },
      size,
      status,
      first_seen: first_seen.toISOString(),
    };
  }
}
