import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';
import { duplicateKey } from '../../database/duplicate-key.js';
import type { IdempotencyRow } from './idempotency.schema.js';

/** A row and the request that works on it. */
type Holder = Pick<IdempotencyRow, '_id' | 'attempt'>;

@Injectable()
export class IdempotencyRepository {
  constructor(@InjectModel('IdempotencyKey') private readonly keys: Model<IdempotencyRow>) {}

  /** @returns false when the key is in use */
  async insert(row: IdempotencyRow): Promise<boolean> {
    try {
      await this.keys.create([row]);
      return true;
    } catch (error) {
      if (duplicateKey(error) === null) throw error;
      return false;
    }
  }

  async find(id: string): Promise<IdempotencyRow | null> {
    const row = await this.keys.findById(id).lean<IdempotencyRow>();
    // The driver hands binary data over as BSON's own class.
    return row?.answer ? { ...row, answer: Buffer.from(row.answer.buffer) } : row;
  }

  /** @returns false when the request does not hold the key any more */
  async commit({ _id, attempt }: Holder, session: ClientSession): Promise<boolean> {
    const change = { $set: { state: 'committed' as const } };
    const result = await this.keys.updateOne({ _id, attempt, state: 'working' }, change, { session });
    return result.matchedCount === 1;
  }

  async answer({ _id, attempt }: Holder, answer: Buffer): Promise<void> {
    await this.keys.updateOne({ _id, attempt }, { $set: { state: 'answered', answer } });
  }

  /** Frees a key that nothing was done with. */
  async release({ _id, attempt }: Holder): Promise<void> {
    await this.keys.deleteOne({ _id, attempt, state: 'working' });
  }

  /** The effect stands, and nobody will store its answer. */
  async abandon({ _id, attempt }: Holder): Promise<void> {
    await this.keys.updateOne({ _id, attempt, state: 'committed' }, { $set: { lease_until: new Date() } });
  }

  /** Removes a row as it was read: not one that another request took in the meantime. */
  async remove({ _id, attempt, state }: IdempotencyRow): Promise<void> {
    await this.keys.deleteOne({ _id, attempt, state });
  }
}
