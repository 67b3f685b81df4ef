import { MailsLink } from '../../../modules/branding/http/return-to.js';
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { AppError } from '../../../common/errors/app-error.js';
import type { Actor } from '../../../modules/access/actor.types.js';
import {
  CurrentActor,
  NotImpersonated,
  RequirePermission,
} from '../../../modules/auth/http/access.decorators.js';
import { StepUp, StepUpByDefault } from '../../../modules/auth/http/step-up.guard.js';
import { Idempotent } from '../../../modules/idempotency/http/idempotent.decorator.js';
import { InvitationsService } from '../../../modules/invitations/invitations.service.js';
import {
  INVITATION_STATUSES,
  type Invitation,
  type InvitationStatus,
} from '../../../modules/invitations/invitations.types.js';
import { InvitationDto, InvitationListDto, InviteDto } from './invitations.dto.js';
import {
  ApiCreateInvitation,
  ApiListInvitations,
  ApiGetInvitation,
  ApiResendInvitation,
  ApiRevokeInvitation,
} from './invitations.docs.js';

@ApiTags('Invitations (v1)')
@RequirePermission('invitations.manage')
@Controller('v1/invitations')
export class InvitationsController {
  constructor(private readonly invitations: InvitationsService) {}

  @NotImpersonated()
  @StepUpByDefault({ role: 'owner' })
  @MailsLink()
  @Post()
  @Idempotent()
  @ApiCreateInvitation()
  async createInvitation(
    @CurrentActor() actor: Actor,
    @Body() body: InviteDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<InvitationDto> {
    const invitation = await this.invitations.invite(actor, body);
    reply.header('location', `/v1/invitations/${invitation.id}`);
    return present(invitation);
  }

  @Get()
  @ApiListInvitations()
  async listInvitations(
    @CurrentActor() actor: Actor,
    @Query('status') status?: unknown,
    @Query('cursor') cursor?: string | string[],
  ): Promise<InvitationListDto> {
    const list = {
      status: statusOf(status),
      after: cursor === undefined ? undefined : String(cursor),
    };
    const { items, next } = await this.invitations.list(actor, list);
    return { items: items.map(present), next_cursor: next };
  }

  @Get(':id')
  @ApiGetInvitation()
  async getInvitation(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<InvitationDto> {
    return present(await this.invitations.get(actor, id));
  }

  @NotImpersonated()
  @StepUp()
  @Idempotent()
  @Post(':id/resend')
  @HttpCode(200)
  @ApiResendInvitation()
  async resendInvitation(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<InvitationDto> {
    return present(await this.invitations.resend(actor, id));
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiRevokeInvitation()
  async revokeInvitation(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<void> {
    await this.invitations.revoke(actor, id);
  }
}

function statusOf(value: unknown): InvitationStatus | undefined {
  if (value === undefined) return undefined;
  const status = INVITATION_STATUSES.find((known) => known === value);
  if (status) return status;
  const message = `status must be one of ${INVITATION_STATUSES.join(', ')}`;
  throw new AppError('query.invalid', { errors: { status: message } });
}

function present(invitation: Invitation): InvitationDto {
  const { id, email, role, status, invitedBy: invited_by, sends } = invitation;
  return {
    id,
    email,
    role,
    status,
    invited_by,
    sends,
    sent_at: invitation.sentAt.toISOString(),
    expires_at: invitation.expiresAt.toISOString(),
    created_at: invitation.createdAt.toISOString(),
    closed_at: invitation.closedAt?.toISOString() ?? null,
  };
}
