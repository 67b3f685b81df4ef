import { Body, Controller, Delete, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../../../modules/access/actor.types.js';
import { AnyActor, CurrentActor, NotImpersonated } from '../../../modules/auth/http/access.decorators.js';
import { StepUp } from '../../../modules/auth/http/step-up.guard.js';
import { Idempotent } from '../../../modules/idempotency/http/idempotent.decorator.js';
import { DomainJoinsService } from '../../../modules/onboarding/domain-joins.service.js';
import { MembershipsService } from '../../../modules/memberships/memberships.service.js';
import { MembersService } from '../../../modules/memberships/members.service.js';
import { ApiGetMembership, ApiJoinOrganization, ApiLeaveOrganization } from './members.docs.js';
import { JoinOrganizationDto, type MembershipDto } from './members.dto.js';

/** The caller's own places. */
@Controller('v1/me/memberships')
export class MembershipsController {
  constructor(
    private readonly members: MembersService,
    private readonly changes: MembershipsService,
    private readonly joins: DomainJoinsService,
  ) {}

  @AnyActor()
  @NotImpersonated()
  @Idempotent()
  @Post()
  @ApiJoinOrganization()
  async joinOrganization(
    @CurrentActor() actor: Actor,
    @Body() { domain, user_name: userName }: JoinOrganizationDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MembershipDto> {
    const orgId = await this.joins.join(actor, domain, userName);
    reply.header('location', `/v1/me/memberships/${orgId}`);
    return this.show(actor, orgId);
  }

  @AnyActor()
  @Get(':org_id')
  @ApiGetMembership()
  getMembership(@CurrentActor() actor: Actor, @Param('org_id') orgId: string): Promise<MembershipDto> {
    return this.show(actor, orgId);
  }

  @AnyActor({ suspendedToo: true })
  @NotImpersonated()
  @StepUp()
  @Delete(':org_id')
  @HttpCode(204)
  @ApiLeaveOrganization()
  async leaveOrganization(@CurrentActor() actor: Actor, @Param('org_id') orgId: string): Promise<void> {
    await this.changes.leave(actor, orgId);
  }

  private async show(actor: Actor, orgId: string): Promise<MembershipDto> {
    const { userName, role, status, createdAt } = await this.members.findOwn(orgId, actor);
    return {
      organization_id: orgId,
      user_name: userName,
      role,
      status,
      created_at: createdAt.toISOString(),
    };
  }
}
