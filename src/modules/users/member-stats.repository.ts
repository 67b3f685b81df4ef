import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type ClientSession, type Model, type PipelineStage, Types } from 'mongoose';
import type { RoleKey } from '../roles/roles.types.js';
import type { Membership } from './membership.schema.js';

export interface StatsFilter {
  /** Only these organizations; undefined = all. */
  orgIds?: string[];
  /** Places given from this moment on, and before that one. */
  from?: Date;
  to?: Date;
  /** A place itself is never suspended: its account or organization is. */
  status?: Membership['status'] | 'suspended';
}

export interface RoleCount {
  orgId: string;
  organization: string;
  role: RoleKey;
  users: number;
}

/** Counts of members, answered by one aggregation each. */
@Injectable()
export class MemberStatsRepository {
  constructor(@InjectModel('Membership') private readonly memberships: Model<Membership>) {}

  async countOf(orgId: string, session?: ClientSession): Promise<{ members: number; owners: number }> {
    const rows = await this.memberships
      .aggregate<{ _id: RoleKey; users: number }>([
        { $match: { org_id: orgId, status: 'active' } },
        { $group: { _id: '$role', users: { $sum: 1 } } },
      ])
      .session(session ?? null);
    const members = rows.reduce((sum, { users }) => sum + users, 0);
    return { members, owners: rows.find(({ _id }) => _id === 'owner')?.users ?? 0 };
  }

  /** Members by organization and role, in the order of the organizations' names. */
  async countByOrganizationAndRole(filter: StatsFilter): Promise<RoleCount[]> {
    return this.memberships.aggregate<RoleCount>([
      ...matching(filter),
      { $group: { _id: { org: '$org_id', role: '$role' }, users: { $sum: 1 } } },
      {
        $lookup: {
          from: 'organizations',
          let: { id: { $toObjectId: '$_id.org' } },
          pipeline: [
            { $match: { $expr: { $eq: ['$_id', '$$id'] }, lifecycle: { $ne: 'deleting' } } },
            { $project: { name: 1 } },
          ],
          as: 'organization',
        },
      },
      { $unwind: '$organization' },
      {
        $project: {
          _id: 0,
          orgId: '$_id.org',
          organization: '$organization.name',
          role: '$_id.role',
          users: 1,
        },
      },
      { $sort: { organization: 1, role: 1 } },
    ]);
  }
}

function matching({ orgIds, from, to, status }: StatsFilter): PipelineStage[] {
  const created = { ...(from ? { $gte: from } : {}), ...(to ? { $lt: to } : {}) };
  return [
    {
      $match: {
        ...(orgIds ? { org_id: { $in: orgIds.filter((id) => Types.ObjectId.isValid(id)) } } : {}),
        ...(from || to ? { created_at: created } : {}),
        ...(status ? { status } : {}),
      },
    },
  ];
}
