import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { tenantOf } from './request-tenants.js';
import { NoTenantError } from './tenancy.errors.js';
import type { TenantDb } from './tenant-db.js';

/**
 * The `TenantDb` that `TenantInterceptor` acquired for this request, message or resolver. Without one the handler
 * is refused with `NoTenantError`.
 *
 * @example
 * ```ts
 * import { Controller, Get, UseInterceptors } from '@nestjs/common';
 * import { CurrentTenant, TenantDb, TenantInterceptor } from '@rowhouse/tenancy';
 *
 * @Controller('users')
 * @UseInterceptors(TenantInterceptor)
 * export class UsersController {
 *   @Get('count')
 *   count(@CurrentTenant() db: TenantDb): Promise<number> {
 *     return db.collection('users').countDocuments();
 *   }
 * }
 * ```
 */
export const CurrentTenant = createParamDecorator((_data: unknown, context: ExecutionContext): TenantDb => {
  const db = tenantOf(context);
  if (db === undefined) throw new NoTenantError('nobody has verified one for this request');
  return db;
});
