export type { EachTenantOptions, EachTenantReport, TenantProgress } from './each-tenant.js';
export { CurrentTenant } from './current-tenant.decorator.js';
export {
  DriverOnlyHandleError,
  InvalidTenantDatabaseError,
  InvalidTenantKeyError,
  NoTenantError,
  TenancyClosedError,
  TenancyError,
  TenancyMisconfiguredError,
  TenantBusyError,
  TenantDrainTimeoutError,
  TenantFencedError,
  TenantFenceLiftedError,
  TenantHandleClosedError,
  TenantMigratingError,
  TenantMigrationError,
  TenantPoolExhaustedError,
  TenantSuspendedError,
  TenantTermEndedError,
  TenantUnavailableError,
  UnknownClusterError,
  UnknownTenantError,
  type TenancyErrorCode,
} from './tenancy.errors.js';
export { TenancyExceptionFilter } from './tenancy.exception-filter.js';
export {
  TenancyModule,
  type TenancyAsyncOptions,
  type TenancyModuleScope,
  type TenantModelDefinition,
} from './tenancy.module.js';
export type { FenceMode, TenancyOptions, TenantKeys, TenantMode, TenantRecord } from './tenancy.options.js';
export { TenantConnectionFactory } from './tenant-connection.factory.js';
export { TenantDb } from './tenant-db.js';
export type { TenantLease } from './tenant-lease.js';
export { getTenantModelToken, InjectTenantModel } from './tenant-model.decorator.js';
export type { TenantModel } from './tenant-models.js';
export type {
  AppliedMigration,
  TenantMigration,
  TenantMigrationContext,
  TenantMigrationResult,
  TenantMigrationStatus,
  TenantSetupOptions,
} from './tenant-setup.options.js';
export { TenantInterceptor } from './tenant.interceptor.js';
export type { TenancyEvents, TenancyStats } from './telemetry.js';
