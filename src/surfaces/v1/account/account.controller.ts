import { MailsLink } from '../../../modules/branding/http/return-to.js';
import { Body, Controller, Get, Headers, HttpCode, Patch, Post, Put, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { RateLimited } from '../../../common/http/rate-limited.decorator.js';
import type { Actor } from '../../../modules/access/actor.types.js';
import type { OwnMembership } from '../../../modules/auth/auth.types.js';
import { EmailChangesService } from '../../../modules/auth/email-changes.service.js';
import { EmailProofsService } from '../../../modules/auth/email-proofs.service.js';
import {
  AnyActor,
  CurrentActor,
  NotImpersonated,
  PasswordRoute,
} from '../../../modules/auth/http/access.decorators.js';
import { PasswordChangesService } from '../../../modules/auth/password-changes.service.js';
import { AccountOrganizationsService } from '../../../modules/auth/account-organizations.service.js';
import { AccountsService, versionOf } from '../../../modules/users/accounts.service.js';
import type { Account } from '../../../modules/users/accounts.types.js';
import { ifMatch } from '../preconditions.js';
import {
  ApiChangeEmail,
  ApiChangePassword,
  ApiGetAccount,
  ApiResendVerification,
  ApiUpdateAccount,
} from './account.docs.js';
import {
  type AccountDto,
  ChangeEmailDto,
  ChangePasswordDto,
  type EmailChangePendingDto,
  ResendVerificationDto,
  UpdateAccountDto,
} from './account.dto.js';

@AnyActor()
@Controller('v1/me')
export class AccountController {
  constructor(
    private readonly accounts: AccountsService,
    private readonly places: AccountOrganizationsService,
    private readonly passwords: PasswordChangesService,
    private readonly proofs: EmailProofsService,
    private readonly changes: EmailChangesService,
  ) {}

  @Get()
  @ApiGetAccount()
  async getAccount(
    @CurrentActor() actor: Actor,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AccountDto> {
    return this.show(actor, reply, await this.accounts.find(actor.userId));
  }

  @NotImpersonated()
  @Patch()
  @ApiUpdateAccount()
  async updateAccount(
    @CurrentActor() actor: Actor,
    @Body() { name, phone, locale, profile, settings }: UpdateAccountDto,
    @Headers('if-match') tags: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AccountDto> {
    const given = Object.entries({ name, phone, locale, profile, settings }).filter(
      ([, value]) => value !== undefined,
    );
    const change = Object.fromEntries(given);
    return this.show(actor, reply, await this.accounts.update(actor.userId, change, ifMatch(tags)));
  }

  @PasswordRoute()
  @Put('password')
  @HttpCode(204)
  @ApiChangePassword()
  async changePassword(@CurrentActor() actor: Actor, @Body() body: ChangePasswordDto): Promise<void> {
    await this.passwords.change(actor, body.current_password, body.new_password);
  }

  @RateLimited('mail')
  @NotImpersonated()
  @MailsLink()
  @Put('email')
  @HttpCode(202)
  @ApiChangeEmail()
  async changeEmail(
    @CurrentActor() actor: Actor,
    @Body() { email, current_password }: ChangeEmailDto,
  ): Promise<EmailChangePendingDto> {
    return { email, expires_in: await this.changes.requestChange(actor, email, current_password) };
  }

  @RateLimited('mail')
  @NotImpersonated()
  @MailsLink()
  @Post('email/verification')
  @HttpCode(202)
  @ApiResendVerification()
  async resendVerification(
    @CurrentActor() actor: Actor,
    @Body() _body: ResendVerificationDto,
  ): Promise<void> {
    await this.proofs.resend(actor);
  }

  private async show(actor: Actor, reply: FastifyReply, account: Account): Promise<AccountDto> {
    reply.header('ETag', `"${versionOf(account)}"`);
    return present(account, actor, await this.places.list(account.id, actor));
  }
}

function present(account: Account, actor: Actor, organizations: OwnMembership[]): AccountDto {
  return {
    id: account.id,
    email: account.email,
    email_verified: account.emailVerified,
    name: account.name ?? null,
    phone: account.phone ?? null,
    locale: account.locale ?? null,
    profile: account.profile,
    settings: account.settings,
    status: account.status,
    must_change_password: account.mustChangePassword,
    platform_operator: account.operator,
    created_at: account.createdAt.toISOString(),
    updated_at: account.updatedAt.toISOString(),
    organization_id: actor.organizationId ?? null,
    role: actor.role ?? null,
    permissions: [...actor.permissions].sort(),
    organizations,
  };
}
