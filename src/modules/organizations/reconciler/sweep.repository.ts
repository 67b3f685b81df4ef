import { Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import type { Connection } from 'mongoose';

interface LeaseRow {
  _id: string;
  owner: string;
  until: Date;
}

interface OrphanRow {
  _id: string;
  first_seen: Date;
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

  async listTenantDatabases(): Promise<string[]> {
    const { databases } = await this.connection
      .db!.admin()
      .listDatabases({ nameOnly: true, filter: { name: /^org_/ } });
    return databases.map(({ name }) => name);
  }

  /** Notes when a database was first seen without an owner. @returns how many seconds ago that was */
  async ageOfOrphan(database: string): Promise<number> {
    const row = await this.orphans.findOneAndUpdate(
      { _id: database },
      { $setOnInsert: { first_seen: new Date() } },
      { upsert: true, returnDocument: 'after' },
    );
    return (Date.now() - row!.first_seen.getTime()) / 1000;
  }

  async forgetOrphans(except: string[]): Promise<void> {
    await this.orphans.deleteMany({ _id: { $nin: except } });
  }

  private get orphans() {
    return this.connection.collection<OrphanRow>('orphans');
  }
}
