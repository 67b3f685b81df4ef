import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import mongoose, { type ClientSession, type Model, Types } from 'mongoose';
import { domainOf } from '../../common/email.js';
import { type AccountOrigin, toOrigin } from './account-origins.repository.js';
import { isProvedByHolder, type User } from './user.schema.js';

/** Counted here alone, so it is in no schema. */
type Row = User & { removed_from?: string[] };

/** What a change of a user's memberships needs of their account. */
export interface MemberAccount {
  readonly email: string;
  readonly name: string | undefined;
  readonly defaultOrganizationId: string | undefined;
  readonly operator: boolean;
  readonly synthetic: boolean;
  /** By a user who had the password of now, or a session. */
  readonly provedByHolder: boolean;
  readonly origin: AccountOrigin;
  /** Organizations that removed or declined this account: its mail domain alone does not approve it again. */
  readonly removedFrom: readonly string[];
}

/** The account an invited address has by now. */
export interface InvitedAccount {
  readonly id: string;
  /** The address was made up (S3-08): nobody reads mail there. */
  readonly synthetic: boolean;
}

/** What the end of an organization needs of an account. */
export interface OrganizationAccount extends InvitedAccount {
  readonly email: string;
  readonly operator: boolean;
  readonly origin: AccountOrigin;
  readonly defaultOrganizationId: string | undefined;
}

/** A row as it is, with the hash of its password. */
export type KeptAccount = User;

/** The accounts behind memberships, inside the transactions that change these. */
@Injectable()
export class MemberAccountsRepository {
  constructor(@InjectModel('User') private readonly users: Model<User>) {}

  /** Makes two transactions that count the memberships of one account conflict. Null when it is gone. */
  async touch(id: string, session: ClientSession): Promise<MemberAccount | null> {
    const row = await this.users
      .findOneAndUpdate(
        { _id: id },
        { $inc: { places_revision: 1 } },
        { session, strict: false, returnDocument: 'after' },
      )
      .lean<Row>();
    return (
      row && {
        email: row.email,
        name: row.name,
        defaultOrganizationId: row.organization_id,
        operator: row.platform_operator,
        synthetic: row.synthetic === true,
        provedByHolder: isProvedByHolder(row),
        origin: toOrigin(row),
        removedFrom: row.removed_from ?? [],
      }
    );
  }

  async findOrigin(email: string, session?: ClientSession): Promise<AccountOrigin | null> {
    const row = await this.users
      .findOne({ email })
      .session(session ?? null)
      .lean<User>();
    return row && toOrigin(row);
  }

  /** The account of a tenant's owner that an address was made up for. */
  async findMadeUp(
    email: string,
    session: ClientSession,
  ): Promise<{ id: string; seq: number; defaultOrganizationId: string | undefined } | null> {
    const row = await this.users
      .findOne({ email, synthetic: true, platform_operator: false })
      .session(session)
      .lean<User>();
    return row && { id: row._id.toHexString(), seq: row.seq, defaultOrganizationId: row.organization_id };
  }

  async rename(id: string, email: string, session: ClientSession): Promise<void> {
    await this.users.updateOne({ _id: id }, { $set: { email, updated_at: new Date() } }, { session });
  }

  /** @param orgId undefined: an account without an organization */
  async setDefaultOrganization(id: string, orgId: string | undefined, session: ClientSession): Promise<void> {
    const change =
      orgId === undefined ? { $unset: { organization_id: 1 } } : { $set: { organization_id: orgId } };
    await this.users.updateOne({ _id: id }, change, { session });
  }

  async ban(id: string, orgId: string, session: ClientSession): Promise<void> {
    await this.users.updateOne(
      { _id: id },
      { $addToSet: { removed_from: orgId } },
      { session, strict: false },
    );
  }

  /** A manager has approved the account again. */
  async unban(id: string, orgId: string, session: ClientSession): Promise<void> {
    await this.users.updateOne(
      { _id: id, removed_from: orgId },
      { $pull: { removed_from: orgId } },
      { session, strict: false },
    );
  }

  /** Addresses that may be mailed; made up ones are left out. */
  async listMailable(ids: readonly string[], session: ClientSession): Promise<string[]> {
    const rows = await this.users
      .find({ _id: mongoose.trusted({ $in: [...ids] }), synthetic: mongoose.trusted({ $ne: true }) })
      .select('email')
      .session(session)
      .lean<Pick<User, 'email'>[]>();
    return rows.map(({ email }) => email);
  }

  /** Of these, the addresses that may be mailed of accounts without a second factor. */
  async listWithoutFactor(ids: readonly string[], session: ClientSession): Promise<string[]> {
    const rows = await this.users
      .find({
        _id: mongoose.trusted({ $in: [...ids] }),
        synthetic: mongoose.trusted({ $ne: true }),
        factor_since: mongoose.trusted({ $exists: false }),
      })
      .select('email')
      .session(session)
      .lean<Pick<User, 'email'>[]>();
    return rows.map(({ email }) => email);
  }

  /** Whether one of the accounts has proved a mailbox at the domain, and vouched for the account with it. */
  async someProved(ids: readonly string[], domain: string, session: ClientSession): Promise<boolean> {
    const rows = await this.users
      .find({
        _id: mongoose.trusted({ $in: [...ids] }),
        email_verified: true,
        unvouched: mongoose.trusted({ $ne: true }),
      })
      .select('email')
      .session(session)
      .lean<Pick<User, 'email'>[]>();
    return rows.some(({ email }) => email.endsWith(`@${domain}`));
  }

  /** The accounts that have proved a mailbox of the domain; `atMost` of them. */
  async listProved(domain: string, atMost: number): Promise<string[]> {
    const rows = await this.users
      .find({ proved_domain: domain, email_verified: true })
      .select('_id')
      .limit(atMost)
      .lean<Pick<User, '_id'>[]>();
    return rows.map(({ _id }) => _id.toHexString());
  }

  /** Another temporary password: every session ends (D18). */
  async setTemporaryPassword(id: string, hash: string, until: Date, session: ClientSession): Promise<void> {
    await this.users.updateOne(
      { _id: id },
      {
        $set: {
          hashed_password: hash,
          must_change_password: true,
          secret_expires_at: until,
          password_at: new Date(),
          email_verified: false, // the holder of the secret has not shown that the mailbox is theirs
          updated_at: new Date(),
        },
        $unset: { kept_sid: 1 },
        $inc: { ver: 1 },
      },
      { session },
    );
  }

  /** By the mailed code together with the password or a session. False: the account has another address by now. */
  async confirmEmail(id: string, email: string, session: ClientSession): Promise<boolean> {
    const now = new Date();
    const change = {
      $set: { email_verified: true, proved_at: now, proved_domain: domainOf(email), updated_at: now },
      $unset: { unvouched: 1 as const },
      $min: { owned_since: now },
    };
    const result = await this.users.updateOne({ _id: id, email }, change, { session });
    return result.matchedCount === 1;
  }

  async findByEmail(email: string, session?: ClientSession): Promise<InvitedAccount | null> {
    const user = await this.users
      .findOne({ email })
      .select('synthetic')
      .session(session ?? null)
      .lean<User>();
    return user && { id: user._id.toHexString(), synthetic: user.synthetic === true };
  }

  /** How a person is shown to others: their name, or else their address. */
  async findName(id: string): Promise<string | null> {
    const user = await this.users.findById(id).select('name email').lean<User>();
    return user && (user.name ?? user.email);
  }

  /** The accounts of these ids, and those whose default organization it is. */
  async listOfOrganization(
    orgId: string,
    memberIds: readonly string[],
    session: ClientSession,
  ): Promise<OrganizationAccount[]> {
    const rows = await this.users
      .find({ $or: [{ _id: mongoose.trusted({ $in: [...memberIds] }) }, { organization_id: orgId }] })
      .session(session)
      .lean<User[]>();
    return rows.map((row) => ({
      id: row._id.toHexString(),
      email: row.email,
      synthetic: row.synthetic === true,
      operator: row.platform_operator,
      origin: toOrigin(row),
      defaultOrganizationId: row.organization_id,
    }));
  }

  /** Accounts whose default organization ends. @param nextIds the next one by account; undefined: none */
  async replaceDefaultOrganization(
    orgId: string,
    nextIds: ReadonlyMap<string, string | undefined>,
    session: ClientSession,
  ): Promise<void> {
    const moves = [...nextIds].map(([id, nextId]) => ({
      updateOne: {
        filter: { _id: new Types.ObjectId(id), organization_id: orgId },
        update:
          nextId === undefined
            ? { $unset: { organization_id: 1 as const } }
            : { $set: { organization_id: nextId } },
      },
    }));
    if (moves.length > 0) await this.users.bulkWrite(moves, { session });
  }

  /** All of them, for insertAgain(). */
  readRows(ids: readonly string[], session: ClientSession): Promise<KeptAccount[]> {
    const _id = { $in: ids.map((id) => new Types.ObjectId(id)) };
    return this.users.collection.find<KeptAccount>({ _id }, { session }).toArray();
  }

  /**
   * An account comes back with its organization; its tokens of before stay invalid.
   * @returns its id, or that of the account which has its address now if both were proved by who reads the mailbox;
   * undefined when that cannot be told
   */
  async insertAgain(
    account: KeptAccount,
    orgId: string,
    session: ClientSession,
  ): Promise<string | undefined> {
    const present = await this.users
      .findOne({ $or: [{ _id: account._id }, { email: account.email }] })
      .session(session)
      .lean<User>();
    if (present) {
      const isTheirs = isProvedByHolder(present) && isProvedByHolder(account);
      return isTheirs && present.email === account.email ? present._id.toHexString() : undefined;
    }
    const { kept_sid: _, ended_sids: __, ...row } = account;
    await this.users.collection.insertOne(
      { ...row, organization_id: orgId, ver: account.ver + 1 },
      {
        session,
      },
    );
    return account._id.toHexString();
  }

  /** Which of these accounts are there. */
  async listThere(ids: readonly string[], session: ClientSession): Promise<string[]> {
    const rows = await this.users
      .find({ _id: mongoose.trusted({ $in: [...ids] }) })
      .select('_id')
      .session(session)
      .lean<Pick<User, '_id'>[]>();
    return rows.map(({ _id }) => _id.toHexString());
  }

  /** Accounts that have no default organization since this one ended. */
  async returnHome(orgId: string, ids: readonly string[], session: ClientSession): Promise<void> {
    await this.users.updateMany(
      { _id: mongoose.trusted({ $in: [...ids] }), organization_id: mongoose.trusted({ $exists: false }) },
      { $set: { organization_id: orgId } },
      { session },
    );
  }

  async removeAll(ids: readonly string[], session: ClientSession): Promise<void> {
    if (ids.length === 0) return;
    await this.users.deleteMany({ _id: mongoose.trusted({ $in: [...ids] }) }, { session });
  }

  async remove(id: string, session: ClientSession): Promise<void> {
    await this.users.deleteOne({ _id: id }, { session });
  }
}
