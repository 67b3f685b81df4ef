import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { type RequestContext, ReqContext } from '../../common/http/request-context.decorator.js';
import { RateLimited } from '../../common/http/rate-limited.decorator.js';
import { Unmetered } from '../../common/http/unmetered.decorator.js';
import { Env } from '../../config/env.js';
import { AuthService } from '../../modules/auth/auth.service.js';
import type { Actor } from '../../modules/access/actor.types.js';
import type { Client } from '../../modules/auth/auth.types.js';
import {
  AnyActor,
  CurrentActor,
  NotImpersonated,
  Public,
} from '../../modules/auth/http/access.decorators.js';
import { CurrentClient } from '../../modules/auth/http/client.decorator.js';
import { Idempotent } from '../../modules/idempotency/http/idempotent.decorator.js';
import { ProvisioningService } from '../../modules/organizations/provisioning.service.js';
import {
  ApiCreateOwnOrganization,
  ApiRefreshTokens,
  ApiSignIn,
  ApiSignOut,
  ApiSignUp,
} from './identity.docs.js';
import {
  NewOrganizationDto,
  type OrganizationMadeDto,
  RefreshDto,
  type SignedOutDto,
  type SignedUpDto,
  SignInDto,
  SignUpDto,
  type TokensDto,
} from './identity.dto.js';

@Controller()
export class IdentityController {
  constructor(
    private readonly auth: AuthService,
    private readonly provisioning: ProvisioningService,
    private readonly env: Env,
  ) {}

  @Public()
  @RateLimited('create')
  @Idempotent()
  @Post('signup')
  @ApiSignUp()
  async signUp(
    @Body() { email, password, organization_name: name }: SignUpDto,
    @ReqContext() by: RequestContext,
  ): Promise<SignedUpDto> {
    const owner = { email, password, lengthOnly: !this.env.production };
    const created = await this.provisioning.create({ name, origin: 'identity', owner, by });
    return {
      message: 'User signed up successfully',
      user_id: created.owner.seq,
      org_id: created.organization.seq,
    };
  }

  @Public()
  @RateLimited('sign_in')
  @Post('signin')
  @HttpCode(200)
  @ApiSignIn()
  async signIn(@Body() { email, password }: SignInDto, @CurrentClient() client: Client): Promise<TokensDto> {
    const { accessToken, refreshToken } = await this.auth.signIn(email, password, client);
    return { access_token: accessToken, refresh_token: refreshToken };
  }

  @Public()
  @RateLimited('sign_in')
  @Post('token/refresh')
  @HttpCode(200)
  @ApiRefreshTokens()
  async refreshTokens(@Body() body: RefreshDto, @CurrentClient() client: Client): Promise<TokensDto> {
    const { accessToken, refreshToken } = await this.auth.refresh(body.refresh_token, client);
    return { access_token: accessToken, refresh_token: refreshToken };
  }

  @AnyActor({ suspendedToo: true })
  @NotImpersonated()
  @Unmetered()
  @Post('signout')
  @HttpCode(200)
  @ApiSignOut()
  async signOut(@CurrentActor() actor: Actor): Promise<SignedOutDto> {
    await this.auth.signOut(actor);
    return { message: 'Signed out successfully' };
  }

  @AnyActor()
  @RateLimited('create')
  @Idempotent()
  @NotImpersonated()
  @Post('organizations')
  @ApiCreateOwnOrganization()
  async createOwnOrganization(
    @CurrentActor() actor: Actor,
    @Body() { name, details }: NewOrganizationDto,
  ): Promise<OrganizationMadeDto> {
    const settings = details === undefined ? {} : { details };
    const owner = { userId: actor.userId };
    const created = await this.provisioning.create({ name, origin: 'identity', owner, settings, by: actor });
    return { message: 'Organization created successfully', org_id: created.organization.seq };
  }
}
