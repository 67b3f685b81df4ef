import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';
import type { RoleKey } from '../roles/roles.types.js';
import type { Membership } from './membership.schema.js';

@Injectable()
export class MemberRolesRepository {
  constructor(@InjectModel('Membership') private readonly memberships: Model<Membership>) {}

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
