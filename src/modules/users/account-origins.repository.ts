import { Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import { type ClientSession, type Connection, Types } from 'mongoose';
import type { MadeBy, User } from './user.schema.js';
import { makerOf } from './users.types.js';

/** Where an account comes from, and whether it is a person's own by now. */
export interface AccountOrigin {
  readonly id: string;
  readonly madeBy: MadeBy | undefined;
  readonly owned: boolean;
  readonly createdAt: Date;
}

export function toOrigin(row: User): AccountOrigin {
  return {
    id: row._id.toHexString(),
    madeBy: row.made_by,
    owned: row.owned_since !== undefined || row.email_verified,
    createdAt: row.created_at,
  };
}

/** What older rows prove of who made an account. */
@Injectable()
export class AccountOriginsRepository {
  constructor(@InjectConnection() private readonly connection: Connection) {}

  async findMaker(userId: string, session: ClientSession): Promise<MadeBy | undefined> {
    const row = await this.connection
      .collection<User>('admin_users')
      .findOne({ _id: new Types.ObjectId(userId) }, { session, projection: { made_by: 1 } });
    return row?.made_by;
  }

  /** Whose account and membership are of the very transaction that made the organization, where that makes accounts. */
  async listMadeWith(orgId: string, session: ClientSession): Promise<{ ids: string[]; at: Date } | null> {
    const row = await this.connection
      .collection<{ origin?: string; created_at: Date }>('organizations')
      .findOne({ _id: new Types.ObjectId(orgId) }, { session, projection: { origin: 1, created_at: 1 } });
    if (!row || makerOf(row.origin ?? '', orgId).kind !== 'organization') return null;
    const memberships = await this.connection
      .collection<{ user_id: string }>('memberships')
      .find({ org_id: orgId, created_at: row.created_at }, { session, projection: { user_id: 1 } })
      .toArray();
    return { ids: memberships.map(({ user_id }) => user_id), at: row.created_at };
  }

  /** Those of the accounts that the organization's log says were made by its people. */
  async listAdded(orgId: string, ids: string[], session: ClientSession): Promise<string[]> {
    const rows = await this.connection
      .collection<{ target_id: string }>('audit_log')
      .find(
        { chain: orgId, n: { $gt: 0 }, action: 'member.added', target_id: { $in: ids } },
        { session, projection: { target_id: 1 } },
      )
      .toArray();
    return rows.map(({ target_id }) => target_id);
  }
}
