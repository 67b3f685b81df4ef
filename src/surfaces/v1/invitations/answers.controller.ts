import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RateLimited } from '../../../common/http/rate-limited.decorator.js';
import { Refuses } from '../../../common/http/refuses.decorator.js';
import type { Actor } from '../../../modules/access/actor.types.js';
import type { Client } from '../../../modules/auth/auth.types.js';
import {
  NotImpersonated,
  OptionalActor,
  Public,
  PublicOrActor,
} from '../../../modules/auth/http/access.decorators.js';
import { CurrentClient } from '../../../modules/auth/http/client.decorator.js';
import { Idempotent } from '../../../modules/idempotency/http/idempotent.decorator.js';
import { InvitationAnswers } from '../../../modules/invitations/invitation-answers.service.js';
import { AcceptedDto, AcceptInvitationDto, InvitationCodeDto, OfferDto } from './invitations.dto.js';

/** Codes come in bodies: in a path or a query they would reach logs. */
@ApiTags('Invitations (v1)')
@Controller('v1/invitations')
export class InvitationAnswersController {
  constructor(private readonly answers: InvitationAnswers) {}

  @Public()
  @Post('preview')
  @HttpCode(200)
  @RateLimited('lookup')
  @ApiOperation({ summary: 'What a mailed code offers' })
  @ApiOkResponse({ type: OfferDto })
  @Refuses('auth.link_invalid', 'organization.suspended')
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
  @NotImpersonated()
  @Idempotent()
  @Post('accept')
  @HttpCode(200)
  @RateLimited('sign_in')
  @ApiOperation({
    summary: 'Take the offered seat',
    description:
      'An address without an account gets one, with the password that is sent. An address with an account takes its access token or its password: the code alone signs nobody in. Either way the address counts as confirmed.',
  })
  @ApiOkResponse({ type: AcceptedDto })
  @Refuses(
    'auth.link_invalid',
    'auth.credentials_invalid',
    'invitation.other_address',
    'auth.hashing_overloaded',
    'auth.password_change_required',
    'member.exists',
    'member.limit_reached',
    'organization.suspended',
    'role.not_found',
    'user.email_taken',
    'user.name_taken',
    'user.password_weak',
    'user.suspended',
  )
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
  @Post('decline')
  @HttpCode(204)
  @RateLimited('lookup')
  @ApiOperation({ summary: 'Turn the offer down; the code is dead' })
  @ApiNoContentResponse({ description: 'Declined' })
  @Refuses('auth.link_invalid')
  async declineInvitation(
    @Body() { code }: InvitationCodeDto,
    @CurrentClient() { ip }: Client,
  ): Promise<void> {
    await this.answers.decline(code, { ip });
  }
}
