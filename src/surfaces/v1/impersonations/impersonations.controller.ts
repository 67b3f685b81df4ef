import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../../../modules/access/actor.types.js';
import { CurrentActor, RequirePermission } from '../../../modules/auth/http/access.decorators.js';
import { StepUp } from '../../../modules/auth/http/step-up.guard.js';
import type { Impersonation } from '../../../modules/auth/impersonation.types.js';
import { ImpersonationsService } from '../../../modules/auth/impersonations.service.js';
import { Idempotent } from '../../../modules/idempotency/http/idempotent.decorator.js';
import {
  DEFAULT_MINUTES,
  type ImpersonationDto,
  ImpersonationListDto,
  StartedImpersonationDto,
  StartImpersonationDto,
} from './impersonations.dto.js';
import { ApiStartImpersonation, ApiListImpersonations, ApiEndImpersonation } from './impersonations.docs.js';

@ApiTags('Platform (v1)')
@RequirePermission('platform.impersonate')
@Controller('v1/platform/impersonations')
export class ImpersonationsController {
  constructor(private readonly impersonations: ImpersonationsService) {}

  @StepUp()
  @Idempotent()
  @Post()
  @ApiStartImpersonation()
  async startImpersonation(
    @CurrentActor() actor: Actor,
    @Body() body: StartImpersonationDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StartedImpersonationDto> {
    const { user_id: userId, organization_id: organizationId, reason, minutes = DEFAULT_MINUTES } = body;
    const asked = { userId, organizationId, reason: reason.trim(), minutes };
    const { impersonation, accessToken } = await this.impersonations.start(actor, asked);
    reply.header('location', `/v1/platform/impersonations/${impersonation.id}`);
    return {
      ...present(impersonation),
      access_token: accessToken,
      token_type: 'Bearer',
      expires_in: minutes * 60,
    };
  }

  @Get()
  @ApiListImpersonations()
  async listImpersonations(@Query('cursor') cursor?: string | string[]): Promise<ImpersonationListDto> {
    const page = await this.impersonations.list(cursor === undefined ? undefined : String(cursor));
    return { items: page.items.map(present), next_cursor: page.next };
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiEndImpersonation()
  async endImpersonation(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<void> {
    await this.impersonations.end(actor, id);
  }
}

function present(impersonation: Impersonation): ImpersonationDto {
  return {
    id: impersonation.id,
    operator_id: impersonation.operatorId,
    user_id: impersonation.userId,
    organization_id: impersonation.organizationId,
    reason: impersonation.reason,
    status: impersonation.status,
    created_at: impersonation.createdAt.toISOString(),
    expires_at: impersonation.expiresAt.toISOString(),
    ended_at: impersonation.endedAt?.toISOString() ?? null,
  };
}
