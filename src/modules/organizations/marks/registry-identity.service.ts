import { randomUUID } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import type { MongoServerError } from 'mongodb';
import type { Connection } from 'mongoose';
import { StartRefused } from '../../../database/start-refused.js';

/** `registry` holds one row, which a backup of master carries along. */
interface RegistryRow {
  _id: 'registry';
  id: string;
  /** The name of the master database that carries the row. */
  master: string;
  created_at: Date;
}

const DUPLICATE_KEY = 11000;

/**
 * Which registry this is. Several registries may share one MongoDB, and each database of an organization is marked
 * with the one that made it. The id stays through restores: what a younger master made is still recognized.
 */
@Injectable()
export class RegistryIdentity implements OnModuleInit {
  private known: string | undefined;

  constructor(@InjectConnection() private readonly connection: Connection) {}

  get id(): string {
    if (this.known === undefined) throw new Error('the registry is not known before the start');
    return this.known;
  }

  /** @throws StartRefused when this master is a copy of another one on the same server */
  async onModuleInit(): Promise<void> {
    const row = (await this.read()) ?? (await this.make());
    if (row.master !== this.connection.name) await this.rename(row);
    this.known = row.id;
  }

  private read(): Promise<RegistryRow | null> {
    return this.rows.findOne({ _id: 'registry' }, { readConcern: { level: 'majority' } });
  }

  private async make(): Promise<RegistryRow> {
    try {
      await this.rows.updateOne(
        { _id: 'registry' },
        { $setOnInsert: { id: randomUUID(), master: this.connection.name, created_at: new Date() } },
        { upsert: true, writeConcern: { w: 'majority', journal: true } },
      );
    } catch (error) {
      if ((error as MongoServerError).code !== DUPLICATE_KEY) throw error; // another instance starts at this moment
    }
    return (await this.read())!;
  }

  /** Two masters with one id would own the same databases, and one would drop what the other uses. */
  private async rename({ id, master }: RegistryRow): Promise<void> {
    // eslint-disable-next-line no-restricted-syntax -- another master, never an organization's database
    const original = this.connection.getClient().db(master).collection<RegistryRow>('registry');
    if ((await original.findOne({ _id: 'registry' }))?.id === id) {
      throw new StartRefused(
        `The database ${this.connection.name} is a copy of ${master} on the same MongoDB, and both would own the same databases of organizations: start with MASTER_DB_NAME=${master}, or restore the copy and its databases on another MongoDB`,
      );
    }
    await this.rows.updateOne({ _id: 'registry' }, { $set: { master: this.connection.name } });
  }

  private get rows() {
    return this.connection.collection<RegistryRow>('registry');
  }
}
