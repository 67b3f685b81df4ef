import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Patch, Post, Res } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiHeader,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Refuses } from '../../../common/http/refuses.decorator.js';
import type { Actor } from '../../../modules/access/actor.types.js';
import { CurrentActor, RequirePermission } from '../../../modules/auth/http/access.decorators.js';
import { StepUp } from '../../../modules/auth/http/step-up.guard.js';
import { Idempotent } from '../../../modules/idempotency/http/idempotent.decorator.js';
import { CustomRolesService } from '../../../modules/access/custom-roles.service.js';
import { ORGANIZATION_PERMISSIONS, PERMISSIONS, type Role } from '../../../modules/access/roles.types.js';
import { ifMatch } from '../preconditions.js';
import { CreateRoleDto, PermissionListDto, RoleDto, RoleListDto, UpdateRoleDto } from './roles.dto.js';

const ETAG = {
  ETag: { description: 'Names the version of name, description and permissions', schema: { type: 'string' } },
} as const;
const IF_MATCH = { name: 'If-Match', required: false, description: 'The ETag that was read' } as const;
const KEY = { name: 'key', example: 'auditor' } as const;

@ApiTags('Roles (v1)')
@Controller('v1/permissions')
export class PermissionsController {
  @RequirePermission('roles.read')
  @Get()
  @ApiOperation({ summary: 'What a role may hold' })
  @ApiOkResponse({ type: PermissionListDto })
  @Refuses('auth.forbidden')
  listPermissions(): PermissionListDto {
    const items = ORGANIZATION_PERMISSIONS.map((key) => ({ key, description: PERMISSIONS[key] }));
    return { items, next_cursor: null };
  }
}

@ApiTags('Roles (v1)')
@Controller('v1/roles')
export class RolesController {
  constructor(private readonly roles: CustomRolesService) {}

  @RequirePermission('roles.read')
  @Get()
  @ApiOperation({ summary: 'The built-in roles, then those the organization made' })
  @ApiOkResponse({ type: RoleListDto })
  @Refuses('auth.forbidden')
  async listRoles(@CurrentActor() actor: Actor): Promise<RoleListDto> {
    return { items: (await this.roles.list(actor)).map(present), next_cursor: null };
  }

  @RequirePermission('roles.read')
  @Get(':key')
  @ApiOperation({ summary: 'One role' })
  @ApiParam(KEY)
  @ApiOkResponse({ type: RoleDto, headers: ETAG })
  @Refuses('auth.forbidden', 'role.not_found')
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
  @ApiOperation({ summary: 'Make a role; nobody puts into it what they may not do themselves' })
  @ApiCreatedResponse({ type: RoleDto, headers: ETAG })
  @Refuses('auth.forbidden', 'role.exceeds', 'role.exists', 'role.limit_reached')
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
  @ApiOperation({ summary: 'Change a role; its members have the new permissions at once' })
  @ApiParam(KEY)
  @ApiHeader(IF_MATCH)
  @ApiOkResponse({ type: RoleDto, headers: ETAG })
  @Refuses('auth.forbidden', 'role.built_in', 'role.exceeds', 'role.not_found', 'resource.changed')
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
  @ApiOperation({ summary: 'Remove a role that nobody has' })
  @ApiParam(KEY)
  @ApiHeader(IF_MATCH)
  @ApiNoContentResponse({ description: 'Removed' })
  @Refuses(
    'auth.forbidden',
    'role.built_in',
    'role.exceeds',
    'role.in_use',
    'role.not_found',
    'resource.changed',
  )
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
