import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import mongoose, { type ClientSession, type Model, Types } from 'mongoose';
import { type AccountOrigin, toOrigin } from './account-origins.repository.js';
import { MemberCountsRepository } from './member-counts.repository.js';
import type { Membership } from './membership.schema.js';
import type { User } from './user.schema.js';
import type { MemberStatus } from './users.types.js';

/** Somebody who loses an organization. */
export interface LeavingPerson {
  readonly id: string;
  readonly email: string;
  readonly synthetic: boolean;
  readonly operator: boolean;
  readonly origin: AccountOrigin;
  /** Their place there; null when it was only their home. */
  readonly status: MemberStatus | null;
  readonly isOwner: boolean;
  /** Whether they were at home there: not somebody who was switched off, whose account stays as one who left. */
  readonly isHome: boolean;
  readonly hasOtherPlaces: boolean;
  /** Where they are at home afterwards. */
  readonly nextHome: string | undefined;
}

/** The people of an organization that ends, inside the transaction that ends it. */
@Injectable()
export class OrganizationPeopleRepository {
  constructor(
    @InjectModel('User') private readonly users: Model<User>,
    @InjectModel('Membership') private readonly memberships: Model<Membership>,
    private readonly counts: MemberCountsRepository,
  ) {}

  /** Whoever has a place there, whatever its state, or is at home there. */
  async list(orgId: string, session: ClientSession): Promise<LeavingPerson[]> {
    const places = await this.memberships.find({ org_id: orgId }).session(session).lean<Membership[]>();
    const own = new Map(places.map((place) => [place.user_id, place]));
    const rows = await this.users
      .find({
        $or: [{ _id: mongoose.trusted({ $in: [...own.keys()] }) }, { organization_id: orgId }],
      })
      .session(session)
      .lean<User[]>();
    const ids = rows.map(({ _id }) => _id.toHexString());
    const elsewhere = await this.memberships
      .find({ user_id: mongoose.trusted({ $in: ids }), org_id: mongoose.trusted({ $ne: orgId }) })
      .sort({ seq: -1 })
      .session(session)
      .lean<Membership[]>();
    const homes = nextHomes(elsewhere);
    return rows.map((row) => {
      const id = row._id.toHexString();
      const place = own.get(id);
      return {
        id,
        email: row.email,
        synthetic: row.synthetic === true,
        operator: row.platform_operator,
        origin: toOrigin(row),
        status: place?.status ?? null,
        isOwner: place?.role === 'owner' && place.status === 'active',
        isHome: row.organization_id === orgId,
        hasOtherPlaces: homes.has(id),
        nextHome: row.organization_id === orgId ? homes.get(id) : row.organization_id,
      };
    });
  }

  /** The places of the organization go, and with them these accounts; the others get their next home. */
  async remove(
    orgId: string,
    gone: readonly LeavingPerson[],
    staying: readonly LeavingPerson[],
    session: ClientSession,
  ): Promise<void> {
    await this.memberships.deleteMany({ org_id: orgId }, { session });
    await this.counts.remove(orgId, session);
    const moves = staying.map(({ id, nextHome }) => ({
      updateOne: {
        filter: { _id: new Types.ObjectId(id), organization_id: orgId },
        update:
          nextHome === undefined
            ? { $unset: { organization_id: 1 as const } }
            : { $set: { organization_id: nextHome } },
      },
    }));
    if (moves.length > 0) await this.users.bulkWrite(moves, { session });
    const ids = mongoose.trusted({ $in: gone.map(({ id }) => id) });
    if (gone.length > 0) await this.users.deleteMany({ _id: ids }, { session });
  }
}

/** Home by account: an active place before a pending one; with inactive ones only there is none. The oldest of several. */
function nextHomes(newestFirst: Membership[]): Map<string, string | undefined> {
  const homes = new Map<string, string | undefined>();
  for (const status of ['inactive', 'pending', 'active'] as const) {
    for (const place of newestFirst.filter((one) => one.status === status)) {
      homes.set(place.user_id, status === 'inactive' ? undefined : place.org_id); // a better one takes its place
    }
  }
  return homes;
}
