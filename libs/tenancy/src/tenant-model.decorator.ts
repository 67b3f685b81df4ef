import { Inject } from '@nestjs/common';

/** The token of a model of `TenancyModule.forFeature`, for `overrideProvider` and factories. */
export function getTenantModelToken(name: string): string {
  return `TenantModel:${name}`;
}

/**
 * Injects the `TenantModel` of that name: one for all tenants, from which `of(db)` answers the model of one.
 *
 * @example
 * ```ts
 * import { Injectable } from '@nestjs/common';
 * import { InjectTenantModel, type TenantDb, type TenantModel } from '@rowhouse/tenancy';
 *
 * interface User { email: string }
 *
 * @Injectable()
 * export class UsersService {
 *   constructor(@InjectTenantModel('User') private readonly users: TenantModel<User>) {}
 *
 *   add(db: TenantDb, email: string): Promise<User> {
 *     return this.users.of(db).create({ email });
 *   }
 * }
 * ```
 */
export const InjectTenantModel = (name: string): PropertyDecorator & ParameterDecorator =>
  Inject(getTenantModelToken(name));
