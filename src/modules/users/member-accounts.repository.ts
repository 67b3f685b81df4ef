import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';
import type { User } from './user.schema.js';

/** What a change of somebody's places needs of their account. */
export interface MemberAccount {
  readonly email: string;
  readonly name: string | undefined;
  readonly home: string | undefined;
  readonly operator: boolean;
  readonly synthetic: boolean;
  readonly emailVerified: boolean;
}

/** The accounts behind places, inside the transactions that change these. */
@Injectable()
export class MemberAccountsRepository {
  constructor(@InjectModel('User') private readonly users: Model<User>) {}

  /** Makes two transactions that count the places of one account conflict. Null when it is gone. */
  async touch(id: string, session: ClientSession): Promise<MemberAccount | null> {
    const row = await this.users
      .findOneAndUpdate(
        { _id: id },
        { $inc: { places_revision: 1 } },
        { session, strict: false, returnDocument: 'after' },
      )
      .lean<User>();
    return (
      row && {
        email: row.email,
        name: row.name,
        home: row.organization_id,
        operator: row.platform_operator,
        synthetic: row.synthetic === true,
        emailVerified: row.email_verified,
      }
    );
  }

  /** @param home undefined: an account without an organization */
  async moveHome(id: string, home: string | undefined, session: ClientSession): Promise<void> {
    const change =
      home === undefined ? { $unset: { organization_id: 1 } } : { $set: { organization_id: home } };
    await this.users.updateOne({ _id: id }, change, { session });
  }

  async confirmEmail(id: string, session: ClientSession): Promise<void> {
    await this.users.updateOne({ _id: id }, { $set: { email_verified: true } }, { session });
  }

  async remove(id: string, session: ClientSession): Promise<void> {
    await this.users.deleteOne({ _id: id }, { session });
  }
}
