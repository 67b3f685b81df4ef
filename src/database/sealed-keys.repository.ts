import type { Binary } from 'mongodb';
import type { Connection } from 'mongoose';
import { duplicateKey } from './duplicate-key.js';

/** A key as it is stored: sealed with a key made of SECRET_KEY. */
export interface SealedKey {
  /** From 1, in the order they were made. */
  n: number;
  sealed: Buffer;
  /** Sealed with the secret before, for instances that know only that one, until the change of secrets is over. */
  former?: Buffer;
}

/** Sealed keys in a collection of master. Read before mongoose has made its collections: by the driver. */
export class SealedKeysRepository {
  constructor(
    private readonly connection: Connection,
    private readonly collection: string,
  ) {}

  async list(): Promise<SealedKey[]> {
    const rows = await this.rows.find({}, { sort: { _id: 1 } }).toArray();
    return rows.map(({ _id: n, sealed, former }) => ({
      n,
      sealed: Buffer.from(sealed.buffer),
      ...(former && { former: Buffer.from(former.buffer) }),
    }));
  }

  /** @returns false when another instance has made a key of this number */
  async insert({ n, sealed }: Omit<SealedKey, 'former'>): Promise<boolean> {
    try {
      await this.rows.insertOne({ _id: n, sealed: sealed as unknown as Binary, created_at: new Date() });
      return true;
    } catch (error) {
      if (duplicateKey(error) === null) throw error;
      return false;
    }
  }

  /** @param from as it was read: what another instance has sealed since stays */
  async reseal({ n, sealed, former }: SealedKey, from: Buffer): Promise<void> {
    await this.rows.updateOne(
      { _id: n, sealed: from },
      former
        ? { $set: { sealed: sealed as unknown as Binary, former: former as unknown as Binary } }
        : { $set: { sealed: sealed as unknown as Binary }, $unset: { former: true } },
    );
  }

  private get rows() {
    return this.connection.collection<{ _id: number; sealed: Binary; former?: Binary; created_at: Date }>(
      this.collection,
    );
  }
}
