import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Binary } from 'mongodb';
import type { ClientSession, Model } from 'mongoose';
import type { ArchiveKeyRow } from './backup.schema.js';

@Injectable()
export class ArchiveKeysRepository {
  constructor(@InjectModel('ArchiveKey') private readonly keys: Model<ArchiveKeyRow>) {}

  async find(orgId: string, session?: ClientSession): Promise<Buffer | null> {
    const row = await this.keys.findById(orgId, null, { session }).lean<{ wrapped: Binary } | null>();
    return row && Buffer.from(row.wrapped.buffer);
  }

  /** One of several that insert at once succeeds. @returns the one that is there */
  async insert(orgId: string, wrapped: Buffer): Promise<Buffer> {
    await this.keys.updateOne(
      { _id: orgId },
      { $setOnInsert: { wrapped, created_at: new Date() } },
      { upsert: true, writeConcern: { w: 'majority', journal: true } },
    );
    return (await this.find(orgId))!;
  }

  /** In a transaction; a key that is there makes it fail. */
  async insertIn(orgId: string, wrapped: Buffer, session: ClientSession): Promise<void> {
    await this.keys.create([{ _id: orgId, wrapped, created_at: new Date() }], { session });
  }

  /** Unless another instance has done so. */
  async replace(orgId: string, before: Buffer, wrapped: Buffer): Promise<void> {
    await this.keys.updateOne({ _id: orgId, wrapped: before }, { $set: { wrapped } });
  }

  async remove(orgId: string, session: ClientSession): Promise<void> {
    await this.keys.deleteOne({ _id: orgId }, { session });
  }
}
