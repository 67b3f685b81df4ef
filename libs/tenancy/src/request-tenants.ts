import type { ExecutionContext } from '@nestjs/common';
import type { TenantDb } from './tenant-db.js';

// Bound to the request object itself: no global current tenant, and nothing a request could set.
const tenants = new WeakMap<object, TenantDb>();

/** What carries the tenant: the request, or the message of a microservice or socket. */
export function carrierOf(context: ExecutionContext): object | undefined {
  const carrier: unknown =
    context.getType() === 'http'
      ? context.switchToHttp().getRequest()
      : context.getType() === 'ws'
        ? context.switchToWs().getData()
        : context.switchToRpc().getData();
  return typeof carrier === 'object' && carrier !== null ? carrier : undefined;
}

export function tenantOf(carrier: object): TenantDb | undefined {
  return tenants.get(carrier);
}

export function bindTenant(carrier: object, db: TenantDb): void {
  tenants.set(carrier, db);
}

export function unbindTenant(carrier: object): void {
  tenants.delete(carrier);
}
