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
import { ApiKeyChecksService } from '../../api-keys/api-key-checks.service.js';
import { KEY_PREFIX, type KnownKey } from '../../api-keys/api-keys.types.js';
import type { AccessClaims } from '../auth.types.js';
import { ActorsService } from '../actors.service.js';
import { TokenClientsService } from '../token-clients.service.js';
import { TokensService } from '../tokens.service.js';
import {
  ACTOR_IF_SENT,
  CLIENT_ROUTE,
  KEYS_TOO,
  NOT_IMPERSONATED,
  PASSWORD_ROUTE,
  PEOPLE_ONLY,
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
    /** The same of an API key. */
    apiKey?: KnownKey;
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
    private readonly keys: ApiKeyChecksService,
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
    const key = keyTextOf(request);
    if (key !== undefined) return this.admitKey(request, key, targets);
    if (this.isClient(request, targets)) return true;
    const claims = request.claims ?? this.knownClaims(request) ?? (await this.verify(context));
    const suspendedToo = this.reflector.getAllAndOverride<boolean | undefined>(SUSPENDED_TOO, targets);
    const actor = await this.actors.find(claims, wantedOrganization(request), suspendedToo);
    request.actor = inRequest(actor, request);
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
    const key = keyTextOf(request);
    if (key !== undefined) return this.checkKeyBeforeBody(request, key);
    request.claims ??= this.knownClaims(request);
    if (request.claims !== undefined) return;
    const http = { getRequest: () => request, getResponse: () => reply };
    return this.verify({ switchToHttp: () => http } as unknown as ExecutionContext).then((claims) => {
      request.claims = claims;
    });
  }

  /**
   * A key is no person: routes about an account and those of people only refuse all that looks like one. What it may do elsewhere its
   * scopes say. @throws AppError api_key.invalid and the like, api_key.person_required
   */
  private async admitKey(
    request: FastifyRequest,
    text: string,
    targets: Parameters<Reflector['getAllAndOverride']>[1],
  ): Promise<true> {
    const needed = this.reflector.getAllAndOverride<Permission | undefined>(PERMISSION, targets);
    const isOpen = needed !== undefined || this.reflector.getAllAndOverride<boolean>(KEYS_TOO, targets);
    if (!isOpen || this.reflector.getAllAndOverride<boolean | undefined>(PEOPLE_ONLY, targets)) {
      throw new AppError('api_key.person_required');
    }
    const key = request.apiKey ?? this.keys.check(text, request.ip);
    const known = key instanceof Promise ? await key : key;
    const actor = await this.actors.ofKey(known, wantedOrganization(request));
    request.actor = inRequest(actor, request);
    if (needed !== undefined && !actor.permissions.has(needed)) throw new AppError('auth.forbidden');
    return true;
  }

  /**
   * The organization of a token or key that was checked before and is known: whose request it is as long as nothing
   * was done for it. Nobody can be taken for another one: it takes the whole token, or the key's secret.
   */
  organizationOf(request: FastifyRequest): string | undefined {
    const token = bearerToken(request.headers.authorization);
    const own = request.headers['x-api-key'];
    if (typeof own === 'string' || token?.startsWith(KEY_PREFIX)) {
      return this.keys.organizationOf(typeof own === 'string' ? own : token!);
    }
    if (token === null || !this.tokens.isPlausible(token)) return undefined;
    request.claims = this.tokens.known(token);
    return request.claims?.organization_id ?? undefined;
  }

  private checkKeyBeforeBody(request: FastifyRequest, text: string): Promise<void> | void {
    const key = this.keys.check(text, request.ip);
    if (!(key instanceof Promise)) return void (request.apiKey = key);
    return key.then((known) => {
      request.apiKey = known;
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

const inRequest = (actor: Actor, request: FastifyRequest): Actor => ({
  ...actor,
  requestId: request.id,
  clientRequestId: clientRequestId(request),
  ip: request.ip,
});

/**
 * The API key of a request: X-API-Key, or a bearer token with the prefix of keys. Surfaces that know no keys take
 * the first for nothing and the second for a wrong token.
 */
function keyTextOf({ headers, routeOptions }: FastifyRequest): string | undefined {
  if (routeOptions.config.surface?.takesKeys !== true) return undefined;
  const { authorization, 'x-api-key': own } = headers;
  if (own !== undefined) {
    if (authorization !== undefined) throw new AppError('auth.two_credentials');
    return String(own);
  }
  const token = authorization === undefined ? null : bearerToken(authorization);
  return token?.startsWith(KEY_PREFIX) ? token : undefined;
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
