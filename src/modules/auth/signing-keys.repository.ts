import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import { duplicateKey } from '../../database/duplicate-key.js';
import type { SigningKeyRow } from './signing-key.schema.js';

@Injectable()
export class SigningKeysRepository {
  constructor(@InjectModel('SigningKey') private readonly keys: Model<SigningKeyRow>) {}

  /** In the order of their use. */
  async list(): Promise<SigningKeyRow[]> {
    const rows = await this.keys.find().sort({ slot: 1 }).lean<SigningKeyRow[]>();
    // The driver hands binary data over as BSON's own class.
    return rows.map((row) => ({ ...row, sealed: Buffer.from(row.sealed.buffer) }));
  }

  /** @returns false when another instance was first */
  async insert(row: SigningKeyRow): Promise<boolean> {
    try {
      await this.keys.create([row]);
      return true;
    } catch (error) {
      if (duplicateKey(error) === null) throw error;
      return false;
    }
  }

  async reseal(id: string, sealed: Buffer): Promise<void> {
    await this.keys.updateOne({ _id: id }, { $set: { sealed } });
  }

  async remove(id: string): Promise<void> {
    await this.keys.deleteOne({ _id: id });
  }
}
