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
  Query,
  Res,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { RateLimited } from '../../../common/http/rate-limited.decorator.js';
import { type Actor, organizationOf } from '../../../modules/access/actor.types.js';
import {
  CurrentActor,
  NotImpersonated,
  RequirePermission,
} from '../../../modules/auth/http/access.decorators.js';
import { FactorResetsService } from '../../../modules/auth/factor-resets.service.js';
import { StepUp, StepUpByDefault } from '../../../modules/auth/http/step-up.guard.js';
import { Idempotent } from '../../../modules/idempotency/http/idempotent.decorator.js';
import { MembershipsService } from '../../../modules/memberships/memberships.service.js';
import { MembersService } from '../../../modules/memberships/members.service.js';
import type { Member } from '../../../modules/memberships/memberships.types.js';
import { ifMatch } from '../preconditions.js';
import {
  ApiCreateMember,
  ApiGetMember,
  ApiListMembers,
  ApiRemoveMember,
  ApiTransferOwnership,
  ApiUpdateMember,
  ApiResetMemberFactor,
} from './members.docs.js';
import {
  type CreatedMemberDto,
  CreateMemberDto,
  type MemberDto,
  type MemberListDto,
  UpdateMemberDto,
} from './members.dto.js';
import { memberList } from './members.query.js';

@ApiTags('Members (v1)')
@Controller('v1/members')
export class MembersController {
  constructor(
    private readonly members: MembersService,
    private readonly changes: MembershipsService,
    private readonly factors: FactorResetsService,
  ) {}

  @RequirePermission('members.read')
  @Get()
  @ApiListMembers()
  async listMembers(@CurrentActor() actor: Actor, @Query() query: unknown): Promise<MemberListDto> {
    const { items, next } = await this.members.page(organizationOf(actor), memberList(query));
    return { items: items.map(present), next_cursor: next };
  }

  @RequirePermission('members.read')
  @Get(':id')
  @ApiGetMember()
  async getMember(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MemberDto> {
    return tagged(reply, await this.members.find(organizationOf(actor), id));
  }

  @RequirePermission('members.manage')
  @NotImpersonated()
  @StepUpByDefault({ role: 'owner' })
  @RateLimited('create')
  @Idempotent()
  @Post()
  @ApiCreateMember()
  async createMember(
    @CurrentActor() actor: Actor,
    @Body() { email, name, user_name: userName = email, role = 'member' }: CreateMemberDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CreatedMemberDto> {
    const user = { email, name, userName, role };
    const { member, secret } = await this.members.create(actor, organizationOf(actor), user);
    reply.header('location', `/v1/members/${member.userId}`);
    return {
      ...tagged(reply, member),
      initial_secret: secret.text,
      initial_secret_expires_at: secret.until.toISOString(),
    };
  }

  @RequirePermission('members.manage')
  @StepUpByDefault({ role: 'owner', fields: ['role', 'status'] })
  @Patch(':id')
  @ApiUpdateMember()
  async updateMember(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Headers('if-match') match: string | undefined,
    @Body() { role, status, user_name: userName }: UpdateMemberDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MemberDto> {
    const patch = { role, status, userName };
    return tagged(reply, await this.changes.change(actor, id, patch, ifMatch(match)));
  }

  @RequirePermission('members.manage')
  @StepUp()
  @Delete(':id')
  @HttpCode(204)
  @ApiRemoveMember()
  async removeMember(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Headers('if-match') match: string | undefined,
  ): Promise<void> {
    await this.changes.remove(actor, id, ifMatch(match));
  }

  @RequirePermission('members.manage')
  @NotImpersonated()
  @StepUp()
  @Delete(':id/second-factor')
  @HttpCode(204)
  @ApiResetMemberFactor()
  async resetMemberFactor(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<void> {
    await this.factors.ofMember(actor, id);
  }

  @RequirePermission('organization.transfer')
  @NotImpersonated()
  @StepUpByDefault()
  @Idempotent()
  @Post(':id/transfer-ownership')
  @HttpCode(200)
  @ApiTransferOwnership()
  async transferOwnership(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MemberDto> {
    return tagged(reply, await this.changes.transferOwnership(actor, id));
  }
}

function tagged(reply: FastifyReply, member: Member): MemberDto {
  reply.header('etag', `"${member.tag}"`);
  return present(member);
}

function present({ userId: id, email, emailVerified, userName, name, ...place }: Member): MemberDto {
  return {
    id,
    email,
    email_verified: emailVerified,
    user_name: userName,
    name: name ?? null,
    role: place.role,
    status: place.status,
    created_at: place.createdAt.toISOString(),
  };
}
