import { Injectable } from '@nestjs/common';
import { TenantConnectionFactory, type TenantDb } from '@rowhouse/tenancy';
import { AppError } from '../../common/errors/app-error.js';
import { type Actor, organizationOf } from '../access/actor.types.js';
import type { AuditActionOn } from '../audit/audit-actions.types.js';
import { AuditService } from '../audit/audit.service.js';
import { by } from '../audit/audit.types.js';
import { ChangeFeed } from '../../database/change-feed.js';
import { CoherentCache } from '../../database/coherent-cache.js';
import { AdmissionService } from '../capacity/admission.service.js';
import { OrganizationRegistryService } from '../registry/organization-registry.service.js';
import { OrganizationLimitsService } from '../rate-limits/organization-limits.service.js';
import { CurrentRightsService } from '../access/current-rights.service.js';
import { checkCollectionName, isCollectionName } from './collection-name.js';
import { CollectionsRepository } from './collections.repository.js';
import type { CollectionSummary } from './documents.types.js';

/**
 * Where no plan says how many. WiredTiger pays for each collection with open files and memory, which thousands of
 * organizations share; what plans grant beyond this is bounded by the admission guard (ADR-0019).
 */
const MAX_COLLECTIONS = 20;
/** The collection every organization has (S1-19). */
const ALWAYS_THERE = 'data';
/** Organizations whose collections are remembered: some 300 bytes each, and 3 kB with 20 collections. */
const MAX_KNOWN = 50_000;

interface KnownCollections {
  /** A database name is used once: after a move nothing is known. */
  database: string;
  names: ReadonlySet<string>;
}

/** Commands that one list of collections has under way. */
const MEASURED_AT_ONCE = 5;

type Size = Omit<CollectionSummary, 'name'>;

/** Which collections an organization has, and may have. */
@Injectable()
export class CollectionsService {
  /**
   * By organization, for as long as the change feed tells of every collection that is made or dropped here (ADR-0031).
   * Until it has told, some milliseconds, and after a drop past the service until the next creation, a write makes the
   * collection again without counting.
   */
  private readonly known: CoherentCache<KnownCollections>;
  /** The last creation of each database: those of this instance do not wait for each other in the database. */
  private readonly queues = new Map<string, Promise<void>>();

  constructor(
    private readonly tenants: TenantConnectionFactory,
    private readonly collections: CollectionsRepository,
    private readonly limits: OrganizationLimitsService,
    private readonly admission: AdmissionService,
    private readonly registry: OrganizationRegistryService,
    private readonly rights: CurrentRightsService,
    private readonly audit: AuditService,
    feed: ChangeFeed,
  ) {
    this.known = new CoherentCache<KnownCollections>(feed, () => Promise.resolve(null), {
      name: 'collections',
      max: MAX_KNOWN,
    });
    registry.onCollectionsChange((id) => this.known.invalidate(id));
  }

  list(actor: Actor): Promise<CollectionSummary[]> {
    return this.tenants.run(
      organizationOf(actor),
      async (db) => {
        const names = (await this.collections.listNames(db))
          .filter(({ name, isView }) => !isView && isCollectionName(name))
          .map(({ name }) => name)
          .sort();
        const sizes = await this.measure(db, names);
        return names.flatMap((name, i) => (sizes[i] ? [{ name, ...sizes[i] }] : []));
      },
      { mode: 'read' },
    );
  }

  /** A few at a time: others may have made any number of collections, and all organizations share the pool. */
  private async measure(db: TenantDb, names: readonly string[]): Promise<(Size | null)[]> {
    const sizes: (Size | null)[] = [];
    for (let at = 0; at < names.length; at += MEASURED_AT_ONCE) {
      const some = names.slice(at, at + MEASURED_AT_ONCE);
      sizes.push(...(await Promise.all(some.map((name) => this.collections.measure(db, name)))));
    }
    return sizes;
  }

  /** Drops a collection; `data` is there again at once, empty. */
  async drop(actor: Actor, name: string): Promise<void> {
    checkCollectionName(name);
    const orgId = organizationOf(actor);
    await this.tenants.run(orgId, async (db) => {
      // A move may have made it wait since it was admitted.
      await this.rights.require(null, orgId, actor, 'data.drop');
      const existed = await this.collections.drop(db, name);
      if (name === ALWAYS_THERE) await this.collections.create(db, name);
      else if (!existed) throw new AppError('collection.not_found');
      else await this.changed(db);
    });
    await this.record(actor, name, 'data.collection_dropped');
  }

  /** What was done to a collection as a whole, for the record; its database is another one than that of the log. */
  async record(
    actor: Actor,
    name: string,
    action: AuditActionOn<'data'>,
    details: Record<string, unknown> = {},
  ): Promise<void> {
    const target = { orgId: organizationOf(actor), targetType: 'collection', targetId: name };
    await this.audit.recordAlone({ ...by(actor), ...target, action, details });
  }

  /**
   * Makes a collection on its first write. Of a known one it costs no round trip and no promise, however seldom it is
   * written to. `data` is never asked for: should it be gone, the write itself makes it.
   * @throws AppError collection.limit_reached, service.capacity_reached, collection.reserved when it is a view
   */
  ensure(db: TenantDb, name: string): Promise<void> | undefined {
    return name === ALWAYS_THERE || this.knows(db, name) ? undefined : this.inTurn(db, name);
  }

  /** @throws AppError collection.reserved, collection.name_invalid */
  checkName(name: string): void {
    checkCollectionName(name);
  }

  /**
   * Puts a collection that was filled beside its name in its place, in turn with those that are made here.
   * @param replaces one of the name may be there
   * @throws AppError collection.exists, collection.reserved when it is a view, collection.limit_reached,
   * service.capacity_reached
   */
  async place(db: TenantDb, name: string, replaces: boolean, put: () => Promise<void>): Promise<void> {
    const place = async () => {
      const rows = await this.look(db);
      const row = rows.find((each) => each.name === name);
      if (row?.isView) throw new AppError('collection.reserved');
      if (row && !replaces) throw new AppError('collection.exists');
      if (row) return put();
      await this.admit(db, rows, put);
    };
    await this.queued(db, () => this.locked(db, place));
  }

  private knows(db: TenantDb, name: string): boolean {
    const known = this.known.peek(db.key);
    return known?.database === db.name && known.names.has(name);
  }

  private async changed({ key }: TenantDb): Promise<void> {
    await this.registry.collectionsChanged(key);
    this.known.invalidate(key);
  }

  async require(db: TenantDb, name: string): Promise<void> {
    const rows = await this.look(db);
    if (!rows.some((each) => each.name === name)) throw new AppError('collection.not_found');
  }

  private inTurn(db: TenantDb, name: string): Promise<void> {
    return this.queued(db, async () => {
      if (!this.knows(db, name)) await this.locked(db, () => this.make(db, name));
    });
  }

  private async queued(db: TenantDb, work: () => Promise<void>): Promise<void> {
    const before = this.queues.get(db.name) ?? Promise.resolve();
    const mine = before.then(work, work);
    this.queues.set(db.name, mine);
    try {
      await mine;
    } finally {
      if (this.queues.get(db.name) === mine) this.queues.delete(db.name);
    }
  }

  private async make(db: TenantDb, name: string): Promise<void> {
    const rows = await this.look(db);
    const row = rows.find((each) => each.name === name);
    if (row?.isView) throw new AppError('collection.reserved');
    if (row) return;
    await this.admit(db, rows, () => this.collections.create(db, name));
  }

  /** One instance at a time counts and makes, and all instances are told. */
  private async locked(db: TenantDb, work: () => Promise<void>): Promise<void> {
    try {
      await this.registry.whileCollectionsChange(db.key, work);
    } finally {
      this.known.invalidate(db.key);
    }
  }

  private async admit(
    db: TenantDb,
    rows: readonly { name: string }[],
    make: () => Promise<void>,
  ): Promise<void> {
    const used = rows.filter((each) => isCollectionName(each.name)).length;
    const { collections: allowed } = await this.limits.of(db.key);
    const limit = allowed ?? MAX_COLLECTIONS;
    if (used >= limit) throw this.limits.refusal('collection.limit_reached', db.key, limit);
    await this.admission.admitCollection(make);
  }

  /** The names as they are now, which are known from here on. */
  private async look(db: TenantDb): Promise<{ name: string; isView: boolean }[]> {
    let rows: { name: string; isView: boolean }[] = [];
    const load = async (): Promise<KnownCollections> => {
      rows = await this.collections.listNames(db);
      const names = rows.flatMap(({ name, isView }) => (isView ? [] : [name]));
      return { database: db.name, names: new Set(names) };
    };
    await this.known.take(load, () => db.key);
    return rows;
  }
}
