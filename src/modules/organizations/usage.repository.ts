import { Injectable } from '@nestjs/common';
import { TenantConnectionFactory } from '@rowhouse/tenancy';

export interface Usage {
  collections: number;
  /** Documents and indexes, as they lie on the disk. */
  storageBytes: number;
}

/** What an organization's database holds; one cheap question to the server, answered from its catalogue. */
@Injectable()
export class UsageRepository {
  constructor(private readonly tenants: TenantConnectionFactory) {}

  async measure(database: string): Promise<Usage> {
    const { db } = this.tenants.open(database);
    const [stats, all] = await Promise.all([
      db.command({ dbStats: 1 }),
      db.listCollections({}, { nameOnly: true }).toArray(),
    ]);
    const own = all.filter(({ name }) => !name.startsWith('_') && !name.startsWith('system.'));
    return { collections: own.length, storageBytes: Number(stats['totalSize'] ?? 0) };
  }
}
