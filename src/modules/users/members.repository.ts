import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model, PipelineStage } from 'mongoose';
import type { Membership } from './membership.schema.js';
import type { Member } from './users.types.js';

/** Members listed at once; an organization with more is asked page by page. */
export const MEMBERS_PAGE = 100;

@Injectable()
export class MembersRepository {
  constructor(@InjectModel('Membership') private readonly memberships: Model<Membership>) {}

  /** In the order of their places, after the place `after`. */
  async list(orgId: string, after?: string): Promise<Member[]> {
    const following = after === undefined ? {} : { _id: { $gt: `${orgId}:${after}` } };
    return this.memberships.aggregate<Member>([
      { $match: { org_id: orgId, ...following } },
      { $sort: { _id: 1 } },
      { $limit: MEMBERS_PAGE },
      ...WITH_ACCOUNT,
    ]);
  }

  async find(orgId: string, userId: string): Promise<Member | null> {
    const [member] = await this.memberships.aggregate<Member>([
      { $match: { _id: `${orgId}:${userId}` } },
      ...WITH_ACCOUNT,
    ]);
    return member ?? null;
  }

  /** pending → active; false when there is no such pending place. */
  async approve(orgId: string, userId: string): Promise<boolean> {
    const result = await this.memberships.updateOne(
      { _id: `${orgId}:${userId}`, status: 'pending' },
      { $set: { status: 'active', updated_at: new Date() } },
    );
    return result.modifiedCount === 1;
  }
}

/** The place with what is shown of its account; never the hash. */
const WITH_ACCOUNT: PipelineStage.FacetPipelineStage[] = [
  {
    $lookup: {
      from: 'admin_users',
      let: { id: { $toObjectId: '$user_id' } },
      pipeline: [{ $match: { $expr: { $eq: ['$_id', '$$id'] } } }, { $project: { email: 1, name: 1 } }],
      as: 'account',
    },
  },
  { $unwind: '$account' },
  {
    $project: {
      _id: 0,
      userId: '$user_id',
      email: '$account.email',
      name: '$account.name',
      userName: '$user_name',
      role: 1,
      status: 1,
    },
  },
];
