import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Collection } from 'mongodb';
import type { ClientSession, Model } from 'mongoose';
import { LeaseRows } from '../../../database/work/lease-rows.js';
import type { Build } from './build.types.js';

const OPEN = { phase: 'filling' } as const;

/** The rows of builds. A change of one that is filled shows the lease it is made under. */
@Injectable()
export class BuildsRepository {
  readonly leases: LeaseRows<Build>;

  constructor(@InjectModel('Build') private readonly builds: Model<Build>) {
    const rows = () => this.builds.collection as unknown as Collection<Build>;
    this.leases = new LeaseRows(rows, { owner: 'lease_owner', until: 'lease_until' }, OPEN);
  }

  async insert(build: Build, session: ClientSession): Promise<void> {
    await this.builds.create([build], { session });
  }

  find(id: string): Promise<Build | null> {
    return this.builds.findById(id).lean<Build>().exec();
  }

  /** The newest first. */
  listOf(fromOrg: string, kind: Build['kind'], limit: number): Promise<Build[]> {
    return this.builds
      .find({ from_org: fromOrg, kind })
      .sort({ created_at: -1 })
      .limit(limit)
      .lean<Build[]>()
      .exec();
  }

  /** False when the lease was lost, or it is over. */
  async save(id: string, owner: string, change: Partial<Build>): Promise<boolean> {
    const { matchedCount } = await this.builds.updateOne(
      { _id: id, lease_owner: owner, ...OPEN },
      { $set: { ...change, updated_at: new Date() } },
    );
    return matchedCount === 1;
  }

  /** Ends it under whoever has it. False when it is over. */
  async cancel(id: string, session: ClientSession): Promise<boolean> {
    const { matchedCount } = await this.builds.updateOne(
      { _id: id, ...OPEN },
      { $set: { phase: 'failed', error: 'cancelled', updated_at: new Date() } },
      { session },
    );
    return matchedCount === 1;
  }

  /** Ends it in the transaction that makes it true. */
  async end(
    id: string,
    owner: string,
    change: Pick<Build, 'phase'> & Partial<Build>,
    session: ClientSession,
  ): Promise<boolean> {
    const { matchedCount } = await this.builds.updateOne(
      { _id: id, lease_owner: owner, ...OPEN },
      { $set: { ...change, updated_at: new Date() } },
      { session },
    );
    return matchedCount === 1;
  }
}
