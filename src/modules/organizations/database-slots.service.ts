import { Injectable } from '@nestjs/common';
import { TenantConnectionFactory } from '@rowhouse/tenancy';
import { AppError } from '../../common/errors/app-error.js';
import { Env } from '../../config/env.js';
import { duplicateKey } from '../../database/duplicate-key.js';
import type { Tx } from '../../database/transactions.js';
import { DatabasesRepository } from '../registry/databases.repository.js';
import { OrganizationsRepository } from '../registry/organizations.repository.js';
import type { Organization } from '../registry/organizations.types.js';
import { databaseName, slugOf } from '../registry/slug.js';
import { DatabaseMarksService, isMarkedByAnother } from './marks/database-marks.service.js';

/** The collections every organization starts with (S1-19). */
export const TENANT_COLLECTIONS = ['data'] as const;
/** Names alike in their slug get `_2`, `_3` …; a hundred of them are looked at before giving up. */
const MAX_SUFFIX = 100;

/** The unique indexes that decide who gets a slot. */
const SLOT_INDEXES = new Set(['organizations.slug_1', 'organizations.collection_name_1', 'databases._id_']);

/** A database name that was free when it was chosen; the unique indexes decide whether it still is. */
export interface DatabaseSlot {
  slug: string;
  generation: number;
  database: string;
}

/** Database slots: which name an organization's database gets, and the database itself. */
@Injectable()
export class DatabaseSlotsService {
  constructor(
    private readonly organizations: OrganizationsRepository,
    private readonly databases: DatabasesRepository,
    private readonly tenants: TenantConnectionFactory,
    private readonly marks: DatabaseMarksService,
    private readonly env: Env,
  ) {}

  /**
   * The first slug not in use, with its first generation never used.
   * @throws AppError organization.slug_taken when `exact`, organization.name_taken after a hundred suffixes
   */
  async choose(base: string, { exact = false, atLeast = 1 } = {}): Promise<DatabaseSlot> {
    for (let n = 1; n <= MAX_SUFFIX; n++) {
      const slug = n === 1 ? base : `${base}_${n}`;
      if (!(await this.organizations.slugTaken(slug)))
        return { slug, ...(await this.nextGeneration(slug, atLeast)) };
      if (exact) throw new AppError('organization.slug_taken');
    }
    throw new AppError('organization.name_taken');
  }

  /** The slot an organization moves to next: its slug, or that of its new name, one generation further. */
  async next(organization: Organization, name: string): Promise<DatabaseSlot> {
    const { slug, generation } = organization;
    if (name === organization.name || slugOf(name) === slug) {
      return { slug, ...(await this.nextGeneration(slug, generation + 1)) };
    }
    return this.choose(slugOf(name), { atLeast: generation + 1 });
  }

  /** A slug for a name, free at this moment. */
  async freeSlug(name: string): Promise<string> {
    return (await this.choose(slugOf(name))).slug;
  }

  /**
   * Makes the database of a new organization in the transaction that makes the organization: registered, marked,
   * with its first collections.
   * @throws MongoServerError 11000 when another organization took the slot first: see isSlotTaken
   */
  async create(
    organizationId: string,
    { slug, generation, database: _id }: DatabaseSlot,
    now: Date,
    session: Tx,
  ): Promise<void> {
    const row = { _id, org_id: organizationId, slug, generation, state: 'active' as const };
    await this.databases.claim(row, now, session);
    await this.marks.make({ _id, org_id: organizationId, generation }, session);
    const { db } = this.tenants.open(_id);
    for (const collection of TENANT_COLLECTIONS) await db.createCollection(collection, { session });
  }

  /** The next database name of a slug that was never used, counting from `atLeast`. */
  private async nextGeneration(
    slug: string,
    atLeast: number,
  ): Promise<{ generation: number; database: string }> {
    let generation = Math.max(atLeast, (await this.databases.lastGeneration(slug)) + 1);
    // "Acme v2" may own org_acme_v2 as its first generation.
    const { DATABASE_PREFIX: prefix } = this.env;
    while (await this.isUsed(databaseName(prefix, slug, generation))) generation++;
    return { generation, database: databaseName(prefix, slug, generation) };
  }

  /** A database that nobody registered is used as well: its documents are not the new organization's. */
  private async isUsed(database: string): Promise<boolean> {
    if (await this.databases.nameUsed(database)) return true;
    const { db } = this.tenants.open(database);
    return (await db.listCollections({}, { nameOnly: true }).toArray()).length > 0;
  }
}

/** Another organization took the slug or the database name first, in this registry or in another one. */
export function isSlotTaken(error: unknown): boolean {
  const index = duplicateKey(error);
  return (index !== null && SLOT_INDEXES.has(index)) || isMarkedByAnother(error);
}
