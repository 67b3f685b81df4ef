import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../../common/errors/app-error.js';
import { RateLimited } from '../../../common/http/rate-limited.decorator.js';
import { Unmetered } from '../../../common/http/unmetered.decorator.js';
import { AuthService, type SignedIn } from '../../../modules/auth/auth.service.js';
import { type Actor, isShown } from '../../../modules/access/actor.types.js';
import { type Client, type OwnSession } from '../../../modules/auth/auth.types.js';
import {
  AnyActor,
  CurrentActor,
  NotImpersonated,
  PasswordRoute,
  Public,
} from '../../../modules/auth/http/access.decorators.js';
import { CurrentClient } from '../../../modules/auth/http/client.decorator.js';
import { TwoStepSignInsService } from '../../../modules/auth/two-step-sign-ins.service.js';
import { SessionsService } from '../../../modules/auth/sessions.service.js';
import { RefreshCookie } from './refresh-cookie.js';
import { SignInPresenter } from './sign-in.presenter.js';
import {
  ApiCompleteSignIn,
  ApiEndAllSessions,
  ApiEndSession,
  ApiListSessions,
  ApiOpenSession,
  ApiRefreshSession,
} from './sessions.docs.js';
import {
  CompleteSignInDto,
  type PendingSignInDto,
  RefreshV1Dto,
  type SessionDto,
  SessionListDto,
  type SignedInDto,
  SignInV1Dto,
} from './sessions.dto.js';

@Controller('v1/sessions')
export class SessionsController {
  constructor(
    private readonly auth: AuthService,
    private readonly signIns: TwoStepSignInsService,
    private readonly sessions: SessionsService,
    private readonly presenter: SignInPresenter,
    private readonly cookie: RefreshCookie,
  ) {}

  @Public()
  @RateLimited('sign_in')
  @Post()
  @ApiOpenSession()
  async openSession(
    @Body() body: SignInV1Dto,
    @CurrentClient() client: Client,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignedInDto | PendingSignInDto> {
    const { email, password, organization_id: organizationId, client_id: clientId, cookie = false } = body;
    if (cookie) this.cookie.requireOwnPage(request);
    const device = body.device_token ?? (cookie ? this.cookie.readDevice(request) : undefined);
    const step = { code: body.code, device, remember: body.remember_device };
    const answer = await this.signIns.begin(email, password, {
      ...client,
      ...step,
      organizationId,
      clientId,
    });
    if (!('challenge' in answer)) return this.open(answer, cookie, reply);
    reply.status(202);
    return { challenge: answer.challenge, expires_in: answer.expiresIn };
  }

  @Public()
  @RateLimited('sign_in')
  @Post('second-factor')
  @ApiCompleteSignIn()
  async completeSignIn(
    @Body() { challenge, code, remember_device: remember, cookie = false }: CompleteSignInDto,
    @CurrentClient() client: Client,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignedInDto> {
    if (cookie) this.cookie.requireOwnPage(request);
    return this.open(await this.signIns.complete(challenge, code, { ...client, remember }), cookie, reply);
  }

  @Public()
  @RateLimited('sign_in')
  @Post('refresh')
  @HttpCode(200)
  @ApiRefreshSession()
  async refreshSession(
    @Body() { refresh_token: given }: RefreshV1Dto,
    @CurrentClient() client: Client,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignedInDto> {
    if (given !== undefined) return this.presenter.present(await this.auth.refresh(given, client), true);
    this.cookie.requireOwnPage(request);
    const kept = this.cookie.read(request);
    if (kept === undefined) {
      throw new AppError('request.invalid', { errors: { refresh_token: 'refresh_token is required' } });
    }
    const refreshed = await this.auth.refresh(kept, client);
    this.cookie.write(reply, refreshed.refreshToken);
    return this.presenter.present(refreshed, false);
  }

  @AnyActor({ suspendedToo: true })
  @Unmetered()
  @Get()
  @ApiListSessions()
  async listSessions(@CurrentActor() actor: Actor): Promise<SessionListDto> {
    const sessions = (await this.sessions.list(actor.userId)).filter((one) =>
      isShown(actor, one.organizationId),
    );
    return { items: sessions.map((session) => present(session, actor)), next_cursor: null };
  }

  @AnyActor({ suspendedToo: true })
  @PasswordRoute()
  @Unmetered()
  @Delete(':id')
  @HttpCode(204)
  @ApiEndSession()
  async endSession(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    if (id !== 'current' && id !== actor.sessionId) return this.sessions.endOwn(actor.userId, id);
    await this.auth.signOut(actor);
    this.cookie.clear(reply);
  }

  @AnyActor({ suspendedToo: true })
  @NotImpersonated()
  @Unmetered()
  @Delete()
  @HttpCode(204)
  @ApiEndAllSessions()
  async endAllSessions(
    @CurrentActor() actor: Actor,
    @Query('keep') keep: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    if (keep !== undefined && keep !== 'current') {
      throw new AppError('query.invalid', { errors: { keep: 'keep must be current' } });
    }
    await this.sessions.endAll(actor.userId, keep === undefined ? undefined : actor.sessionId);
    if (keep === undefined) this.cookie.clear(reply);
  }

  private open(signedIn: SignedIn, cookie: boolean, reply: FastifyReply): Promise<SignedInDto> {
    reply.header('Location', `/v1/sessions/${signedIn.sessionId}`);
    if (cookie) {
      this.cookie.write(reply, signedIn.refreshToken);
      if (signedIn.deviceToken !== undefined) this.cookie.writeDevice(reply, signedIn.deviceToken);
    }
    return this.presenter.present(signedIn, !cookie);
  }
}

function present(session: OwnSession, { sessionId }: Actor): SessionDto {
  const { id, kind, createdAt, lastUsedAt, expiresAt, client, organizationId } = session;
  return {
    id,
    kind,
    current: id === sessionId,
    created_at: createdAt.toISOString(),
    last_used_at: lastUsedAt.toISOString(),
    expires_at: expiresAt.toISOString(),
    user_agent: client.userAgent ?? null,
    ip_address: client.ip ?? null,
    organization_id: organizationId ?? null,
  };
}
