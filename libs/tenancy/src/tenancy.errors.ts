/** The stable codes of {@link TenancyError}; a caller maps these, never the message. */
export type TenancyErrorCode =
  | 'tenancy.closed'
  | 'tenancy.misconfigured'
  | 'tenant.busy'
  | 'tenant.drain_timeout'
  | 'tenant.fence_lifted'
  | 'tenant.fenced'
  | 'tenant.handle_closed'
  | 'tenant.driver_only'
  | 'tenant.invalid_database'
  | 'tenant.invalid_key'
  | 'tenant.migrating'
  | 'tenant.migration_failed'
  | 'tenant.missing'
  | 'tenant.pool_exhausted'
  | 'tenant.suspended'
  | 'tenant.term_ended'
  | 'tenant.unavailable'
  | 'tenant.unknown'
  | 'tenant.unknown_cluster';

/**
 * Base of every error this library throws.
 *
 * @example
 * ```ts
 * import { TenancyError } from '@rowhouse/tenancy';
 *
 * export const isUnknownTenant = (error: unknown): boolean =>
 *   error instanceof TenancyError && error.code === 'tenant.unknown';
 * ```
 */
export class TenancyError extends Error {
  constructor(
    readonly code: TenancyErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** The registry has no tenant of that key. */
export class UnknownTenantError extends TenancyError {
  constructor(readonly key: string) {
    super('tenant.unknown', `No tenant ${quote(key)}.`);
  }
}

/** The registry knows the tenant and says it is not to be used now (`available: false`). */
export class TenantUnavailableError extends TenancyError {
  constructor(readonly key: string) {
    super('tenant.unavailable', `Tenant ${quote(key)} is not available.`);
  }
}

/** The registry says that the tenant is suspended (`suspended: true`): refused until an operator decides otherwise. */
export class TenantSuspendedError extends TenancyError {
  constructor(readonly key: string) {
    super('tenant.suspended', `Tenant ${quote(key)} is suspended.`);
  }
}

/** A tenant is asked for where none was verified: a request without a key, or `current()` outside of a lease. */
export class NoTenantError extends TenancyError {
  constructor(where: string) {
    super('tenant.missing', `There is no tenant: ${where}.`);
  }
}

/** The tenant's database is brought up to date and is not ready yet; try again later. */
export class TenantMigratingError extends TenancyError {
  constructor(readonly key: string) {
    super('tenant.migrating', `The database of ${quote(key)} is being brought up to date.`);
  }
}

/** `onCreate`, a migration or an index of the tenant failed (`cause`), or its lease went to another process. */
export class TenantMigrationError extends TenancyError {
  constructor(
    readonly key: string,
    /** What failed: `onCreate`, `indexes`, or the number and the name of the migration. */
    readonly step: string,
    cause: unknown,
  ) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super('tenant.migration_failed', `${step} failed for tenant ${quote(key)}: ${reason}`, { cause });
  }
}

/** The registry named a cluster that the option `clusters` does not have. Nothing was sent to a server. */
export class UnknownClusterError extends TenancyError {
  constructor(readonly cluster: unknown) {
    super(
      'tenant.unknown_cluster',
      `No cluster ${typeof cluster === 'string' ? quote(cluster) : typeof cluster}.`,
    );
  }
}

/** A fence stood longer than `fenceWaitMs`; try again later. */
export class TenantFencedError extends TenancyError {
  constructor(readonly key: string) {
    super('tenant.fenced', `Tenant ${quote(key)} is fenced.`);
  }
}

/** Leases were still held when the time to drain was over. The fence, if any, still stands. */
export class TenantDrainTimeoutError extends TenancyError {
  constructor(
    readonly key: string,
    readonly active: number,
  ) {
    super('tenant.drain_timeout', `${active} lease(s) of ${quote(key)} did not end in time.`);
  }
}

/** Another caller lifted the fence while its owner still waited for the leases to end. */
export class TenantFenceLiftedError extends TenancyError {
  constructor(readonly key: string) {
    super('tenant.fence_lifted', `The fence of ${quote(key)} was lifted before it had drained.`);
  }
}

/** Every open handle is leased and none came free within `acquireTimeoutMs`. */
export class TenantPoolExhaustedError extends TenancyError {
  constructor(readonly key: string) {
    super('tenant.pool_exhausted', `No free tenant handle for ${quote(key)}: all are in use.`);
  }
}

/** The tenant has as many leases as one may have at once, and more callers in line than can be served in time. */
export class TenantBusyError extends TenancyError {
  constructor(readonly key: string) {
    super('tenant.busy', `Tenant ${quote(key)} has too many leases.`);
  }
}

/**
 * The process was away while it worked: whether a write is where the tenant lives now is not known, nor whether
 * what was read, or refused (`cause`), is of that database.
 */
export class TenantTermEndedError extends TenancyError {
  constructor(
    readonly key: string,
    options?: ErrorOptions,
  ) {
    super('tenant.term_ended', `The term under which ${quote(key)} was used has ended.`, options);
  }
}

/** The key is empty, not a string, or too long. */
export class InvalidTenantKeyError extends TenancyError {
  constructor(reason: string) {
    super('tenant.invalid_key', `Invalid tenant key: ${reason}.`);
  }
}

/** The name is not one a tenant database may have. Nothing was sent to the server. */
export class InvalidTenantDatabaseError extends TenancyError {
  constructor(readonly database: unknown) {
    super(
      'tenant.invalid_database',
      `${typeof database === 'string' ? quote(database) : typeof database} is no tenant database name.`,
    );
  }
}

/** The factory was closed. */
export class TenancyClosedError extends TenancyError {
  constructor() {
    super('tenancy.closed', 'The tenant connection factory is closed.');
  }
}

/** A `TenantDb` was kept and used after its handle had been closed. */
export class TenantHandleClosedError extends TenancyError {
  constructor(readonly database: string) {
    super(
      'tenant.handle_closed',
      `The handle of ${quote(database)} is closed: a TenantDb ends with its lease.`,
    );
  }
}

/** `model()` was called on a maintenance handle, which nothing would ever evict. */
export class DriverOnlyHandleError extends TenancyError {
  constructor(readonly database: string) {
    super(
      'tenant.driver_only',
      `The handle of ${quote(database)} from open() has no models: use collection().`,
    );
  }
}

/** An option is out of its range, or one that is needed is missing. */
export class TenancyMisconfiguredError extends TenancyError {
  constructor(message: string) {
    super('tenancy.misconfigured', message);
  }
}

// Keys come from outside: 80 characters keep a hostile one from filling the log.
function quote(value: string): string {
  return JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value);
}
