import { Injectable } from '@nestjs/common';
import { TenantConnectionFactory } from '@rowhouse/tenancy';

export interface Usage {
  collections: number;
  /** Of the documents, uncompressed, and of the indexes: what the limit on writes counts. */
  storageBytes: number;
}

/** Collections of the organization's own, as the limit on new ones counts them. */
const OWN = /^(?!audit_log$|settings$|schema_migrations$|system)[a-z][a-z0-9_-]{0,63}$/;

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
    const own = all.filter(({ name }) => OWN.test(name));
    return { collections: own.length, storageBytes: Number(stats['dataSize']) + Number(stats['indexSize']) };
  }
}
