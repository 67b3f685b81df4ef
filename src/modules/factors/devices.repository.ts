import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import mongoose, { type ClientSession, type Model } from 'mongoose';
import type { RememberedDevice } from './second-factor.schema.js';

@Injectable()
export class DevicesRepository {
  constructor(@InjectModel('RememberedDevice') private readonly devices: Model<RememberedDevice>) {}

  async insert(device: RememberedDevice): Promise<void> {
    await this.devices.create([device]);
  }

  /** Notes the use. */
  async use(
    owner: { userId: string; ver: number },
    { hash, program }: { hash: string; program: string },
    seen: { ip?: string; user_agent?: string },
    now: Date,
  ): Promise<boolean> {
    const { matchedCount } = await this.devices.updateOne(
      {
        hash,
        user_id: owner.userId,
        ver: owner.ver,
        expires_at: mongoose.trusted({ $gt: now }),
        program: mongoose.trusted({ $in: [program, null] }), // null: absent
      },
      { $set: { ...seen, program, last_used_at: now } },
    );
    return matchedCount === 1;
  }

  /** The newest first. */
  async list(userId: string, ver: number, now: Date, limit: number): Promise<RememberedDevice[]> {
    return this.devices
      .find({ user_id: userId, ver, expires_at: mongoose.trusted({ $gt: now }) })
      .sort({ created_at: -1 })
      .limit(limit)
      .lean<RememberedDevice[]>();
  }

  async remove(userId: string, id: string): Promise<boolean> {
    return (await this.devices.deleteOne({ _id: id, user_id: userId })).deletedCount === 1;
  }

  async removeAllOf(userIds: readonly string[], session: ClientSession): Promise<void> {
    await this.devices.deleteMany({ user_id: mongoose.trusted({ $in: [...userIds] }) }, { session });
  }

  async removeAll(userId: string, session?: ClientSession): Promise<void> {
    await this.devices.deleteMany({ user_id: userId }, { session });
  }
}
