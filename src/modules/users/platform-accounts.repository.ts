import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import mongoose, { type ClientSession, type Model, Types } from 'mongoose';
import type { PlatformAccount } from './platform-accounts.types.js';
import type { AccountStatus, User } from './user.schema.js';

/** After every character an address can have. */
const END = '\uffff';

/** Accounts as platform operators see and switch them; no hash is read. */
@Injectable()
export class PlatformAccountsRepository {
  constructor(@InjectModel('User') private readonly users: Model<User>) {}

  /** In the order of the addresses that begin with `prefix`, after the address `after`. */
  async list(prefix: string, after: string | undefined, limit: number): Promise<PlatformAccount[]> {
    const from = after === undefined ? { $gte: prefix } : { $gte: prefix, $gt: after };
    const rows = await this.users
      .find({ email: mongoose.trusted({ ...from, $lt: prefix + END }) })
      .sort({ email: 1 })
      .limit(limit)
      .lean<User[]>();
    return rows.map(toAccount);
  }

  async find(id: string): Promise<PlatformAccount | null> {
    const row = Types.ObjectId.isValid(id) ? await this.users.findById(id).lean<User>() : null;
    return row && toAccount(row);
  }

  /** Every session ends with it, also one that outlived a change of password. False: it has this status. */
  async setStatus(id: string, status: AccountStatus, session: ClientSession): Promise<boolean> {
    const other = mongoose.trusted({ $ne: status });
    const result = await this.users.updateOne(
      { _id: id, status: other },
      { $set: { status, updated_at: new Date() }, $unset: { kept_sid: 1 }, $inc: { ver: 1 } },
      { session },
    );
    return result.modifiedCount === 1;
  }
}

function toAccount(row: User): PlatformAccount {
  return {
    id: row._id.toHexString(),
    seq: row.seq,
    email: row.email,
    emailVerified: row.email_verified,
    name: row.name,
    status: row.status,
    operator: row.platform_operator,
    synthetic: row.synthetic ?? false,
    homeId: row.organization_id,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
