import { Injectable } from '@nestjs/common';
import type { TenantDb } from '@rowhouse/tenancy';

/** How much an organization's database holds. */
@Injectable()
export class StorageRepository {
  /** Bytes of its documents, uncompressed, and of its indexes. */
  async measure(db: TenantDb): Promise<number> {
    const { dataSize, indexSize } = await db.db.command({ dbStats: 1 });
    return Number(dataSize) + Number(indexSize);
  }
}
