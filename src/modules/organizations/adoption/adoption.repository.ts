import { Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import type { ClientSession, Document, IndexDescriptionInfo } from 'mongodb';
import { type Connection, Types } from 'mongoose';
import { TenantConnectionFactory } from '@rowhouse/tenancy';
import { type Mark, MarksRepository } from '../marks/marks.repository.js';
import { RegistryIdentityRepository } from '../marks/registry-identity.repository.js';
import type {
  ForeignMaster,
  ForeignRow,
  PlannedAccount,
  PlannedOrganization,
  Unadoptable,
} from './adoption.types.js';

/** Rows of the seed's service have no number; both collections are small enough to be read whole. */
const WITHOUT_NUMBER = { seq: { $exists: false } };
const WITH_NUMBER = { seq: { $exists: true } };

/** The documented indexes as Rowhouse has them; what is asked of a name or an address is the same. */
const INDEXES: { collection: 'organizations' | 'admin_users'; field: string; options: Document }[] = [
  {
    collection: 'organizations',
    field: 'organization_name',
    options: { unique: true, partialFilterExpression: { organization_name: { $type: 'string' } } },
  },
  { collection: 'organizations', field: 'collection_name', options: { unique: true } },
  { collection: 'admin_users', field: 'email', options: { unique: true } },
  { collection: 'admin_users', field: 'organization_id', options: {} },
];
/** A name that can be opened at all. */
const MAYBE_TENANT = /^org_[^\0/\\. "$*<>:|?]+$/;
/** What makes an index another one. */
const OPTIONS = ['unique', 'partialFilterExpression', 'sparse', 'collation', 'expireAfterSeconds', 'hidden'];

export interface Numbers {
  uid: string;
  seq: number;
}

/** Reads and changes a master that another program made. */
@Injectable()
export class AdoptionRepository {
  private readonly tenants: TenantConnectionFactory;

  constructor(
    @InjectConnection() private readonly connection: Connection,
    private readonly marks: MarksRepository,
    private readonly identity: RegistryIdentityRepository,
  ) {
    this.tenants = new TenantConnectionFactory({ connection, resolve: () => null, databaseName: /^org_/ });
  }

  /** Whether there is anything to adopt: rows without numbers, or documented indexes with other options. */
  async isForeign(): Promise<boolean> {
    for (const name of ['organizations', 'admin_users']) {
      if ((await this.collection(name).findOne(WITHOUT_NUMBER, { projection: { _id: 1 } })) !== null)
        return true;
    }
    return (await this.otherIndexes()).length > 0;
  }

  async read(): Promise<ForeignMaster> {
    const { databases } = await this.connection.db!.admin().listDatabases({ nameOnly: true });
    const rows = (name: string, filter: object, projection?: Document) =>
      this.collection(name).find(filter, { projection }).sort({ _id: 1 }).toArray();
    const organizations = await rows('organizations', WITH_NUMBER, {
      name: 1,
      name_key: 1,
      slug: 1,
      collection_name: 1,
    });
    const accounts = await rows('admin_users', WITH_NUMBER, { email: 1 });
    const foreign = (await rows('organizations', WITHOUT_NUMBER)) as ForeignRow[];
    const present = new Set(databases.map(({ name }) => name));
    return {
      organizations: foreign,
      accounts: await rows('admin_users', WITHOUT_NUMBER),
      known: {
        organizations: organizations.map((row) => ({
          id: String(row._id),
          name: row['name'] as string,
          nameKey: row['name_key'] as string | undefined,
          slug: row['slug'] as string,
          database: row['collection_name'] as string,
        })),
        accounts: accounts.map((row) => ({ id: String(row._id), email: row['email'] as string })),
        databases: (await rows('databases', {}, { _id: 1 })).map(({ _id }) => String(_id)),
      },
      databases: present,
      marked: await this.listMarked(
        foreign.map((row) => String(row['collection_name'])).filter((name) => present.has(name)),
      ),
      indexes: (await this.otherIndexes()).map(({ collection, index }) => `${collection}.${index.name}`),
    };
  }

  /** The id that the marks of this registry carry. */
  async registryId(): Promise<string> {
    await this.identity.make();
    return (await this.identity.read())!.id;
  }

  /** The same keys with our options; an index that is like ours stays. */
  async replaceIndexes(): Promise<void> {
    for (const { collection, index } of await this.otherIndexes())
      await this.collection(collection).dropIndex(index.name!);
    for (const { collection, field, options } of INDEXES) {
      await this.collection(collection).createIndex({ [field]: 1 }, options);
    }
  }

  /** Makes a row one of ours. @returns false when it is no longer there, or adopted already */
  async adoptOrganization(
    planned: PlannedOrganization,
    { uid, seq }: Numbers,
    { planId, now }: { planId: string | undefined; now: Date },
    session: ClientSession,
  ): Promise<boolean> {
    const { name, nameKey, slug, generation, adminId, createdAt, updatedAt } = planned;
    const fields = {
      organization_name: name,
      admin_id: adminId,
      created_at: createdAt,
      updated_at: updatedAt,
      adopted_at: now,
      uid,
      seq,
      name,
      ...(nameKey === undefined ? {} : { name_key: nameKey }),
      slug,
      generation,
      status: 'active',
      lifecycle: 'ready',
      domain: null,
      ...(planId === undefined ? {} : { plan_id: planId }),
      personal: false,
      revision: 1,
      settings: {},
      origin: 'org',
    };
    return this.change('organizations', planned, fields, {}, session);
  }

  async adoptAccount(
    account: PlannedAccount,
    seq: number,
    now: Date,
    session: ClientSession,
  ): Promise<boolean> {
    const { email, hash, organizationId, createdAt, updatedAt } = account;
    const fields = {
      email,
      hashed_password: hash,
      ...(organizationId === undefined ? {} : { organization_id: organizationId }),
      created_at: createdAt,
      updated_at: updatedAt,
      adopted_at: now,
      seq,
      status: 'active',
      email_verified: false,
      // The documented service made accounts with their organization, and deletes them with it.
      made_by:
        organizationId === undefined ? { kind: 'self' } : { kind: 'organization', org_id: organizationId },
      platform_operator: false,
      must_change_password: false,
      ver: 1,
    };
    const unset = organizationId === undefined ? { organization_id: 1 } : {};
    return this.change('admin_users', account, fields, unset, session);
  }

  /** The memberships, the registered database and, where it is missing, the database itself. */
  async addAround(
    { id, database, slug, generation, owners, createdAt }: PlannedOrganization,
    { registry, memberships }: { registry: string; memberships: number[] },
    now: Date,
    session: ClientSession,
  ): Promise<void> {
    const rows = owners.map((owner, i) => ({
      _id: `${id}:${owner.id}`,
      seq: memberships[i],
      org_id: id,
      user_id: owner.id,
      user_name: owner.email,
      role: 'owner',
      status: 'active',
      created_at: createdAt,
      updated_at: now,
    }));
    await this.collection('memberships').insertMany(rows as never[], { session });
    const row = {
      _id: database,
      org_id: id,
      slug,
      generation,
      state: 'active',
      created_at: now,
      marked: true,
    };
    await this.collection('databases').insertOne(row as never, { session });
    const tenant = this.tenants.open(database);
    await this.marks.make(tenant, { registry, org_id: id, generation }, session);
    const { db } = tenant;
    const present = await db.listCollections({ name: 'data' }, { nameOnly: true }).toArray();
    if (present.length === 0) await db.createCollection('data', { session });
  }

  /** Puts a row that cannot be adopted aside, unchanged. */
  async setAside(
    { collection, storedId, reason }: Unadoptable,
    now: Date,
    session: ClientSession,
  ): Promise<void> {
    const row = await this.collection(collection).findOneAndDelete(
      { _id: storedId as never, ...WITHOUT_NUMBER },
      { session },
    );
    if (row === null) return;
    await this.collection('not_adopted').insertOne({ from: collection, row, reason, at: now }, { session });
  }

  /** Takes `n` numbers at once. @returns the first one */
  async numbers(counter: 'organizations' | 'users' | 'memberships', n: number): Promise<number> {
    const row = await this.connection
      .collection<{ _id: string; value: number }>('counters')
      .findOneAndUpdate({ _id: counter }, { $inc: { value: n } }, { upsert: true, returnDocument: 'after' });
    return row!.value - n + 1;
  }

  /** An `_id` cannot be changed: a row whose id is text is written anew under the same digits. */
  private async change(
    name: string,
    { storedId, id }: { storedId: unknown; id: string },
    $set: Document,
    $unset: Document,
    session: ClientSession,
  ): Promise<boolean> {
    const rows = this.collection(name);
    const filter = { _id: storedId as never, ...WITHOUT_NUMBER };
    if (typeof storedId !== 'string') {
      const { matchedCount } = await rows.updateOne(filter, { $set, $unset }, { session });
      return matchedCount === 1;
    }
    const row = await rows.findOneAndDelete(filter, { session });
    if (row === null) return false;
    const renewed = { ...row, ...$set, _id: new Types.ObjectId(id) };
    for (const field of Object.keys($unset)) delete (renewed as Document)[field];
    await rows.insertOne(renewed, { session });
    return true;
  }

  /** Those that carry a mark: nobody but a Rowhouse has them. */
  private async listMarked(names: string[]): Promise<Set<string>> {
    const marked = new Set<string>();
    for (const name of names) {
      if (!MAYBE_TENANT.test(name)) continue; // it is refused for its name
      const mark: Mark | null = await this.marks.read(this.tenants.open(name));
      if (mark !== null) marked.add(name);
    }
    return marked;
  }

  private async otherIndexes(): Promise<{ collection: string; index: IndexDescriptionInfo }[]> {
    const found: { collection: string; index: IndexDescriptionInfo }[] = [];
    for (const { collection, field, options } of INDEXES) {
      const present = await this.collection(collection)
        .indexes()
        .catch(() => []); // the collection does not exist
      for (const index of present) {
        if (!sameKey(index['key'], field)) continue;
        if (index.name !== `${field}_1` || !sameOptions(index, options)) found.push({ collection, index });
      }
    }
    return found;
  }

  private collection(name: string) {
    return this.connection.db!.collection(name);
  }
}

function sameKey(key: Document, field: string): boolean {
  return JSON.stringify(Object.entries(key).map(([name, way]) => [name, Number(way)])) === `[["${field}",1]]`;
}

function sameOptions(index: Document, options: Document): boolean {
  const shape = (one: Document) => JSON.stringify(OPTIONS.map((name): unknown => one[name] || null));
  return shape(index) === shape(options);
}
