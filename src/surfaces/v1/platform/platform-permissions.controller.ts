import { Body, Controller, Get, Headers, Put, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { SMALL_JSON } from '../../../common/http/json-body.js';
import { Deadline, JsonBody } from '../../../common/http/route-config.js';
import type { Actor } from '../../../modules/access/actor.types.js';
import { PermissionCatalogueService } from '../../../modules/access/permission-catalogue.service.js';
import type { Catalogue } from '../../../modules/access/permission-catalogue.types.js';
import { ProductPermissionsService } from '../../../modules/access/product-permissions.service.js';
import { CurrentActor, RequirePermission } from '../../../modules/auth/http/access.decorators.js';
import { StepUp } from '../../../modules/auth/http/step-up.guard.js';
import { oneOf } from '../pages.js';
import { ifMatch } from '../preconditions.js';
import { once } from '../query.js';
import { ApiGetPermissionCatalogue, ApiReplacePermissionCatalogue } from './platform-permissions.docs.js';
import { CatalogueDto, ReplaceCatalogueDto } from './platform-permissions.dto.js';

/** Two hundred permissions with seven values each. */
const CATALOGUE_JSON = { ...SMALL_JSON, bytes: 256 * 1024, values: 2_000 };

@ApiTags('Platform (v1)')
@RequirePermission('platform.permissions.manage')
@Controller('v1/platform/permissions')
export class PlatformPermissionsController {
  constructor(
    private readonly catalogue: PermissionCatalogueService,
    private readonly changes: ProductPermissionsService,
  ) {}

  @Get()
  @ApiGetPermissionCatalogue()
  async getPermissionCatalogue(@Res({ passthrough: true }) reply: FastifyReply): Promise<CatalogueDto> {
    return present(reply, await this.catalogue.current());
  }

  @StepUp()
  @Deadline(0)
  @JsonBody(CATALOGUE_JSON)
  @Put()
  @ApiReplacePermissionCatalogue()
  async replacePermissionCatalogue(
    @CurrentActor() actor: Actor,
    @Body() { permissions }: ReplaceCatalogueDto,
    @Query() query: unknown,
    @Headers('if-match') tags: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CatalogueDto> {
    const cascade = oneOf('cascade', once(query, ['cascade'])['cascade'], ['true', 'false']) === 'true';
    const wanted = permissions.map(({ key, description, group, default_roles: defaultRoles = [] }) => ({
      key,
      description,
      group: group ?? key.split('.')[0],
      defaultRoles,
    }));
    const conditions = { expected: ifMatch(tags), cascade };
    return present(reply, await this.changes.replace(actor, wanted, conditions));
  }
}

function present(reply: FastifyReply, { revision, permissions }: Catalogue): CatalogueDto {
  reply.header('etag', `"${revision}"`);
  return {
    revision,
    permissions: permissions.map(({ key, description, group, defaultRoles }) => ({
      key,
      description,
      group,
      default_roles: [...defaultRoles],
    })),
  };
}
