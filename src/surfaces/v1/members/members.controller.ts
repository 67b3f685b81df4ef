import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiQuery,
  ApiTags,
} from '@nestjs/swagger';
import { Refuses } from '../../../common/http/refuses.decorator.js';
import type { Actor } from '../../../modules/auth/auth.types.js';
import { CurrentActor, RequirePermission } from '../../../modules/auth/http/access.decorators.js';
import { OrganizationMembersService } from '../../../modules/organizations/organization-members.service.js';
import type { Member } from '../../../modules/users/users.types.js';
import { type MemberDto, MemberListDto } from './members.dto.js';

@ApiTags('Members (v1)')
@Controller('v1/members')
export class MembersController {
  constructor(private readonly members: OrganizationMembersService) {}

  @RequirePermission('members.read')
  @Get()
  @ApiOperation({ summary: 'The members of the own organization, a hundred at a time' })
  @ApiQuery({
    name: 'cursor',
    required: false,
    schema: { type: 'string' },
    description: '`next_cursor` of the page before',
  })
  @ApiOkResponse({ type: MemberListDto })
  @Refuses('auth.forbidden', 'organization.not_found', 'query.invalid')
  async listMembers(@CurrentActor() actor: Actor, @Query('cursor') cursor?: unknown): Promise<MemberListDto> {
    const { items, next } = await this.members.list(actor, cursor);
    return { items: items.map(present), next_cursor: next };
  }

  @RequirePermission('members.manage')
  @Post(':id/approve')
  @HttpCode(204)
  @ApiOperation({ summary: 'Let somebody in who asked to join through the company’s mail domain' })
  @ApiParam({ name: 'id', example: '507f1f77bcf86cd799439011' })
  @ApiNoContentResponse({ description: 'The member can sign in' })
  @Refuses('auth.forbidden', 'user.not_found', 'organization.not_found')
  async approveMember(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<void> {
    await this.members.approve(actor, id);
  }
}

function present({ userId: id, email, userName: user_name, name, role, status }: Member): MemberDto {
  return { id, email, user_name, name: name ?? null, role, status };
}
