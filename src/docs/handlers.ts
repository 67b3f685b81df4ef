import { type INestApplication, RequestMethod } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/constants.js';
import { ModulesContainer, Reflector } from '@nestjs/core';
import { FASTIFY_ROUTE_CONFIG_METADATA } from '@nestjs/platform-fastify/constants.js';
import type { ErrorCode } from '../common/errors/error-codes.js';
import { API_ERRORS } from '../common/http/api-errors.decorator.js';
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
} from '../modules/auth/http/access.decorators.js';
import { IDEMPOTENT } from '../modules/idempotency/http/idempotent.decorator.js';
import { STEP_UP } from '../modules/auth/http/step-up.guard.js';
import { allowsImpersonation, type Permission } from '../modules/access/roles.types.js';
import { faultsOfEmptyBody } from './faults.js';

/** What the decorators of a handler say about it, read where the service itself reads them. */
export interface HandlerFacts {
  /** `switched`: a setting decides whether a token is needed. `optional`: one that is sent is checked. */
  token: 'needed' | 'unneeded' | 'switched' | 'optional';
  /** Takes id and secret of a client of TOKEN_CLIENTS too. */
  takesClients: boolean;
  isLimited: boolean;
  /** REQUIRE_STEP_UP makes the route ask for the password. */
  isStepUp: boolean;
  /** Takes an Idempotency-Key. */
  isIdempotent: boolean;
  /** Refused to an operator who acts as another user. */
  isOwnAct: boolean;
  takesPasswordToken: boolean;
  /** Takes API keys, where the surface does. */
  takesKeys: boolean;
  /** Goes on with a token of a suspended organization. */
  takesSuspended: boolean;
  /** What the caller's role must allow. */
  permission?: Permission;
  /** Success message of the envelope. */
  message?: string;
  /** `0`: the route has no deadline. */
  deadlineMs?: number;
  errors: ErrorCode[];
  /** A sample of what validation says of the body; undefined when no DTO checks one. */
  bodyFaults?: Record<string, string>;
}

type Handler = (...args: unknown[]) => unknown;
type Constructor = abstract new (...args: never[]) => object;

/** The facts of every controller method, by `Controller.method`. */
export function handlerFacts(app: INestApplication): Map<string, HandlerFacts> {
  const reflector = new Reflector();
  const facts = new Map<string, HandlerFacts>();
  for (const module of app.get(ModulesContainer).values()) {
    for (const { metatype } of module.controllers.values()) {
      if (typeof metatype !== 'function') continue;
      const controller = metatype as Constructor;
      for (const [name, handler] of methodsOf(controller)) {
        const bodyFaults = faultsOfEmptyBody(controller, name);
        facts.set(`${controller.name}.${name}`, { ...read(reflector, handler, controller), bodyFaults });
      }
    }
  }
  return facts;
}

function methodsOf(controller: Constructor): [string, Handler][] {
  const prototype = controller.prototype as Record<string, unknown>;
  return Object.getOwnPropertyNames(prototype)
    .filter((name) => name !== 'constructor' && typeof prototype[name] === 'function')
    .map((name) => [name, prototype[name] as Handler]);
}

/** The HTTP method of a handler, as `@Get()` and the like left it. */
const methodOf = (handler: Handler): string =>
  RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod] ?? 'GET';

function read(reflector: Reflector, handler: Handler, controller: Constructor): HandlerFacts {
  const targets = [handler, controller] as Targets;
  const open = reflector.getAllAndOverride<true | PublicSwitch | undefined>(PUBLIC, targets);
  const route = (Reflect.getMetadata(FASTIFY_ROUTE_CONFIG_METADATA, handler) ?? {}) as {
    message?: string;
    deadlineMs?: number;
    limited?: string;
  };
  const permission = reflector.getAllAndOverride<Permission | undefined>(PERMISSION, targets);
  const isOwnAct = reflector.getAllAndOverride<boolean | undefined>(NOT_IMPERSONATED, targets) === true;
  return {
    token: tokenOf(open, reflector.getAllAndOverride<boolean>(ACTOR_IF_SENT, targets) === true),
    takesClients: reflector.getAllAndOverride<boolean>(CLIENT_ROUTE, targets) === true,
    isLimited: route.limited !== undefined,
    isStepUp: Reflect.hasMetadata(STEP_UP, handler),
    isIdempotent: Reflect.hasMetadata(IDEMPOTENT, handler),
    takesPasswordToken: reflector.getAllAndOverride<boolean>(PASSWORD_ROUTE, targets) === true,
    takesKeys: takesKeys(reflector, targets),
    takesSuspended: reflector.getAllAndOverride<boolean>(SUSPENDED_TOO, targets) === true,
    permission,
    isOwnAct: isOwnAct || !allowsImpersonation(permission, methodOf(handler)),
    message: route.message,
    deadlineMs: route.deadlineMs,
    errors: (Reflect.getMetadata(API_ERRORS, handler) ?? []) as ErrorCode[],
  };
}

type Targets = Parameters<Reflector['getAllAndOverride']>[1];

function takesKeys(reflector: Reflector, targets: Targets): boolean {
  if (reflector.getAllAndOverride<boolean | undefined>(PEOPLE_ONLY, targets)) return false;
  const isOfPermission =
    reflector.getAllAndOverride<Permission | undefined>(PERMISSION, targets) !== undefined;
  return isOfPermission || reflector.getAllAndOverride<boolean | undefined>(KEYS_TOO, targets) === true;
}

function tokenOf(open: true | PublicSwitch | undefined, isCheckedIfSent: boolean): HandlerFacts['token'] {
  if (open === undefined) return 'needed';
  if (open !== true) return 'switched';
  return isCheckedIfSent ? 'optional' : 'unneeded';
}
