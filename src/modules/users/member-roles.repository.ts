import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';
import type { RoleKey } from '../roles/roles.types.js';
import type { Membership } from './membership.schema.js';
import type { User } from './user.schema.js';

@Injectable()
export class MemberRolesRepository {
  constructor(
    @InjectModel('Membership') private readonly memberships: Model<Membership>,
    @InjectModel('User') private readonly users: Model<User>,
  ) {}

  /** Null for somebody who is no active member, or whose account is switched off. */
  async activeRole(orgId: string, userId: string, session: ClientSession | null): Promise<RoleKey | null> {
    const row = await this.memberships.findById(`${orgId}:${userId}`).session(session).lean<Membership>();
    if (row?.status !== 'active') return null;
    const account = await this.users.findById(userId).select('status').session(session).lean();
    return account?.status === 'active' ? row.role : null;
  }

  async isOperator(userId: string, session: ClientSession): Promise<boolean> {
    const account = await this.users
      .findById(userId)
      .select('status platform_operator')
      .session(session)
      .lean();
    return account?.status === 'active' && account.platform_operator;
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
}
