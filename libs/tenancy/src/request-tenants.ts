import { AsyncLocalStorage } from 'node:async_hooks';
import type { ExecutionContext } from '@nestjs/common';
import type { TenantDb } from './tenant-db.js';

interface Execution {
  /** What the handler is called with. One socket serves many messages at once, so the socket is no identity. */
  readonly args: readonly unknown[];
  /** Gone when the lease has ended: work that outlives the handler has no tenant. */
  db: TenantDb | undefined;
}

/** A tenant that is bound to an execution, until `unbind`. */
export interface Binding {
  run<T>(work: () => T): T;
  unbind(): void;
}

// Bound to the request object itself: no global current tenant, and nothing a request could set.
const requests = new WeakMap<object, TenantDb>();
// Elsewhere no object is of one message only (a payload may be a string, a GraphQL request has many resolvers).
const executions = new AsyncLocalStorage<Execution>();

/**
 * What a guard writes the verified identity on, and never what the caller sent: the HTTP request, the `req`
 * of a GraphQL context, the client of a gateway, the context of a microservice's message. `undefined` if the
 * transport has none.
 */
export function carrierOf(context: ExecutionContext): object | undefined {
  switch (context.getType<string>()) {
    case 'http':
      return objectOr(context.switchToHttp().getRequest());
    case 'graphql':
      return graphqlRequestOf(context);
    case 'ws':
      return unlessPayload(context.switchToWs().getClient(), context.switchToWs().getData());
    case 'rpc':
      return unlessPayload(context.switchToRpc().getContext(), context.switchToRpc().getData());
    default:
      return undefined;
  }
}

/** @param carrier what `carrierOf` answers, if it was asked already */
export function tenantOf(context: ExecutionContext, carrier?: object): TenantDb | undefined {
  if (context.getType() === 'http') {
    const request = carrier ?? carrierOf(context);
    return request === undefined ? undefined : requests.get(request);
  }
  const execution = executions.getStore();
  return execution !== undefined && isOf(execution, context) ? execution.db : undefined;
}

export function bindTenant(context: ExecutionContext, carrier: object, db: TenantDb): Binding {
  if (context.getType() === 'http') {
    requests.set(carrier, db);
    return { run: (work) => work(), unbind: () => requests.delete(carrier) };
  }
  const execution: Execution = { args: [...context.getArgs<unknown[]>()], db };
  return { run: (work) => executions.run(execution, work), unbind: () => (execution.db = undefined) };
}

// A socket that was opened inside one execution hands its storage on to the messages that come in on it.
function isOf({ args }: Execution, context: ExecutionContext): boolean {
  const others = context.getArgs<unknown[]>();
  return args.length === others.length && args.every((arg, i) => arg === others[i]);
}

// Apollo's context has `req`, Mercurius' has `reply`; both are made by the server.
function graphqlRequestOf(context: ExecutionContext): object | undefined {
  const shared = objectOr(context.getArgByIndex(2)) as { req?: unknown; reply?: unknown } | undefined;
  const reply = objectOr(shared?.reply) as { request?: unknown } | undefined;
  return objectOr(shared?.req) ?? objectOr(reply?.request);
}

// A transport of your own may call the handler with the payload alone, or twice.
function unlessPayload(carrier: unknown, payload: unknown): object | undefined {
  return carrier === payload ? undefined : objectOr(carrier);
}

function objectOr(value: unknown): object | undefined {
  return typeof value === 'object' && value !== null ? value : undefined;
}
