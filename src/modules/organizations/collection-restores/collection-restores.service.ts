import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { TenantConnectionFactory, type TenantDb } from '@rowhouse/tenancy';
import { AppError } from '../../../common/errors/app-error.js';
import { type Actor, organizationOf } from '../../access/actor.types.js';
import { CurrentRightsService } from '../../access/current-rights.service.js';
import { CollectionsService } from '../../documents/collections.service.js';
import { StorageLimitsService } from '../../documents/storage-limits.service.js';
import type { CollectionOrigin, RestoreChoice, RestoredCollection } from './collection-restore.types.js';
import { RestoreComparison } from './restore-comparison.service.js';
import { RestorePartsService, type WorkOnPart } from './restore-parts.service.js';
import { RestoreTargetRepository } from './restore-target.repository.js';
import { CloneRepository } from '../moves/clone.repository.js';

/** Names that begin so are reserved, shown to nobody, and in no backup. */
const PART = '_rowhouse_restore_';

/**
 * Restores one collection into the database that is in use. It is filled beside its name, under a name of ours, and
 * gets its own in one step at the end: until then nothing is changed, whenever the process is killed.
 */
@Injectable()
export class CollectionRestoresService {
  constructor(
    private readonly tenants: TenantConnectionFactory,
    private readonly collections: CollectionsService,
    private readonly storage: StorageLimitsService,
    private readonly rights: CurrentRightsService,
    private readonly comparison: RestoreComparison,
    private readonly parts: RestorePartsService,
    private readonly target: RestoreTargetRepository,
    private readonly clones: CloneRepository,
  ) {}

  /**
   * @throws AppError collection.exists unless its name was confirmed, collection.not_restorable, collection.reserved,
   * collection.limit_reached, plan.storage_full, organization.busy
   */
  async restore(actor: Actor, origin: CollectionOrigin, choice: RestoreChoice): Promise<RestoredCollection> {
    const orgId = organizationOf(actor);
    const name = choice.as ?? origin.collection.name;
    this.collections.checkName(name);
    if (!this.clones.isClonedInside(origin.collection)) throw new AppError('collection.not_restorable');
    const isThere = await this.tenants.run(orgId, (db) => this.target.has(db, name), { mode: 'read' });
    if (choice.isDryRun) return this.comparison.dryRun(orgId, name, origin, isThere);
    if (isThere && choice.confirm !== name) throw new AppError('collection.exists');
    await this.storage.check(orgId);
    const made = await this.parts.work(orgId, PART + randomBytes(12).toString('hex'), async (part) => {
      const documents = await this.fill(part, origin);
      const before = await part.run((db) => this.place(actor, db, part.name, name, origin, isThere));
      return { name, documents, isReplaced: isThere, before };
    });
    const details = { ...origin.from, source: origin.collection.name, documents: made.documents };
    await this.collections.record(actor, name, 'data.collection_restored', {
      ...details,
      replaced: isThere,
    });
    return made;
  }

  /** @returns how many documents it has */
  private async fill(part: WorkOnPart, origin: CollectionOrigin): Promise<number> {
    const { collection, past } = origin;
    const { clones } = this;
    if (past !== undefined) {
      await part.run((db) => clones.create(db, collection, part.name));
      const source = { ...collection, stages: [], at: past.at };
      await part.run((db) => clones.fill(clones.open(past.source), source, db, part.name));
      return part.run((db) => this.target.count(db, part.name));
    }
    await part.run((db) => clones.create(db, { ...collection, indexes: [] }, part.name));
    let documents = 0;
    for await (const batch of origin.documents()) {
      await part.run((db) => clones.insert(db, part.name, [...batch]));
      documents += batch.length;
    }
    await part.run((db) => clones.index(db, collection.indexes, part.name));
    return documents;
  }

  /** @returns the last moment before it */
  private async place(
    actor: Actor,
    db: TenantDb,
    part: string,
    name: string,
    { permission }: CollectionOrigin,
    replaces: boolean,
  ): Promise<NonNullable<RestoredCollection['before']>> {
    // It may have taken long since the request was admitted.
    await this.rights.require(null, organizationOf(actor), actor, permission);
    const before = await this.target.now(db);
    await this.collections.place(db, name, replaces, () => this.target.rename(db, part, name, replaces));
    return before;
  }
}
