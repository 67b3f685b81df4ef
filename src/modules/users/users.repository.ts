import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import mongoose, { type ClientSession, type Model, Types } from 'mongoose';
import { type MasterLookup, MasterReads } from '../../database/master-reads.js';
import { fromNow, isAhead } from '../../database/work/server-time.js';
import type { User } from './user.schema.js';
import type { AccountState, Credentials, NewAccount, Operator } from './users.types.js';

/** Sign-outs remembered of one account; a day has no more for a person. */
const MAX_ENDED = 500;
/** What a request checks of an account. */
const STATE: MasterLookup = {
  collection: 'admin_users',
  field: '_id',
  fields: ['status', 'ver', 'kept_sid', 'ended_sids', 'platform_operator', 'email_verified', 'factor_since'],
};
const STILL_RUNS = isAhead('$$this.until');

@Injectable()
export class UsersRepository {
  constructor(
    @InjectModel('User') private readonly users: Model<User>,
    private readonly reads: MasterReads,
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
        made_by: account.madeBy,
        status: 'active',
        email_verified: false,
        platform_operator: account.operator ?? false,
        must_change_password: account.mustChangePassword ?? false,
        secret_expires_at: account.secretExpiresAt,
        ver: 1,
        password_at: now,
        created_at: now,
        updated_at: now,
      },
      { session },
    );
  }

  /**
   * Where nobody has the address, the account before it in the index is read and put aside: a look-up that finds
   * nothing is some 30 µs shorter, and 1,000 tries would tell who has an account (D10).
   */
  async findCredentials(email: string): Promise<Credentials | null> {
    const user = await this.users
      .findOne({ email: mongoose.trusted({ $lte: email }) })
      .sort({ email: -1 })
      .select('+hashed_password')
      .lean<User>();
    const credentials = user && toCredentials(user);
    return credentials?.email === email ? credentials : null;
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

  /** In the same round trip as other reads of this turn. */
  async findState(id: string): Promise<AccountState | null> {
    const [user] = (await this.reads.find(STATE, new Types.ObjectId(id))) as User[];
    return user ? toState(id, user) : null;
  }

  /** As the transaction sees it. */
  async findStateIn(id: string, session: ClientSession | null): Promise<AccountState | null> {
    const user = await this.users.findById(id).session(session).lean<User>();
    return user && toState(id, user);
  }

  /** Remembers a signed-out session for as long as an access token of it may run. */
  async endSession(id: string, sid: string, ms: number, session: ClientSession): Promise<void> {
    const running = { $filter: { input: { $ifNull: ['$ended_sids', []] }, cond: STILL_RUNS } };
    const ended = { sid: { $literal: sid }, until: fromNow(ms) };
    await this.users.updateOne(
      { _id: id },
      [{ $set: { ended_sids: { $slice: [{ $concatArrays: [running, [ended]] }, -MAX_ENDED] } } }],
      { session, updatePipeline: true },
    );
  }

  /** A new temporary password for an account that never changed its first one. */
  async renewTemporaryPassword(id: string, hash: string, expiresAt: Date): Promise<boolean> {
    const result = await this.users.updateOne(
      { _id: id, must_change_password: true },
      {
        $set: { hashed_password: hash, secret_expires_at: expiresAt, password_at: new Date() },
        $inc: { ver: 1 },
      },
    );
    return result.matchedCount === 1;
  }

  /** The oldest first; `atMost` of them. */
  async listOperators(atMost: number): Promise<Operator[]> {
    const users = await this.users.find({ platform_operator: true }).sort({ _id: 1 }).limit(atMost).lean();
    return users.map((user) => ({
      id: user._id.toHexString(),
      email: user.email,
      pending: user.must_change_password,
    }));
  }

  async findOperator(): Promise<Operator | null> {
    const user = await this.users.findOne({ platform_operator: true }).lean();
    return (
      user && {
        id: user._id.toHexString(),
        email: user.email,
        pending: user.must_change_password,
      }
    );
  }

  /** A user made an organization with the account: it is theirs from now on. */
  async own(id: string, now: Date, session: ClientSession): Promise<void> {
    await this.users.updateOne({ _id: id }, { $min: { owned_since: now } }, { session });
  }
}

function toState(id: string, user: User): AccountState {
  return {
    id,
    status: user.status,
    ver: user.ver,
    keptSid: user.kept_sid,
    endedSids: (user.ended_sids ?? []).map(({ sid }) => sid),
    operator: user.platform_operator,
    emailVerified: user.email_verified,
    hasFactor: user.factor_since !== undefined,
  };
}

function toCredentials(user: User): Credentials {
  return {
    id: user._id.toHexString(),
    seq: user.seq,
    email: user.email,
    hash: user.hashed_password,
    status: user.status,
    emailVerified: user.email_verified,
    ver: user.ver,
    keptSid: user.kept_sid,
    operator: user.platform_operator,
    organizationId: user.organization_id,
    mustChangePassword: user.must_change_password,
    secretExpiresAt: user.secret_expires_at,
    hasFactor: user.factor_since !== undefined,
  };
}
