import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Collection } from 'mongodb';
import type { Model } from 'mongoose';
import { LeaseRows } from '../../../database/work/lease-rows.js';
import type { RestorePart } from './restore-part.schema.js';

@Injectable()
export class RestorePartsRepository {
  readonly leases: LeaseRows<RestorePart>;

  constructor(@InjectModel('RestorePart') private readonly parts: Model<RestorePart>) {
    const rows = () => this.parts.collection as unknown as Collection<RestorePart>;
    this.leases = new LeaseRows(rows, { owner: 'lease_owner', until: 'lease_until' });
  }

  async insert(part: RestorePart): Promise<void> {
    await this.parts.create(part);
  }

  find(id: string): Promise<RestorePart | null> {
    return this.parts.findById(id).lean<RestorePart>().exec();
  }

  async remove(id: string): Promise<void> {
    await this.parts.deleteOne({ _id: id });
  }
}
