import { LeadsBack } from '../../../modules/branding/http/return-to.js';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { RateLimited } from '../../../common/http/rate-limited.decorator.js';
import type { Actor } from '../../../modules/access/actor.types.js';
import type { Client } from '../../../modules/auth/auth.types.js';
import { OptionalActor, Public, PublicOrActor } from '../../../modules/auth/http/access.decorators.js';
import { CurrentClient } from '../../../modules/auth/http/client.decorator.js';
import { Idempotent } from '../../../modules/idempotency/http/idempotent.decorator.js';
import { InvitationAnswersService } from '../../../modules/invitations/invitation-answers.service.js';
import { AcceptedDto, AcceptInvitationDto, InvitationCodeDto, OfferDto } from './invitations.dto.js';
import { ApiPreviewInvitation, ApiAcceptInvitation, ApiDeclineInvitation } from './invitations.docs.js';

/** Codes come in bodies: in a path or a query they would reach logs. */
@ApiTags('Invitations (v1)')
@Controller('v1/invitations')
export class InvitationAnswersController {
  constructor(private readonly answers: InvitationAnswersService) {}

  @Public()
  @Post('preview')
  @HttpCode(200)
  @RateLimited('lookup')
  @ApiPreviewInvitation()
  async previewInvitation(@Body() { code }: InvitationCodeDto): Promise<OfferDto> {
    const offer = await this.answers.preview(code);
    return {
      organization_name: offer.organizationName,
      inviter_name: offer.inviterName,
      role: offer.role,
      email: offer.email,
      expires_at: offer.expiresAt.toISOString(),
    };
  }

  @PublicOrActor()
  @Idempotent()
  @LeadsBack()
  @Post('accept')
  @HttpCode(200)
  @RateLimited('sign_in')
  @ApiAcceptInvitation()
  async acceptInvitation(
    @Body() { code, password, name, user_name: userName }: AcceptInvitationDto,
    @OptionalActor() actor: Actor | undefined,
    @CurrentClient() { ip }: Client,
  ): Promise<AcceptedDto> {
    const accepted = await this.answers.accept(code, { password, name, userName }, { actor, ip });
    return {
      organization_id: accepted.organizationId,
      organization_name: accepted.organizationName,
      user_id: accepted.userId,
      email: accepted.email,
      role: accepted.role,
    };
  }

  @Public()
  @LeadsBack()
  @Post('decline')
  @HttpCode(204)
  @RateLimited('lookup')
  @ApiDeclineInvitation()
  async declineInvitation(
    @Body() { code }: InvitationCodeDto,
    @CurrentClient() { ip }: Client,
  ): Promise<void> {
    await this.answers.decline(code, { ip });
  }
}
