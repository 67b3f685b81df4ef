import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model, PipelineStage } from 'mongoose';
import type { Membership } from './membership.schema.js';
import type { Member, MemberList } from './users.types.js';

/** A row as the database joins it. */
type JoinedMember = Omit<Member, 'tag'> & { seq: number; revision?: number };

/** Members with what is shown of their accounts. */
@Injectable()
export class MembersRepository {
  constructor(@InjectModel('Membership') private readonly memberships: Model<Membership>) {}

  /** In the order of their user ids, behind `after`. */
  async list(orgId: string, { after, limit, role, status, prefix }: MemberList): Promise<Member[]> {
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

  async find(orgId: string, userId: string, session?: ClientSession): Promise<Member | null> {
    const [member] = await this.memberships
      .aggregate<JoinedMember>([{ $match: { _id: `${orgId}:${userId}` } }, ...WITH_ACCOUNT])
      .session(session ?? null);
    return member ? toMember(member) : null;
  }
}

/** Names, addresses and user names are compared without case; what is typed is text, not a pattern. */
function beginsWith(prefix: string): PipelineStage.Match['$match'] {
  const pattern = new RegExp(`^${prefix.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')}`, 'i');
  return { $or: [{ name: pattern }, { email: pattern }, { userName: pattern }] };
}

function toMember({ seq, revision = 0, ...member }: JoinedMember): Member {
  const { email, name = '', emailVerified } = member;
  const shown = JSON.stringify([seq, revision, email, name, emailVerified]);
  return { ...member, tag: createHash('sha256').update(shown).digest('base64url').slice(0, 16) };
}

/** The place with what is shown of its account; never the hash. */
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
