import { AsyncLocalStorage } from 'node:async_hooks';
import { NoTenantError } from './tenancy.errors.js';
import type { TenantDb } from './tenant-db.js';

/** The tenant of the running work, for `ambient: true`. */
export class AmbientTenant {
  readonly #scopes = new AsyncLocalStorage<AmbientScope>();

  get current(): TenantDb {
    const scope = this.#scopes.getStore();
    if (scope === undefined) throw new NoTenantError('current() is called outside of a lease');
    if (scope.db === undefined) throw new NoTenantError('the lease of this work has ended');
    return scope.db;
  }

  scope(db: TenantDb): AmbientScope {
    return new AmbientScope(this.#scopes, db);
  }
}

/** The tenant of one piece of work, until its lease ends: what outlives it has none. */
export class AmbientScope {
  readonly #scopes: AsyncLocalStorage<AmbientScope>;
  db: TenantDb | undefined;

  constructor(scopes: AsyncLocalStorage<AmbientScope>, db: TenantDb) {
    this.#scopes = scopes;
    this.db = db;
  }

  run<T>(work: () => T): T {
    return this.#scopes.run(this, work);
  }

  end(): void {
    this.db = undefined;
  }
}
