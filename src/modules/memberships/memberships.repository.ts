import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import mongoose, { type ClientSession, type Model, type PipelineStage } from 'mongoose';
import type { RoleKey } from '../access/roles.types.js';
import { type MasterLookup, MasterReads } from '../../database/master-reads.js';
import { prefixPattern } from '../../database/prefix-pattern.js';
import { MemberCountsRepository } from './member-counts.repository.js';
import type { MembershipRow } from './membership.schema.js';
import type { Member, MemberList, Membership, NewMembership } from './memberships.types.js';

type Change = Partial<Pick<MembershipRow, 'role' | 'status' | 'user_name'>>;

/** A row as the database joins it. */
type JoinedMember = Omit<Member, 'tag'> & { seq: number; revision?: number };

/** What a request checks of the caller's memberships. */
const ACTIVE: MasterLookup = {
  collection: 'memberships',
  field: 'user_id',
  where: { status: 'active' },
  fields: ['org_id', 'role'],
};

/** Every read and write of `memberships`. A transaction that writes begins with MembershipLockService.take. */
@Injectable()
export class MembershipsRepository {
  constructor(
    @InjectModel('Membership') private readonly memberships: Model<MembershipRow>,
    private readonly counts: MemberCountsRepository,
    private readonly reads: MasterReads,
  ) {}

  /** Role by organization id, of active memberships; in the same round trip as other reads of this turn. */
  async findActiveRoles(userId: string): Promise<ReadonlyMap<string, RoleKey>> {
    const rows = (await this.reads.find(ACTIVE, userId)) as MembershipRow[];
    return new Map(rows.map(({ org_id, role }) => [org_id, role]));
  }

  async find(orgId: string, userId: string, session?: ClientSession): Promise<Membership | null> {
    const row = await this.memberships
      .findById(`${orgId}:${userId}`)
      .session(session ?? null)
      .lean<MembershipRow>();
    return row && toMembership(row);
  }

  /** User names are compared as the unique index does: "JaneDoe" and "janedoe" are one name. */
  async findByName(orgId: string, userName: string, session: ClientSession): Promise<Membership | null> {
    const row = await this.memberships
      .findOne({ org_id: orgId, user_name: userName })
      .collation({ locale: 'en', strength: 2 })
      .session(session)
      .lean<MembershipRow>();
    return row && toMembership(row);
  }

  /** Whether one of the accounts is an active owner of some organization. */
  async hasOwner(userIds: readonly string[]): Promise<boolean> {
    const of = { user_id: mongoose.trusted({ $in: [...userIds] }), role: 'owner', status: 'active' as const };
    return userIds.length > 0 && (await this.memberships.exists(of)) !== null;
  }

  async listPending(orgId: string, session: ClientSession): Promise<Membership[]> {
    const rows = await this.memberships
      .find({ org_id: orgId, status: 'pending' })
      .session(session)
      .lean<MembershipRow[]>();
    return rows.map(toMembership);
  }

  /** The memberships of an account, the oldest first. */
  async listOf(userId: string, session?: ClientSession): Promise<Membership[]> {
    const rows = await this.memberships
      .find({ user_id: userId })
      .sort({ seq: 1 })
      .session(session ?? null)
      .lean<MembershipRow[]>();
    return rows.map(toMembership);
  }

  /** Counts to `atMost`. */
  async countActive(orgId: string, atMost: number, session: ClientSession): Promise<number> {
    return this.memberships
      .countDocuments({ org_id: orgId, status: 'active' })
      .limit(atMost)
      .session(session);
  }

  async countPending(orgId: string, atMost: number, session: ClientSession): Promise<number> {
    return this.memberships
      .countDocuments({ org_id: orgId, status: 'pending' })
      .limit(atMost)
      .session(session);
  }

  /** Who may enter with one of these roles, the oldest membership first. */
  async listActive(
    orgId: string,
    roles: readonly string[],
    limit: number,
    session: ClientSession,
  ): Promise<Membership[]> {
    const rows = await this.memberships
      .find({ org_id: orgId, status: 'active', role: mongoose.trusted({ $in: [...roles] }) })
      .sort({ seq: 1 })
      .limit(limit)
      .session(session)
      .lean<MembershipRow[]>();
    return rows.map(toMembership);
  }

  /** Who may enter, in batches. */
  async *listActiveIds(orgId: string, batch: number, session: ClientSession): AsyncGenerator<string[], void> {
    let last: number | undefined;
    do {
      const rows = await this.memberships
        .find({
          org_id: orgId,
          status: 'active',
          ...(last === undefined ? {} : { seq: mongoose.trusted({ $gt: last }) }),
        })
        .select(['user_id', 'seq'])
        .sort({ seq: 1 })
        .limit(batch)
        .session(session)
        .lean<Pick<MembershipRow, 'user_id' | 'seq'>[]>();
      yield rows.map(({ user_id }) => String(user_id));
      last = rows.length < batch ? undefined : rows.at(-1)?.seq;
    } while (last !== undefined);
  }

  /** @throws MongoServerError 11000 on memberships.org_id_1_user_name_1 */
  async change({ orgId, userId }: Membership, change: Change, session: ClientSession): Promise<void> {
    const before = await this.memberships
      .findOneAndUpdate(
        { _id: `${orgId}:${userId}` },
        { $set: { ...change, updated_at: new Date() }, $inc: { revision: 1 } },
        { session, returnDocument: 'before' },
      )
      .lean<MembershipRow>();
    if (before) await this.counts.move(orgId, before, { ...before, ...change }, session);
  }

  async remove({ orgId, userId }: Membership, session: ClientSession): Promise<void> {
    const membership = await this.memberships
      .findOneAndDelete({ _id: `${orgId}:${userId}` }, { session })
      .lean<MembershipRow>();
    if (membership) await this.counts.move(orgId, membership, undefined, session);
  }

  /** The first membership of an organization, in the transaction that makes it. */
  async insertFirst(membership: NewMembership, now: Date, session: ClientSession): Promise<void> {
    await this.create(membership, now, session);
    await this.counts.begin(membership.orgId, countedAs(membership), session);
  }

  /** @throws MongoServerError 11000 on memberships._id_ or memberships.org_id_1_user_name_1 */
  async insert(membership: NewMembership, now: Date, session: ClientSession): Promise<void> {
    await this.create(membership, now, session);
    await this.counts.move(membership.orgId, undefined, countedAs(membership), session);
  }

  /** Of an organization, whatever their status. */
  async listAll(orgId: string, session: ClientSession): Promise<Membership[]> {
    const rows = await this.memberships.find({ org_id: orgId }).session(session).lean<MembershipRow[]>();
    return rows.map(toMembership);
  }

  /** Of these accounts in other organizations, the newest first. */
  async listElsewhere(
    userIds: readonly string[],
    orgId: string,
    session: ClientSession,
  ): Promise<Membership[]> {
    const rows = await this.memberships
      .find({ user_id: mongoose.trusted({ $in: [...userIds] }), org_id: mongoose.trusted({ $ne: orgId }) })
      .sort({ seq: -1 })
      .session(session)
      .lean<MembershipRow[]>();
    return rows.map(toMembership);
  }

  /** Of an organization, for insertAgain(). */
  listRows(orgId: string, session: ClientSession): Promise<MembershipRow[]> {
    return this.memberships.find({ org_id: orgId }).session(session).lean<MembershipRow[]>().exec();
  }

  /** Those of an organization that comes back, which has none yet; of two for one account the first. */
  async insertAgain(orgId: string, rows: readonly MembershipRow[], session: ClientSession): Promise<void> {
    const byId = new Map([...rows].reverse().map((row) => [row._id, row]));
    await this.memberships.insertMany([...byId.values()], { session });
    await this.counts.recount(orgId, session);
  }

  async removeAllOf(orgId: string, session: ClientSession): Promise<void> {
    await this.memberships.deleteMany({ org_id: orgId }, { session });
    await this.counts.remove(orgId, session);
  }

  /** Members of an organization by role, whatever their status. */
  async countByRole(orgId: string, session?: ClientSession): Promise<Map<RoleKey, number>> {
    const rows = await this.memberships
      .aggregate<{ _id: RoleKey; members: number }>([
        { $match: { org_id: orgId } },
        { $group: { _id: '$role', members: { $sum: 1 } } },
      ])
      .session(session ?? null);
    return new Map(rows.map(({ _id, members }) => [_id, members]));
  }

  /** In the order of their user ids, behind `after`. */
  async listMembers(orgId: string, { after, limit, role, status, prefix }: MemberList): Promise<Member[]> {
    const page = [{ $limit: limit }];
    const found = await this.memberships.aggregate<JoinedMember>([
      {
        $match: {
          org_id: orgId,
          ...(after === undefined ? {} : { user_id: { $gt: after } }),
          ...(role === undefined ? {} : { role }),
          ...(status === undefined ? {} : { status }),
        },
      },
      { $sort: { org_id: 1, user_id: 1 } },
      ...(prefix === undefined
        ? [...page, ...WITH_ACCOUNT]
        : [...WITH_ACCOUNT, { $match: beginsWith(prefix) }, ...page]),
    ]);
    return found.map(toMember);
  }

  async findMember(orgId: string, userId: string, session?: ClientSession): Promise<Member | null> {
    const [member] = await this.memberships
      .aggregate<JoinedMember>([{ $match: { _id: `${orgId}:${userId}` } }, ...WITH_ACCOUNT])
      .session(session ?? null);
    return member ? toMember(member) : null;
  }

  private async create(membership: NewMembership, now: Date, session: ClientSession): Promise<void> {
    const { seq, orgId, userId, userName, role, status = 'active' } = membership;
    await this.memberships.create(
      [
        {
          _id: `${orgId}:${userId}`,
          seq,
          org_id: orgId,
          user_id: userId,
          user_name: userName,
          role,
          status,
          created_at: now,
          updated_at: now,
        },
      ],
      { session },
    );
  }
}

/** The account of a membership, by the membership's id. */
export const userIdOf = (membershipId: string): string => membershipId.slice(membershipId.indexOf(':') + 1);

const countedAs = ({ role, status = 'active' }: NewMembership) => ({ role, status });

function toMembership(row: MembershipRow): Membership {
  const { org_id: orgId, user_id: userId, user_name: userName, role, status } = row;
  return { orgId, userId, userName, role, status };
}

/** Names, addresses and user names are compared without case; what is typed is text, not a pattern. */
function beginsWith(prefix: string): PipelineStage.Match['$match'] {
  const pattern = new RegExp(prefixPattern(prefix), 'i');
  return { $or: [{ name: pattern }, { email: pattern }, { userName: pattern }] };
}

function toMember({ seq, revision = 0, ...member }: JoinedMember): Member {
  const { email, name = '', emailVerified } = member;
  const shown = JSON.stringify([seq, revision, email, name, emailVerified]);
  return { ...member, tag: createHash('sha256').update(shown).digest('base64url').slice(0, 16) };
}

/** The membership with what is shown of its account; never the hash. */
const WITH_ACCOUNT: PipelineStage.FacetPipelineStage[] = [
  {
    $lookup: {
      from: 'admin_users',
      let: { id: { $toObjectId: '$user_id' } },
      pipeline: [
        { $match: { $expr: { $eq: ['$_id', '$$id'] } } },
        { $project: { email: 1, name: 1, email_verified: 1 } },
      ],
      as: 'account',
    },
  },
  { $unwind: '$account' },
  {
    $project: {
      _id: 0,
      seq: 1,
      revision: 1,
      userId: '$user_id',
      email: '$account.email',
      emailVerified: '$account.email_verified',
      name: '$account.name',
      userName: '$user_name',
      role: 1,
      status: 1,
      createdAt: '$created_at',
    },
  },
];
