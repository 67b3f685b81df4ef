import { applyDecorators, createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { AppError } from '../../../common/errors/app-error.js';
import type { TokenClient } from '../../../config/token-settings.js';
import type { Permission } from '../../access/roles.types.js';
import type { Actor } from '../../access/actor.types.js';

export const PUBLIC = 'rowhouse:public';
export const ACTOR_IF_SENT = 'rowhouse:actor-if-sent';
export const PASSWORD_ROUTE = 'rowhouse:password-route';
export const PERMISSION = 'rowhouse:permission';
export const ANY_ACTOR = 'rowhouse:any-actor';
export const CLIENT_ROUTE = 'rowhouse:client-route';
export const SUSPENDED_TOO = 'rowhouse:suspended-too';
export const KEYS_TOO = 'rowhouse:keys-too';
export const PEOPLE_ONLY = 'rowhouse:people-only';
export const NOT_IMPERSONATED = 'rowhouse:not-impersonated';

/** Settings that open or close a public route. */
export type PublicSwitch = 'ORG_PUBLIC_READ';

/** The route answers without a token; with a switch, only while that setting is on. */
export const Public = (setting?: PublicSwitch): MethodDecorator & ClassDecorator =>
  SetMetadata(PUBLIC, setting ?? true);

/**
 * The route answers without a token; a token that is sent is checked, and names the caller, who is not an operator
 * acting as a user.
 */
export const PublicOrActor = (): MethodDecorator =>
  applyDecorators(SetMetadata(PUBLIC, true), SetMetadata(ACTOR_IF_SENT, true), NotImpersonated());

/** The caller's role must have this permission. Each guarded route says this or @AnyActor(). */
export const RequirePermission = (permission: Permission): MethodDecorator & ClassDecorator =>
  SetMetadata(PERMISSION, permission);

/**
 * Any signed-in caller: the route is about their own account, or shows what they may see.
 * @param options.suspendedToo also with a token of a suspended organization, as a user without one: to end
 *   sessions, to leave and to find one's other organizations
 * @param options.keysToo also an API key: the route is not about an account
 */
export const AnyActor = ({ suspendedToo = false, keysToo = false } = {}): MethodDecorator & ClassDecorator =>
  applyDecorators(
    SetMetadata(ANY_ACTOR, true),
    SetMetadata(SUSPENDED_TOO, suspendedToo),
    SetMetadata(KEYS_TOO, keysToo),
  );

/** A route with a permission that is refused to API keys nevertheless: what they did there would outlast them. */
export const PeopleOnly = (): MethodDecorator & ClassDecorator => SetMetadata(PEOPLE_ONLY, true);

/** Any signed-in caller, an API key, or a client of TOKEN_CLIENTS with its id and secret (HTTP Basic). */
export const ClientOrActor = (): MethodDecorator =>
  applyDecorators(AnyActor({ keysToo: true }), SetMetadata(CLIENT_ROUTE, true));

/** The route also takes a token that may only change the password, and none of an operator acting as a user. */
export const PasswordRoute = (): MethodDecorator =>
  applyDecorators(SetMetadata(PASSWORD_ROUTE, true), NotImpersonated());

/** Refused to an operator who acts as another user: credentials, ownership, and what outlives the hour. */
export const NotImpersonated = (): MethodDecorator & ClassDecorator => SetMetadata(NOT_IMPERSONATED, true);

/** The verified caller. */
export const CurrentActor = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const { actor } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!actor) throw new AppError('auth.token_invalid');
  return actor;
});

/** The caller of a @ClientOrActor() route. */
export const ActorOrClient = createParamDecorator(
  (_: unknown, context: ExecutionContext): Actor | TokenClient => {
    const { actor, tokenClient } = context.switchToHttp().getRequest<FastifyRequest>();
    const caller = tokenClient ?? actor;
    if (!caller) throw new AppError('auth.token_invalid');
    return caller;
  },
);

/** The caller of a @PublicOrActor() route, if there is one. */
export const OptionalActor = createParamDecorator(
  (_: unknown, context: ExecutionContext): Actor | undefined =>
    context.switchToHttp().getRequest<FastifyRequest>().actor,
);
