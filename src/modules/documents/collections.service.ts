import { Injectable } from '@nestjs/common';
import { TenantConnectionFactory, type TenantDb } from '@rowhouse/tenancy';
import { LRUCache } from 'lru-cache';
import { AppError } from '../../common/errors/app-error.js';
import { type Actor, organizationOf } from '../auth/auth.types.js';
import { AdmissionService } from '../organizations/capacity/admission.service.js';
import { OrganizationLimits } from '../rate-limits/organization-limits.service.js';
import { checkCollectionName, isCollectionName } from './collection-name.js';
import { CollectionsRepository } from './collections.repository.js';
import type { CollectionSummary } from './documents.types.js';

/**
 * WiredTiger pays for each collection with open files and memory; twenty thousand organizations share them. A plan
 * may allow fewer, not more.
 */
const MAX_COLLECTIONS = 20;
/** The collection every organization has (contracts.md, S1-19). */
const ALWAYS_THERE = 'data';
/** Collections remembered as existing: about 100 bytes each. */
const MAX_KNOWN = 50_000;
/**
 * Milliseconds. Another instance may drop a collection; until this one forgets it, a write makes it again
 * without counting, so at twice the time a limit can be passed for twice as long.
 */
const KNOWN_FOR_MS = 60_000;

/** Commands that one list of collections has under way. */
const MEASURED_AT_ONCE = 5;

type Size = Omit<CollectionSummary, 'name'>;

/** Which collections an organization has, and may have. */
@Injectable()
export class CollectionsService {
  private readonly known = new LRUCache<string, true>({ max: MAX_KNOWN, ttl: KNOWN_FOR_MS });
  /** The last creation of each database, so that creations on this instance do not pass the limit together. */
  private readonly queues = new Map<string, Promise<void>>();

  constructor(
    private readonly tenants: TenantConnectionFactory,
    private readonly collections: CollectionsRepository,
    private readonly limits: OrganizationLimits,
    private readonly admission: AdmissionService,
  ) {}

  /** @throws AppError organization.not_found */
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

  /**
   * Drops a collection; `data` is there again at once, empty.
   * @throws AppError collection.not_found, collection.reserved, collection.name_invalid
   */
  async drop(actor: Actor, name: string): Promise<void> {
    checkCollectionName(name);
    await this.tenants.run(organizationOf(actor), async (db) => {
      const existed = await this.collections.drop(db, name);
      this.known.delete(keyOf(db, name));
      if (name === ALWAYS_THERE) await this.collections.create(db, name);
      else if (!existed) throw new AppError('collection.not_found');
    });
  }

  /**
   * Makes a collection on its first write. Of a known one it costs no round trip and no promise.
   * @throws AppError collection.limit_reached, service.capacity_reached, collection.reserved when it is a view
   */
  ensure(db: TenantDb, name: string): Promise<void> | undefined {
    return this.known.has(keyOf(db, name)) ? undefined : this.inTurn(db, name);
  }

  /** @throws AppError collection.not_found */
  async require(db: TenantDb, name: string): Promise<void> {
    if (this.known.has(keyOf(db, name))) return;
    const names = await this.collections.listNames(db);
    if (!names.some((each) => each.name === name)) throw new AppError('collection.not_found');
  }

  private async inTurn(db: TenantDb, name: string): Promise<void> {
    const before = this.queues.get(db.name) ?? Promise.resolve();
    const mine = before.then(
      () => this.make(db, name),
      () => this.make(db, name),
    );
    this.queues.set(db.name, mine);
    try {
      await mine;
    } finally {
      if (this.queues.get(db.name) === mine) this.queues.delete(db.name);
    }
  }

  private async make(db: TenantDb, name: string): Promise<void> {
    if (this.known.has(keyOf(db, name))) return;
    const rows = await this.collections.listNames(db);
    const row = rows.find((each) => each.name === name);
    if (row?.isView) throw new AppError('collection.reserved');
    if (!row) {
      const used = rows.filter((each) => isCollectionName(each.name)).length;
      const { collections: allowed } = await this.limits.of(db.key);
      const limit = Math.min(MAX_COLLECTIONS, allowed ?? MAX_COLLECTIONS);
      if (used >= limit) throw new AppError('collection.limit_reached', { limit });
      await this.admission.admitCollection(() => this.collections.create(db, name));
    }
    this.known.set(keyOf(db, name), true);
  }
}

/** A database name is used once, so a moved organization starts with nothing known. */
function keyOf(db: TenantDb, name: string): string {
  return `${db.name}/${name}`;
}
