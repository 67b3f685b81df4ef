import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import {
  BUILT_IN_ROLES,
  type BuiltInRole,
  builtInPermissions,
  OPERATOR_PERMISSIONS,
  type Permission,
  type PermissionSet,
} from '../modules/access/roles.types.js';
import { SURFACES } from '../surfaces/surfaces.js';
import { type HandlerFacts, handlerFacts } from './handlers.js';
import { describeApi } from './openapi.js';
import { operationsOf } from './operations.js';

/** Who may call an operation, as its decorators say. */
export interface OperationAccess {
  /** Name of the handler; unique. */
  operationId: string;
  method: string;
  /** As in the OpenAPI document: `/v1/roles/{key}`. */
  path: string;
  /** Title of the surface. */
  surface: string;
  token: HandlerFacts['token'];
  /** What the caller's role must allow; undefined: no token is needed, or any will do. */
  permission?: Permission;
  /** Whether an API key may call it, if its scopes have the permission. */
  takesKeys: boolean;
  /** Media type of the body it reads; undefined when it reads none. */
  bodyType?: string;
}

/** The built-in roles, and the platform operator without an organization. */
export type Caller = BuiltInRole | 'operator';
export const CALLERS: readonly Caller[] = [...BUILT_IN_ROLES, 'operator'];

export const permissionsOfCaller = (caller: Caller): PermissionSet =>
  caller === 'operator' ? OPERATOR_PERMISSIONS : builtInPermissions(caller)!;

/** Whether the guard lets the caller's token through to the handler, which may still refuse. */
export const admits = ({ permission }: OperationAccess, caller: Caller): boolean =>
  permission === undefined || permissionsOfCaller(caller).has(permission);

/** Every operation of the router, in the order of the document. */
export function operationAccess(
  app: NestFastifyApplication,
  document: OpenAPIObject = describeApi(app),
): OperationAccess[] {
  const facts = new Map([...handlerFacts(app)].map(([name, fact]) => [name.split('.')[1], fact]));
  return Object.entries(document.paths).flatMap(([path, item]) =>
    operationsOf(item).map(([method, { operationId, requestBody }]) => {
      const { token, permission, ...fact } = facts.get(operationId)!;
      const { title: surface, takesKeys: known = false } = SURFACES.of(path);
      const takesKeys = known && fact.takesKeys && token === 'needed';
      const [bodyType] = Object.keys(requestBody?.content ?? {});
      const route = { operationId, method: method.toUpperCase(), path, surface };
      return { ...route, token, permission, takesKeys, bodyType };
    }),
  );
}
