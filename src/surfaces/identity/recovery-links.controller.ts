import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { RateLimited } from '../../common/http/rate-limited.decorator.js';
import { Env } from '../../config/env.js';
import { EmailProofsService } from '../../modules/auth/email-proofs.service.js';
import type { Actor } from '../../modules/access/actor.types.js';
import type { Client } from '../../modules/auth/auth.types.js';
import { OptionalActor, Public, PublicOrActor } from '../../modules/auth/http/access.decorators.js';
import { CurrentClient } from '../../modules/auth/http/client.decorator.js';
import { RecoveryService } from '../../modules/auth/recovery.service.js';
import { AddressRequestsService } from '../../modules/auth/address-requests.service.js';
import { ApiForgotPassword, ApiResetForgottenPassword, ApiVerifyEmail } from './identity.docs.js';
import {
  type EmailVerifiedDto,
  ForgottenPasswordDto,
  NewPasswordDto,
  type PasswordResetByCodeDto,
  type ResetRequestedDto,
  VerifyEmailDto,
} from './identity.dto.js';

/** What the links of e-mails lead to (S2-14): a client that has the code needs no token. */
@Public()
@Controller()
export class RecoveryLinksController {
  constructor(
    private readonly proofs: EmailProofsService,
    private readonly recovery: RecoveryService,
    private readonly requests: AddressRequestsService,
    private readonly env: Env,
  ) {}

  @PublicOrActor()
  @RateLimited('sign_in')
  @Post('email/verify')
  @HttpCode(200)
  @ApiVerifyEmail()
  async verifyEmail(
    @Body() { code, password }: VerifyEmailDto,
    @OptionalActor() actor: Actor | undefined,
    @CurrentClient() { ip }: Client,
  ): Promise<EmailVerifiedDto> {
    const isAlone = password === undefined && actor === undefined;
    await (isAlone ? this.proofs.confirmOnly(code) : this.proofs.verify(code, { actor, password, ip }));
    return { message: 'Email verified successfully' };
  }

  @RateLimited('mail')
  @Post('password/forgot')
  @HttpCode(200)
  @ApiForgotPassword()
  async forgotPassword(@Body() { email }: ForgottenPasswordDto): Promise<ResetRequestedDto> {
    await this.requests.forgotten(email);
    return { message: 'If an account has this address, a link is on its way' };
  }

  @RateLimited('sign_in')
  @Post('password/reset')
  @HttpCode(200)
  @ApiResetForgottenPassword()
  async resetForgottenPassword(@Body() { code, password }: NewPasswordDto): Promise<PasswordResetByCodeDto> {
    await this.recovery.reset(code, password, { lengthOnly: !this.env.production });
    return { message: 'Password reset successfully' };
  }
}
