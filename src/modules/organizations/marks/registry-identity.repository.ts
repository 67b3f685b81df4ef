import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import type { MongoServerError } from 'mongodb';
import type { Connection } from 'mongoose';

/** `registry` holds one row, which a backup of master carries along. */
export interface RegistryRow {
  _id: 'registry';
  id: string;
  /** The name of the master database that carries the row. */
  master: string;
  created_at: Date;
}

const DUPLICATE_KEY = 11000;

/** The row that says which registry this master is. */
@Injectable()
export class RegistryIdentityRepository {
  constructor(@InjectConnection() private readonly connection: Connection) {}

  get master(): string {
    return this.connection.name;
  }

  read(): Promise<RegistryRow | null> {
    return this.rows.findOne({ _id: 'registry' }, { readConcern: { level: 'majority' } });
  }

  /** Does nothing when there is one. */
  async make(): Promise<void> {
    try {
      await this.rows.updateOne(
        { _id: 'registry' },
        { $setOnInsert: { id: randomUUID(), master: this.master, created_at: new Date() } },
        { upsert: true, writeConcern: { w: 'majority', journal: true } },
      );
    } catch (error) {
      if ((error as MongoServerError).code !== DUPLICATE_KEY) throw error; // another instance starts at this moment
    }
  }

  /** The id in another master of the same server. */
  async idIn(master: string): Promise<string | undefined> {
    // eslint-disable-next-line no-restricted-syntax -- another master, never an organization's database
    const rows = this.connection.getClient().db(master).collection<RegistryRow>('registry');
    return (await rows.findOne({ _id: 'registry' }))?.id;
  }

  async rename(): Promise<void> {
    await this.rows.updateOne({ _id: 'registry' }, { $set: { master: this.master } });
  }

  private get rows() {
    return this.connection.collection<RegistryRow>('registry');
  }
}
