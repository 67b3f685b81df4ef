import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { RateLimited } from '../../../common/http/rate-limited.decorator.js';
import { EmailProofs } from '../../../modules/auth/email-proofs.service.js';
import { Public } from '../../../modules/auth/http/access.decorators.js';
import { RecoveryService } from '../../../modules/auth/recovery.service.js';
import { AddressRequests } from '../../../modules/auth/address-requests.service.js';
import {
  DescribesConfirmEmail,
  DescribesForgotPassword,
  DescribesResetPassword,
  DescribesVerifyEmail,
} from './account.docs.js';
import { CodeDto, ForgotPasswordDto, ResetPasswordDto } from './account.dto.js';

/** What the links of mails lead to: whoever has the code needs no token. */
@Public()
@Controller('v1')
export class RecoveryController {
  constructor(
    private readonly proofs: EmailProofs,
    private readonly recovery: RecoveryService,
    private readonly requests: AddressRequests,
  ) {}

  @RateLimited('sign_in')
  @Post('email/verify')
  @HttpCode(204)
  @DescribesVerifyEmail()
  async verifyOwnEmail(@Body() { code }: CodeDto): Promise<void> {
    await this.proofs.verify(code);
  }

  @RateLimited('sign_in')
  @Post('email/change')
  @HttpCode(204)
  @DescribesConfirmEmail()
  async confirmNewEmail(@Body() { code }: CodeDto): Promise<void> {
    await this.proofs.confirmChange(code);
  }

  @RateLimited('mail')
  @Post('password/forgot')
  @HttpCode(202)
  @DescribesForgotPassword()
  async forgotOwnPassword(@Body() { email }: ForgotPasswordDto): Promise<void> {
    await this.requests.forgotten(email);
  }

  @RateLimited('sign_in')
  @Post('password/reset')
  @HttpCode(204)
  @DescribesResetPassword()
  async resetOwnPassword(@Body() { code, password }: ResetPasswordDto): Promise<void> {
    await this.recovery.reset(code, password);
  }
}
