import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Patch, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../../../modules/access/actor.types.js';
import { CurrentActor, RequirePermission } from '../../../modules/auth/http/access.decorators.js';
import { StepUp } from '../../../modules/auth/http/step-up.guard.js';
import { Idempotent } from '../../../modules/idempotency/http/idempotent.decorator.js';
import { CustomRolesService } from '../../../modules/access/custom-roles.service.js';
import { PermissionCatalogueService } from '../../../modules/access/permission-catalogue.service.js';
import { ORGANIZATION_PERMISSIONS, PERMISSIONS, type Role } from '../../../modules/access/roles.types.js';
import { ifMatch } from '../preconditions.js';
import { CreateRoleDto, PermissionListDto, RoleDto, RoleListDto, UpdateRoleDto } from './roles.dto.js';
import {
  ApiListPermissions,
  ApiListRoles,
  ApiGetRole,
  ApiCreateRole,
  ApiUpdateRole,
  ApiDeleteRole,
} from './roles.docs.js';

@ApiTags('Roles (v1)')
@Controller('v1/permissions')
export class PermissionsController {
  constructor(private readonly catalogue: PermissionCatalogueService) {}

  @RequirePermission('roles.read')
  @Get()
  @ApiListPermissions()
  async listPermissions(): Promise<PermissionListDto> {
    const ours = ORGANIZATION_PERMISSIONS.map((key) => ({
      key,
      description: PERMISSIONS[key],
      group: key.split('.')[0],
      product: false,
    }));
    const { permissions } = await this.catalogue.current();
    const others = permissions.map(({ key, description, group }) => ({
      key,
      description,
      group,
      product: true,
    }));
    return { items: [...ours, ...others], next_cursor: null };
  }
}

@ApiTags('Roles (v1)')
@Controller('v1/roles')
export class RolesController {
  constructor(private readonly roles: CustomRolesService) {}

  @RequirePermission('roles.read')
  @Get()
  @ApiListRoles()
  async listRoles(@CurrentActor() actor: Actor): Promise<RoleListDto> {
    return { items: (await this.roles.list(actor)).map(present), next_cursor: null };
  }

  @RequirePermission('roles.read')
  @Get(':key')
  @ApiGetRole()
  async getRole(
    @CurrentActor() actor: Actor,
    @Param('key') key: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RoleDto> {
    return tagged(reply, await this.roles.get(actor, key));
  }

  @RequirePermission('roles.manage')
  @StepUp()
  @Post()
  @Idempotent()
  @ApiCreateRole()
  async createRole(
    @CurrentActor() actor: Actor,
    @Body() body: CreateRoleDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RoleDto> {
    const role = await this.roles.create(actor, body);
    reply.header('location', `/v1/roles/${role.key}`);
    return tagged(reply, role);
  }

  @RequirePermission('roles.manage')
  @StepUp()
  @Patch(':key')
  @ApiUpdateRole()
  async updateRole(
    @CurrentActor() actor: Actor,
    @Param('key') key: string,
    @Headers('if-match') match: string | undefined,
    @Body() body: UpdateRoleDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RoleDto> {
    return tagged(reply, await this.roles.update(actor, key, body, ifMatch(match)));
  }

  @RequirePermission('roles.manage')
  @StepUp()
  @Delete(':key')
  @HttpCode(204)
  @ApiDeleteRole()
  async deleteRole(
    @CurrentActor() actor: Actor,
    @Param('key') key: string,
    @Headers('if-match') match: string | undefined,
  ): Promise<void> {
    await this.roles.remove(actor, key, ifMatch(match));
  }
}

function tagged(reply: FastifyReply, role: Role): RoleDto {
  reply.header('etag', `"${role.revision}"`);
  return present(role);
}

function present(role: Role): RoleDto {
  const { key, name, description, builtIn: built_in, permissions, members } = role;
  return {
    key,
    name,
    description,
    built_in,
    permissions: [...permissions],
    members,
    created_at: role.createdAt?.toISOString() ?? null,
    updated_at: role.updatedAt?.toISOString() ?? null,
  };
}
