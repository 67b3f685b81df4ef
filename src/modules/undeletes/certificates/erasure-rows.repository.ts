import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import mongoose, { type ClientSession, type Model } from 'mongoose';
import type { ErasureRow } from './erasure.types.js';

@Injectable()
export class ErasureRowsRepository {
  constructor(@InjectModel('Erasure') private readonly erasures: Model<ErasureRow>) {}

  async insert(row: ErasureRow, session: ClientSession): Promise<void> {
    await this.erasures.create([row], { session });
  }

  find(id: string): Promise<ErasureRow | null> {
    return this.erasures.findById(id).lean<ErasureRow>().exec();
  }

  findByLink(hash: string): Promise<ErasureRow | null> {
    return this.erasures.findOne({ links: hash }).lean<ErasureRow>().exec();
  }

  /** Those without a certificate, the oldest first. */
  listBegun(limit: number): Promise<ErasureRow[]> {
    return this.erasures
      .find({ phase: 'begun' })
      .sort({ erased_at: 1 })
      .limit(limit)
      .lean<ErasureRow[]>()
      .exec();
  }

  /** One of several that certify at once succeeds. What the certificate was for is taken away. */
  async certify(
    id: string,
    change: Required<Pick<ErasureRow, 'signed' | 'certified_at' | 'links'>>,
    session: ClientSession,
  ): Promise<boolean> {
    const { matchedCount } = await this.erasures.updateOne(
      { _id: id, phase: 'begun' },
      { $set: { phase: 'certified', ...change }, $unset: { name: 1, owners: 1 } },
      { session },
    );
    return matchedCount === 1;
  }

  /** The newest first. @param before the last one of the page before */
  list(
    { orgId, limit }: { orgId?: string; limit: number },
    before?: { at: Date; id: string },
  ): Promise<ErasureRow[]> {
    const behind = before && {
      $or: [
        { erased_at: mongoose.trusted({ $lt: before.at }) },
        { erased_at: before.at, _id: mongoose.trusted({ $lt: before.id }) },
      ],
    };
    return this.erasures
      .find({ ...(orgId === undefined ? {} : { org_id: orgId }), ...behind })
      .sort({ erased_at: -1, _id: -1 })
      .limit(limit)
      .lean<ErasureRow[]>()
      .exec();
  }
}
