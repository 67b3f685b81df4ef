import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { AppError } from '../../../common/errors/app-error.js';
import { Refuses } from '../../../common/http/refuses.decorator.js';
import { Deadline } from '../../../common/http/route-config.js';
import type { Actor } from '../../../modules/access/actor.types.js';
import { CurrentActor, RequirePermission } from '../../../modules/auth/http/access.decorators.js';
import { StepUp } from '../../../modules/auth/http/step-up.guard.js';
import { LeftoverAdoptions } from '../../../modules/organizations/leftover-adoptions.service.js';
import type { LeftoverRow } from '../../../modules/organizations/marks/leftovers.types.js';
import { LeftoversService } from '../../../modules/organizations/marks/leftovers.service.js';
import { Filter, oneOf, Paged, pageOf } from '../pages.js';
import { LeftoverDto, LeftoverListDto, SettledLeftoverDto, SettleLeftoverDto } from './leftovers.dto.js';

const WHAT =
  'Databases of the server that begin with DATABASE_PREFIX and that no organization accounts for: restored dumps, databases of another registry on the same MongoDB, those of organizations that a restored master has forgotten. Nothing drops them by itself.';
const HOW =
  '`ignore` keeps it in the list, quietly. `drop` needs the name again in `confirm`. `adopt` gives it to the organization it was made for, to another one without documents, or to one that is made again under its old id, with an owner.';

@ApiTags('Platform (v1)')
@Controller('v1/platform/leftovers')
export class LeftoversController {
  constructor(
    private readonly leftovers: LeftoversService,
    private readonly adoptions: LeftoverAdoptions,
  ) {}

  @RequirePermission('platform.organizations.read')
  @Get()
  @ApiOperation({ summary: 'Databases that the registry does not account for', description: WHAT })
  @Paged('org_acme_corp')
  @Filter('status', 'open or ignored', 'open')
  @ApiOkResponse({ type: LeftoverListDto })
  @Refuses('auth.forbidden', 'query.invalid')
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
  @ApiOperation({ summary: 'Adopt, drop or ignore such a database', description: HOW })
  @ApiParam({ name: 'name', schema: { type: 'string', example: 'org_acme_corp' } })
  @ApiOkResponse({ type: SettledLeftoverDto })
  @Refuses(
    'auth.forbidden',
    'leftover.not_found',
    'leftover.foreign',
    'leftover.in_use',
    'leftover.owner_differs',
    'leftover.not_replaceable',
    'organization.not_found',
    'organization.busy',
    'organization.name_taken',
    'organization.name_reserved',
    'member.exists',
    'user.not_found',
  )
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
