import { MailsLink } from '../../../modules/branding/http/return-to.js';
import { Body, Controller, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RateLimited } from '../../../common/http/rate-limited.decorator.js';
import { type RequestContext, ReqContext } from '../../../common/http/request-context.decorator.js';
import { AuthService } from '../../../modules/auth/auth.service.js';
import type { Client } from '../../../modules/auth/auth.types.js';
import { Public } from '../../../modules/auth/http/access.decorators.js';
import { CurrentClient } from '../../../modules/auth/http/client.decorator.js';
import { Idempotent } from '../../../modules/idempotency/http/idempotent.decorator.js';
import { SignUpsService } from '../../../modules/onboarding/sign-ups.service.js';
import { RefreshCookie } from '../sessions/refresh-cookie.js';
import type { SignedInDto } from '../sessions/sessions.dto.js';
import { SignInPresenter } from '../sessions/sign-in.presenter.js';
import { ApiAddAccount } from './accounts.docs.js';
import { NewAccountDto } from './accounts.dto.js';

@Controller('v1/accounts')
export class AccountsController {
  constructor(
    private readonly signUps: SignUpsService,
    private readonly auth: AuthService,
    private readonly presenter: SignInPresenter,
    private readonly cookie: RefreshCookie,
  ) {}

  @Public()
  @RateLimited('create')
  @Idempotent()
  @MailsLink()
  @Post()
  @ApiAddAccount()
  async addAccount(
    @Body() { organization_name: organizationName, cookie = false, return_to: _, ...person }: NewAccountDto,
    @ReqContext() by: RequestContext,
    @CurrentClient() client: Client,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignedInDto> {
    if (cookie) this.cookie.requireOwnPage(request);
    const id = await this.signUps.signUp({ ...person, organizationName }, by);
    const signedIn = await this.auth.signInNew(id, { client });
    reply.header('Location', '/v1/me');
    if (cookie) this.cookie.write(reply, signedIn.refreshToken);
    return this.presenter.present(signedIn, !cookie);
  }
}
