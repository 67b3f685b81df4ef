import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import mongoose, { type ClientSession, type Model } from 'mongoose';
import type { Branch, BranchPhase } from './branch.types.js';

@Injectable()
export class BranchesRepository {
  constructor(@InjectModel('Branch') private readonly branches: Model<Branch>) {}

  async insert(branch: Branch, session: ClientSession): Promise<void> {
    await this.branches.create([branch], { session });
  }

  find(id: string): Promise<Branch | null> {
    return this.branches.findById(id).lean<Branch>().exec();
  }

  /** The newest first. */
  listOf(orgId: string): Promise<Branch[]> {
    return this.branches.find({ of: orgId }).sort({ created_at: -1 }).lean<Branch[]>().exec();
  }

  /** Those that are, or will be, there. */
  count(orgId: string, session: ClientSession): Promise<number> {
    const phase = mongoose.trusted({ $ne: 'failed' as const });
    return this.branches.countDocuments({ of: orgId, phase }, { session }).exec();
  }

  async setPhase(
    id: string,
    phase: BranchPhase,
    error: string | undefined,
    session: ClientSession,
  ): Promise<void> {
    await this.branches.updateOne({ _id: id }, { $set: { phase, ...(error && { error }) } }, { session });
  }

  async remove(id: string, session?: ClientSession): Promise<void> {
    await this.branches.deleteOne({ _id: id }, { session });
  }

  /** The organization ends: so do its branches. @returns their ids */
  async expireAll(orgId: string, session: ClientSession): Promise<string[]> {
    const rows = await this.branches.find({ of: orgId }, { _id: 1 }, { session }).lean<{ _id: string }[]>();
    await this.branches.updateMany({ of: orgId }, { $set: { expires_at: new Date(0) } }, { session });
    return rows.map(({ _id }) => _id);
  }

  listExpired(now: Date, limit: number): Promise<Branch[]> {
    const phase = mongoose.trusted({ $ne: 'building' as const });
    return this.branches
      .find({ expires_at: mongoose.trusted({ $lte: now }), phase })
      .limit(limit)
      .lean<Branch[]>()
      .exec();
  }
}
