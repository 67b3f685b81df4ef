import { LeadsBack, MailsLink } from '../../../modules/branding/http/return-to.js';
import { Body, Controller, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { RateLimited } from '../../../common/http/rate-limited.decorator.js';
import type { Actor } from '../../../modules/access/actor.types.js';
import type { Client } from '../../../modules/auth/auth.types.js';
import {
  CurrentActor,
  NotImpersonated,
  Public,
  RequirePermission,
} from '../../../modules/auth/http/access.decorators.js';
import { StepUp } from '../../../modules/auth/http/step-up.guard.js';
import { Idempotent } from '../../../modules/idempotency/http/idempotent.decorator.js';
import { CurrentClient } from '../../../modules/auth/http/client.decorator.js';
import { DomainJoinsService } from '../../../modules/onboarding/domain-joins.service.js';
import { JoinApprovalsService } from '../../../modules/memberships/join-approvals.service.js';
import { TemporaryPasswordsService } from '../../../modules/memberships/temporary-passwords.service.js';
import {
  ApiApproveMember,
  ApiConfirmMailbox,
  ApiDeclineMember,
  ApiMailConfirmation,
  ApiResetMemberPassword,
} from './members.docs.js';
import {
  ConfirmMailboxDto,
  MailConfirmationDto,
  type MemberSecretDto,
  type WaitingDto,
} from './members.dto.js';

/** Who gets in, and with what. */
@ApiTags('Members (v1)')
@Controller('v1/members')
export class JoinApprovalsController {
  constructor(
    private readonly admissions: JoinApprovalsService,
    private readonly secrets: TemporaryPasswordsService,
    private readonly joins: DomainJoinsService,
  ) {}

  @Public()
  @RateLimited('sign_in')
  @LeadsBack()
  @Post('confirm')
  @HttpCode(204)
  @ApiConfirmMailbox()
  async confirmMailbox(
    @Body() { code, password }: ConfirmMailboxDto,
    @CurrentClient() { ip }: Client,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WaitingDto | undefined> {
    if (await this.joins.prove(code, password, ip)) return undefined;
    reply.status(202);
    return { status: 'pending' };
  }

  @Public()
  @RateLimited('mail')
  @MailsLink()
  @Post('confirm/link')
  @HttpCode(204)
  @ApiMailConfirmation()
  async mailConfirmation(
    @Body() { email, password }: MailConfirmationDto,
    @CurrentClient() { ip }: Client,
  ): Promise<void> {
    await this.joins.remind(email, password, ip);
  }

  @RequirePermission('members.manage')
  @StepUp()
  @Idempotent()
  @Post(':id/approve')
  @HttpCode(204)
  @ApiApproveMember()
  async approveMember(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<void> {
    await this.admissions.approve(actor, id);
  }

  @RequirePermission('members.manage')
  @Idempotent()
  @Post(':id/decline')
  @HttpCode(204)
  @ApiDeclineMember()
  async declineMember(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<void> {
    await this.admissions.decline(actor, id);
  }

  @RequirePermission('members.manage')
  @NotImpersonated()
  @StepUp()
  @RateLimited('create')
  @Idempotent()
  @Post(':id/reset-password')
  @HttpCode(200)
  @ApiResetMemberPassword()
  async resetMemberPassword(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<MemberSecretDto> {
    const { member, secret } = await this.secrets.reset(actor, id);
    return {
      id: member.userId,
      initial_secret: secret.text,
      initial_secret_expires_at: secret.until.toISOString(),
    };
  }
}
