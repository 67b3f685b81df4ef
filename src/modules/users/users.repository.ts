import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import mongoose, { type ClientSession, type Model, Types } from 'mongoose';
import type { Membership } from './membership.schema.js';
import type { User } from './user.schema.js';
import type { AccountState, Credentials, NewAccount, NewPlace, Operator } from './users.types.js';

@Injectable()
export class UsersRepository {
  constructor(
    @InjectModel('User') private readonly users: Model<User>,
    @InjectModel('Membership') private readonly memberships: Model<Membership>,
  ) {}

  /** @throws MongoServerError 11000 on admin_users.email_1 */
  async insert(id: string, account: NewAccount, now: Date, session?: ClientSession): Promise<void> {
    await this.users.collection.insertOne(
      {
        _id: new Types.ObjectId(id),
        seq: account.seq,
        email: account.email,
        hashed_password: account.hash,
        organization_id: account.organizationId,
        name: account.name,
        phone: account.phone,
        synthetic: account.synthetic,
        status: 'active',
        email_verified: false,
        platform_operator: account.operator ?? false,
        must_change_password: account.mustChangePassword ?? false,
        secret_expires_at: account.secretExpiresAt,
        ver: 1,
        created_at: now,
        updated_at: now,
      },
      { session },
    );
  }

  async insertMembership(place: NewPlace, now: Date, session: ClientSession): Promise<void> {
    await this.memberships.create(
      [
        {
          _id: `${place.orgId}:${place.userId}`,
          seq: place.seq,
          org_id: place.orgId,
          user_id: place.userId,
          user_name: place.userName,
          role: place.role,
          status: place.status ?? 'active',
          created_at: now,
          updated_at: now,
        },
      ],
      { session },
    );
  }

  async findCredentials(email: string): Promise<Credentials | null> {
    const user = await this.users.findOne({ email }).select('+hashed_password').lean<User>();
    return user && toCredentials(user);
  }

  async findCredentialsById(id: string): Promise<Credentials | null> {
    const user = await this.users.findById(id).select('+hashed_password').lean<User>();
    return user && toCredentials(user);
  }

  async findEmail(id: string): Promise<string | null> {
    const user = await this.users.findById(id).select('email').lean();
    return user?.email ?? null;
  }

  async findSeq(id: string): Promise<number | null> {
    const user = await this.users.findById(id).select('seq').lean();
    return user?.seq ?? null;
  }

  async emailExists(email: string): Promise<boolean> {
    return (await this.users.exists({ email })) !== null;
  }

  async findState(id: string): Promise<AccountState | null> {
    const [user, places] = await Promise.all([
      this.users.findById(id).lean(),
      this.memberships.find({ user_id: id, status: 'active' }).select('org_id role').lean(),
    ]);
    if (!user) return null;
    return {
      id,
      status: user.status,
      ver: user.ver,
      keptSid: user.kept_sid,
      endedSids: (user.ended_sids ?? []).map(({ sid }) => sid),
      operator: user.platform_operator,
      roles: new Map(places.map((place) => [place.org_id, place.role])),
    };
  }

  /**
   * Changes e-mail or password. A new password or address ends every session but `sid` (D16).
   * @throws MongoServerError 11000 on admin_users.email_1
   */
  async changeCredentials(
    id: string,
    change: { email?: string; hash?: string; sid?: string },
    now: Date,
    session?: ClientSession,
  ): Promise<boolean> {
    const result = await this.users.updateOne(
      { _id: id },
      {
        $set: {
          ...(change.email === undefined ? {} : { email: change.email, email_verified: false }),
          ...(change.hash === undefined ? {} : { hashed_password: change.hash, must_change_password: false }),
          ...(change.sid === undefined ? {} : { kept_sid: change.sid }),
          updated_at: now,
        },
        ...(change.hash === undefined
          ? {}
          : { $unset: { secret_expires_at: 1 as const, secret_tries: 1 as const } }),
        $inc: { ver: 1 },
      },
      { session },
    );
    return result.matchedCount === 1;
  }

  /** Remembers a signed-out session for as long as an access token of it may run; the newest fifty are kept. */
  async endSession(id: string, sid: string, until: Date): Promise<void> {
    await this.users.updateOne(
      { _id: id },
      { $push: { ended_sids: { $each: [{ sid, until }], $slice: -50 } } },
    );
  }

  /** A new initial secret for an account that never changed its first one. */
  async renewInitialSecret(id: string, hash: string, expiresAt: Date): Promise<boolean> {
    const result = await this.users.updateOne(
      { _id: id, must_change_password: true },
      {
        $set: { hashed_password: hash, secret_expires_at: expiresAt },
        $unset: { secret_tries: 1 },
        $inc: { ver: 1 },
      },
    );
    return result.matchedCount === 1;
  }

  /** Counts a wrong try at an initial secret. */
  async countSecretTry(id: string): Promise<void> {
    await this.users.updateOne({ _id: id, must_change_password: true }, { $inc: { secret_tries: 1 } });
  }

  /** Another initial secret for a member: every session ends (D18). */
  async resetSecret(id: string, hash: string, expiresAt: Date, now: Date): Promise<void> {
    await this.users.updateOne(
      { _id: id },
      {
        $set: {
          hashed_password: hash,
          must_change_password: true,
          secret_expires_at: expiresAt,
          updated_at: now,
        },
        $unset: { secret_tries: 1, kept_sid: 1 },
        $inc: { ver: 1 },
      },
    );
  }

  async findOperator(): Promise<Operator | null> {
    const user = await this.users.findOne({ platform_operator: true }).lean();
    return (
      user && {
        id: user._id.toHexString(),
        email: user.email,
        pending: user.must_change_password,
        secretExpiresAt: user.secret_expires_at,
      }
    );
  }

  /** Removes an organization's places and the accounts whose home it was; one with a place elsewhere moves there. */
  async removeOrganization(orgId: string, session: ClientSession): Promise<void> {
    await this.memberships.deleteMany({ org_id: orgId }, { session });
    const homeless = await this.users.find({ organization_id: orgId }).select('_id').session(session).lean();
    const ids = homeless.map(({ _id }) => _id.toHexString());
    const elsewhere = await this.memberships
      .find({ user_id: mongoose.trusted({ $in: ids }), status: 'active' })
      .session(session)
      .lean();
    for (const { user_id, org_id } of elsewhere) {
      await this.users.updateOne({ _id: user_id }, { $set: { organization_id: org_id } }, { session });
    }
    await this.users.deleteMany({ organization_id: orgId }, { session });
  }

  userIdOfMembership(membershipId: string): string {
    return membershipId.slice(membershipId.indexOf(':') + 1);
  }
}

function toCredentials(user: User): Credentials {
  return {
    id: user._id.toHexString(),
    seq: user.seq,
    email: user.email,
    hash: user.hashed_password,
    status: user.status,
    ver: user.ver,
    keptSid: user.kept_sid,
    operator: user.platform_operator,
    organizationId: user.organization_id,
    mustChangePassword: user.must_change_password,
    secretExpiresAt: user.secret_expires_at,
    secretTries: user.secret_tries ?? 0,
  };
}
