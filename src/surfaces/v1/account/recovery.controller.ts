import { LeadsBack, MailsLink } from '../../../modules/branding/http/return-to.js';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { RateLimited } from '../../../common/http/rate-limited.decorator.js';
import { ChangeUndosService } from '../../../modules/auth/change-undos.service.js';
import { EmailChangesService } from '../../../modules/auth/email-changes.service.js';
import { EmailProofsService } from '../../../modules/auth/email-proofs.service.js';
import type { Actor } from '../../../modules/access/actor.types.js';
import type { Client } from '../../../modules/auth/auth.types.js';
import { OptionalActor, Public, PublicOrActor } from '../../../modules/auth/http/access.decorators.js';
import { CurrentClient } from '../../../modules/auth/http/client.decorator.js';
import { RecoveryService } from '../../../modules/auth/recovery.service.js';
import { AddressRequestsService } from '../../../modules/auth/address-requests.service.js';
import {
  ApiConfirmNewEmail,
  ApiForgotOwnPassword,
  ApiResetOwnPassword,
  ApiUndoCredentialsChange,
  ApiVerifyOwnEmail,
} from './account.docs.js';
import {
  CodeDto,
  ForgotPasswordDto,
  ResetPasswordDto,
  UndoChangeDto,
  VerifyOwnEmailDto,
} from './account.dto.js';

/** What the links of e-mails lead to: a client that has the code needs no token. */
@Public()
@Controller('v1')
export class RecoveryController {
  constructor(
    private readonly proofs: EmailProofsService,
    private readonly changes: EmailChangesService,
    private readonly recovery: RecoveryService,
    private readonly requests: AddressRequestsService,
    private readonly undos: ChangeUndosService,
  ) {}

  @PublicOrActor()
  @RateLimited('sign_in')
  @LeadsBack()
  @Post('email/verify')
  @HttpCode(204)
  @ApiVerifyOwnEmail()
  async verifyOwnEmail(
    @Body() { code, password, new_password: newPassword }: VerifyOwnEmailDto,
    @OptionalActor() actor: Actor | undefined,
    @CurrentClient() { ip }: Client,
  ): Promise<void> {
    await this.proofs.verify(code, { actor, password, newPassword, ip });
  }

  @PublicOrActor()
  @RateLimited('sign_in')
  @LeadsBack()
  @Post('email/change')
  @HttpCode(204)
  @ApiConfirmNewEmail()
  async confirmNewEmail(
    @Body() { code, password }: CodeDto,
    @OptionalActor() actor: Actor | undefined,
    @CurrentClient() { ip }: Client,
  ): Promise<void> {
    await this.changes.confirmChange(code, { actor, password, ip });
  }

  @RateLimited('sign_in')
  @Post('credentials/undo')
  @HttpCode(204)
  @ApiUndoCredentialsChange()
  async undoCredentialsChange(@Body() { code }: UndoChangeDto): Promise<void> {
    await this.undos.undo(code);
  }

  @RateLimited('mail')
  @MailsLink()
  @Post('password/forgot')
  @HttpCode(202)
  @ApiForgotOwnPassword()
  async forgotOwnPassword(@Body() { email }: ForgotPasswordDto): Promise<void> {
    await this.requests.forgotten(email);
  }

  @RateLimited('sign_in')
  @LeadsBack()
  @Post('password/reset')
  @HttpCode(204)
  @ApiResetOwnPassword()
  async resetOwnPassword(@Body() { code, password }: ResetPasswordDto): Promise<void> {
    await this.recovery.reset(code, password);
  }
}
