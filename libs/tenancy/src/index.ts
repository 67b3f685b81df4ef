export { CurrentTenant } from './current-tenant.decorator.js';
export {
  DriverOnlyHandleError,
  InvalidTenantDatabaseError,
  InvalidTenantKeyError,
  TenancyClosedError,
  TenancyError,
  TenancyMisconfiguredError,
  TenantBusyError,
  TenantDrainTimeoutError,
  TenantFencedError,
  TenantFenceLiftedError,
  TenantHandleClosedError,
  TenantPoolExhaustedError,
  TenantTermEndedError,
  TenantUnavailableError,
  UnknownTenantError,
  type TenancyErrorCode,
} from './tenancy.errors.js';
export { TenancyModule, type TenancyAsyncOptions, type TenancyModuleScope } from './tenancy.module.js';
export type { FenceMode, TenancyOptions, TenantMode, TenantRecord } from './tenancy.options.js';
export { TenantConnectionFactory } from './tenant-connection.factory.js';
export { TenantDb } from './tenant-db.js';
export type { TenantLease } from './tenant-lease.js';
export { TenantInterceptor } from './tenant.interceptor.js';
export type { TenancyEvents, TenancyStats } from './telemetry.js';
