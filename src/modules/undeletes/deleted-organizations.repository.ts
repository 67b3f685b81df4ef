import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Binary } from 'mongodb';
import mongoose, { type ClientSession, type Model } from 'mongoose';
import type { DeletedPart } from './deleted-organization.schema.js';
import type { DeletedOrganization, DeletedPhase } from './undeletes.types.js';

@Injectable()
export class DeletedOrganizationsRepository {
  constructor(
    @InjectModel('DeletedOrganization') private readonly deleted: Model<DeletedOrganization>,
    @InjectModel('DeletedPart') private readonly parts: Model<DeletedPart>,
  ) {}

  find(id: string, session?: ClientSession): Promise<DeletedOrganization | null> {
    return this.deleted
      .findById(id)
      .session(session ?? null)
      .lean<DeletedOrganization>()
      .exec();
  }

  /** In the place of what an earlier deletion of it left. */
  async put(row: DeletedOrganization, sealed: readonly Buffer[], session: ClientSession): Promise<void> {
    await this.deleted.replaceOne({ _id: row._id }, row, { upsert: true, session });
    await this.removeParts(row._id, session);
    const parts = sealed.map((bytes, i) => ({ _id: `${row._id}:${i}`, sealed: bytes }));
    if (parts.length > 0) await this.parts.insertMany(parts, { session });
  }

  async readParts({ _id, parts }: DeletedOrganization, session: ClientSession): Promise<Uint8Array[]> {
    const ids = Array.from({ length: parts }, (_, i) => `${_id}:${i}`);
    const rows = await this.parts
      .find({ _id: mongoose.trusted({ $in: ids }) })
      .session(session)
      .lean<{ _id: string; sealed: Binary }[]>();
    return rows.map(({ sealed }) => sealed.buffer);
  }

  /** From one of these phases to another. False when it is in none of them. */
  async enter(
    id: string,
    from: readonly DeletedPhase[],
    change: Partial<DeletedOrganization> & { phase: DeletedPhase },
    session: ClientSession,
  ): Promise<boolean> {
    const { matchedCount } = await this.deleted.updateOne(
      { _id: id, phase: mongoose.trusted({ $in: [...from] }) },
      { $set: change },
      { session },
    );
    return matchedCount === 1;
  }

  /** What it was called goes with it. */
  async forget(id: string, session: ClientSession): Promise<void> {
    await this.deleted.updateOne(
      { _id: id },
      { $unset: { name: 1, slug: 1, name_key: 1, domain: 1, missing: 1, accounts: 1, branches: 1 } },
      { session },
    );
    await this.removeParts(id, session);
  }

  async removeParts(id: string, session: ClientSession): Promise<void> {
    const behind = { $gte: `${id}:`, $lt: `${id};` };
    await this.parts.deleteMany({ _id: mongoose.trusted(behind) }, { session });
  }

  /** The newest deletions first. @param before of the last one of the page before */
  list(limit: number, before?: Date): Promise<DeletedOrganization[]> {
    const phase = mongoose.trusted({ $in: ['leaving', 'kept', 'returning'] as DeletedPhase[] });
    const behind = before && { deleted_at: mongoose.trusted({ $lt: before }) };
    return this.deleted
      .find({ phase, ...behind })
      .sort({ deleted_at: -1, _id: 1 })
      .limit(limit)
      .lean<DeletedOrganization[]>()
      .exec();
  }

  /** Those whose time is over,. */
  listOver(now: Date, limit: number): Promise<DeletedOrganization[]> {
    const phase = mongoose.trusted({ $in: ['leaving', 'kept'] as DeletedPhase[] });
    return this.deleted
      .find({ phase, until: mongoose.trusted({ $lte: now }) })
      .limit(limit)
      .lean<DeletedOrganization[]>()
      .exec();
  }
}
