import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { ChangeFeed } from '../../database/change-feed.js';
import { CoherentCache } from '../../database/coherent-cache.js';
import type { Tx } from '../../database/transactions.js';
import { PermissionCatalogueRepository } from './permission-catalogue.repository.js';
import { type Catalogue, productOnly } from './permission-catalogue.types.js';
import type { PermissionSet, RoleKey, RolePermission } from './roles.types.js';

const KEY = 'product';

/** The permissions that the product registered, read on every request: from memory, coherent over all instances. */
@Injectable()
export class PermissionCatalogueService {
  private readonly cache: CoherentCache<Catalogue>;

  constructor(
    private readonly catalogues: PermissionCatalogueRepository,
    feed: ChangeFeed,
  ) {
    this.cache = new CoherentCache<Catalogue>(feed, () => catalogues.read(), {
      name: 'permission catalogue',
      max: 1,
    });
    feed.on('permission_catalogue', ({ kind, fields }) => {
      if (kind !== 'update' || 'revision' in fields) this.invalidate();
    });
  }

  current(): Catalogue | Promise<Catalogue> {
    return this.cache.get(KEY) as Catalogue | Promise<Catalogue>;
  }

  /** What a built-in role may do, with what the product gives it; undefined for another role. */
  async builtIn(role: RoleKey): Promise<PermissionSet | undefined> {
    return (await this.current()).builtIn.get(role);
  }

  /**
   * A role holds only what is in the catalogue. The transaction then conflicts with a removal from it, so that no
   * role holds one that is gone.
   * @param field of the request, which the error names
   * @throws AppError request.invalid
   */
  async requireKnown(
    permissions: readonly RolePermission[],
    session: Tx,
    field = 'permissions',
  ): Promise<void> {
    const wanted = productOnly(permissions);
    if (wanted.length === 0) return;
    const catalogue = await this.catalogues.touch(session);
    const known = new Set(catalogue?.permissions.map(({ key }) => key));
    if (wanted.every((key) => known.has(key))) return;
    const errors = { [field]: `${field} must be listed by GET /v1/permissions` };
    throw new AppError('request.invalid', { errors });
  }

  /** Forgets it at once on this instance. */
  invalidate(): void {
    this.cache.invalidate(KEY);
  }
}
