import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import mongoose, { type ClientSession, type Model, Types } from 'mongoose';
import { whileLocked } from '../../database/while-locked.js';
import { isId } from '../../database/ids.js';
import { type MasterLookup, MasterReads } from '../../database/master-reads.js';
import { fromNow, isAhead, isPast } from '../../database/work/server-time.js';
import type { OrganizationRow } from './organization.schema.js';
import type { Fence, LeavingOrganization, Organization, ReturnedAs } from './organizations.types.js';

export interface NewOrganization {
  id: string;
  uid: string;
  seq: number;
  name: string;
  /** Undefined: the name is not claimed, so the organization is reached by id only (C-04). */
  nameKey: string | undefined;
  slug: string;
  database: string;
  generation: number;
  adminId: string;
  origin: string;
  domain: string | null;
  planId: string | undefined;
  personal: boolean;
  settings: Record<string, unknown>;
  branchOf?: string;
}

/** Rows of a reply: twenty thousand names are one round trip. */
const WHOLE = 100_000;

/** sanitizeFilter is on: an operator in a filter must be marked as ours. */
const VISIBLE = mongoose.trusted({ $ne: 'deleting' as const });
const BY_ID: MasterLookup = {
  collection: 'organizations',
  field: '_id',
  where: { lifecycle: { $ne: 'deleting' } },
};
const BY_NAME: MasterLookup = { ...BY_ID, field: 'organization_name' };

@Injectable()
export class OrganizationsRepository {
  constructor(
    @InjectModel('Organization') private readonly organizations: Model<OrganizationRow>,
    private readonly reads: MasterReads,
  ) {}

  /** @throws MongoServerError 11000 on the name, its key or the slug */
  async insert(row: NewOrganization, now: Date, session: ClientSession): Promise<void> {
    await this.organizations.collection.insertOne(
      {
        _id: new Types.ObjectId(row.id),
        organization_name: row.nameKey === undefined ? undefined : row.name,
        collection_name: row.database,
        admin_id: row.adminId,
        created_at: now,
        updated_at: now,
        uid: row.uid,
        seq: row.seq,
        name: row.name,
        name_key: row.nameKey,
        slug: row.slug,
        generation: row.generation,
        status: 'active',
        lifecycle: 'ready',
        domain: row.domain,
        domain_claimed_at: row.domain === null ? undefined : now,
        plan_id: row.planId,
        personal: row.personal,
        revision: 1,
        settings: row.settings,
        origin: row.origin,
        ...(row.branchOf !== undefined && { branch_of: row.branchOf }),
      },
      { session },
    );
  }

  /** All that have a database, also those being deleted; `atMost` are looked at. */
  count(atMost: number): Promise<number> {
    return this.organizations.countDocuments({}, { limit: atMost, hint: '_id_' });
  }

  async findById(id: string): Promise<Organization | null> {
    if (!isId(id)) return null;
    const [row] = await this.reads.find(BY_ID, new Types.ObjectId(id));
    return row === undefined ? null : toOrganization(row as OrganizationRow);
  }

  /** As the transaction sees it. */
  async findIn(id: string, session: ClientSession): Promise<Organization | null> {
    const row = await this.organizations
      .findOne({ _id: id, lifecycle: VISIBLE })
      .session(session)
      .lean<OrganizationRow>();
    return row && toOrganization(row);
  }

  async findByName(name: string): Promise<Organization | null> {
    const [row] = await this.reads.find(BY_NAME, name);
    return row === undefined ? null : toOrganization(row as OrganizationRow);
  }

  /** Deletions that were begun at least `ms` ago and have not ended. */
  async listStaleDeletions(ms: number): Promise<string[]> {
    const begun = mongoose.trusted({ $lt: new Date(Date.now() - ms) });
    const rows = await this.organizations
      .find({ lifecycle: 'deleting', updated_at: begun })
      .select('_id')
      .lean<{ _id: Types.ObjectId }[]>();
    return rows.map((row) => row._id.toHexString());
  }

  async nameKeyOwner(key: string): Promise<string | null> {
    const row = await this.organizations
      .findOne({ name_key: key })
      .select('_id')
      .lean<{ _id: Types.ObjectId }>();
    return row?._id.toHexString() ?? null;
  }

  async slugTaken(slug: string): Promise<boolean> {
    return (await this.organizations.exists({ slug })) !== null;
  }

  /** Conflicts with every other change of the members, and with a deletion. */
  async countMembershipChange(id: string, session: ClientSession): Promise<Organization | null> {
    const row = await this.organizations
      .findOneAndUpdate(
        { _id: id, lifecycle: VISIBLE },
        { $inc: { members_revision: 1 } },
        { session, returnDocument: 'after' },
      )
      .lean<OrganizationRow>();
    return row && toOrganization(row);
  }

  /** Their names, or those of all, by id. */
  async names(ids?: string[]): Promise<Map<string, string>> {
    const of = ids && { _id: { $in: ids.filter(isId).map((id) => new Types.ObjectId(id)) } };
    const rows = await this.organizations.collection
      .find<Pick<OrganizationRow, '_id' | 'name'>>(
        { lifecycle: { $ne: 'deleting' }, ...of },
        { projection: { name: 1 }, batchSize: WHOLE },
      )
      .toArray();
    return new Map(rows.map(({ _id, name }) => [_id.toHexString(), name]));
  }

  /** Tells every instance, through the change feed, that its database has other collections than before. */
  async countCollectionChange(id: string): Promise<void> {
    await this.organizations.updateOne({ _id: id }, { $inc: { collections_revision: 1 } });
  }

  /**
   * The same, around the work that makes one: the row is locked until it is done, so that one instance at a time counts
   * and makes. A transaction of its own: the effect of the request comes after it.
   * @param work throws to leave everything as it is
   */
  whileCollectionsChange(id: string, work: () => Promise<void>): Promise<void> {
    const lock = async (session: ClientSession) => {
      await this.organizations.updateOne({ _id: id }, { $inc: { collections_revision: 1 } }, { session });
    };
    return whileLocked(this.organizations.db, lock, work);
  }

  /** ready → moving; false when another change holds the organization, or has taken it out of `from` meanwhile. */
  async beginMove(id: string, from: string, session: ClientSession): Promise<boolean> {
    const result = await this.organizations.updateOne(
      { _id: id, lifecycle: 'ready', collection_name: from },
      { $set: { lifecycle: 'moving' } },
      { session },
    );
    return result.modifiedCount === 1;
  }

  /** Gives an organization another database at once. False when another change holds it. */
  async resettle(
    id: string,
    from: string,
    to: { database: string; generation: number },
    session: ClientSession,
  ): Promise<boolean> {
    const result = await this.organizations.updateOne(
      { _id: id, lifecycle: 'ready', collection_name: from },
      {
        $set: { collection_name: to.database, generation: to.generation, updated_at: new Date() },
        $inc: { revision: 1 },
      },
      { session },
    );
    return result.modifiedCount === 1;
  }

  /** moving → ready without a change of database; also lifts a fence. */
  async cancelMove(id: string, session?: ClientSession): Promise<void> {
    await this.organizations.updateOne(
      { _id: id, lifecycle: 'moving' },
      { $set: { lifecycle: 'ready' }, $unset: { fence: 1 } },
      { session },
    );
  }

  /** Until `ms` after now on the server's clock. False when the organization is no longer moving. */
  async raiseFence(id: string, fence: Fence, ms: number): Promise<boolean> {
    const { token, mode } = fence;
    const result = await this.organizations.updateOne(
      { _id: id, lifecycle: 'moving' },
      [{ $set: { fence: { token, mode, expires_at: fromNow(ms) } } }],
      { updatePipeline: true },
    );
    return result.modifiedCount === 1;
  }

  async lowerFence(id: string, token: string): Promise<void> {
    await this.organizations.updateOne({ _id: id, 'fence.token': token }, { $unset: { fence: 1 } });
  }

  /**
   * Takes a fence away whose time is over by the server's own clock. Waits for a flip that is being committed
   * under it. @returns whether the fence is gone, whatever took it away
   */
  async expireFence(id: string, token: string): Promise<boolean> {
    const expired = mongoose.trusted(isPast('$fence.expires_at'));
    await this.organizations.updateOne(
      { _id: id, 'fence.token': token, $expr: expired },
      { $unset: { fence: 1 } },
    );
    return (await this.organizations.exists({ _id: id, 'fence.token': token })) === null;
  }

  /** The organizations whose writers wait at this moment. */
  async listFenced(): Promise<string[]> {
    const rows = await this.organizations
      .find({ lifecycle: 'moving', 'fence.token': mongoose.trusted({ $exists: true }) })
      .select('_id')
      .lean<{ _id: Types.ObjectId }[]>();
    return rows.map((row) => row._id.toHexString());
  }

  /** Whether an organization lives in this database: then nobody may drop it, whatever the registry says. */
  async livesIn(database: string): Promise<boolean> {
    return (await this.organizations.exists({ collection_name: database, lifecycle: VISIBLE })) !== null;
  }

  /**
   * Makes another database the organization's, if its fence still stands by the server's own clock.
   * @throws MongoServerError 11000 on the name, its key or the slug
   */
  async flip(
    id: string,
    token: string,
    to: { database: string; generation: number; name: string; nameKey: string | undefined; slug: string },
    session: ClientSession,
  ): Promise<boolean> {
    const result = await this.organizations.updateOne(
      {
        _id: id,
        lifecycle: 'moving',
        'fence.token': token,
        $expr: mongoose.trusted(isAhead('$fence.expires_at')),
      },
      {
        $set: {
          collection_name: to.database,
          generation: to.generation,
          name: to.name,
          ...(to.nameKey === undefined ? {} : { organization_name: to.name, name_key: to.nameKey }),
          slug: to.slug,
          lifecycle: 'ready',
          updated_at: new Date(),
        },
        $inc: { revision: 1 },
        $unset: { fence: 1 },
      },
      { session },
    );
    return result.modifiedCount === 1;
  }

  /** ready or moving → deleting: invisible from the commit on, its name free. */
  async beginDelete(id: string, session: ClientSession): Promise<boolean> {
    const result = await this.organizations.updateOne(
      { _id: id, lifecycle: VISIBLE },
      {
        $set: { lifecycle: 'deleting', updated_at: new Date() },
        $unset: {
          organization_name: 1,
          name_key: 1,
          slug: 1,
          domain: 1,
          domain_claimed_at: 1,
          domain_proved_at: 1,
          fence: 1,
        },
      },
      { session },
    );
    return result.modifiedCount === 1;
  }

  async remove(id: string, session: ClientSession): Promise<void> {
    await this.organizations.deleteOne({ _id: id, lifecycle: 'deleting' }, { session });
  }

  /** For insertAgain(). */
  async readLeaving(id: string, session: ClientSession): Promise<LeavingOrganization | null> {
    const row = await this.organizations.collection.findOne<OrganizationRow>(
      { _id: new Types.ObjectId(id), lifecycle: { $ne: 'deleting' } },
      { session },
    );
    if (row === null) return null;
    const { name, slug = '', collection_name: database, generation, name_key: nameKey, domain } = row;
    const isBranch = row.branch_of !== undefined;
    return { id, name, slug, database, generation, nameKey, domain: domain ?? undefined, isBranch, row };
  }

  /**
   * An organization comes back under its id. @throws MongoServerError 11000 on the id, the name, its key, the domain
   * or the slug
   */
  async insertAgain(row: object, as: ReturnedAs, session: ClientSession): Promise<void> {
    const { fence: _, domain_claimed_at, domain_proved_at, ...rest } = row as OrganizationRow;
    const { rename, withDomain, slug, database, generation } = as;
    await this.organizations.collection.insertOne(
      {
        ...rest,
        ...(rename && { name: rename.name, organization_name: rename.name, name_key: rename.nameKey }),
        ...(withDomain ? { domain_claimed_at, domain_proved_at } : { domain: null }),
        slug,
        collection_name: database,
        generation,
        lifecycle: 'ready',
        updated_at: new Date(),
        revision: (rest.revision ?? 0) + 1,
      },
      { session, ignoreUndefined: true },
    );
  }
}

export function toOrganization(row: OrganizationRow): Organization {
  return {
    id: row._id.toHexString(),
    uid: row.uid,
    seq: row.seq,
    name: row.name,
    slug: row.slug ?? '',
    database: row.collection_name,
    generation: row.generation,
    adminId: row.admin_id,
    status: row.status,
    lifecycle: row.lifecycle,
    fence: row.fence && { token: row.fence.token, mode: row.fence.mode, expiresAt: row.fence.expires_at },
    planId: row.plan_id,
    factorFrom: row.factor_from,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
