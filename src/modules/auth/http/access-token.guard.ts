import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../../common/errors/app-error.js';
import { SMALL_JSON } from '../../../common/http/json-body.js';
import { clientRequestId } from '../../../common/http/request-id.js';
import { Env } from '../../../config/env.js';
import type { TokenClient } from '../../../config/token-settings.js';
import { allowsImpersonation, type Permission } from '../../access/roles.types.js';
import type { Actor } from '../../access/actor.types.js';
import type { AccessClaims } from '../auth.types.js';
import { ActorsService } from '../actors.service.js';
import { TokenClientsService } from '../token-clients.service.js';
import { TokensService } from '../tokens.service.js';
import {
  ACTOR_IF_SENT,
  CLIENT_ROUTE,
  NOT_IMPERSONATED,
  PASSWORD_ROUTE,
  PERMISSION,
  PUBLIC,
  type PublicSwitch,
  SUSPENDED_TOO,
} from './access.decorators.js';

declare module 'fastify' {
  interface FastifyRequest {
    actor?: Actor;
    /** On a @ClientOrActor() route, instead of an actor. */
    tokenClient?: TokenClient;
    /** Of a token that was checked before the body was read. */
    claims?: AccessClaims;
    user?: unknown;
  }
}

/**
 * Guards every route that does not say @Public(). A token is verified by passport-jwt once; later requests
 * find it by its digest and only check that account and organization still stand.
 */
@Injectable()
export class AccessTokenGuard extends AuthGuard('jwt') {
  constructor(
    private readonly reflector: Reflector,
    private readonly tokens: TokensService,
    private readonly actors: ActorsService,
    private readonly clients: TokenClientsService,
    private readonly env: Env,
  ) {
    super();
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()];
    const open = this.reflector.getAllAndOverride<true | PublicSwitch | undefined>(PUBLIC, targets);
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (open === true || (open !== undefined && this.env[open])) {
      const asks = this.reflector.getAllAndOverride<boolean | undefined>(ACTOR_IF_SENT, targets);
      if (!asks || request.headers.authorization === undefined) return true;
    }
    if (this.isClient(request, targets)) return true;
    const claims = request.claims ?? this.knownClaims(request) ?? (await this.verify(context));
    const suspendedToo = this.reflector.getAllAndOverride<boolean | undefined>(SUSPENDED_TOO, targets);
    const actor = await this.actors.find(claims, wantedOrganization(request), suspendedToo);
    request.actor = {
      ...actor,
      requestId: request.id,
      clientRequestId: clientRequestId(request),
      ip: request.ip,
    };
    if (claims.type === 'password' && !this.reflector.getAllAndOverride<boolean>(PASSWORD_ROUTE, targets)) {
      throw new AppError('auth.password_change_required');
    }
    if (actor.impersonatorId !== undefined) this.checkImpersonated(context, actor.impersonatorId);
    const needed = this.reflector.getAllAndOverride<Permission | undefined>(PERMISSION, targets);
    if (needed !== undefined && !actor.permissions.has(needed)) throw new AppError('auth.forbidden');
    return true;
  }

  /**
   * Looks at the token of a route that takes a large body before the body is read, so that nobody without one makes
   * the service collect and parse it. Account and rights are asked by the guard, as on every route.
   */
  checkBeforeBody(request: FastifyRequest, reply: FastifyReply): Promise<void> | void {
    const { json, ndjson } = request.routeOptions.config;
    if (!ndjson && (json === undefined || json.bytes <= SMALL_JSON.bytes)) return;
    request.claims = this.knownClaims(request);
    if (request.claims !== undefined) return;
    const http = { getRequest: () => request, getResponse: () => reply };
    return this.verify({ switchToHttp: () => http } as unknown as ExecutionContext).then((claims) => {
      request.claims = claims;
    });
  }

  /** @throws AppError auth.token_invalid for a client that is unknown, or has another secret */
  private isClient(request: FastifyRequest, targets: Parameters<Reflector['getAllAndOverride']>[1]): boolean {
    const { authorization = '' } = request.headers;
    if (!/^basic /i.test(authorization)) return false;
    if (!this.reflector.getAllAndOverride<boolean | undefined>(CLIENT_ROUTE, targets)) return false;
    request.tokenClient = this.clients.authenticate(authorization);
    return true;
  }

  /** @throws AppError auth.token_invalid for what cannot be a token of ours */
  private knownClaims(request: FastifyRequest): AccessClaims | undefined {
    const token = bearerToken(request.headers.authorization);
    if (token === null || !this.tokens.isPlausible(token)) throw new AppError('auth.token_invalid');
    return this.tokens.known(token);
  }

  private checkImpersonated(context: ExecutionContext, operatorId: string): void {
    context.switchToHttp().getResponse<FastifyReply>().header('x-impersonated-by', operatorId);
    const targets = [context.getHandler(), context.getClass()];
    const needed = this.reflector.getAllAndOverride<Permission | undefined>(PERMISSION, targets);
    const isRefused = this.reflector.getAllAndOverride<boolean | undefined>(NOT_IMPERSONATED, targets);
    const { method } = context.switchToHttp().getRequest<FastifyRequest>();
    if (isRefused || !allowsImpersonation(needed, method)) {
      throw new AppError('impersonation.refused');
    }
  }

  private async verify(context: ExecutionContext): Promise<AccessClaims> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    request.tokens = this.tokens;
    await super.canActivate(context);
    return request.user as AccessClaims;
  }

  override handleRequest<T>(error: unknown, user: T): T {
    if (error) throw error as Error; // auth.token_invalid, or the database of the keys is away
    if (!user) throw new AppError('auth.token_invalid');
    return user;
  }
}

/** The organization that X-Org-Id asks for, none when it is empty; a repeated header names one that is none. */
function wantedOrganization({ headers }: FastifyRequest): string | undefined {
  const wanted = headers['x-org-id'];
  return String(wanted ?? '').trim() || undefined;
}

/** RFC 6750, section 2.1; the scheme is compared without case (RFC 9110, section 11.1). */
function bearerToken(header: string | undefined): string | null {
  return /^bearer +([A-Za-z0-9\-._~+/]+=*)$/i.exec(header ?? '')?.[1] ?? null;
}
