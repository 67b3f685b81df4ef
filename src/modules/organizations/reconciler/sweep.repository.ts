import { Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import type { Connection } from 'mongoose';

interface LeaseRow {
  _id: string;
  owner: string;
  until: Date;
}

/** What the reconciler asks of the cluster, and what it remembers between two runs. */
@Injectable()
export class SweepRepository {
  constructor(@InjectConnection() private readonly connection: Connection) {}

  /** One instance sweeps at a time. */
  async lease(name: string, owner: string, ms: number): Promise<boolean> {
    const leases = this.connection.collection<LeaseRow>('leases');
    // The row is there for ever after; a server refuses $expr in an upsert.
    await leases.updateOne({ _id: name }, { $setOnInsert: { owner, until: new Date(0) } }, { upsert: true });
    const result = await leases.updateOne(
      { _id: name, $or: [{ owner }, { $expr: { $lt: ['$until', '$$NOW'] } }] },
      [{ $set: { owner, until: { $add: ['$$NOW', ms] } } }],
    );
    return result.matchedCount === 1;
  }

  /** Every database but the server's own and master. */
  async listDatabases(): Promise<string[]> {
    const { databases } = await this.connection.db!.admin().listDatabases({ nameOnly: true });
    const own = new Set(['admin', 'config', 'local', this.connection.name]);
    return databases.map(({ name }) => name).filter((name) => !own.has(name));
  }
}
