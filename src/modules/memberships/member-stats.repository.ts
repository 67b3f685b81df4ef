import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type ClientSession, type Model, type PipelineStage, Types } from 'mongoose';
import type { RoleKey } from '../access/roles.types.js';
import type { MembershipRow } from './membership.schema.js';

export interface StatsFilter {
  /** Only these organizations; undefined = all. */
  orgIds?: string[];
  /** Memberships given from this moment on, and before that one. */
  from?: Date;
  to?: Date;
  /** A membership itself is never suspended: its account or organization is. */
  status?: MembershipRow['status'] | 'suspended';
}

/** Members of one organization with one role. */
export interface RoleMembers {
  orgId: string;
  role: RoleKey;
  users: number;
}

/** Milliseconds; a request waits no longer. */
const MAX_COUNT_MS = 4000;

/** Counts of members, answered by one aggregation each. */
@Injectable()
export class MemberStatsRepository {
  constructor(@InjectModel('Membership') private readonly memberships: Model<MembershipRow>) {}

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

  /** Members by organization and role, counted now. */
  async count(filter: StatsFilter): Promise<RoleMembers[]> {
    const rows = await this.memberships
      .aggregate<{ _id: { org: string; role: RoleKey }; users: number }>([
        ...matching(filter),
        { $group: { _id: { org: '$org_id', role: '$role' }, users: { $sum: 1 } } },
      ])
      .option({ maxTimeMS: MAX_COUNT_MS });
    return rows.map(({ _id, users }) => ({ orgId: _id.org, role: _id.role, users }));
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
