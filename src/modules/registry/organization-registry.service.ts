import { Injectable } from '@nestjs/common';
import { lruOf } from '../../common/lru.js';
import { ChangeFeed } from '../../database/change-feed.js';
import { CoherentCache } from '../../database/coherent-cache.js';
import type { Tx } from '../../database/transactions.js';
import { OrganizationsRepository } from './organizations.repository.js';
import type { Organization } from './organizations.types.js';

/** Organizations kept in memory: about 600 bytes each. */
const CACHED_ORGANIZATIONS = 50_000;

/** @param since when the read began, in milliseconds of performance.now() */
type LoadListener = (organization: Organization, since: number) => void;

/**
 * Which organization is which, read on every request: from memory, coherent over all instances through the
 * change feed.
 */
@Injectable()
export class OrganizationRegistryService {
  private readonly rows: CoherentCache<Organization>;
  private readonly loadListeners: LoadListener[] = [];
  /** Only a hint where to look: the row found by id must still carry the name. */
  private readonly idsByName = lruOf<string>(CACHED_ORGANIZATIONS);

  constructor(
    private readonly organizations: OrganizationsRepository,
    private readonly feed: ChangeFeed,
  ) {
    this.rows = new CoherentCache(feed, (id) => this.heard(organizations.findById(id)), {
      name: 'organizations',
      max: CACHED_ORGANIZATIONS,
    });
    feed.on('organizations', ({ id }) => this.rows.invalidate(String(id)));
  }

  /** Calls `listener` with each row that is read from the database. */
  onLoad(listener: LoadListener): void {
    this.loadListeners.push(listener);
  }

  byId(id: string): Organization | null | Promise<Organization | null> {
    return this.rows.get(id);
  }

  /** The row as the transaction sees it, past the memory. */
  read(id: string, session: Tx): Promise<Organization | null> {
    return this.organizations.findIn(id, session);
  }

  /** Looks a name up exactly as it is written. */
  byName(name: string): Organization | null | Promise<Organization | null> {
    const id = this.idsByName.get(name);
    if (id === undefined) return this.findByName(name);
    const row = this.rows.get(id);
    if (row !== null && !(row instanceof Promise) && row.name === name) return row;
    return this.confirm(name, row);
  }

  /** The names of these organizations, or of all, by id; read from the database. */
  names(ids?: string[]): Promise<Map<string, string>> {
    return this.organizations.names(ids);
  }

  /** Tells every instance that a collection of its database was made or dropped. */
  collectionsChanged(id: string): Promise<void> {
    return this.organizations.countCollectionChange(id);
  }

  /** Runs what counts and makes a collection of its database, on one instance at a time, and tells every instance. */
  whileCollectionsChange(id: string, work: () => Promise<void>): Promise<void> {
    return this.organizations.whileCollectionsChange(id, work);
  }

  /** Calls `listener` when a collection of an organization was made or dropped, on any instance. */
  onCollectionsChange(listener: (id: string) => void): void {
    this.feed.on('organizations', ({ id, kind, fields }) => {
      if (kind !== 'update' || 'collections_revision' in fields) listener(String(id));
    });
  }

  /** Forgets an organization at once on this instance; the others learn it from the change feed. */
  invalidate(id: string): void {
    this.rows.invalidate(id);
  }

  /** Forgets everything: changes may have been missed. */
  forgetAll(): void {
    this.rows.clear();
  }

  /** Whatever is read may be kept: the listeners hear of it first. */
  private async heard(reading: Promise<Organization | null>): Promise<Organization | null> {
    const since = performance.now();
    const row = await reading;
    if (row) for (const listener of this.loadListeners) listener(row, since);
    return row;
  }

  private async confirm(
    name: string,
    pending: Organization | null | Promise<Organization | null>,
  ): Promise<Organization | null> {
    const row = await pending;
    return row?.name === name ? row : this.findByName(name);
  }

  private async findByName(name: string): Promise<Organization | null> {
    const load = () => this.heard(this.organizations.findByName(name));
    const row = await this.rows.take(load, ({ id }) => id);
    if (row) this.idsByName.set(name, row.id);
    return row;
  }
}
