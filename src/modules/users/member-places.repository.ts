import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import mongoose, { type ClientSession, type Model } from 'mongoose';
import { MemberCountsRepository } from './member-counts.repository.js';
import type { Membership } from './membership.schema.js';
import type { Place } from './users.types.js';

type Change = Partial<Pick<Membership, 'role' | 'status' | 'user_name'>>;

/** Places inside the transactions that change them; these begin with MembershipLock.take. */
@Injectable()
export class MemberPlacesRepository {
  constructor(
    @InjectModel('Membership') private readonly memberships: Model<Membership>,
    private readonly counts: MemberCountsRepository,
  ) {}

  async find(orgId: string, userId: string, session?: ClientSession): Promise<Place | null> {
    const row = await this.memberships
      .findById(`${orgId}:${userId}`)
      .session(session ?? null)
      .lean<Membership>();
    return row && toPlace(row);
  }

  /** User names are compared as the unique index does: "JaneDoe" and "janedoe" are one name. */
  async findByName(orgId: string, userName: string, session: ClientSession): Promise<Place | null> {
    const row = await this.memberships
      .findOne({ org_id: orgId, user_name: userName })
      .collation({ locale: 'en', strength: 2 })
      .session(session)
      .lean<Membership>();
    return row && toPlace(row);
  }

  /** Whether one of the accounts is an active owner of some organization. */
  async hasOwner(userIds: readonly string[]): Promise<boolean> {
    const of = { user_id: mongoose.trusted({ $in: [...userIds] }), role: 'owner', status: 'active' as const };
    return userIds.length > 0 && (await this.memberships.exists(of)) !== null;
  }

  async listPending(orgId: string, session: ClientSession): Promise<Place[]> {
    const rows = await this.memberships
      .find({ org_id: orgId, status: 'pending' })
      .session(session)
      .lean<Membership[]>();
    return rows.map(toPlace);
  }

  /** The places of an account, the oldest first. */
  async listOf(userId: string, session?: ClientSession): Promise<Place[]> {
    const rows = await this.memberships
      .find({ user_id: userId })
      .sort({ seq: 1 })
      .session(session ?? null)
      .lean<Membership[]>();
    return rows.map(toPlace);
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

  /** Who may enter with one of these roles, the oldest place first. */
  async listActive(
    orgId: string,
    roles: readonly string[],
    limit: number,
    session: ClientSession,
  ): Promise<Place[]> {
    const rows = await this.memberships
      .find({ org_id: orgId, status: 'active', role: mongoose.trusted({ $in: [...roles] }) })
      .sort({ seq: 1 })
      .limit(limit)
      .session(session)
      .lean<Membership[]>();
    return rows.map(toPlace);
  }

  /** @throws MongoServerError 11000 on memberships.org_id_1_user_name_1 */
  async change({ orgId, userId }: Place, change: Change, session: ClientSession): Promise<void> {
    const before = await this.memberships
      .findOneAndUpdate(
        { _id: `${orgId}:${userId}` },
        { $set: { ...change, updated_at: new Date() }, $inc: { revision: 1 } },
        { session, returnDocument: 'before' },
      )
      .lean<Membership>();
    if (before) await this.counts.move(orgId, before, { ...before, ...change }, session);
  }

  async remove({ orgId, userId }: Place, session: ClientSession): Promise<void> {
    const place = await this.memberships
      .findOneAndDelete({ _id: `${orgId}:${userId}` }, { session })
      .lean<Membership>();
    if (place) await this.counts.move(orgId, place, undefined, session);
  }
}

function toPlace(row: Membership): Place {
  const { org_id: orgId, user_id: userId, user_name: userName, role, status } = row;
  return { orgId, userId, userName, role, status };
}
