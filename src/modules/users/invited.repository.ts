import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';
import type { User } from './user.schema.js';

/** The account an invited address has by now. */
export interface InvitedAccount {
  readonly id: string;
  /** The address was made up (S3-08): nobody reads mail there. */
  readonly synthetic: boolean;
}

@Injectable()
export class InvitedRepository {
  constructor(@InjectModel('User') private readonly users: Model<User>) {}

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
}
