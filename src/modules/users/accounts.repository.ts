import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type ClientSession, type Model, trusted, Types } from 'mongoose';
import { domainOf } from '../../common/email.js';
import { isLocale, type Locale } from '../../common/locales.js';
import type { Account, AccountChange, CredentialsChange, FormerCredentials } from './accounts.types.js';
import { isProvedByHolder, type User } from './user.schema.js';

/** Accounts as their owners see and change them. */
@Injectable()
export class AccountsRepository {
  constructor(@InjectModel('User') private readonly users: Model<User>) {}

  async find(id: string, session?: ClientSession): Promise<Account | null> {
    const user = await this.users
      .findById(id)
      .session(session ?? null)
      .lean<User>();
    return user && toAccount(user);
  }

  async findByEmail(email: string, session?: ClientSession): Promise<Account | null> {
    const user = await this.users
      .findOne({ email })
      .session(session ?? null)
      .lean<User>();
    return user && toAccount(user);
  }

  /** The languages that accounts with these addresses have chosen. */
  async localesOf(emails: readonly string[], session: ClientSession): Promise<Map<string, Locale>> {
    const rows = await this.users
      .find({ email: trusted({ $in: [...emails] }), locale: trusted({ $exists: true }) })
      .select('email locale')
      .session(session)
      .lean<Pick<User, 'email' | 'locale'>[]>();
    return new Map(rows.flatMap(({ email, locale }) => (isLocale(locale) ? [[email, locale]] : [])));
  }

  async findHash(id: string, session: ClientSession): Promise<string | undefined> {
    const user = await this.users.findById(id).select('+hashed_password').session(session).lean<User>();
    return user?.hashed_password;
  }

  /**
   * Former credentials; every session ends.
   * @throws MongoServerError 11000 on admin_users.email_1
   */
  async restore(
    id: string,
    { email, emailVerified, isVouched, hash }: FormerCredentials,
    now: Date,
    session: ClientSession,
  ): Promise<void> {
    await this.users.updateOne(
      { _id: id },
      {
        $set: {
          email,
          email_verified: emailVerified,
          hashed_password: hash,
          password_at: now,
          must_change_password: false,
          ...(emailVerified ? { proved_domain: domainOf(email) } : {}),
          ...(emailVerified && !isVouched ? { unvouched: true as const } : {}),
          updated_at: now,
        },
        $unset: {
          synthetic: 1,
          ...(emailVerified && !isVouched ? {} : { unvouched: 1 as const }),
          secret_expires_at: 1,
          kept_sid: 1,
          ...(emailVerified ? {} : { proved_domain: 1 as const }),
        },
        $inc: { ver: 1 },
      },
      { session },
    );
  }

  /** An account without a proved mailbox loses its address to the account that had it before; its sessions end. */
  async releaseUnproved(email: string, except: string, now: Date, session: ClientSession): Promise<void> {
    const holder = await this.users.findOne({ email }).session(session).lean<User>();
    if (!holder || holder.email_verified || holder._id.toHexString() === except) return;
    await this.users.updateOne(
      { _id: holder._id, email },
      {
        $set: {
          email: `released-${holder._id.toHexString()}@released.invalid`,
          synthetic: true,
          updated_at: now,
        },
        $unset: { kept_sid: 1 },
        $inc: { ver: 1 },
      },
      { session },
    );
  }

  /** The new account, or null when it is not as it was at `before`. Its time of change always advances. */
  async update(id: string, change: AccountChange, before: Date): Promise<Account | null> {
    const { name, phone, locale, ...objects } = change;
    const texts = Object.entries({ name, phone, locale });
    const $set = {
      ...Object.fromEntries(texts.filter(([, value]) => typeof value === 'string')),
      ...objects,
      updated_at: new Date(Math.max(Date.now(), before.getTime() + 1)),
    };
    const $unset = Object.fromEntries(texts.flatMap(([key, value]) => (value === null ? [[key, 1]] : [])));
    // Past mongoose, which would drop an empty object.
    const user = await this.users.collection.findOneAndUpdate(
      { _id: new Types.ObjectId(id), updated_at: before },
      { $set, $unset },
      { returnDocument: 'after' },
    );
    return user && toAccount(user as User);
  }

  /**
   * @param from the hash of the password that vouches for it, when one does
   * @returns false when the account has another address or password by now
   */
  async markProved(
    id: string,
    email: string,
    { from, now }: { from?: string; now: Date },
    session: ClientSession,
  ): Promise<boolean> {
    const result = await this.users.updateOne(
      { _id: id, email, ...(from === undefined ? {} : { hashed_password: from }) },
      {
        $set: { email_verified: true, proved_at: now, proved_domain: domainOf(email), updated_at: now },
        $unset: { unvouched: 1 },
        $min: { owned_since: now },
      },
      { session },
    );
    return result.matchedCount === 1;
  }

  /** By the mailed code alone: takes nothing from a proof that an administrator vouched for. */
  async markConfirmed(id: string, email: string, now: Date, session: ClientSession): Promise<boolean> {
    const unvouched = { $cond: ['$email_verified', '$unvouched', true] };
    const owned_since = { $ifNull: ['$owned_since', now] };
    const result = await this.users.updateOne(
      { _id: id, email },
      [{ $set: { unvouched, email_verified: true, owned_since, updated_at: now } }],
      { session, updatePipeline: true },
    );
    return result.matchedCount === 1;
  }

  /**
   * A new password or address ends every session but `sid` (D16). An address that a user gives is a real one.
   * @throws MongoServerError 11000 on admin_users.email_1
   */
  async changeCredentials(
    id: string,
    { email, emailProved = false, hash, from, sid }: CredentialsChange,
    now: Date,
    session: ClientSession,
  ): Promise<boolean> {
    const { matchedCount } = await this.users.updateOne(
      { _id: id, ...(from === undefined ? {} : { hashed_password: from }) },
      {
        $set: {
          ...(email === undefined ? {} : { email, email_verified: emailProved }),
          ...(emailProved && email !== undefined ? { proved_at: now, proved_domain: domainOf(email) } : {}),
          ...(hash === undefined
            ? {}
            : { hashed_password: hash, password_at: now, must_change_password: false }),
          ...(sid === undefined ? {} : { kept_sid: sid }),
          updated_at: now,
        },
        $unset: {
          ...(email === undefined ? {} : { synthetic: 1 as const, unvouched: 1 as const }),
          ...(email === undefined || emailProved ? {} : { proved_domain: 1 as const }),
          ...(hash === undefined ? {} : { secret_expires_at: 1 as const }),
          ...(sid === undefined ? { kept_sid: 1 as const } : {}),
        },
        ...(emailProved ? { $min: { owned_since: now } } : {}),
        $inc: { ver: 1 },
      },
      { session },
    );
    return matchedCount === 1;
  }

  /** @param since undefined: it has none any more */
  async setFactor(id: string, since: Date | undefined, session: ClientSession): Promise<void> {
    await this.users.updateOne(
      { _id: id },
      since === undefined ? { $unset: { factor_since: 1 } } : { $set: { factor_since: since } },
      { session },
    );
  }

  /** Every session but `sid` ends. */
  async endSessions(id: string, sid: string | undefined, session: ClientSession): Promise<void> {
    await this.users.updateOne(
      { _id: id },
      {
        $inc: { ver: 1 },
        ...(sid === undefined ? { $unset: { kept_sid: 1 } } : { $set: { kept_sid: sid } }),
      },
      { session },
    );
  }
}

function toAccount(user: User): Account {
  return {
    id: user._id.toHexString(),
    seq: user.seq,
    email: user.email,
    emailVerified: user.email_verified,
    isVouched: user.unvouched !== true,
    provedByHolder: isProvedByHolder(user),
    synthetic: user.synthetic ?? false,
    operator: user.platform_operator,
    name: user.name,
    phone: user.phone,
    locale: isLocale(user.locale) ? user.locale : undefined,
    profile: user.profile ?? {},
    settings: user.settings ?? {},
    status: user.status,
    mustChangePassword: user.must_change_password,
    hasFactor: user.factor_since !== undefined,
    organizationId: user.organization_id,
    createdAt: user.created_at,
    updatedAt: user.updated_at,
  };
}
